import { mount } from "svelte";

import "virtual:fluent-tokens.css";
import "./app.css";
import { app } from "./ipc";
import Start from "./Start.svelte";

mount(Start, { target: document.body, props: { ringlog: app } });
