// What each person has sent from this page, for the up arrow, and what they have begun and not yet sent.

const sent = new Map();
const drafts = new Map();
const KEPT = 50;

export function remember(person, text) {
  const all = (sent.get(person) ?? []).filter((one) => one !== text);
  sent.set(person, [...all, text].slice(-KEPT));
}

/** The text `back` steps ago, the latest being 1; undefined beyond either end. */
export const recall = (person, back) => (back < 1 ? undefined : (sent.get(person) ?? []).at(-back));

export const draft = (place) => drafts.get(place) ?? "";

export const keepDraft = (place, text) => drafts.set(place, text);
