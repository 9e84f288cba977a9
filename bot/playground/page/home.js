// The bot's Home: a view that the bot publishes for each person.

import { drawBlocks } from "./blocks.js";
import { el } from "./dom.js";

/** Draws Home into its box; whoever had a control of it focused keeps the same one. */
export function drawHome(box, view) {
  const key = box.contains(document.activeElement) ? document.activeElement.dataset.key : undefined;
  if (!view?.blocks?.length)
    box.replaceChildren(el("p", { class: "empty" }, "The bot has not published anything here yet."));
  else box.replaceChildren(...drawBlocks(view.blocks, { level: 2, at: { view_id: view.id } }));
  [...box.querySelectorAll("[data-key]")].find((one) => one.dataset.key === key)?.focus();
}
