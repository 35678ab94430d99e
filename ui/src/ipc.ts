// The one file that knows Tauri.

import { invoke } from "@tauri-apps/api/core";
import { listen } from "@tauri-apps/api/event";

import type { View } from "./bindings";
import type { Ringlog, Show } from "./ringlog";

/** The app behind the window. */
export const app: Ringlog = {
  view: () => invoke("view"),
  onView: (listener) => listen<View>("view", (event) => listener(event.payload)),
  onShow: (listener) => listen<Show>("show", (event) => listener(event.payload)),

  calls: (filter, before, limit) => invoke("calls", { filter, before, limit }),
  countCalls: (filter) => invoke("count_calls", { filter }),
  call: (id) => invoke("call", { id }),
  act: (id, action) => invoke("act", { id, action }),

  findRecords: (text) => invoke("find_records", { text }),
  choices: () => invoke("choices"),
  forgetChoice: (number) => invoke("forget_choice", { number }),

  lookBack: (days) => invoke("look_back", { days }),
  cancelLookBack: () => invoke("cancel_look_back"),
  backfill: (days) => invoke("backfill", { days }),
  cancelBackfill: () => invoke("cancel_backfill"),

  settings: () => invoke("settings"),
  checkSetting: (key, value) => invoke("check_setting", { key, value }),
  setSetting: (key, value) => invoke("set_setting", { key, value }),
  unsetSetting: (key) => invoke("unset_setting", { key }),

  connectPbx: (answers, password) => invoke("connect_pbx", { answers, password }),
  logInToPbx: (password) => invoke("log_in_to_pbx", { password }),
  connectOrganization: (answers) => invoke("connect_organization", { answers }),
  skipConsent: () => invoke("skip_consent"),
  grantConsent: () => invoke("grant_consent"),
  link: () => invoke("link"),
  cancelSignIn: () => invoke("cancel_sign_in"),
  signInAddress: () => invoke("sign_in_address"),
  administratorMessage: () => invoke("administrator_message"),
  unlink: () => invoke("unlink"),

  syncNow: () => invoke("sync_now"),
  pause: (pause) => invoke("pause", { pause }),
  resume: () => invoke("resume"),
  cancelPass: () => invoke("cancel_pass"),

  examine: () => invoke("examine"),
  about: () => invoke("about"),
  open: (link) => invoke("open", { link }),
  dismissNotes: () => invoke("dismiss_notes"),

  readNumbers: () => invoke("read_numbers"),
  onNumbersRead: (listener) => listen<number>("numbers-read", (event) => listener(event.payload)),
  cancelNumbers: () => invoke("cancel_numbers"),
  saveNumbers: () => invoke("save_numbers"),
  diagnostics: () => invoke("diagnostics"),
  saveDiagnostics: () => invoke("save_diagnostics"),
};
