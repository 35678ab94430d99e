// Settings as the app would show them, with every kind of editor and every origin.

import type { Editor, SettingLine, SettingsView } from "../src/bindings";

const number = (min: number, max: number): Editor => ({ kind: "number", min, max });

function setting(
  key: string, title: string, meaning: string, editor: Editor, value: SettingLine["value"], fallback: string,
  more: Partial<SettingLine> = {},
): SettingLine {
  return { key, title, meaning, editor, value, origin: "default", is_locked: false, default: fallback, ...more };
}

const inFile = { origin: "file" } as const;
const managed = { origin: "policy", is_locked: true } as const;
const ofEnvironment = { origin: "environment", is_locked: true } as const;

/** A fresh copy each time, since an edit changes it. */
export function sampleSettings(problems: string[] = []): SettingsView {
  const text: Editor = { kind: "text" };
  const lines: Editor = { kind: "lines" };
  return {
    problems,
    groups: [
      {
        title: "PBX",
        settings: [
          setting("pbx.url", "Address", "The address of the PBX.", text, "https://pbx.contoso.com", "none", managed),
          setting("pbx.tenant", "Tenant", "The PBX's tenant (domain) of the extension.", text, "contoso.com", "the host of pbx.url", inFile),
          setting("pbx.extension", "Extension", "The extension whose calls are logged.", text, "41", "none", inFile),
          setting("pbx.email", "E-mail of the extension", "Where the PBX does not let the user read it.", text, null, "read from the PBX"),
          setting("pbx.poll_seconds", "Look for calls every", "Seconds between two looks at the call history.", number(5, 3600), 30, "30"),
          setting("pbx.look_back_hours", "Look back", "How many hours a new ledger looks back.", number(0, 8760), 72, "24", ofEnvironment),
        ],
      },
      {
        title: "Which calls are logged",
        settings: [
          setting("rules.minimum_seconds", "Shortest unanswered call", "Unanswered calls with fewer seconds are left out.", number(0, 86_400), 5, "3", inFile),
          setting("rules.log_queue_missed", "Queue calls of colleagues", "Whether a queue or ring-group call this extension did not answer is logged.", { kind: "switch" }, false, "false"),
          setting("rules.working_hours", "Working hours", "Calls that begin at other times are left out.", lines, ["Mon-Fri 08:00-18:00", "Sat 09:00-12:00"], "none", inFile),
          setting("rules.never_log", "Never log", "Numbers or beginnings of numbers that are never logged.", lines, ["+442079460999", "+49900"], "none", inFile),
          setting("numbers.own", "The company's own numbers", "They are never the other side of a call.", lines, [], "none"),
        ],
      },
      {
        title: "Contacts",
        settings: [
          setting("rules.unknown_number", "Unknown numbers", "What happens to a number nobody in Dynamics has.", {
            kind: "choice",
            options: [
              { value: "create", words: "Create a contact" },
              { value: "ask", words: "Ask me" },
              { value: "unlinked", words: "Log without a contact" },
            ],
          }, "create", "create"),
          setting("rules.match_entities", "Where to look", "The tables a number is looked for in, first match first.", {
            kind: "choices",
            options: [
              { value: "contact", words: "Contacts" },
              { value: "account", words: "Accounts" },
              { value: "lead", words: "Leads" },
            ],
          }, ["contact", "account"], "contacts", inFile),
        ],
      },
      {
        title: "Notifications",
        settings: [
          setting("notifications.logged", "Logged calls", "How logged calls are announced.", {
            kind: "choice",
            options: [
              { value: "each", words: "Each call" },
              { value: "digest", words: "A digest" },
              { value: "off", words: "Not at all" },
            ],
          }, "digest", "each", managed),
          setting("app.language", "Language", "The language of Ringlog.", {
            kind: "choice",
            options: [
              { value: "en", words: "English" },
              { value: "de", words: "Deutsch" },
            ],
          }, null, "the system’s"),
          setting("notifications.quiet_hours", "Quiet hours", "When nothing is announced, in local time.", text, null, "none"),
        ],
      },
    ],
  };
}
