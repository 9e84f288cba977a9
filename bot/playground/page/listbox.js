// The list of suggestions at a text box. Focus stays in the text; aria-activedescendant says which option is meant.

import { announce, el, freshId, isNarrow } from "./dom.js";

/** `choose` gets the option that was taken. */
export function createListbox(textbox, label, choose) {
  const id = freshId("suggestions");
  const list = el("ul", { id, role: "listbox", "aria-label": label });
  const rest = el("p", { class: "rest", "aria-hidden": "true" });
  const node = el("div", { class: "suggestions", hidden: true }, list, rest);
  textbox.setAttribute("aria-autocomplete", "list");
  textbox.setAttribute("aria-haspopup", "listbox");
  textbox.setAttribute("aria-controls", id);
  return { node, list, rest, textbox, choose, options: [], at: -1 };
}

export const isOpen = (box) => !box.node.hidden;

export const activeOption = (box) => box.options[box.at];

export function closeList(box) {
  box.node.hidden = true;
  box.options = [];
  point(box, -1);
}

/** Shows the options, the first one active when `isSure`. How many there are is said once. */
export function showOptions(box, options, isSure) {
  if (options.length === 0) return closeList(box);
  const before = labels(box.options);
  box.options = options;
  box.node.hidden = false;
  if (before !== labels(options)) announce(count(options.length));
  return point(box, isSure ? 0 : -1);
}

const labels = (options) => options.map(({ label }) => label).join();

const count = (n) => `${n} ${n === 1 ? "suggestion" : "suggestions"}, arrow keys to choose`;

function row(box, option, at) {
  const words = [el("strong", {}, option.label), option.usage && [" ", el("code", {}, option.usage)]];
  const detail = option.detail && el("small", {}, option.detail);
  const place = { "aria-setsize": box.options.length, "aria-posinset": at + 1, "aria-selected": String(at === box.at) };
  const item = el("li", { id: `${box.list.id}-${at}`, role: "option", ...place }, el("span", {}, words), detail);
  item.addEventListener("mousedown", (event) => event.preventDefault()); // focus stays in the text
  item.addEventListener("click", () => box.choose(option));
  return item;
}

export function move(box, step) {
  const last = box.options.length - 1;
  const next = box.at < 0 && step < 0 ? last : box.at + step;
  point(box, next > last ? 0 : next < 0 ? last : next);
}

/** Shows the options around the active one: as many as fit, so that the list never needs to be scrolled. */
function point(box, at) {
  box.at = at;
  const most = isNarrow() || innerHeight < 720 ? 5 : 8;
  const from = Math.max(0, at - most + 1);
  const shown = box.options.slice(from, from + most);
  box.list.replaceChildren(...shown.map((option, index) => row(box, option, from + index)));
  box.rest.textContent = shown.length < box.options.length ? `${box.options.length} in all: type on, or press ↓` : "";
  if (at < 0) box.textbox.removeAttribute("aria-activedescendant");
  else box.textbox.setAttribute("aria-activedescendant", `${box.list.id}-${at}`);
}
