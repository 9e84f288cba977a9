// A list of messages that reads itself out: new ones at the end, changed ones in their place, the end kept in sight.

import { el } from "./dom.js";
import { messageItem, replies } from "./message.js";
import { state } from "./store.js";
import { instant, longDay } from "./time.js";

const NEAR = 80; // pixels from the end that still count as being there

/** A log of one channel. It is filled before it is shown, so that a screen reader does not read the past aloud. */
export function createLog({ channel, label, inThread = false, empty }) {
  const list = el("div", { class: "list" });
  const node = el("div", { class: "log", role: "log", "aria-label": label, tabindex: "0" }, list);
  const log = { channel, inThread, node, list, lastDay: null, isAtEnd: true, restsAt: null };
  list.append(el("p", { class: "empty" }, empty));
  node.addEventListener("scroll", () => look(log));
  node.addEventListener("keydown", (event) => walk(log, event));
  const observer = new ResizeObserver(() => rest(log));
  [node, list].forEach((box) => observer.observe(box));
  return log;
}

/**
 * The end of the newest message, or its top where it is taller than the box. Until somebody scrolls it is shown again
 * whenever a size changes: a picture in it may come later.
 */
export function showNewest(log) {
  const item = log.list.lastElementChild;
  const end = log.node.scrollHeight - log.node.clientHeight;
  log.node.scrollTop = Math.min(end, item ? item.offsetTop - log.list.offsetTop : end);
  log.restsAt = log.node.scrollTop;
  look(log);
}

function look(log) {
  const { scrollHeight, scrollTop, clientHeight } = log.node;
  log.isAtEnd = scrollHeight - scrollTop - clientHeight < NEAR;
  if (scrollTop !== log.restsAt) log.restsAt = null;
}

function rest(log) {
  if (log.restsAt !== null) showNewest(log);
  else if (log.isAtEnd) log.node.scrollTop = log.node.scrollHeight;
}

/** Adds a message at the end, or draws anew the one with the same ts. */
export function putMessage(log, message) {
  const old = itemOf(log, message.ts);
  const item = messageItem(log.channel, message, log.inThread);
  if (old) return swap(old, item);
  log.list.querySelector(".empty")?.remove();
  addDay(log, message);
  log.list.append(item);
  if (log.isAtEnd || isAnswer(message)) showNewest(log);
}

/** What somebody has just written, or been answered, is shown to them wherever they have scrolled to. */
const isAnswer = (message) => message.isNote || message.ephemeral || message.user === state.me.id;

export const removeMessage = (log, ts) => itemOf(log, ts)?.remove();

/** Refreshes "2 replies" under a message. */
export function countReplies(log, message) {
  const line = [...log.list.querySelectorAll("[data-replies]")].find((one) => one.dataset.replies === message.ts);
  line?.replaceWith(replies(log.channel, message));
}

export const itemOf = (log, ts) => [...log.list.children].find((item) => item.dataset.ts === ts);

function addDay(log, message) {
  if (log.inThread) return;
  const day = longDay(instant(message.ts));
  if (day !== log.lastDay) log.list.append(el("h2", { class: "day" }, el("span", {}, day)));
  log.lastDay = day;
}

/** Somebody whose button has just been drawn anew keeps the focus: on the same button, or on the message. */
function swap(old, item) {
  const isInside = old.contains(document.activeElement);
  const key = document.activeElement?.dataset.key;
  old.replaceWith(item);
  if (!isInside) return;
  const same = [...item.querySelectorAll("[data-key]")].find((one) => one.dataset.key === key);
  (same ?? item).focus();
}

const STEPS = { ArrowDown: 1, ArrowUp: -1 };

/** Arrow keys go from message to message; inside a field or a menu they belong to it. */
function walk(log, event) {
  const step = STEPS[event.key];
  const at = event.target;
  if (!step || (at !== log.node && !at.classList.contains("message"))) return;
  const messages = [...log.list.querySelectorAll(".message")];
  const next = at === log.node ? messages.at(-1) : messages[messages.indexOf(at) + step];
  event.preventDefault();
  next?.focus();
}
