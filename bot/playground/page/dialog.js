// Small dialogs of the page itself: a question before a dangerous button, an enlarged picture.

import { el, freshId, reachedToScroll } from "./dom.js";
import { textObject } from "./mrkdwn.js";

/** Opens a dialog and gives the element back. The browser keeps focus inside; on closing it returns to where it was. */
export function openDialog({ title, content, actions = [], wide = false, onclose }) {
  const opener = document.activeElement;
  const name = freshId("dialog");
  const close = el(
    "button",
    { type: "button", class: "icon", "aria-label": "Close", onclick: () => dialog.close() },
    "✕",
  );
  const head = el("header", {}, el("h2", { id: name }, title), close);
  const foot = actions.length ? el("footer", {}, actions) : null;
  const dialog = el(
    "dialog",
    { class: wide ? "dialog wide-dialog" : "dialog", "aria-labelledby": name },
    head,
    reachedToScroll(el("div", { class: "dialog-body" }, content)),
    foot,
  );
  dialog.addEventListener("close", () => {
    const isLost = [document.body, null].includes(document.activeElement) || dialog.contains(document.activeElement);
    dialog.remove();
    if (isLost && opener?.isConnected) opener.focus(); // this comes late: somebody may be typing elsewhere already
    onclose?.(dialog.returnValue);
  });
  document.body.append(dialog);
  dialog.showModal();
  return dialog;
}

/** A confirm object of Block Kit as a question; resolves to whether the answer is yes. */
export function confirmed(question) {
  return new Promise((resolve) => {
    const answer = (value, text, style) =>
      el("button", { type: "button", class: style, onclick: () => dialog.close(value) }, text?.text ?? value);
    const yes = answer("yes", question.confirm, question.style === "danger" ? "danger" : "primary");
    const actions = [answer("no", question.deny, ""), yes];
    const title = textObject(question.title);
    const dialog = openDialog({
      title,
      content: el("p", {}, textObject(question.text)),
      actions,
      onclose: (value) => resolve(value === "yes"),
    });
  });
}
