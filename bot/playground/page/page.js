// Where the page begins: reads its address, learns the workspace, listens, and shows what happens where it belongs.

import { get } from "./api.js";
import { drawClock, openClock } from "./clock.js";
import { catchUp, showPlace } from "./conversation.js";
import { announce, byId } from "./dom.js";
import { listen } from "./live.js";
import * as modal from "./modal.js";
import { complain } from "./notice.js";
import * as sidebar from "./sidebar.js";
import { channel, drop, emit, keep, learn, note, on, pass, repliesTo, state } from "./store.js";
import * as thread from "./thread.js";
import * as tour from "./tour.js";

const FIRST = "U_ENGINEER"; // who one is where the address does not say
const MINE = "playground-person";

/** What the playground pushes, by its type. */
const HEARD = {
  message: heardMessage,
  ephemeral: heardMessage,
  changed: heardMessage,
  deleted: heardDeleted,
  view: modal.onView,
  home: (news) => emit("home", news),
  channel: refresh,
  notice: ({ text }) => notice(text),
};

function heard(news) {
  HEARD[news.type]?.(news);
}

function heardMessage({ type, channel: id, message }) {
  const isNew = keep(id, message);
  pass(message.ts);
  drawClock();
  const isElsewhere = id !== state.place && isNew && type !== "changed" && message.user !== state.me.id;
  if (isElsewhere && channel(id)) sidebar.countUnread(channel(id));
  emit("message", { channel: id, message, isNew });
}

/** What others have replied to stays, without its words. */
function heardDeleted({ channel: id, message }) {
  if (repliesTo(id, message.ts).length)
    return heardMessage({ type: "changed", channel: id, message: { ...message, deleted: true } });
  drop(id, message.ts);
  return emit("gone", { channel: id, message });
}

/** What Slack would say in its own voice, such as that the app did not answer in time. */
function notice(text) {
  if (channel(state.place)) note(state.place, text);
  else announce(text);
}

/** Becomes a person: everything that was the other one's goes. */
async function become(person) {
  learn(await get("state", { user: person }));
  state.messages.clear();
  modal.forget();
  sessionStorage.setItem(MINE, state.me.id);
  await listen(state.me.id, heard, again);
}

/** The workspace as it is now: a channel may have come, or been read in another window. */
async function refresh() {
  try {
    learn(await get("state", { user: state.me.id }));
    if (channel(state.place)) channel(state.place).unread = 0;
    sidebar.drawSidebar();
    drawClock();
  } catch (error) {
    complain(error);
  }
}

/** The demonstration's clock may go on by itself. */
async function watchClock() {
  const { now } = await get("state", { user: state.me.id }).catch(() => state);
  state.now = now;
  drawClock();
}

async function again() {
  await refresh();
  await catchUp();
}

/** What came while a channel was in sight has been read: the playground learns it when it is left. */
function leave() {
  if (!channel(state.place)) return;
  get("messages", { user: state.me.id, channel: state.place }).catch(complain);
}

/** Shows what the address names; without a place, the first channel. */
async function arrive(takesFocus) {
  const asked = sidebar.readAddress();
  const person = asked.person || sessionStorage.getItem(MINE) || FIRST;
  try {
    thread.closeThread(false);
    leave();
    if (state.me?.id !== person) await become(person);
    await go(asked.place, takesFocus);
  } catch (error) {
    complain(error);
  }
}

async function go(place, takesFocus) {
  const isKnown = channel(place) || (place === "home" && state.bot?.home);
  state.place = isKnown ? place : (state.channels[0]?.id ?? "home");
  const here = sidebar.address(state.me.id, state.place);
  if (location.hash !== here) history.replaceState(null, "", here);
  if (channel(state.place)) channel(state.place).unread = 0;
  sidebar.openDrawer(false, false);
  sidebar.drawSidebar();
  drawClock();
  tour.drawTour();
  await showPlace({ takesFocus });
  dispatchEvent(new Event("place-shown"));
  emit("place", { place: state.place });
}

/** Skip links move the focus without changing the address, which names a person and a place here. */
function skip(event) {
  const link = event.target.closest?.(".skip");
  if (!link) return;
  event.preventDefault();
  byId(link.hash.slice(1))?.focus();
}

function prepare() {
  modal.prepare();
  sidebar.prepare();
  thread.prepare();
  byId("clock").addEventListener("click", openClock);
  byId("tour-button").addEventListener("click", () => tour.show(!tour.isShown()));
  on("open-thread", ({ ts }) => thread.openThread(ts));
  addEventListener("click", skip);
  addEventListener("hashchange", () => arrive(true));
  setInterval(() => state.me && watchClock(), 30_000);
  arrive(false);
}

prepare();
