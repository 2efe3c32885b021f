/** Which names a certificate is good for: RFC 9525, section 6.3, as browsers and Go apply it. */

/**
 * Whether one dNSName of a certificate covers a host. Letters compare without regard to case. A wildcard counts only as the whole leftmost
 * label and stands for exactly one label, so `*.example.com` covers neither `example.com` nor `a.b.example.com`; `*` alone and `f*.example.com`
 * cover nothing. The host may itself be a wildcard (`*.example.com`, every name one label below): only the same wildcard covers it. A dNSName
 * never covers an IP address, and what is no host name is not covered by anything.
 */
export function sanCovers(san: string, host: string): boolean {
  const pattern = san.toLowerCase();
  const name = host.toLowerCase().replace(/\.$/, "");
  if (!isName(pattern) || !isName(name) || isAddress(name)) return false;
  if (pattern === name) return true;
  if (!pattern.startsWith("*.") || name.startsWith("*.")) return false;
  return name.slice(name.indexOf(".")) === pattern.slice(1);
}

/** Whether any of a certificate's dNSNames covers a host; see {@link sanCovers}. */
export function covers(sans: readonly string[], host: string): boolean {
  return sans.some((san) => sanCovers(san, host));
}

/** Labels of letters, digits, hyphens and (as everybody tolerates) underscores; the leftmost may be a `*` if another follows. */
function isName(text: string): boolean {
  return /^(?:\*\.)?[a-z0-9_-]+(?:\.[a-z0-9_-]+)*$/.test(text);
}

/** A dotted-quad address; the colons of the other kind already make it no name. */
function isAddress(text: string): boolean {
  return /^\d{1,3}(?:\.\d{1,3}){3}$/.test(text);
}
