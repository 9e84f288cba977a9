// Tables: the table block, and the figures of a chart. The first row and the first column are headings.

import { el, reachedToScroll } from "./dom.js";
import { richText } from "./richtext.js";

/** A table from a table block; one that is wider than its place scrolls, and can then be reached by keyboard. */
export function tableBlock(block, name) {
  const [head = [], ...body] = block.rows ?? [];
  const settings = block.column_settings ?? [];
  const sides = head.map((_, index) => settings[index]?.align ?? (isNumbers(body, index) ? "right" : "left"));
  return drawTable(
    head.map(cellContent),
    body.map((row) => row.map(cellContent)),
    sides,
    name || "Table",
  );
}

const WORD = /^\S{1,16}$/;
const SENTENCE = 24; // characters

/** A reference or a date is not broken at its hyphens, and a sentence does not get one word a line. */
function breaking(content) {
  if (WORD.test(content)) return "word";
  return content.length > SENTENCE ? "sentence" : "";
}

/** `sides` are left, center or right, one for each column. */
export function drawTable(head, body, sides, label) {
  const cell = (content, index, isHead) => {
    const isEmpty = typeof content === "string" && !content.trim(); // an empty heading is none
    const scope = isEmpty ? null : isHead ? "col" : index === 0 ? "row" : null;
    const look = `to-${sides[index] ?? "left"} ${breaking(content)}`;
    return el(scope ? "th" : "td", { scope, class: look }, content);
  };
  const row = (cells, isHead) =>
    el(
      "tr",
      {},
      cells.map((content, index) => cell(content, index, isHead)),
    );
  const table = el(
    "table",
    {},
    el("thead", {}, row(head, true)),
    el(
      "tbody",
      {},
      body.map((cells) => row(cells, false)),
    ),
  );
  return reachedToScroll(el("div", { class: "wide", role: "group", "aria-label": label }, table));
}

const NUMBER = /^[-+−£]*\d[\d,.]*\s?%?$/;
const NOTHING = ["", "-", "–", "—"];

/** Whether a column holds numbers, as such or in words: they are to stand under one another. */
function isNumbers(body, index) {
  const all = body.map((row) => wordsIn(row[index]));
  return all.some((words) => NUMBER.test(words)) && all.every((words) => NUMBER.test(words) || NOTHING.includes(words));
}

const wordsIn = (cell) => (cell?.type === "rich_text" ? "words" : String(cell?.text ?? cell?.value ?? "").trim());

function cellContent(cell) {
  if (cell.type === "rich_text") return richText(cell);
  return cell.text ?? String(cell.value ?? "");
}
