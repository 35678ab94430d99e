import type { Step } from "../bindings";

/** In their order. */
export const STEPS: readonly Step[] = ["pbx", "organization", "consent", "link"];
