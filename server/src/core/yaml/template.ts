/**
 * Text that something else fills in before Kubernetes sees it.
 *
 * Two cases are told apart. A *template* is a document whose structure is not known before it is rendered: Helm's and Jinja's control lines
 * and unquoted expressions, which a YAML parser takes for flow mappings. Nothing can be said about such a document, so it stays silent. An *opaque*
 * scalar is a placeholder within a manifest that is otherwise what it will be: `'{{ .Values.host }}'`, `app.${DOMAIN}`, `ENC[...]`. Only the one
 * value is unknown: it equals itself, and takes part in no judgement.
 */
import { Lexer } from "yaml";

/** Quick look: without any of these nothing can be a template. */
const suspicious = /\{[{%#]|[}%]#|\{[A-Z]|[%@][A-Z]/;

/**
 * Whether a document must be rendered before it is YAML: it has an unquoted `{{ }}`, `{% %}`, `{# #}`, `{NAME}`, `%%NAME%%` or `@NAME@` where a
 * key, a value or a line begins, or an expression whose own quotes break the scalar that it stands in (`"{{ include "x" . }}"`). Expressions
 * inside a well-formed quoted, plain (`app-{{ .x }}`) or block scalar, or in a comment, do not make a template. Takes one document or a whole
 * file; broken YAML is fine.
 */
export function isTemplate(text: string): boolean {
  if (!suspicious.test(text)) return false;
  let before = "";
  let inScalar = false;
  let inBlock = false;
  /** Whether the last two tokens are a brace and a bare name in capitals. */
  let bareName = false;
  for (const token of new Lexer().lex(text)) {
    if (inScalar) {
      if (!inBlock && (breaksOff(token) || /\n[ \t]*\{[{%#]/.test(token) || /^%%?[A-Z]\w*%|^@@?[A-Z]\w*@/.test(token))) return true;
      if (before === "{" && token.startsWith("%")) return true;
      bareName = before === "{" && /^[A-Z][A-Z0-9_]*$/.test(token);
      inScalar = inBlock = false;
    } else if (token === "\u001f") {
      inScalar = true;
      continue;
    } else {
      if (before === "{" && /^[{#]/.test(token)) return true;
      if (bareName && token === "}") return true;
      if (/^#(?:\{.*\}#|%.*%#)/.test(token)) return true;
      if (/^["']/.test(token) && breaksOff(token)) return true;
      if (/^[|>]/.test(token)) inBlock = true;
      bareName = false;
    }
    before = token;
  }
  return false;
}

/** Whether a scalar opens an expression that it does not close. */
function breaksOff(scalar: string): boolean {
  return scalar.split("{{").length > scalar.split("}}").length;
}

/** Placeholders as they occur in real repositories, each with the tool that fills it in. */
const placeholders: readonly RegExp[] = [
  /\$\{|\$\(|\$[A-Za-z_]/, // Flux, envsubst, kustomize vars, Argo CD; also $ANSIBLE_VAULT
  /\{\{|\{%|\{#|\[\[/, // Helm, Jinja, gomplate
  /<[^<>\n]+>/, // <path:secret#key>, <secret:x>, << inputs.x >>, <your-domain>
  /#\{[^}\n]*\}#/, // cluster templates
  /\{[A-Za-z_][\w.-]*\}/, // {GATEWAY_CLASS_NAME}
  /__[A-Za-z]\w*?__/, // __SECRET_DOMAIN__
  /%%?[A-Za-z_]\w*%%?|%\(\w+\)s/, // %%DOMAIN%%, %DOMAIN%
  /@@?[A-Z]\w*@@?/, // @DOMAIN@
  /^ENC\[|^EJ\[/, // SOPS, ejson
  /^(?:vault:|>>vault:|ref\+\w+:\/\/|op:\/\/)/, // bank-vaults, vals, 1Password
];

/** Most values are names, and no placeholder is without a sign that names do not have. */
const neverOpaque = /^[A-Za-z0-9.*/ -]*$/;

/**
 * Whether a scalar's value holds a placeholder that something fills in later. Such a value equals only itself and is never checked against
 * a pattern. Base64, PEM, host names and Kubernetes names never match.
 */
export function isOpaque(value: string): boolean {
  if (neverOpaque.test(value)) return false;
  return placeholders.some((placeholder) => placeholder.test(value));
}
