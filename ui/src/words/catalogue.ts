// The page's own words in every language; sentences about calls and lights come from the app, said already.

import { FluentBundle, FluentResource } from "@fluent/bundle";
import type { FluentVariable } from "@fluent/bundle";

import type { Language } from "../bindings";

export type Arguments = Record<string, FluentVariable>;
export type Say = (id: string, args?: Arguments) => string;

const sources = import.meta.glob<string>("../locales/*/*.ftl", { query: "?raw", import: "default", eager: true });

/** The words of a language, with numbers and plurals as the locale has them. */
export function catalogue(language: Language, locale: string): Say {
  const isItsLocale = locale.toLowerCase().split("-")[0] === language;
  // Isolating marks are for mixed directions of writing, which none of the languages has.
  const bundle = new FluentBundle(isItsLocale ? locale : language, { useIsolating: false });
  for (const [path, source] of Object.entries(sources)) {
    if (path.startsWith(`../locales/${language}/`)) bundle.addResource(new FluentResource(source));
  }
  return (id, args) => {
    const pattern = bundle.getMessage(id)?.value;
    if (!pattern) throw new Error(`the catalogue has no "${id}"`);
    return bundle.formatPattern(pattern, args);
  };
}
