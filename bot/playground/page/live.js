// The line on which the playground tells what happens. When it breaks it is opened again, and what was missed fetched.

import { announce, byId } from "./dom.js";

const LONGEST = 10_000; // milliseconds between two attempts
let current = null;

/**
 * Opens the line for a person; an older one is closed. `heard` gets every message, `again` is called after a break.
 * Resolves once it is open, or has failed for the first time: what is asked for after that, no news falls before.
 */
export function listen(person, heard, again) {
  current?.stop();
  const line = { person, heard, again, socket: null, isOver: false, tries: 0, hasBeenOpen: false };
  line.stop = () => {
    line.isOver = true;
    line.socket.close();
  };
  current = line;
  return new Promise((resolve) => connect(line, resolve));
}

export const isConnected = () => current?.socket.readyState === WebSocket.OPEN;

function connect(line, settled) {
  const scheme = location.protocol === "https:" ? "wss" : "ws";
  const query = new URLSearchParams({ user: line.person });
  line.socket = new WebSocket(`${scheme}://${location.host}/page/live?${query}`);
  line.socket.onmessage = (event) => line.isOver || line.heard(JSON.parse(event.data));
  line.socket.onopen = () => {
    opened(line);
    settled();
  };
  line.socket.onclose = () => {
    closed(line);
    settled();
  };
}

function opened(line) {
  line.tries = 0;
  show("");
  if (line.hasBeenOpen) line.again();
  line.hasBeenOpen = true;
}

function closed(line) {
  if (line.isOver) return;
  show("Not connected, trying again…");
  const pause = Math.min(LONGEST, 500 * 2 ** line.tries);
  line.tries += 1;
  setTimeout(() => line.isOver || connect(line, () => {}), pause);
}

function show(words) {
  const sign = byId("connection");
  if (words && !sign.textContent) announce("The connection is lost. Trying again.");
  sign.textContent = words;
  sign.hidden = !words;
}
