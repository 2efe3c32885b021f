/**
 * The patterns of the Gateway API's CRDs by name, so that each can be put into words (`schema/words.ts`). The generator stops at a pattern that it
 * does not find here, and at a name that no CRD needs.
 */

export interface NamedPattern {
  readonly name: string;
  /** As the CRDs write it, for Go's RE2, which runs in linear time. */
  readonly written: string;
  /** What runs instead, where a backtracking engine would take exponential time; it accepts the same texts. */
  readonly runs?: string;
}

export const namedPatterns: readonly NamedPattern[] = [
  { name: "group", written: String.raw`^$|^[a-z0-9]([-a-z0-9]*[a-z0-9])?(\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*$` },
  { name: "kind", written: "^[a-zA-Z]([-a-zA-Z0-9]*[a-zA-Z0-9])?$" },
  { name: "dnsName", written: String.raw`^[a-z0-9]([-a-z0-9]*[a-z0-9])?(\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*$` },
  { name: "dnsLabel", written: "^[a-z0-9]([-a-z0-9]*[a-z0-9])?$" },
  { name: "hostname", written: String.raw`^(\*\.)?[a-z0-9]([-a-z0-9]*[a-z0-9])?(\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*$` },
  {
    name: "protocol",
    written: String.raw`^[a-zA-Z0-9]([-a-zA-Z0-9]*[a-zA-Z0-9])?$|[a-z0-9]([-a-z0-9]*[a-z0-9])?(\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*\/[A-Za-z0-9]+$`,
  },
  {
    name: "controllerName",
    written: String.raw`^[a-z0-9]([-a-z0-9]*[a-z0-9])?(\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*\/[A-Za-z0-9\/\-._~%!$&'()*+,;=:]+$`,
  },
  {
    name: "addressType",
    written: String.raw`^Hostname|IPAddress|NamedAddress|[a-z0-9]([-a-z0-9]*[a-z0-9])?(\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*\/[A-Za-z0-9\/\-._~%!$&'()*+,;=:]+$`,
  },
  { name: "labelValue", written: "^(([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9])?$" },
  {
    name: "trustAnchors",
    written: String.raw`^(System|([a-z0-9]([-a-z0-9]*[a-z0-9])?(\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*/([A-Za-z0-9][-A-Za-z0-9_.]{0,61})?[A-Za-z0-9]))$`,
  },
  { name: "uri", written: String.raw`^(([^:/?#]+):)(//([^/?#]*))([^?#]*)(\?([^#]*))?(#(.*))?` },
  { name: "token", written: String.raw`^[A-Za-z0-9!#$%&'*+\-.^_\x60|~]+$` },
  { name: "headerValue", written: String.raw`^[!-~]+([\t ]?[!-~]+)*$`, runs: String.raw`^[!-~]+(?:[\t ][!-~]+)*$` },
  { name: "origin", written: String.raw`(^\*$)|(^(http(s)?):\/\/(((\*\.)?([a-zA-Z0-9\-]+\.)*[a-zA-Z0-9-]+|\*)(:([0-9]{1,5}))?)$)` },
  { name: "urlPath", written: "^(?:[-A-Za-z0-9/._~!$&'()*+,;=:@]|[%][0-9a-fA-F]{2})+$" },
  { name: "duration", written: "^([0-9]{1,5}(h|m|s|ms)){1,4}$" },
];
