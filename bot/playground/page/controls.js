// What can be pressed or chosen in messages, on Home and in forms: each sends its action at once.

import { post } from "./api.js";
import { el, hidden } from "./dom.js";
import { confirmed } from "./dialog.js";
import { withEmoji } from "./emoji.js";
import { field, optionsOf } from "./fields.js";
import { menuButton } from "./menu.js";
import { complain } from "./notice.js";
import { smallImage } from "./picture.js";
import { emit, state } from "./store.js";

const CONTROLS = {
  button: pressable,
  overflow,
  static_select: choice,
  users_select: ticked,
  datepicker: picked,
  timepicker: picked,
  checkboxes: ticked,
  radio_buttons: ticked,
  multi_static_select: ticked,
  image: (element) => smallImage(element, "accessory-image"),
};

/** `place` says where it stands: {channel, message_ts} or {view_id}, as the playground wants it. */
export function control(element, block, place) {
  const make = CONTROLS[element.type];
  return make ? make(element, block, place) : el("p", { class: "unknown" }, `(${element.type} is not shown here)`);
}

/** Finds a control again after its message was drawn anew. */
const keyOf = (element, block) => `${block.block_id ?? ""}/${element.action_id ?? ""}`;

async function act(element, block, place, chosen) {
  if (element.confirm && !(await confirmed(element.confirm))) return;
  const action = { type: element.type, action_id: element.action_id, ...chosen };
  try {
    await post("press", { user: state.me.id, ...place, block_id: block.block_id, action });
    emit("pressed", { element });
  } catch (error) {
    complain(error);
  }
}

function pressable(element, block, place) {
  const label = withEmoji(element.text.text);
  const name = element.accessibility_label;
  const button = el(
    "button",
    { type: "button", class: element.style, "aria-label": name, "data-key": keyOf(element, block) },
    label,
  );
  button.addEventListener("click", () =>
    once(button, async () => {
      if (element.url) window.open(element.url, "_blank", "noopener");
      await act(element, block, place, { value: element.value, text: element.text });
    }),
  );
  return button;
}

/** A second press while the first is on its way is a slip of the finger. */
async function once(button, work) {
  if (button.getAttribute("aria-busy") === "true") return;
  button.setAttribute("aria-busy", "true");
  await work();
  button.removeAttribute("aria-busy");
}

const option = ({ text, value }) => ({ text, value });

function overflow(element, block, place) {
  const items = () =>
    optionsOf(element).map((one) => ({
      label: withEmoji(one.text.text),
      detail: one.description?.text,
      run: () => act(element, block, place, { selected_option: option(one) }),
    }));
  const attributes = { class: "icon edged", "aria-label": "More choices", "data-key": keyOf(element, block) };
  return menuButton(attributes, "⋯", items);
}

/** A menu and not a <select>: arrow keys on a closed <select> would send an action for every option passed. */
function choice(element, block, place) {
  let chosen = element.initial_option;
  const label = el("span", {}, withEmoji(chosen?.text.text ?? element.placeholder?.text ?? "Choose"));
  const choose = (one) => {
    chosen = one;
    label.textContent = withEmoji(one.text.text);
    act(element, block, place, { selected_option: option(one) });
  };
  const items = () =>
    optionsOf(element).map((one) => ({
      label: withEmoji(one.text.text),
      detail: one.description?.text,
      isChosen: one.value === chosen?.value,
      run: () => choose(one),
    }));
  return menuButton(
    { class: "select", "data-key": keyOf(element, block) },
    [label, el("span", { "aria-hidden": "true" }, " ▾")],
    items,
  );
}

/** While it is typed a date changes with every part: it is sent on Enter or on leaving, or at once when clicked. */
function picked(element, block, place) {
  const { node, read } = field(element, {
    "aria-label": element.placeholder?.text ?? "Choose",
    "data-key": keyOf(element, block),
  });
  let isTyping = false;
  let sent = node.value;
  const send = () => {
    if (node.value && node.value !== sent) act(element, block, place, read());
    sent = node.value;
  };
  node.addEventListener("keydown", (event) => {
    isTyping = event.key !== "Enter";
    if (event.key === "Enter") send();
  });
  node.addEventListener("pointerdown", () => (isTyping = false));
  node.addEventListener("change", () => isTyping || send());
  node.addEventListener("blur", send);
  return node;
}

function ticked(element, block, place) {
  const key = keyOf(element, block);
  const words = element.placeholder?.text ?? "Choices";
  const made = field(element, { id: key, name: key, "aria-label": element.type === "users_select" ? words : null });
  made.node.addEventListener("change", () => act(element, block, place, made.read()));
  if (element.type === "users_select") return made.node;
  return el("fieldset", { class: "plain" }, el("legend", {}, hidden(words)), made.node);
}
