/** What a person can set; the same shape in VS Code's settings (`gatewayTls.*`), in other editors and on the command line. */
import { openWorld, type World } from "../gateway/world.ts";
import type { Severity } from "../rules/rule.ts";

export interface Settings {
  /** Severity per rule code; "off" silences it. */
  readonly rules: Readonly<Record<string, Severity | "off">>;
  /** `certificate-expiring` speaks when less than min(share × lifetime, days) is left. */
  readonly expiring: { readonly days: number; readonly share: number };
  /** What the workspace stands for: all there is or a part, and which controllers serve it. */
  readonly world: World;
  readonly hover: boolean;
  readonly codeLens: {
    readonly listeners: boolean;
    readonly certificates: boolean;
    readonly certificateRefs: boolean;
    readonly status: boolean;
  };
}

export const defaultSettings: Settings = {
  rules: {},
  expiring: { days: 30, share: 1 / 3 },
  world: openWorld,
  hover: true,
  codeLens: { listeners: true, certificates: true, certificateRefs: true, status: true },
};
