// How elements are made. A string only ever becomes a text node or an attribute: nothing typed can turn into markup.

const SVG = "http://www.w3.org/2000/svg";

/** An element. `on…` functions listen, true is an empty attribute, false, null and undefined are left out. */
export function el(tag, attributes = {}, ...children) {
  return dress(document.createElement(tag), attributes, children);
}

export function svg(tag, attributes = {}, ...children) {
  return dress(document.createElementNS(SVG, tag), attributes, children);
}

function dress(node, attributes, children) {
  for (const [name, value] of Object.entries(attributes)) dressWith(node, name, value);
  node.append(...children.flat(Infinity).filter((child) => child !== null && child !== undefined && child !== false));
  return node;
}

function dressWith(node, name, value) {
  if (typeof value === "function") node.addEventListener(name.slice(2), value);
  else if (value === true) node.setAttribute(name, "");
  else if (value !== false && value !== null && value !== undefined) node.setAttribute(name, String(value));
}

/** Words for a screen reader only. */
export const hidden = (text) => el("span", { class: "hidden" }, text);

let made = 0;

/** An id that no other element has. */
export const freshId = (stem) => `${stem}-${(made += 1)}`;

export const byId = (id) => document.getElementById(id);

/** Says something politely to a screen reader. The line is emptied first, or the same words twice are read once. */
export function announce(text) {
  const line = byId("announcer");
  line.textContent = "";
  setTimeout(() => (line.textContent = text), 50);
}

/** A box becomes a stop of the Tab key for as long as there is something in it to scroll. */
export function reachedToScroll(box) {
  const observer = new ResizeObserver(() => {
    const isFull = box.scrollWidth > box.clientWidth || box.scrollHeight > box.clientHeight;
    if (isFull) box.setAttribute("tabindex", "0");
    else box.removeAttribute("tabindex");
  });
  [box, ...box.children].forEach((node) => observer.observe(node));
  return box;
}

/** Focus that is also seen by who came there with a mouse, until it goes elsewhere. */
export function pointAt(node) {
  node.focus();
  node.classList.add("pointed");
  node.addEventListener("blur", () => node.classList.remove("pointed"), { once: true });
}

export const isNarrow = () => matchMedia("(max-width: 52em)").matches;

/** On a screen that is touched, focus in a text box would bring up the keyboard unasked. */
export const isTouched = () => matchMedia("(pointer: coarse)").matches;
