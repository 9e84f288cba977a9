// What could be typed next: commands, then what their usage hint offers, or the name of somebody to mention.

const LETTERS = /^[a-z][a-z0-9_-]*$/i;

/**
 * The parts of a usage hint such as "p1|p2 what happened [partner:BDC|DDDC] [at:]": `words` are first words to choose
 * from, `fields` are {key, choices}, `takes` is the hint without its fields.
 */
export function parseHint(hint) {
  const parts = hint.split(/[\s[\](){},;]+/).filter(Boolean);
  const fields = parts.map(fieldOf).filter(Boolean);
  const words = parts.filter((part) => part.includes("|") && !part.includes(":")).flatMap((part) => part.split("|"));
  const takes = hint.split(/\s+/).filter((part) => !fieldOf(part.replace(/^\[/, "")));
  return { words: words.filter((word) => /^[\w/-]+$/.test(word)), fields: unique(fields), takes: takes.join(" ") };
}

function fieldOf(part) {
  const colon = part.indexOf(":");
  const key = part.slice(0, colon);
  if (colon < 1 || !LETTERS.test(key)) return null;
  const choices = part
    .slice(colon + 1)
    .split("|")
    .filter((one) => /^[\w-]+$/.test(one));
  return { key, choices: choices.length > 1 ? choices : [] };
}

const unique = (fields) => fields.filter(({ key }, at) => fields.findIndex((one) => one.key === key) === at);

/** The command that a text begins with, once its name is followed by a blank; otherwise undefined. */
export function commandOf(text, commands) {
  const name = /^(\/\S+)\s/.exec(text)?.[1]?.toLowerCase();
  return commands.find((command) => command.name === name);
}

/** Which fields of the command are in the text already. */
export function typedKeys(text) {
  return new Set([...text.matchAll(/(?:^|\s)([a-z][a-z0-9_-]*)[:=]/gi)].map(([, key]) => key.toLowerCase()));
}

/**
 * Suggestions for a text up to the caret: {from, options: [{insert, label, detail}], isSure}. `from` is where the
 * text that an option replaces begins; when `isSure` the first option may be taken with Enter.
 */
export function suggest(text, commands, people) {
  const word = /\S*$/.exec(text)[0];
  const from = text.length - word.length;
  if (text.startsWith("/") && from === 0) return commandOptions(word.toLowerCase(), commands);
  if (word.startsWith("@")) return { from, options: personOptions(word.slice(1).toLowerCase(), people), isSure: true };
  const command = commandOf(text, commands);
  return { from, options: command ? hintOptions(text, word, command) : [], isSure: false };
}

function commandOptions(typed, commands) {
  const found = commands.filter(({ name }) => name.toLowerCase().startsWith(typed));
  const options = found.map(({ name, description, usage_hint }) => ({
    insert: `${name} `,
    label: name,
    usage: parseHint(usage_hint ?? "").takes,
    detail: description,
  }));
  return { from: 0, options, isSure: !found.some(({ name }) => name === typed) };
}

function personOptions(typed, people) {
  const found = people.filter(({ name }) => name.toLowerCase().startsWith(typed));
  return found.slice(0, 8).map(({ name, title }) => ({ insert: `@${name} `, label: `@${name}`, detail: title ?? "" }));
}

/** Right after the command everything that its hint offers; later only what the letters begin. */
function hintOptions(text, word, command) {
  const { words, fields } = parseHint(command.usage_hint ?? "");
  const isFirst = text.trim() === command.name || text.trim() === `${command.name} ${word}`.trim();
  const offered = [...(isFirst ? words.map(wordOption) : []), ...openFields(text, word, fields)];
  if (!word) return isFirst ? offered : [];
  return offered.filter(({ label }) => startsLonger(label, word));
}

const startsLonger = (label, word) => label.toLowerCase().startsWith(word.toLowerCase()) && label.length > word.length;

const wordOption = (word) => ({ insert: `${word} `, label: word, detail: "" });

/** Keys not yet used, and the choices of the one being typed. */
function openFields(text, word, fields) {
  const used = typedKeys(text);
  return fields.flatMap(({ key, choices }) => {
    if (word.toLowerCase().startsWith(`${key}:`)) return choices.map((one) => wordOption(`${key}:${one}`));
    return used.has(key) ? [] : [{ insert: `${key}:`, label: `${key}:`, detail: choices.join(", ") }];
  });
}
