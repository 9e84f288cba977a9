// "Try these six things": one step at a time, ticked as they happen; it can be put away and called back.

import { announce, byId, el, hidden } from "./dom.js";
import { heardWarning, STEPS } from "./steps.js";
import { channel, on, state } from "./store.js";

const KEY = "playground-tour";
const NUMBERS = { 5: "five", 6: "six" };

const done = new Set(); // ids of steps
const further = new Set(); // ids of steps whose second part is told
let current = STEPS[0];
let isMoving = false; // the clock has been moved, and the bot has said nothing yet

/** Without a clock that can be moved there is one thing less to try. */
const steps = () => STEPS.filter(({ id }) => id !== "clock" || state.now);

const partOf = (step) => step.parts[further.has(step.id) ? 1 : 0];

export function drawTour() {
  const box = byId("tour");
  box.hidden = sessionStorage.getItem(KEY) === "closed";
  byId("tour-button").setAttribute("aria-expanded", String(!box.hidden));
  if (box.hidden) return;
  const isFinished = steps().every(({ id }) => done.has(id));
  const last = el("p", {}, "That is all of them. Now try whatever you like: / lists the commands.");
  box.replaceChildren(head(), list(), isFinished ? last : part());
}

function head() {
  const name = `Try these ${NUMBERS[steps().length]} things`;
  byId("tour").setAttribute("aria-label", name);
  const close = { type: "button", class: "icon", "aria-label": "Close the tour", onclick: () => show(false) };
  return el("header", {}, el("h2", {}, name), el("button", close, "✕"));
}

const list = () => el("ol", {}, steps().map(stepItem));

function stepItem(step, index) {
  const isDone = done.has(step.id);
  const mark = el("span", { class: "mark", "aria-hidden": "true" }, isDone ? "✓" : index + 1);
  const words = [mark, el("span", { class: "step-name" }, step.name), isDone && hidden(", done")];
  const attributes = {
    type: "button",
    "aria-current": step === current ? "step" : null,
    onclick: () => turnTo(step),
  };
  return el("li", { class: isDone ? "done" : null }, el("button", attributes, words));
}

function part() {
  const { words, button, run } = partOf(current);
  const press = async () => instead(await run());
  const act = el("button", { type: "button", class: "primary", id: "tour-act", onclick: press }, button);
  return el("div", { class: "tour-step" }, el("p", { id: "tour-words" }, words), act);
}

/** What a step's button says when it cannot do its work. */
function instead(words) {
  if (typeof words !== "string") return;
  byId("tour-words").textContent = words;
  announce(words);
}

function turnTo(step) {
  current = step;
  drawTour();
  byId("tour-act")?.focus();
}

/** Puts the tour away, or calls it back. */
export function show(isWanted) {
  sessionStorage.setItem(KEY, isWanted ? "open" : "closed");
  drawTour();
  if (isWanted) byId("tour-act")?.focus();
  else byId("tour-button").focus();
}

export const isShown = () => !byId("tour").hidden;

/** Draws it anew; who had its button focused keeps it. */
function redraw(said) {
  const isInside = byId("tour").contains(document.activeElement);
  drawTour();
  if (isInside) (byId("tour-act") ?? byId("tour-button")).focus();
  if (isShown()) announce(said);
}

/** Ticks a step and goes to the first one that is not done. */
function finish(id) {
  const step = steps().find((one) => one.id === id);
  if (!step || done.has(id)) return;
  done.add(id);
  const next = steps().find((one) => !done.has(one.id));
  current = next ?? step;
  redraw(`${step.name}: done. ${next ? `Next: ${next.name}.` : "That was the last."}`);
}

/** Tells the second part of a step. */
function goOn(id) {
  if (done.has(id) || further.has(id)) return;
  further.add(id);
  current = STEPS.find((step) => step.id === id);
  redraw(partOf(current).words);
}

on("said", ({ text }) => {
  if (/^\/outage\s+p[12]\b/i.test(text)) finish("log");
  if (/^\/kpi\b/i.test(text)) goOn("figure");
  if (/^\/report\b/i.test(text)) finish("report");
});
on("pressed", ({ element }) => element.text?.text === "Take" && finish("take"));
on("moving", () => (isMoving = true));
on("message", (news) => {
  if (!isMoving || !news.isNew || !news.message.bot || news.message.ephemeral) return;
  heardWarning(news);
  goOn("clock");
});
on("warning-seen", () => finish("clock"));
on("open-thread", () => further.has("clock") && finish("clock"));
on("place", ({ place }) => {
  if (place === "home") finish("home");
  if (further.has("figure") && channel(place)?.kind === "im") finish("figure");
});
