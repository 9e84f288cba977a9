// A button that opens a menu: overflow, choices in messages, what can be done with a message, who one is.

import { el, freshId } from "./dom.js";

/**
 * A button with its menu. `items` gives, each time it opens, {label, detail?, isChosen?, run}.
 * Arrow keys, Home, End and first letters move; Escape closes and gives focus back.
 */
export function menuButton(attributes, label, items) {
  const id = freshId("menu");
  const button = el(
    "button",
    { type: "button", "aria-haspopup": "menu", "aria-expanded": "false", ...attributes },
    label,
  );
  const list = el("ul", {
    id,
    class: "menu",
    role: "menu",
    "aria-label": attributes["aria-label"] ?? button.textContent,
    hidden: true,
  });
  const menu = { button, list, items };
  button.addEventListener("click", () => (list.hidden ? open(menu, 0) : close(menu)));
  button.addEventListener("keydown", (event) => openByKey(menu, event));
  list.addEventListener("keydown", (event) => moveByKey(menu, event));
  const box = el("span", { class: "menu-box" }, button, list);
  box.addEventListener("focusout", (event) => box.contains(event.relatedTarget) || close(menu));
  return box;
}

function open(menu, at) {
  menu.list.replaceChildren(...menu.items().map((item) => itemOf(menu, item)));
  menu.list.hidden = false;
  menu.button.setAttribute("aria-expanded", "true");
  placeInside(menu.list);
  [...menu.list.querySelectorAll("button")].at(at)?.focus();
}

/** Opens upwards or leftwards where the screen ends. */
function placeInside(list) {
  list.classList.remove("up", "left");
  const box = list.getBoundingClientRect();
  list.classList.toggle("up", box.bottom > innerHeight && box.top > box.height);
  list.classList.toggle("left", box.right > innerWidth);
}

function close(menu) {
  menu.list.hidden = true;
  menu.button.setAttribute("aria-expanded", "false");
}

function itemOf(menu, { label, detail, isChosen, run }) {
  const role = isChosen === undefined ? "menuitem" : "menuitemradio";
  const choose = () => {
    close(menu);
    menu.button.focus();
    run();
  };
  const checked = isChosen === undefined ? null : String(isChosen);
  const words = [el("span", {}, label), detail && el("small", {}, detail)];
  return el(
    "li",
    { role: "none" },
    el("button", { type: "button", role, tabindex: -1, "aria-checked": checked, onclick: choose }, words),
  );
}

function openByKey(menu, event) {
  if (event.key !== "ArrowDown" && event.key !== "ArrowUp") return;
  event.preventDefault();
  open(menu, event.key === "ArrowDown" ? 0 : -1);
}

const MOVES = { ArrowDown: (at) => at + 1, ArrowUp: (at) => at - 1, Home: () => 0, End: () => -1 };

function moveByKey(menu, event) {
  const buttons = [...menu.list.querySelectorAll("button")];
  const at = buttons.indexOf(document.activeElement);
  if (event.key === "Escape") leave(menu, event);
  else if (MOVES[event.key]) go(event, buttons.at(MOVES[event.key](at) % buttons.length));
  else if (event.key.length === 1 && event.key !== " ") go(event, startingWith(buttons, at, event.key));
}

function leave(menu, event) {
  event.preventDefault();
  event.stopPropagation(); // a dialog or panel around it stays open
  close(menu);
  menu.button.focus();
}

function go(event, button) {
  event.preventDefault();
  button?.focus();
}

function startingWith(buttons, at, letter) {
  const round = [...buttons.slice(at + 1), ...buttons.slice(0, at + 1)];
  return round.find((button) => button.textContent.trim().toLowerCase().startsWith(letter.toLowerCase()));
}
