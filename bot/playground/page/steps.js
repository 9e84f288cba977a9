// The six things of the tour: what each says, and what its button does. A step may have a second part, told later.

import { openClock } from "./clock.js";
import { write } from "./conversation.js";
import { pointAt } from "./dom.js";
import { address } from "./sidebar.js";
import { channel, emit, isReply, state } from "./store.js";

const ENGINEER = /^(?!.*(manager|partner|finance))/i;
const MANAGER = /^(?!.*(partner|finance)).*manager/i;

export const STEPS = [
  {
    id: "log",
    name: "Log an outage",
    parts: [
      {
        words:
          "As the engineer, say in one line what is down. The bot makes the record and works out by when to mend it.",
        button: "Write it for me",
        run: () => type(ENGINEER, "/outage p2 Email down at Wirksworth partner:DDDC"),
      },
    ],
  },
  {
    id: "take",
    name: "Press Take",
    parts: [
      {
        words: "Take the outage: the message in the channel changes for everybody, and says who owns it.",
        button: "Show me the button",
        run: findTake,
      },
    ],
  },
  {
    id: "clock",
    name: "Move the clock",
    parts: [
      {
        words:
          "Go to the next weekday morning, and on again after a bank holiday: the bot watches the outage's deadline.",
        button: "Open the clock",
        run: openClock,
      },
      {
        words: "The bot has spoken up by itself: the outage is running out of time.",
        button: "Show me what it said",
        run: showWarning,
      },
    ],
  },
  {
    id: "figure",
    name: "Ask for a figure",
    parts: [
      {
        words: "As the manager, ask how many outages there were in a quarter.",
        button: "Write it for me",
        run: () => type(MANAGER, "/kpi outages q2 2020-21"),
      },
      {
        words: "Press the button below the answer to see the records behind it. The chart came as a direct message.",
        button: "Show me the chart",
        run: () => visit(state.me.id, directPlace()),
      },
    ],
  },
  {
    id: "report",
    name: "Write the report",
    parts: [
      {
        words:
          "Still as the manager, ask for the half-year's committee report: what it says, and what stands against signing it.",
        button: "Write it for me",
        run: () => type(MANAGER, "/report h1 2020-21"),
      },
    ],
  },
  {
    id: "home",
    name: "Open Home",
    parts: [
      {
        words: "Home shows each person what is open, at risk and due, and what can be typed.",
        button: "Go to Home",
        run: () => visit(state.me.id, "home"),
      },
    ],
  },
];

let warning = null; // what the bot said after the clock was moved: {channel, message}

/** Of several things that the bot says: first of all what is said where one looks, then a warning in good time. */
const weight = ({ channel: id, message }) => 2 * (id === state.place) + /at risk/i.test(message.text);

export function heardWarning(news) {
  if (!warning || weight(news) > weight(warning)) warning = news;
}

/** The first person whose title fits, otherwise the one that the visitor is. */
function somebody(titled) {
  const people = [...state.users.values()].filter((user) => !user.is_bot && !user.is_guest);
  return (people.find((user) => titled.test(user.title ?? user.name)) ?? state.me).id;
}

/** Where outages are logged, or the first channel. */
function outagesPlace() {
  const channels = state.channels.filter(({ kind }) => kind === "channel");
  return (channels.find(({ name }) => name.includes("outages")) ?? channels[0])?.id ?? state.place;
}

const directPlace = () => state.channels.find((one) => one.with === state.bot?.id)?.id ?? state.place;

/** Becomes the person and goes to the place; resolves once it is shown. */
async function visit(person, place) {
  if (person === state.me.id && place === state.place) return;
  const shown = new Promise((resolve) => addEventListener("place-shown", resolve, { once: true }));
  location.hash = address(person, place);
  await shown;
}

/** Leaves the words in the box: sending them is the visitor's part. */
async function type(titled, words) {
  await visit(somebody(titled), outagesPlace());
  write(words);
}

/** The button under the message that all can see, or else under a private one. Gives what to say when there is none. */
async function findTake() {
  await visit(somebody(ENGINEER), outagesPlace());
  const messages = [...document.querySelectorAll("#place-body .message")];
  const buttons = (all) => all.flatMap((one) => [...one.querySelectorAll(".actions button")]);
  const take = (all) => buttons(all).findLast((button) => button.textContent === "Take");
  const found = take(messages.filter((one) => !one.classList.contains("private"))) ?? take(messages);
  if (!found) return "There is no Take button here yet. Log an outage first.";
  found.scrollIntoView({ block: "center" });
  pointAt(found);
  return undefined;
}

async function showWarning() {
  const { channel: id, message } = warning;
  if (channel(id)) await visit(state.me.id, id);
  if (isReply(message)) emit("open-thread", { ts: message.thread_ts });
  else emit("back-to-message", { ts: message.ts });
  emit("warning-seen");
}
