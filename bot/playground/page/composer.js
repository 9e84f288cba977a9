// The box one writes in: suggestions as one types, Enter sends, the up arrow brings back what was sent.

import { post, upload } from "./api.js";
import { el, hidden } from "./dom.js";
import { icon } from "./icons.js";
import { activeOption, closeList, createListbox, isOpen, move, showOptions } from "./listbox.js";
import { complain } from "./notice.js";
import { emit, note, state } from "./store.js";
import { commandOf, parseHint, suggest, typedKeys } from "./suggest.js";
import { draft, keepDraft, recall, remember } from "./typed.js";

/** `thread` is the ts of the message replied to, or undefined. Slack runs no commands there, so none are suggested. */
export function createComposer({ channel, label, thread }) {
  const id = thread ? "reply" : "write"; // the second skip link leads to "write"
  const text = el("textarea", { id, rows: 1, placeholder: label, spellcheck: "true", autocomplete: "off" });
  const composer = {
    channel,
    thread,
    text,
    back: 0,
    place: `${state.me.id}/${channel}/${thread ?? ""}`,
  };
  composer.list = createListbox(text, "Suggestions", (option) => take(composer, option));
  composer.hint = el("div", { class: "usage", hidden: true });
  const send = el("button", { type: "submit", class: "primary" }, "Send");
  const row = el("div", { class: "composer-row" }, fileButton(composer), text, send);
  const keys = el(
    "p",
    { class: "keys" },
    "Enter sends, Shift and Enter start a new line",
    thread ? "" : ", / lists the commands",
    ".",
  );
  const form = el(
    "form",
    { class: "composer" },
    composer.list.node,
    composer.hint,
    el("label", { for: id, class: "hidden" }, label),
    row,
    keys,
  );
  listen(composer, form);
  setText(composer, draft(composer.place));
  const doable = {
    write: (words) => write(composer, words),
    focus: () => text.focus(),
    takeFile: (file) => sendFile(composer, file),
  };
  return { ...composer, node: form, ...doable };
}

function listen(composer, form) {
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    send(composer);
  });
  composer.text.addEventListener("input", () => changed(composer));
  composer.text.addEventListener("keydown", (event) => pressed(composer, event));
  composer.text.addEventListener("blur", () => closeList(composer.list));
  composer.text.addEventListener("paste", (event) =>
    [...event.clipboardData.files].forEach((file) => sendFile(composer, file)),
  );
}

function write(composer, words) {
  setText(composer, words);
  composer.text.focus();
}

/** Puts a text there without suggesting anything. */
function setText(composer, words) {
  composer.text.value = words;
  keepDraft(composer.place, words);
  closeList(composer.list);
  fit(composer);
  showHint(composer);
}

function fit({ text }) {
  text.style.height = "auto";
  text.style.height = `${text.scrollHeight + 2}px`;
}

function changed(composer) {
  composer.back = 0;
  keepDraft(composer.place, composer.text.value);
  fit(composer);
  showHint(composer);
  const people = [...state.users.values()].filter((user) => user.id !== state.me.id);
  const commands = composer.thread ? [] : state.commands;
  const { options, isSure } = suggest(beforeCaret(composer), commands, people);
  showOptions(composer.list, options, isSure);
}

const beforeCaret = ({ text }) => text.value.slice(0, text.selectionStart);

function take(composer, option) {
  const before = beforeCaret(composer);
  const { from } = suggest(before, composer.thread ? [] : state.commands, []);
  const start = before.slice(0, from) + option.insert;
  composer.text.value = start + composer.text.value.slice(before.length);
  composer.text.setSelectionRange(start.length, start.length);
  composer.text.focus();
  changed(composer);
}

/** The command's usage hint, and which of its fields are there already. */
function showHint(composer) {
  const command = composer.thread ? undefined : commandOf(composer.text.value, state.commands);
  composer.hint.hidden = !command;
  if (!command) return;
  const used = typedKeys(composer.text.value);
  const { takes, fields } = parseHint(command.usage_hint ?? "");
  const usage = el("p", {}, el("strong", {}, command.name), takes && [" ", el("code", {}, takes)]);
  const marks = fields.map(({ key }) => fieldMark(key, used.has(key)));
  composer.hint.replaceChildren(usage, marks.length ? el("ul", { "aria-label": "Fields" }, marks) : "");
}

function fieldMark(key, isUsed) {
  const mark = isUsed && [el("span", { "aria-hidden": "true" }, " ✓"), hidden(" given")];
  return el("li", { class: isUsed ? "given" : null }, `${key}:`, mark);
}

function pressed(composer, event) {
  if (event.isComposing) return; // the Enter of an input method
  if (isOpen(composer.list) && listKey(composer, event)) event.preventDefault();
  else if (event.key === "Enter" && !event.shiftKey) {
    event.preventDefault();
    send(composer);
  } else if (event.key === "ArrowUp" || event.key === "ArrowDown") history(composer, event);
}

/** Whether the key was meant for the suggestions. Tab and Enter take only an option that is marked. */
function listKey(composer, { key, shiftKey }) {
  const { list } = composer;
  const option = activeOption(list);
  if (key === "ArrowDown") move(list, 1);
  else if (key === "ArrowUp") move(list, -1);
  else if (key === "Escape") closeList(list);
  else if (option && !shiftKey && (key === "Enter" || key === "Tab")) take(composer, option);
  else return false;
  return true;
}

function history(composer, event) {
  const isEmpty = composer.text.value === "";
  if (!isEmpty && composer.back === 0) return;
  const back = composer.back + (event.key === "ArrowUp" ? 1 : -1);
  const words = recall(state.me.id, back);
  if (words === undefined && back > 0) return;
  event.preventDefault();
  setText(composer, words ?? "");
  composer.back = Math.max(0, back);
}

/** Sends what is written. If it is refused it comes back, so that nothing has to be typed twice. */
async function send(composer) {
  const text = composer.text.value.trim();
  if (!text) return;
  const { channel, thread } = composer;
  if (text.startsWith("/") && !thread) note(channel, `You sent \`${text.replaceAll("`", "'")}\``);
  remember(state.me.id, text);
  setText(composer, "");
  composer.back = 0;
  try {
    await post("say", { user: state.me.id, channel, text, thread_ts: thread });
    emit("said", { text });
  } catch (error) {
    if (!composer.text.value) setText(composer, text);
    complain(error);
  }
}

function fileButton(composer) {
  const input = el("input", { type: "file", class: "hidden", tabindex: "-1", "aria-hidden": "true", multiple: true });
  input.addEventListener("change", () => {
    [...input.files].forEach((file) => sendFile(composer, file));
    input.value = "";
  });
  const button = el(
    "button",
    {
      type: "button",
      class: "icon",
      "aria-label": "Attach a file",
      title: "Attach a file",
      onclick: () => input.click(),
    },
    icon("clip"),
  );
  return [button, input];
}

async function sendFile({ channel, thread }, file) {
  try {
    await upload(file, { user: state.me.id, channel, thread_ts: thread });
  } catch (error) {
    complain(error);
  }
}
