// Block Kit as elements. `place` says where the blocks stand: its `level` is that of the headings in them.

import { chartBlock } from "./chart.js";
import { control } from "./controls.js";
import { el, freshId } from "./dom.js";
import { field, isGroup, withState } from "./fields.js";
import { mrkdwn, textObject } from "./mrkdwn.js";
import { imageBlock, smallImage } from "./picture.js";
import { richText } from "./richtext.js";
import { tableBlock } from "./table.js";

const BLOCKS = {
  section,
  context: (block) => el("div", { class: "context" }, block.elements.map(contextPart)),
  header: (block, place) => el(`h${place.level}`, { class: "header" }, textObject(block.text)),
  divider: () => el("hr"),
  actions: (block, place) =>
    el(
      "div",
      { class: "actions" },
      block.elements.map((element) => control(element, block, place.at)),
    ),
  image: imageBlock,
  table: (block, _, name) => tableBlock(block, name),
  rich_text: richText,
  markdown: (block) => el("div", { class: "text" }, mrkdwn(block.text)),
  data_visualization: chartBlock,
  input: inputBlock,
};

/**
 * Elements for blocks. `place.at` goes with every action; in a form `place.controls` collects the fields, and
 * `place.kept(block_id, action_id)` gives the state that somebody has typed already.
 */
export function drawBlocks(blocks, place) {
  return blocks.map((block, at) => {
    const draw = BLOCKS[block.type] ?? unknown;
    const node = draw(block, place, wordsOf(blocks[at - 1]));
    return el("div", { class: `block ${block.type}`, "data-block": block.block_id }, node);
  });
}

/** What stands right above a table names it. */
function wordsOf(block) {
  if (block?.type === "rich_text") return el("div", {}, richText(block).at(-1)).textContent;
  return block?.type === "header" ? block.text.text : "";
}

const unknown = (block) => el("p", { class: "unknown" }, `(A block of the kind ${block.type} is not shown here.)`);

function section(block, place) {
  const words = block.text && el("div", { class: "text" }, textObject(block.text));
  const fields =
    block.fields &&
    el(
      "div",
      { class: "fields" },
      block.fields.map((one) => el("div", {}, textObject(one))),
    );
  const accessory = block.accessory && el("div", { class: "accessory" }, control(block.accessory, block, place.at));
  return [el("div", { class: "section-words" }, words, fields), accessory];
}

function contextPart(element) {
  if (element.type === "image") return smallImage(element, "context-image");
  return el("span", {}, textObject(element));
}

/** A label, a hint, a place for the error, and the field, tied together for a screen reader. */
function inputBlock(block, place) {
  const id = freshId("field");
  const kept = place.kept?.(block.block_id, block.element.action_id);
  const element = kept ? withState(block.element, kept) : block.element;
  const made = field(element, {
    id,
    "aria-describedby": `${id}-hint ${id}-error`,
    "aria-required": block.optional ? null : "true",
  });
  if (!made) return unknown({ type: element.type });
  place.controls?.push({ block, element, id, ...made });
  const label = [textObject(block.label), block.optional && el("span", { class: "optional" }, " (optional)")];
  const about = [hint(block, id), el("p", { id: `${id}-error`, class: "error" })];
  if (isGroup(element)) return el("fieldset", { id }, el("legend", {}, label), about, made.node);
  return [el("label", { for: id }, label), about, made.node];
}

const hint = (block, id) => el("p", { id: `${id}-hint`, class: "hint" }, block.hint && textObject(block.hint));
