// The demonstration's clock: what it shows, and moving it, so that the bot warns by itself.

import { post } from "./api.js";
import { openDialog } from "./dialog.js";
import { announce, byId, el, freshId } from "./dom.js";
import { complain } from "./notice.js";
import { emit, state } from "./store.js";
import { fromLocalField, fullTime, localField, nextWeekday } from "./time.js";

const STEPS = [
  ["1 hour", 3_600],
  ["15 minutes", 900],
  ["1 day", 86_400],
];

/** Shows the time, or nothing where the playground's clock cannot be moved. */
export function drawClock() {
  const button = byId("clock");
  button.hidden = !state.now;
  const [, before, year, time] = /^(.*) (\d{4}) (.*)$/.exec(fullTime(new Date(state.now ?? 0)));
  byId("clock-time").replaceChildren(`${before} `, el("span", { class: "year" }, `${year} `), time);
}

export function openClock() {
  const now = new Date(state.now);
  const shown = el("p", { class: "clock-now" }, "It is ", el("strong", {}, fullTime(now)), ".");
  const morning = nextWeekday(now, "09:45");
  const jump = (words, body) => el("button", { type: "button", onclick: () => moveBy(body, dialog) }, words);
  const steps = STEPS.map(([words, seconds]) => jump(`+ ${words}`, { by_seconds: seconds }));
  const next = jump(`Next weekday morning, ${fullTime(morning)}`, { to: morning.toISOString() });
  const content = [shown, el("div", { class: "actions" }, next, steps), exactly(now, (to) => moveBy({ to }, dialog))];
  const dialog = openDialog({ title: "Move the clock", content });
  next.focus();
}

/** A form for any later moment. The seconds stay: what began at 15:10:07 has its time at 09:40:07. */
function exactly(now, move) {
  const id = freshId("moment");
  const field = el("input", { id, type: "datetime-local", required: true, min: localField(now) });
  field.value = localField(now);
  const send = (event) => {
    event.preventDefault();
    const seconds = now.getTime() % 60_000;
    move(new Date(fromLocalField(field.value).getTime() + seconds).toISOString());
  };
  return el(
    "form",
    { class: "moment", onsubmit: send },
    el("label", { for: id }, "Or to"),
    field,
    el("button", { type: "submit" }, "Move"),
  );
}

async function moveBy(body, dialog) {
  dialog.setAttribute("aria-busy", "true");
  emit("moving", body); // what the bot says by itself may come before the answer
  try {
    const { now } = await post("move_clock", body);
    state.now = now;
    drawClock();
    announce(`The clock shows ${fullTime(new Date(now))}`);
    dialog.close();
  } catch (error) {
    complain(error);
  }
  dialog.removeAttribute("aria-busy");
}
