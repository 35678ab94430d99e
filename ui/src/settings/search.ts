// Looking for a setting, or for what is remembered.

import type { SettingGroup } from "../bindings";

/** The groups with only those settings that have every word of the search in their name, title, meaning or group. */
export function found(groups: readonly SettingGroup[], search: string): SettingGroup[] {
  return groups
    .map(({ title, settings }) => ({
      title,
      settings: settings.filter((line) => hasWords(`${title} ${line.key} ${line.title} ${line.meaning}`, search)),
    }))
    .filter(({ settings }) => settings.length > 0);
}

/** Whether every word of the search is in the text. */
export function hasWords(text: string, search: string): boolean {
  const all = plain(text);
  return plain(search).split(/\s+/).every((word) => all.includes(word));
}

/** Small letters without accents, so that "reseau" finds "Réseau". */
function plain(text: string): string {
  return text.normalize("NFD").replaceAll(/\p{Mark}/gu, "").toLowerCase();
}
