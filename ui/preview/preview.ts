// Shows one scene in the browser: `/preview/?scene=linked&page=home&language=de`. Not part of the built page.

import { mount } from "svelte";

import "virtual:fluent-tokens.css";
import "../src/app.css";
import type { Language } from "../src/bindings";
import type { Page } from "../src/ringlog";
import Start from "../src/Start.svelte";
import { sceneNamed, scenes } from "./scenes";

const asked = new URLSearchParams(location.search);
const name = asked.get("scene");

if (name) {
  const language = (asked.get("language") ?? "en") as Language;
  const ringlog = sceneNamed(name, { language, locale: asked.get("locale") ?? (language === "en" ? "en-GB" : language) });
  mount(Start, { target: document.body, props: { ringlog } });
  const page = (asked.get("page") as Page | null) ?? scenes[name]?.page;
  if (page) setTimeout(() => ringlog.bring({ page, call: scenes[name]?.call ?? null, state: null }), 100);
} else {
  const list = document.createElement("ul");
  for (const scene of Object.keys(scenes)) {
    const link = document.createElement("a");
    link.href = `?scene=${scene}`;
    link.textContent = scene;
    list.append(document.createElement("li"));
    list.lastElementChild?.append(link);
  }
  document.body.append(list);
}
