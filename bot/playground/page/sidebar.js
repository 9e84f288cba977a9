// Who one is, and where one can go: channels, direct messages and the bot's Home.

import { announce, byId, el, hidden, isNarrow } from "./dom.js";
import { avatar } from "./message.js";
import { menuButton } from "./menu.js";
import { channelTitle, state } from "./store.js";

/** Addresses within the page: "#/U_ENGINEER/C1", so that Back works and each tab can be somebody else. */
export const address = (person, place) => `#/${encodeURIComponent(person)}/${encodeURIComponent(place)}`;

export function readAddress() {
  const [, person, place] = location.hash.split("/").map(decodeURIComponent);
  return { person, place };
}

export function drawSidebar() {
  const focused = document.activeElement?.dataset.place;
  byId("persona").replaceChildren(persona());
  const direct = state.channels.filter(({ kind }) => kind === "im");
  const open = state.channels.filter(({ kind }) => kind !== "im");
  byId("places").replaceChildren(...group("Channels", open), ...group("Direct messages", direct), ...apps());
  [...byId("places").querySelectorAll("a")].find((link) => focused && link.dataset.place === focused)?.focus();
}

/** A menu and not a <select>, which would change the person with every arrow key. */
function persona() {
  const { me } = state;
  const words = el("span", {}, hidden("You are "), el("strong", {}, me.name), " ", el("small", {}, me.title ?? ""));
  const label = [avatar(me.name), words, el("span", { "aria-hidden": "true" }, "▾")];
  const people = () =>
    [...state.users.values()]
      .filter((user) => !user.is_bot)
      .map((user) => ({
        label: user.name,
        detail: user.title,
        isChosen: user.id === me.id,
        run: () => (location.hash = address(user.id, state.place ?? "")),
      }));
  return menuButton({ class: "persona" }, label, people);
}

function group(name, channels) {
  if (channels.length === 0) return [];
  return [
    el("h2", {}, name),
    el(
      "ul",
      {},
      channels.map((one) => place(one.id, channelTitle(one), one.unread ?? 0, one.kind)),
    ),
  ];
}

function apps() {
  if (!state.bot?.home) return [];
  return [el("h2", {}, "Apps"), el("ul", {}, place("home", `${state.bot.name} Home`, 0, "home"))];
}

function place(id, title, unread, kind) {
  const count = unread > 0 && el("span", { class: "unread" }, String(unread), hidden(" unread"));
  const current = state.place === id ? "page" : null;
  const sign = kind === "channel" ? null : el("span", { "aria-hidden": "true" }, kind === "home" ? "⌂ " : "● ");
  const name = el("span", {}, sign, title);
  const attributes = {
    href: address(state.me.id, id),
    "aria-current": current,
    class: unread ? "has-unread" : null,
    "data-place": id,
  };
  return el("li", {}, el("a", attributes, name, " ", count));
}

/** A new message elsewhere: the number beside the channel, and a word for those who do not see it. */
export function countUnread(one) {
  one.unread = (one.unread ?? 0) + 1;
  announce(`New message in ${channelTitle(one)}`);
  drawSidebar();
}

/** On a phone the sidebar is a drawer: open it holds the focus, Escape and choosing close it. */
export function openDrawer(isOpen, returnsFocus = true) {
  byId("sidebar").classList.toggle("open", isOpen);
  byId("drawer-button").setAttribute("aria-expanded", String(isOpen));
  for (const id of ["top", "main", "thread"]) byId(id).inert = isOpen && isNarrow();
  if (isOpen) byId("drawer-close").focus();
  else if (returnsFocus && isNarrow()) byId("drawer-button").focus();
}

const isDrawerOpen = () => byId("sidebar").classList.contains("open");

export function prepare() {
  byId("drawer-button").addEventListener("click", () => openDrawer(true));
  byId("drawer-close").addEventListener("click", () => openDrawer(false));
  byId("veil").addEventListener("click", () => openDrawer(false));
  byId("sidebar").addEventListener("keydown", (event) => {
    if (event.key === "Escape" && !event.defaultPrevented && isDrawerOpen()) openDrawer(false);
  });
  addEventListener("resize", () => isDrawerOpen() && !isNarrow() && openDrawer(false, false));
}
