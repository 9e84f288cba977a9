// The side panel: a message with its replies. On a phone it covers the page, and the rest cannot be reached meanwhile.

import { byId, el, isNarrow } from "./dom.js";
import { createComposer } from "./composer.js";
import { takeFiles } from "./drop.js";
import { createLog, putMessage, removeMessage, showNewest } from "./log.js";
import { channel, channelTitle, emit, findMessage, on, repliesTo, state } from "./store.js";

let log = null;
let composer = null;

export function openThread(ts) {
  const root = findMessage(state.place, ts);
  if (!root) return;
  state.thread = ts;
  composer = createComposer({ channel: state.place, label: "Reply in this thread", thread: ts });
  log = createLog({ channel: state.place, label: "Thread", inThread: true, empty: "" });
  [root, ...repliesTo(state.place, ts)].forEach((message) => putMessage(log, message));
  byId("thread").replaceChildren(head(), log.node, composer.node);
  byId("thread").hidden = false;
  cover(true);
  showNewest(log);
  composer.focus();
}

/** `goesBack` returns focus to the message whose thread it was. */
export function closeThread(goesBack) {
  if (!state.thread) return;
  const ts = state.thread;
  state.thread = log = composer = null;
  byId("thread").hidden = true;
  byId("thread").replaceChildren();
  cover(false);
  if (goesBack) emit("back-to-message", { ts });
}

function head() {
  const close = el(
    "button",
    { type: "button", class: "icon", "aria-label": "Close the thread", onclick: () => closeThread(true) },
    "✕",
  );
  const where = el("p", { class: "topic" }, channelTitle(channel(state.place)));
  return el("header", {}, el("div", {}, el("h2", {}, "Thread"), where), close);
}

function cover(isOpen) {
  for (const id of ["top", "main", "sidebar"]) byId(id).inert = isOpen && isNarrow();
}

/** Escape closes it, but a list of suggestions or a menu in it comes first. */
export function prepare() {
  takeFiles(byId("thread"), (file) => composer?.takeFile(file));
  byId("thread").addEventListener("keydown", (event) => {
    if (event.key !== "Escape" || event.defaultPrevented) return;
    event.preventDefault();
    closeThread(true);
  });
  addEventListener("resize", () => cover(Boolean(state.thread)));
}

on("message", ({ channel: id, message }) => {
  const belongs = message.thread_ts === state.thread || message.ts === state.thread;
  if (log?.channel === id && belongs) putMessage(log, message);
});

on("gone", ({ channel: id, message }) => {
  if (log?.channel === id) removeMessage(log, message.ts);
});
