/** How a route comes off an HTTP listener, and clients from there to HTTPS. */
import { addressOf, type Deployed } from "../delivery/deployment.ts";
import type { Attachment, Parentage } from "../gateway/attachment.ts";
import type { Hostname } from "../gateway/hostname.ts";
import type { Listener } from "../gateway/listener.ts";
import type { Model } from "../gateway/model.ts";
import type { Route } from "../kube/route.ts";
import type { Change, Fix, PlainValue } from "../yaml/change.ts";
import { freeName } from "./free-name.ts";
import { isOwnText } from "./own-text.ts";
import { fullListenerTitle } from "./sentences.ts";

/** More HTTPS listeners than these a parentRef is not split among. */
const mostListeners = 3;

/**
 * Attaches the route to the HTTPS listeners only, and beside it a redirect to the HTTP listener where none is there. Not preferred: some
 * clients, such as health checks, may follow no redirect. Undefined where the route would lose more than the HTTP listener.
 */
export function sendToHttps(
  { attachment, names }: { readonly attachment: Attachment; readonly names: readonly Hostname[] },
  hasRedirect: boolean,
  model: Model,
): Fix | undefined {
  const { route, parentRef, listener } = attachment;
  const parentage = model.parentagesOf(route).find((one) => one.parentRef === parentRef);
  if (parentage === undefined || listener.name === "" || /\.json$/i.test(route.file)) return undefined;
  const leaving = parentRef.sectionName === undefined ? toSections(route, parentage) : withoutParent(route, parentage, model);
  if (leaving === undefined) return undefined;
  const port = httpsPort(attachment, model);
  const changes: Change[] = [...leaving];
  if (!hasRedirect)
    changes.push({ change: "addDocument", file: route.file, after: route.offset, value: redirect(attachment, port, model) });
  const also = hasRedirect ? "" : `, and redirect ${names.length === 1 && names[0] !== undefined ? names[0] : "its hosts"} there`;
  return { title: `Take ${route.resource.kind} ${route.name} off ${fullListenerTitle(listener)}${also}`, preferred: false, changes };
}

/** Names the HTTPS listeners in a parentRef that named none, one parentRef for each. */
function toSections(route: Deployed<Route>, { parentRef, attachments }: Parentage): readonly Change[] | undefined {
  const taken = attachments.filter(({ verdict }) => verdict !== "no").map(({ listener }) => listener);
  const secured = taken.filter(({ protocol }) => protocol === "HTTPS");
  const [first, ...others] = secured;
  const isClear = taken.every(({ protocol, name }) => (protocol === "HTTPS" || protocol === "HTTP") && name !== "");
  if (first === undefined || !isClear || secured.length > mostListeners || !isOwnText(route, ["spec", "parentRefs", parentRef.index]))
    return undefined;
  const { group, kind, name, namespace } = parentRef;
  const copy = (section: string): PlainValue => ({
    ...(group === undefined ? {} : { group: group.value }),
    ...(kind === undefined ? {} : { kind: kind.value }),
    name: name?.value ?? "",
    ...(namespace === undefined ? {} : { namespace: namespace.value }),
    sectionName: section,
  });
  return [
    { change: "set", at: addressOf(route, "spec", "parentRefs", parentRef.index, "sectionName"), value: first.name },
    ...others.map((other): Change => ({ change: "append", at: addressOf(route, "spec", "parentRefs"), value: copy(other.name) })),
  ];
}

/** Removes the parentRef that names the HTTP listener, where another one keeps the route on HTTPS. */
function withoutParent(route: Deployed<Route>, { parentRef }: Parentage, model: Model): readonly Change[] | undefined {
  const staysSecured = model
    .parentagesOf(route)
    .some(
      (other) =>
        other.parentRef !== parentRef &&
        other.attachments.some(({ listener, verdict }) => verdict === "yes" && listener.protocol === "HTTPS"),
    );
  if (!staysSecured || !isOwnText(route, ["spec", "parentRefs", parentRef.index])) return undefined;
  return [{ change: "remove", at: addressOf(route, "spec", "parentRefs", parentRef.index) }];
}

/** The port that the redirect has to name, where it is not the one that https:// means. */
function httpsPort({ listener }: Attachment, model: Model): number | undefined {
  const ports = new Set(
    model.siblings(listener).flatMap((other: Listener) => (other.protocol === "HTTPS" && other.port !== undefined ? [other.port] : [])),
  );
  const [only] = ports;
  return ports.size === 1 && only !== 443 ? only : undefined;
}

/** The route that redirects: for the same hostnames, on the HTTP listener alone. */
function redirect({ route, parentRef, listener }: Attachment, port: number | undefined, model: Model): PlainValue {
  const { group, version, kind, namespace, hostnames } = route.resource;
  const name = freeName(`${route.name}-redirect`, (candidate) => model.find("Route", route.namespace, candidate).length > 0);
  return {
    apiVersion: `${group}/${version}`,
    kind,
    metadata: { name, ...(namespace === undefined ? {} : { namespace: namespace.value }) },
    spec: {
      parentRefs: [
        {
          ...(parentRef.group === undefined ? {} : { group: parentRef.group.value }),
          ...(parentRef.kind === undefined ? {} : { kind: parentRef.kind.value }),
          name: parentRef.name?.value ?? "",
          ...(parentRef.namespace === undefined ? {} : { namespace: parentRef.namespace.value }),
          sectionName: listener.name,
        },
      ],
      ...(hostnames.length === 0 ? {} : { hostnames: hostnames.map(({ value }) => value) }),
      rules: [
        {
          filters: [
            { type: "RequestRedirect", requestRedirect: { scheme: "https", ...(port === undefined ? {} : { port }), statusCode: 301 } },
          ],
        },
      ],
    },
  };
}
