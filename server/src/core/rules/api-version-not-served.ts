/** Objects in a version that the API server does not serve. */
import { addressOf, type Deployed, placeOf, titleOf } from "../delivery/deployment.ts";
import { bundleOf } from "../gateway/admission.ts";
import type { Model } from "../gateway/model.ts";
import { gatewayApiGroup } from "../kube/gateway.ts";
import { bundleTitle } from "../kube/schema/bundle.ts";
import { refusals } from "../kube/schema/refusals.ts";
import { type Serving, servedInstead, servingOf, type Version } from "../kube/schema/served.ts";
import type { Change, Fix } from "../yaml/change.ts";
import { get, pairOf } from "../yaml/tree.ts";
import { isOwnText } from "./own-text.ts";
import { fixOf } from "./refused-parts.ts";
import type { Rule } from "./rule.ts";
import { joined } from "./sentences.ts";

/** An object whose version is not the one to use, under the bundle of the model. */
interface OldVersion {
  readonly object: Deployed;
  readonly serving: Extract<Serving, "deprecated" | "not served">;
  readonly instead: Version | undefined;
}

export const apiVersionNotServed: Rule<OldVersion> = {
  code: "api-version-not-served",
  severity: "warning",
  summary: "A version of the API that the installed Gateway API does not serve, or serves as deprecated.",
  reference: "https://gateway-api.sigs.k8s.io/concepts/versioning/",
  since: "0.1.0",

  subjects(model) {
    const bundle = bundleOf(model);
    return model.objects.flatMap((object): OldVersion[] => {
      const serving = servingOf(object.resource, bundle);
      if (serving !== "not served" && serving !== "deprecated") return [];
      return [{ object, serving, instead: servedInstead(object.resource, bundle) }];
    });
  },

  check({ object, serving, instead }, model) {
    const { resource } = object;
    const apiVersion = pairOf(resource.root, "apiVersion")?.value;
    if (apiVersion === undefined || object.partial) return undefined;
    const bundle = bundleOf(model);
    const what = `${resource.kind} ${resource.group === gatewayApiGroup ? "" : `${resource.group}/`}${resource.version}`;
    const use =
      instead === undefined
        ? ""
        : `Use ${instead.kind === resource.kind ? "" : `kind ${instead.kind} of `}${instead.group}/${instead.version}.`;
    const place = placeOf(object, apiVersion);
    if (bundle.assumed) {
      const inExperimental = ["served", "deprecated"].includes(servingOf(resource, { ...bundle, channel: "experimental" }));
      const message = joined(
        `${bundleTitle(bundle)} does not serve ${what}${inExperimental ? "; the experimental channel still does, as deprecated" : ""}.`,
        "Which release is installed is not known here.",
        use,
      );
      return { place, message, severity: "information" };
    }
    if (serving === "deprecated") {
      return { place, message: joined(`${bundleTitle(bundle)} still serves ${what}, as deprecated.`, use), severity: "hint" };
    }
    const effect = `The API server answers "no matches for kind", and ${titleOf(object)} does not come into the cluster.`;
    return { place, message: joined(`${bundleTitle(bundle)}, which this workspace installs, does not serve ${what}.`, effect, use) };
  },

  fixes({ object, instead }, model) {
    if (instead === undefined || bundleOf(model).assumed) return [];
    const fix = raise(object, instead, model);
    return fix === undefined ? [] : [fix];
  },
};

/** Sets the version and moves the fields that moved. Undefined where the object would be refused in the new version. */
function raise(object: Deployed, instead: Version, model: Model): Fix | undefined {
  const { resource } = object;
  const head = ["apiVersion"];
  if (!isOwnText(object, head) || !isOwnText(object, ["kind"])) return undefined;
  const changes: Change[] = [{ change: "set", at: addressOf(object, ...head), value: `${instead.group}/${instead.version}` }];
  if (instead.kind !== resource.kind) {
    const renamed = renameKind(object, instead, model);
    if (renamed === undefined) return undefined;
    changes.push(...renamed);
  }
  for (const { repairs } of refusals({ ...resource, ...instead }, bundleOf(model))) {
    const [repair] = repairs ?? [];
    const fix = repair && fixOf(object, repair);
    if (fix === undefined) return undefined;
    changes.push(...fix.changes);
  }
  return { title: `Change it to ${instead.kind} ${instead.version}`, preferred: instead.kind === resource.kind, changes };
}

/** Names the new kind in the object and in the routes that name it as their parent; undefined where one of them cannot be changed. */
function renameKind(object: Deployed, { group, kind }: Version, model: Model): readonly Change[] | undefined {
  const changes: Change[] = [{ change: "set", at: addressOf(object, "kind"), value: kind }];
  for (const { route, parentRef, parents } of model.parentages) {
    if (!parents.some((parent) => parent === object)) continue;
    const path = ["spec", "parentRefs", parentRef.index];
    if (!isOwnText(route, path)) return undefined;
    changes.push({ change: "set", at: addressOf(route, ...path, "kind"), value: kind });
    if (get(parentRef.node, "group") !== undefined) changes.push({ change: "set", at: addressOf(route, ...path, "group"), value: group });
  }
  return changes;
}
