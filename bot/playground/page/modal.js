// Forms: a stack of views in one dialog, as Slack shows them. What was typed outlives an update of the view.

import { post } from "./api.js";
import { drawBlocks } from "./blocks.js";
import { byId, el } from "./dom.js";
import { isEmpty } from "./fields.js";
import { isConnected } from "./live.js";
import { textObject } from "./mrkdwn.js";
import { complain } from "./notice.js";
import { emit, state } from "./store.js";

const stack = []; // {view, kept: what was typed, by block and action, controls}
let opener = null;
let isSending = false;

const top = () => stack.at(-1);

/** What the playground says about forms: action is open, update, push or close. */
export function onView({ view, action }) {
  if (action === "open") stack.length = 0;
  if (action === "open" || action === "push") push(view);
  else if (action === "update") update(view);
  else remove(view);
}

/** Closes all forms without telling anybody: when another person is chosen. */
export function forget() {
  stack.length = 0;
  if (byId("modal").open) byId("modal").close();
}

function push(view) {
  if (top()) keep(top());
  stack.push({ view, kept: new Map(), controls: [] });
  draw();
  emit("form", { view });
}

function update(view) {
  const entry = stack.find((one) => one.view.id === view.id) ?? top();
  if (!entry) return push(view);
  keep(entry);
  entry.view = view;
  return entry === top() ? draw() : undefined;
}

/** Without a view all are closed, as Slack's "clear" does. */
function remove(view) {
  const at = view ? stack.findIndex((one) => one.view.id === view.id) : 0;
  if (at < 0) return;
  stack.splice(at);
  if (stack.length) draw();
  else byId("modal").close();
}

const keyOf = (block, element) => `${block.block_id}/${element.action_id}`;

/** Keeps what differs from what the field began with: an update may fill the others. */
function keep(entry) {
  for (const { block, element, read, began } of entry.controls) {
    const now = read();
    if (JSON.stringify(now) !== began) entry.kept.set(keyOf(block, element), now);
  }
}

function draw() {
  const dialog = byId("modal");
  const entry = top();
  const focus = document.activeElement?.dataset.key ?? focusedKey(entry);
  entry.controls = [];
  const kept = (block_id, action_id) => entry.kept.get(`${block_id}/${action_id}`);
  const place = { level: 3, at: { view_id: entry.view.id }, controls: entry.controls, kept };
  const body = el("div", { class: "dialog-body" }, drawBlocks(entry.view.blocks ?? [], place));
  entry.controls.forEach((one) => (one.began = one.began ?? JSON.stringify(one.read())));
  const form = el(
    "form",
    { method: "dialog", novalidate: true, onsubmit: submit },
    head(entry.view),
    body,
    foot(entry.view),
  );
  dialog.replaceChildren(form);
  if (!dialog.open) show(dialog);
  focusIn(dialog, entry, focus);
}

function show(dialog) {
  opener = document.activeElement;
  dialog.showModal();
}

const focusedKey = (entry) => {
  const one = entry.controls.find(({ node }) => node.contains(document.activeElement));
  return one && keyOf(one.block, one.element);
};

/** Where one was, else the field that asks for it, else the first field, else the heading. */
function focusIn(dialog, entry, key) {
  const named = key && entry.controls.find(({ block, element }) => keyOf(block, element) === key);
  const asking = entry.controls.find(({ element }) => element.focus_on_load);
  const control = named ?? asking ?? entry.controls[0];
  (control ? focusable(control) : byId("modal-title")).focus();
}

const focusable = ({ node }) =>
  node.matches("input, select, textarea") ? node : (node.querySelector("input:checked") ?? node.querySelector("input"));

function head(view) {
  const close = el("button", { type: "button", class: "icon", "aria-label": "Close the form", onclick: closeAll }, "✕");
  return el("header", {}, el("h2", { id: "modal-title", tabindex: "-1" }, textObject(view.title)), close);
}

function foot(view) {
  const close = el("button", { type: "button", onclick: closeTop }, view.close ? textObject(view.close) : "Cancel");
  const submit = view.submit && el("button", { type: "submit", class: "primary" }, textObject(view.submit));
  return el("footer", {}, close, submit);
}

/** {block_id: {action_id: state}}, as Slack's view.state.values. */
function values(entry) {
  const all = {};
  for (const { block, element, read } of entry.controls) (all[block.block_id] ??= {})[element.action_id] = read();
  return all;
}

/** Sends the form once, however often the button is pressed. */
async function submit(event) {
  event.preventDefault();
  const entry = top();
  const missing = missingIn(entry);
  if (isSending || showErrors(entry, missing)) return;
  isSending = true;
  byId("modal").setAttribute("aria-busy", "true");
  try {
    await deliver(entry);
  } catch (error) {
    complain(error);
  }
  byId("modal").removeAttribute("aria-busy");
  isSending = false;
}

async function deliver(entry) {
  const answer = await post("submit", { user: state.me.id, view_id: entry.view.id, values: values(entry) });
  if (answer.errors) showErrors(entry, answer.errors);
  else if (!isConnected()) remove(entry.view); // otherwise the live line says what becomes of it
  emit("submitted", { view: entry.view });
}

function missingIn(entry) {
  const missing = entry.controls.filter(({ block, read }) => !block.optional && isEmpty(read()));
  return Object.fromEntries(missing.map(({ block }) => [block.block_id, "Please complete this required field."]));
}

/** Writes each error at its field and goes to the first. Whether there was any. */
function showErrors(entry, errors) {
  const wrong = entry.controls.filter((one) => mark(one, errors[one.block.block_id]));
  if (wrong.length) focusable(wrong[0]).focus();
  return wrong.length > 0;
}

function mark({ id, node }, sentence) {
  const fields = node.matches("input, select, textarea") ? [node] : [...node.querySelectorAll("input")];
  byId(`${id}-error`).textContent = sentence ?? "";
  fields.forEach((one) => (sentence ? one.setAttribute("aria-invalid", "true") : one.removeAttribute("aria-invalid")));
  return Boolean(sentence);
}

async function closeTop() {
  const entry = stack.pop();
  if (!entry) return;
  if (stack.length) draw();
  else byId("modal").close();
  await tellClosed([entry]);
}

async function tellClosed(entries) {
  try {
    for (const { view } of entries) await post("close", { user: state.me.id, view_id: view.id });
  } catch (error) {
    complain(error);
  }
}

function closeAll() {
  const all = stack.splice(0).reverse();
  byId("modal").close();
  return tellClosed(all);
}

/** Ties the dialog of the page to the stack, once. */
export function prepare() {
  const dialog = byId("modal");
  dialog.addEventListener("cancel", (event) => {
    event.preventDefault(); // Escape takes the uppermost form only
    closeTop();
  });
  dialog.addEventListener("close", () => {
    stack.length = 0;
    dialog.replaceChildren();
    if (opener?.isConnected) opener.focus();
  });
}
