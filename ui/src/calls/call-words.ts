// What a call looks like and is called.

import type { CallRow, Direction, Outcome, State } from "../bindings";
import { callDismiss, callInbound, callInternal, callMissed, callOutbound } from "../components/icons";

export const DIRECTIONS: Record<Direction, string> = {
  inbound: "calls-direction-inbound",
  outbound: "calls-direction-outbound",
  internal: "calls-direction-internal",
};

export const OUTCOMES: Record<Outcome, string> = {
  connected: "calls-outcome-connected",
  no_answer: "calls-outcome-no-answer",
  busy: "calls-outcome-busy",
  failed: "calls-outcome-failed",
  unknown: "calls-outcome-unknown",
};

export const STATES: Record<State, string> = {
  logged: "calls-state-logged",
  waiting: "calls-state-waiting",
  needs_you: "calls-state-needs-you",
  left_out: "calls-state-left-out",
  failed: "calls-state-failed",
};

/** Whether it is known that nobody talked. */
export function isUnanswered({ outcome }: Pick<CallRow, "outcome">): boolean {
  return outcome !== "connected" && outcome !== "unknown";
}

export function pictureOf(row: Pick<CallRow, "direction" | "outcome">): string {
  switch (row.direction) {
    case "internal":
      return callInternal;
    case "outbound":
      return isUnanswered(row) ? callDismiss : callOutbound;
    case "inbound":
      return isUnanswered(row) ? callMissed : callInbound;
  }
}

/** Company and number, as far as they say more than who it was. */
export function beside({ company, number, who }: CallRow): string {
  return [company, number === who ? null : number].filter((text) => text !== null).join(" · ");
}
