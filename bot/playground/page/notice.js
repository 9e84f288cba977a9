// What went wrong, said where the person is: inside the form that is open, or over the page.

import { byId, el } from "./dom.js";

/** Shows an error's sentence until it is closed or the next one comes. */
export function complain(error) {
  document.querySelectorAll(".notice").forEach((old) => old.remove());
  const dialog = [...document.querySelectorAll("dialog[open]")].at(-1);
  const host = dialog?.querySelector(".dialog-body") ?? byId("notices");
  const close = el(
    "button",
    { type: "button", class: "icon", "aria-label": "Close this message", onclick: () => notice.remove() },
    "✕",
  );
  const notice = el("div", { class: "notice" }, el("p", { role: "alert" }, error.message), close);
  host.prepend(notice);
}
