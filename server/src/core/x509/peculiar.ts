/**
 * The one place that loads `@peculiar/x509`. The package asks for a Reflect polyfill while it loads and does not bring one, so the order of
 * the two statements below matters; nothing else in the product imports either package.
 */
import "reflect-metadata";

export {
  AuthorityKeyIdentifierExtension,
  BasicConstraintsExtension,
  KeyUsagesExtension,
  type Name,
  SubjectAlternativeNameExtension,
  SubjectKeyIdentifierExtension,
  X509Certificate,
} from "@peculiar/x509";
