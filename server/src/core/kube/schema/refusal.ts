/** What the API server refuses about an object. */
import type { PlainValue } from "../../yaml/change.ts";
import type { Span } from "../../yaml/tree.ts";

/** By which rule of ours a refusal is told. */
export type RefusalCode =
  /** A field that the object does not have: misspelt, misplaced, moved, or of another channel or release. */
  | "field-unknown"
  | "value-invalid"
  | "tls-mode-invalid"
  /** TLS is to end at a listener that has neither certificate nor options, or no `tls` at all. */
  | "tls-config-missing"
  /** Two listeners of one object have one port, protocol and hostname. */
  | "listener-conflict";

export interface Refusal {
  readonly code: RefusalCode;
  /** From the object's root. */
  readonly path: readonly (string | number)[];
  /** The part of the manifest to point at, in offsets of its document. */
  readonly node: Span;
  /** What is wrong, naming the values; without what it leads to. */
  readonly message: string;
  /** Other parts of the same object that belong to it. */
  readonly related?: readonly { readonly node: Span; readonly message: string }[];
  /** Ways to mend it, the best first. */
  readonly repairs?: readonly Repair[];
  /** Set where it depends on what is only assumed: which release is installed, or who reads the YAML. */
  readonly assumed?: true;
}

/** A repair as changes of the object, told by paths from its root. */
export interface Repair {
  /** A verb phrase. */
  readonly title: string;
  /** True only where it cannot change meaning elsewhere. */
  readonly preferred: boolean;
  readonly steps: readonly RepairStep[];
}

export type RepairStep =
  | { readonly change: "set"; readonly path: readonly (string | number)[]; readonly value: PlainValue }
  | { readonly change: "append"; readonly path: readonly (string | number)[]; readonly value: PlainValue }
  | { readonly change: "remove"; readonly path: readonly (string | number)[] }
  | { readonly change: "rename"; readonly path: readonly (string | number)[]; readonly key: string };
