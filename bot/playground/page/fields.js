// The fields of forms. Each gives its node and `read`, which tells its state in the words of Slack's view.state.values.

import { el } from "./dom.js";
import { withEmoji } from "./emoji.js";
import { state } from "./store.js";

const FIELDS = {
  plain_text_input: (element, names) =>
    element.multiline ? textArea(element, names) : textLine(element, names, "text"),
  email_text_input: (element, names) => textLine(element, names, "email"),
  url_text_input: (element, names) => textLine(element, names, "url"),
  number_input: (element, names) => textLine(element, names, "text", { inputmode: "decimal" }),
  datepicker: (element, names) => moment(element, names, "date", "selected_date", element.initial_date),
  timepicker: (element, names) => moment(element, names, "time", "selected_time", element.initial_time),
  static_select: chooser,
  users_select: userChooser,
  radio_buttons: (element, names) => ticks(element, names, "radio"),
  checkboxes: (element, names) => ticks(element, names, "checkbox"),
  multi_static_select: (element, names) => ticks(element, names, "checkbox"),
};

/** Several controls under one name need a fieldset and a legend instead of a label. */
export const isGroup = (element) => ["radio_buttons", "checkboxes", "multi_static_select"].includes(element.type);

/** `names` are the attributes that tie the control to its label, hint and error. Null for a type not known here. */
export const field = (element, names) => FIELDS[element.type]?.(element, names) ?? null;

export const optionsOf = (element) =>
  element.options ?? (element.option_groups ?? []).flatMap((group) => group.options);

/** The element with a state in place of what it began with, so that drawn again it shows what was typed. */
export function withState(
  element,
  { value, selected_option, selected_options, selected_date, selected_time, selected_user },
) {
  return {
    ...element,
    initial_value: value ?? undefined,
    initial_option: selected_option ?? undefined,
    initial_options: selected_options,
    initial_date: selected_date ?? undefined,
    initial_time: selected_time ?? undefined,
    initial_user: selected_user ?? undefined,
  };
}

/** Whether nothing has been given: what Slack asks for before it sends a form. */
export function isEmpty({ type, ...rest }) {
  const [given] = Object.values(rest);
  return given === null || given === "" || (Array.isArray(given) && given.length === 0);
}

function textLine(element, names, type, more = {}) {
  return typed(element, el("input", { type, autocomplete: "off", ...bounds(element), ...more, ...names }));
}

function textArea(element, names) {
  return typed(element, el("textarea", { rows: 4, ...bounds(element), ...names }));
}

const bounds = ({ max_length, placeholder }) => ({ maxlength: max_length, placeholder: placeholder?.text });

function typed(element, node) {
  node.value = element.initial_value ?? "";
  return { node, read: () => ({ type: element.type, value: node.value === "" ? null : node.value }) };
}

function moment(element, names, type, key, initial) {
  const node = el("input", { type, ...names });
  node.value = initial ?? "";
  return { node, read: () => ({ type: element.type, [key]: node.value || null }) };
}

/** Slack sends an option back as it was given, without its description. */
const sent = (option) => option && { text: option.text, value: option.value };

function chooser(element, names) {
  const options = optionsOf(element);
  const item = (option) => el("option", { value: option.value }, withEmoji(option.text.text));
  const grouped = element.option_groups?.map((group) =>
    el("optgroup", { label: group.label.text }, group.options.map(item)),
  );
  const first = el("option", { value: "" }, element.placeholder?.text ?? "Choose one");
  const node = el("select", names, first, grouped ?? options.map(item));
  node.value = element.initial_option?.value ?? "";
  const chosen = () => sent(options.find((option) => option.value === node.value)) ?? null;
  return { node, read: () => ({ type: element.type, selected_option: chosen() }) };
}

function userChooser(element, names) {
  const items = [...state.users.values()].map((user) => el("option", { value: user.id }, user.name));
  const node = el("select", names, el("option", { value: "" }, element.placeholder?.text ?? "Choose a person"), items);
  node.value = element.initial_user ?? "";
  return { node, read: () => ({ type: element.type, selected_user: node.value || null }) };
}

/** Radio buttons or tick boxes; the group's name keeps one group's choice apart from another's. */
function ticks(element, names, type) {
  const options = optionsOf(element);
  const chosen = [element.initial_option, ...(element.initial_options ?? [])].map((option) => option?.value);
  const boxes = options.map((option) => tick(option, type, names, chosen.includes(option.value)));
  const node = el(
    "div",
    { class: options.length > 8 ? "ticks many" : "ticks" },
    boxes.map(({ row }) => row),
  );
  const picked = () => options.filter((_, at) => boxes[at].box.checked).map(sent);
  const key = type === "radio" ? "selected_option" : "selected_options";
  return { node, read: () => ({ type: element.type, [key]: type === "radio" ? (picked()[0] ?? null) : picked() }) };
}

function tick(option, type, names, isOn) {
  const box = el("input", { type, value: option.value, name: names.id, "aria-describedby": names["aria-describedby"] });
  box.checked = isOn;
  const detail = option.description && el("small", {}, withEmoji(option.description.text));
  return { box, row: el("label", { class: "tick" }, box, el("span", {}, withEmoji(option.text.text), detail)) };
}
