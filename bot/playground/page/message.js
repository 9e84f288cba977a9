// One message: who, when, what, and what can be done with it.

import { post } from "./api.js";
import { drawBlocks } from "./blocks.js";
import { el, hidden } from "./dom.js";
import { icon } from "./icons.js";
import { menuButton } from "./menu.js";
import { mrkdwn } from "./mrkdwn.js";
import { complain } from "./notice.js";
import { fileItem } from "./picture.js";
import { emit, repliesTo, state, userName } from "./store.js";
import { clockTime, fullTime, instant, shortTime } from "./time.js";

/** `inThread` leaves out what leads to the thread, and tells the day with the time. */
export function messageItem(channel, message, inThread) {
  if (message.isNote) return noteItem(message);
  const label = `${authorOf(message)}, ${fullTime(instant(message.ts))}`;
  const attributes = {
    class: message.ephemeral ? "message private" : "message",
    "data-ts": message.ts,
    tabindex: "-1",
    "aria-label": label,
  };
  const said = [heading(message, inThread), privately(message), ...content(channel, message)];
  const foot = inThread ? [] : [replies(channel, message)];
  const tools = message.ephemeral ? null : toolbar(channel, message, inThread);
  return el(
    "article",
    attributes,
    avatar(authorOf(message), message.bot),
    el("div", { class: "said" }, said, foot),
    tools,
  );
}

const authorOf = (message) => message.name ?? userName(message.user);

/** What the page itself remarks, such as which command was sent. */
function noteItem(message) {
  return el(
    "p",
    { class: "note", "data-ts": message.ts },
    mrkdwn(message.text),
    " ",
    el("small", {}, "Only visible to you"),
  );
}

export function avatar(name, isBot) {
  const letters = name
    .split(/\s+/)
    .map((word) => word[0])
    .slice(0, 2)
    .join("")
    .toUpperCase();
  const shade = [...name].reduce((sum, letter) => sum + letter.codePointAt(0), 0) % 4;
  return el(
    "span",
    { class: `avatar shade-${isBot ? "bot" : shade}`, "aria-hidden": "true" },
    isBot ? icon("robot") : letters,
  );
}

function heading(message, inThread) {
  const when = instant(message.ts);
  const time = el(
    "time",
    { datetime: when.toISOString(), title: fullTime(when) },
    inThread ? shortTime(when) : clockTime(when),
  );
  const app = message.bot && el("span", { class: "badge" }, "App");
  const edited = message.edited && [" ", el("small", { class: "edited" }, "(edited)")];
  return el("p", { class: "by" }, el("strong", {}, authorOf(message)), app, " ", time, edited);
}

const privately = (message) => message.ephemeral && el("p", { class: "only-you" }, icon("eye"), " Only visible to you");

/** Blocks where there are any: the text is then only what a notification would say. */
function content(channel, message) {
  if (message.deleted) return [el("p", { class: "deleted" }, "This message was deleted.")];
  const place = { level: 3, at: { channel, message_ts: message.ts } };
  const body = message.blocks?.length
    ? drawBlocks(message.blocks, place)
    : el("div", { class: "text" }, mrkdwn(message.text));
  return [body, (message.files ?? []).map(fileItem)];
}

/** "2 replies", once there are any. Kept apart, so that a reply changes this line and not the whole message. */
export function replies(channel, message) {
  const count = repliesTo(channel, message.ts).length || (message.reply_count ?? 0);
  const words = `${count} ${count === 1 ? "reply" : "replies"}`;
  const open = () => emit("open-thread", { ts: message.ts });
  const button =
    count > 0 &&
    el("button", { type: "button", class: "replies", onclick: open }, words, hidden(` to ${authorOf(message)}`));
  return el("div", { class: "replies-line", "data-replies": message.ts }, button);
}

function toolbar(channel, message, inThread) {
  const open = () => emit("open-thread", { ts: message.ts });
  const name = `Reply in thread to ${authorOf(message)}`;
  const reply = el(
    "button",
    { type: "button", class: "icon", "aria-label": name, title: "Reply in thread", onclick: open },
    icon("reply"),
  );
  const more = {
    class: "icon",
    "aria-label": `More actions for the message of ${authorOf(message)}`,
    title: "More actions",
  };
  return el(
    "div",
    { class: "tools" },
    inThread ? null : reply,
    menuButton(more, "⋯", () => doable(channel, message)),
  );
}

function doable(channel, message) {
  const shortcuts = state.shortcuts.map(({ callback_id, name }) => ({
    label: name,
    detail: state.bot?.name,
    run: () => runShortcut(channel, message, callback_id),
  }));
  return [...shortcuts, { label: "Copy text", run: () => navigator.clipboard?.writeText(message.text ?? "") }];
}

async function runShortcut(channel, message, callback_id) {
  try {
    await post("shortcut", { user: state.me.id, channel, message_ts: message.ts, callback_id });
  } catch (error) {
    complain(error);
  }
}
