// What a check of everything may find.

import type { FindingLine } from "../src/bindings";

const ok = (check: FindingLine["check"], name: string, finding: string): FindingLine => ({
  check, name, verdict: "ok", finding, cure: null, press: null,
});

export const ALL_FINE: FindingLine[] = [
  ok("profile", "Profile", "It can be written."),
  ok("settings", "Settings", "All settings are complete and allowed."),
  ok("region", "Country of the numbers", "Numbers without a country code are read as those of GB."),
  ok("clock", "Clock", "It agrees with that of Dynamics."),
  ok("keychain", "Keychain", "The keychain keeps secrets."),
  ok("ledger", "Ledger", "1,497 calls are in the ledger."),
  ok("pause", "Pause", "Ringlog is not paused."),
  ok("pbx", "PBX", "https://pbx.contoso.com shows the history of extension 41."),
  ok("history", "Call history", "It was read to the end."),
  ok("organization", "Dynamics address", "https://contoso.crm4.dynamics.com names its login."),
  ok("sign_in", "Microsoft sign-in", "The sign-in of mira.holm@contoso.com renews itself."),
  ok("who_am_i", "Dynamics user", "Dynamics knows Mira Holm."),
  ok("privileges", "Privileges", "The role allows everything Ringlog writes."),
  ok("attribution", "Whose calls", "Calls are logged for mira.holm@contoso.com."),
  ok("numbers", "Numbers in Dynamics", "The 812 numbers looked at can match."),
  ok("rules", "Rules", "No rule leaves out everything."),
  ok("coexistence", "Other programs", "Nobody else logs these calls."),
  ok("calls", "Calls", "No call waits for a person."),
  ok("corrections", "Changes you asked for", "Dynamics has every change you asked for."),
];

export const SIGNED_OUT: FindingLine[] = ALL_FINE.map((line): FindingLine => {
  switch (line.check) {
    case "sign_in":
      return {
        ...line, verdict: "failed", press: "link",
        finding: "Microsoft no longer accepts the sign-in: the password was changed on 18 November.",
        cure: "Link the account again.",
      };
    case "who_am_i":
    case "privileges":
    case "attribution":
    case "numbers":
      return { ...line, verdict: "skipped", finding: "Not checked: the account is not signed in." };
    case "calls":
      return {
        ...line, verdict: "attention", press: "open_needs_you",
        finding: "2 calls need you.", cure: "Open them and decide.",
      };
    case "profile":
    case "settings":
    case "region":
    case "clock":
    case "pause":
    case "history":
    case "rules":
    case "coexistence":
    case "corrections":
    case "keychain":
    case "ledger":
    case "pbx":
    case "organization":
      return line;
  }
});

export const NUMBERS_FAULTY: FindingLine[] = ALL_FINE.map((line): FindingLine =>
  line.check !== "numbers" ? line : {
    ...line, verdict: "attention", press: "check_numbers",
    finding: "Of 812 numbers looked at 17 can never match a call, or ask each time.",
    cure: "Let “Number health” list them all with the reasons, and correct them in Dynamics.",
  },
);
