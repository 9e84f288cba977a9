// rich_text blocks as elements: sections, lists, quotations and code, with styled runs in them.

import { el } from "./dom.js";
import { withEmoji } from "./emoji.js";
import { link, mention } from "./mrkdwn.js";
import { channel, channelTitle, userName } from "./store.js";

const MARKS = { code: "code", bold: "strong", italic: "em", strike: "s" };

const PARTS = {
  rich_text_section: (part) => el("div", { class: "rich" }, runs(part)),
  rich_text_preformatted: (part) => el("pre", {}, el("code", {}, runs(part))),
  rich_text_quote: (part) => el("blockquote", {}, runs(part)),
  rich_text_list: list,
};

const RUNS = {
  text: (run) => run.text.split("\n").flatMap((line, index) => (index ? [el("br"), line] : [line])),
  link: (run) => link(run.url, run.text),
  user: (run) => mention(userName(run.user_id)),
  usergroup: (run) => mention(run.usergroup_id),
  broadcast: (run) => mention(run.range),
  channel: (run) => el("span", { class: "mention" }, channelName(run.channel_id)),
  emoji: (run) => withEmoji(`:${run.name}:`),
  date: (run) => run.fallback ?? "",
};

function channelName(id) {
  const known = channel(id);
  return known ? channelTitle(known) : `#${id}`;
}

export const richText = (block) => (block.elements ?? []).map((part) => PARTS[part.type]?.(part) ?? "");

function runs(part) {
  return (part.elements ?? []).map((run) => styled(run.style ?? {}, RUNS[run.type]?.(run) ?? run.text ?? ""));
}

function styled(style, content) {
  const marks = Object.keys(MARKS).filter((mark) => style[mark]);
  return marks.reduce((inner, mark) => el(MARKS[mark], {}, inner), content);
}

function list(part) {
  const items = (part.elements ?? []).map((item) => el("li", {}, runs(item)));
  const indent = `indent-${Math.min(part.indent ?? 0, 4)}`;
  return el(
    part.style === "ordered" ? "ol" : "ul",
    { class: indent, start: part.offset ? part.offset + 1 : null },
    items,
  );
}
