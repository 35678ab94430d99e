// Looking for a setting.

import type { SettingGroup } from "../bindings";

/** The groups with only those settings that have every word of the search in their name, title, meaning or group. */
export function found(groups: readonly SettingGroup[], search: string): SettingGroup[] {
  const words = plain(search).split(/\s+/).filter((word) => word !== "");
  if (words.length === 0) {
    return [...groups];
  }
  return groups
    .map(({ title, settings }) => ({
      title,
      settings: settings.filter((line) => {
        const text = plain(`${title} ${line.key} ${line.title} ${line.meaning}`);
        return words.every((word) => text.includes(word));
      }),
    }))
    .filter(({ settings }) => settings.length > 0);
}

/** Small letters without accents, so that "reseau" finds "Réseau". */
function plain(text: string): string {
  return text.normalize("NFD").replaceAll(/\p{Mark}/gu, "").toLowerCase();
}
