// Slack's mrkdwn as elements. Everything typed ends up in a text node; only these few patterns make elements.

import { el } from "./dom.js";
import { withEmoji } from "./emoji.js";
import { channel, channelTitle, userName } from "./store.js";

// `code`, or <what stands in angle brackets>, or a styled run: a mark that no letter or digit touches on the outside.
const INLINE = /`([^`\n]+)`|<([^<>\n]+)>|(?<![\p{L}\p{N}])([*_~])(?=\S)([^\n]*?\S)\3(?![\p{L}\p{N}])/gu;
const FENCED = /\n?```([^]+?)```\n?/g; // code stands in a box of its own: no empty line around it
const STYLES = { "*": "strong", _: "em", "~": "s" };
const QUOTE = /^(?:&gt;|>) ?/;
const SAFE = ["http:", "https:", "mailto:"];

/** Slack sends &, < and > as entities. The ampersand comes last, or &amp;lt; would become <. */
const decode = (text) => text.replaceAll("&lt;", "<").replaceAll("&gt;", ">").replaceAll("&amp;", "&");

const plain = (text) => withEmoji(decode(text));

/** Nodes for a text. */
export const mrkdwn = (text) => between(String(text ?? ""), FENCED, lines, ([, code]) => codeBlock(code));

/** Nodes of `found` for every match of the pattern, and nodes of `rest` for what stands between the matches. */
function between(text, pattern, rest, found) {
  const nodes = [];
  let end = 0;
  for (const match of text.matchAll(pattern)) {
    nodes.push(rest(text.slice(end, match.index)), found(match));
    end = match.index + match[0].length;
  }
  return [...nodes, rest(text.slice(end))].flat(Infinity).filter((node) => node !== "");
}

const codeBlock = (piece) => el("pre", {}, el("code", {}, decode(piece.replace(/^\n|\n$/g, ""))));

/** Lines with breaks between them; those that begin with > together in a quotation. */
function lines(piece) {
  const nodes = [];
  for (const run of runs(piece.split("\n"))) {
    if (run.isQuote) nodes.push(el("blockquote", {}, broken(run.lines.map((line) => line.replace(QUOTE, "")))));
    else nodes.push(...broken(run.lines));
  }
  return nodes;
}

/** Neighbouring lines of one sort. */
function runs(all) {
  const found = [];
  for (const line of all) {
    const isQuote = QUOTE.test(line);
    if (found.at(-1)?.isQuote === isQuote) found.at(-1).lines.push(line);
    else found.push({ isQuote, lines: [line] });
  }
  return found;
}

const broken = (all, draw = inline) => all.flatMap((line, index) => (index ? [el("br"), ...draw(line)] : draw(line)));

const inline = (text) => between(text, INLINE, plain, inlineNode);

function inlineNode([, code, angle, mark, styled]) {
  if (code !== undefined) return el("code", {}, decode(code));
  if (angle !== undefined) return bracketed(angle);
  return el(STYLES[mark], {}, inline(styled));
}

function bracketed(inside) {
  const [target, label] = cut(inside);
  if (target.startsWith("@")) return mention(label ?? userName(target.slice(1)));
  if (target.startsWith("#")) return channelMention(target.slice(1), label);
  if (target.startsWith("!")) return special(target.slice(1), label);
  return link(decode(target), label === undefined ? undefined : plain(label));
}

function cut(inside) {
  const bar = inside.indexOf("|");
  return bar < 0 ? [inside, undefined] : [inside.slice(0, bar), inside.slice(bar + 1)];
}

export const mention = (name) => el("span", { class: "mention" }, `@${plain(name)}`);

function channelMention(id, label) {
  const known = channel(id);
  return el("span", { class: "mention" }, known ? channelTitle(known) : `#${plain(label ?? id)}`);
}

/** <!channel>, <!subteam^S1|name>, <!date^1598623800^{date}|28 August>. */
function special(what, label) {
  if (what.startsWith("date^")) return plain(label ?? what);
  return mention(label ?? what.split("^")[0]);
}

/** A link that opens beside the page; anything but http, https and mailto stays words. */
export function link(target, label) {
  const isSafe = URL.canParse(target) && SAFE.includes(new URL(target).protocol);
  if (!isSafe) return label === undefined ? `<${target}>` : `<${target}|${label}>`;
  return el(
    "a",
    { href: target, target: "_blank", rel: "noopener noreferrer" },
    label ?? target.replace(/^mailto:/, ""),
  );
}

/** A text object of Block Kit. */
export function textObject(object) {
  if (!object) return [];
  if (object.type === "mrkdwn") return mrkdwn(object.text);
  return broken((object.emoji === false ? object.text : withEmoji(object.text)).split("\n"), (line) => [line]);
}
