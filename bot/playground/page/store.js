// What the page knows about the workspace, and who is told when it changes.

export const state = {
  me: null,
  users: new Map(),
  channels: [],
  commands: [],
  shortcuts: [],
  now: null,
  bot: null,
  messages: new Map(), // by channel, oldest first, replies among them
  place: null, // a channel's id, or "home"
  thread: null, // the ts of the message whose thread is open
};

const bus = new EventTarget();

export function on(name, listener) {
  bus.addEventListener(name, (event) => listener(event.detail));
}

export function emit(name, detail) {
  bus.dispatchEvent(new CustomEvent(name, { detail }));
}

/** Takes over what GET /page/state answered. */
export function learn(answer) {
  const { me, users, channels, commands, shortcuts, now, bot } = answer;
  Object.assign(state, { me, channels, commands, shortcuts: shortcuts ?? [], now: now ?? null, bot });
  state.users = new Map(users.map((user) => [user.id, user]));
}

export const userName = (id) => state.users.get(id)?.name ?? id;

export const channel = (id) => state.channels.find((one) => one.id === id);

/** As people say it: "#ict-outages", or the name of whom one writes with. */
export function channelTitle(one) {
  if (one.kind !== "im") return `#${one.name}`;
  return state.users.get(one.with)?.name ?? (one.with === state.bot?.id ? state.bot.name : one.name);
}

export const messagesOf = (id) => state.messages.get(id) ?? [];

export const findMessage = (id, ts) => messagesOf(id).find((message) => message.ts === ts);

/** Adds a message, or puts it in the place of the one with the same ts. Says whether it is new. */
export function keep(id, message) {
  const all = messagesOf(id);
  const index = all.findIndex((one) => one.ts === message.ts);
  if (index >= 0) all[index] = message;
  else all.push(message);
  state.messages.set(id, all);
  heard.set(message.ts, (news += 1));
  return index < 0;
}

export function drop(id, ts) {
  const others = messagesOf(id).filter((message) => message.ts !== ts);
  state.messages.set(id, others);
  heard.set(ts, (news += 1));
}

let news = 0;
const heard = new Map(); // by ts, when the page last had news of it

/** A moment in the page's own count: `replaceMessages` keeps what has been heard since. */
export const newsSoFar = () => news;

/** The channel as the playground answered it; but the live line, and the page's own remarks, may know more. */
export function replaceMessages(id, answered, since) {
  const isNewer = ({ ts }) => heard.get(ts) > since;
  const known = messagesOf(id).filter((message) => message.isNote || isNewer(message));
  const all = [...answered.filter((message) => !isNewer(message)), ...known];
  state.messages.set(id, all.sort(byTime));
}

/** A remark's ts has letters behind the number. */
const byTime = (a, b) => parseFloat(a.ts) - parseFloat(b.ts);

/** The time never stands behind what has been said. */
export function pass(ts) {
  const moment = parseFloat(ts) * 1000;
  if (state.now && moment > Date.parse(state.now)) state.now = new Date(moment).toISOString();
}

export const isReply = (message) => Boolean(message.thread_ts) && message.thread_ts !== message.ts;

export const repliesTo = (id, ts) => messagesOf(id).filter((one) => isReply(one) && one.thread_ts === ts);

let notes = 0;

/** A line of the page's own, for this person only: it is not stored, and goes with the page. */
export function note(id, text, thread) {
  const last = parseFloat(messagesOf(id).at(-1)?.ts ?? 0);
  const now = (state.now ? Date.parse(state.now) : Date.now()) / 1000;
  const ts = `${Math.max(last, now).toFixed(6)}-note-${(notes += 1)}`; // no message's own
  const message = { ts, name: "Playground", text, ephemeral: true, isNote: true, ...(thread && { thread_ts: thread }) };
  keep(id, message);
  emit("message", { channel: id, message, isNew: true });
}
