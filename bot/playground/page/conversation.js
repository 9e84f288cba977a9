// The middle of the page: one channel's messages and the box to write in, or the bot's Home.

import { get } from "./api.js";
import { byId, el, isTouched } from "./dom.js";
import { createComposer } from "./composer.js";
import { takeFiles } from "./drop.js";
import { drawHome } from "./home.js";
import { countReplies, createLog, itemOf, putMessage, removeMessage, showNewest } from "./log.js";
import { complain } from "./notice.js";
import {
  channel,
  channelTitle,
  findMessage,
  isReply,
  messagesOf,
  newsSoFar,
  on,
  replaceMessages,
  state,
} from "./store.js";

let log = null;
let composer = null;
let homesHeard = 0;

/** Shows `state.place`. Focus follows when somebody asked for it, and stays when the page has only just opened. */
export async function showPlace({ takesFocus }) {
  const shown = state.place;
  const head = shown === "home" ? homeHead() : channelHead(channel(shown));
  byId("place-head").replaceChildren(...head);
  document.title = `${byId("place-title").textContent} – ICT desk playground`;
  byId("skip-to-box").hidden = shown === "home";
  if (shown === "home") await showHome();
  else await showChannel(channel(shown));
  if (takesFocus && shown === state.place) focusPlace();
}

const title = (words) => el("h1", { id: "place-title", tabindex: "-1" }, words);

const homeHead = () => [
  title(`${state.bot.name} Home`),
  el("p", { class: "topic" }, "What is open, at risk and due, for you"),
];

function channelHead(one) {
  const direct = "Only the two of you see this. A command needs no slash here.";
  const topic = one.topic || (one.with === state.bot?.id ? direct : "");
  return [title(channelTitle(one)), ...(topic ? [el("p", { class: "topic" }, topic)] : [])];
}

function focusPlace() {
  if (composer && !isTouched()) composer.focus();
  else byId("place-title").focus();
}

async function showHome() {
  log = composer = null;
  const box = el("div", { id: "home", class: "home" }, el("p", { class: "empty" }, "Loading…"));
  byId("place-body").replaceChildren(box);
  try {
    const before = homesHeard;
    const { view } = await get("home", { user: state.me.id });
    if (box.isConnected && before === homesHeard) drawHome(box, view); // news may overtake the answer
  } catch (error) {
    complain(error);
  }
}

/** Shows what is known at once, and puts a fuller log in its place when the playground has answered. */
async function showChannel(one) {
  composer = createComposer({ channel: one.id, label: `Message ${channelTitle(one)}` });
  log = filledLog(one);
  byId("place-body").replaceChildren(log.node, composer.node);
  showNewest(log);
  await fetchMessages(one.id);
  if (state.place !== one.id) return;
  const empty = log.node;
  log = filledLog(one);
  empty.replaceWith(log.node); // the box beside it stays: somebody may be typing already
  showNewest(log);
}

function filledLog(one) {
  const name = channelTitle(one);
  const made = createLog({
    channel: one.id,
    label: `Messages in ${name}`,
    empty: `This is the very beginning of ${name}.`,
  });
  for (const message of messagesOf(one.id)) if (!isReply(message)) putMessage(made, message);
  return made;
}

/** Messages as the playground has them. */
async function fetchMessages(id) {
  try {
    const [user, since] = [state.me.id, newsSoFar()];
    const { messages } = await get("messages", { user, channel: id });
    if (state.me.id === user) replaceMessages(id, messages, since);
  } catch (error) {
    complain(error);
  }
}

/** After the line was cut: what was missed is added, what is there stays. */
export async function catchUp() {
  if (!log) return;
  const { channel: id } = log;
  await fetchMessages(id);
  if (log?.channel !== id) return;
  messagesOf(id)
    .filter((message) => !isReply(message))
    .forEach((message) => putMessage(log, message));
}

takeFiles(byId("place-body"), (file) => composer?.takeFile(file));

/** Puts words into the box, for the tour. */
export const write = (words) => composer?.write(words);

on("message", ({ channel: id, message }) => {
  if (log?.channel !== id) return;
  if (!isReply(message)) putMessage(log, message);
  else if (findMessage(id, message.thread_ts)) countReplies(log, findMessage(id, message.thread_ts));
});

on("gone", ({ channel: id, message }) => {
  if (log?.channel === id) removeMessage(log, message.ts);
});

on("home", ({ view }) => {
  homesHeard += 1;
  if (state.place === "home") drawHome(byId("home"), view);
});

on("back-to-message", ({ ts }) => {
  const item = log && itemOf(log, ts);
  (item?.querySelector(".replies") ?? item ?? byId("place-title")).focus();
});
