// Pictures and files: always with their description, and larger when asked for.

import { localUrl } from "./api.js";
import { el, freshId, hidden } from "./dom.js";
import { openDialog } from "./dialog.js";
import { textObject } from "./mrkdwn.js";

/** A file of a message: shown where it is a picture, to be fetched where it is not. */
export function fileItem(file) {
  if (file.mimetype?.startsWith("image/")) return picture(localUrl(file.url), file.alt_txt || file.name, file.name);
  return el("a", { class: "file", href: localUrl(file.url), download: file.name }, hidden("Download "), file.name);
}

export function imageBlock(block) {
  return picture(imageSource(block), block.alt_text, textObject(block.title));
}

/** A small image within a line: context and section accessories. */
export function smallImage(element, kind) {
  return el("img", { class: kind, src: imageSource(element), alt: element.alt_text });
}

/** The playground gives its own files an address here; one that is named by Slack's address is read in its place. */
function imageSource({ image_url, slack_file }) {
  return localUrl(image_url ?? slack_file?.url ?? "").replace(/^\/files\//, "/page/file/");
}

/** The button is for everybody; a click on the picture does the same. */
function picture(source, description, title) {
  const name = freshId("picture");
  const show = () => enlarge(source, description);
  const button = el("button", { type: "button", class: "enlarge", "aria-describedby": name, onclick: show }, "Enlarge");
  const press = () => {
    button.focus(); // where focus is to be again afterwards
    show();
  };
  const image = el("img", { src: source, alt: description, onclick: press });
  return el("figure", { class: "picture" }, image, el("figcaption", {}, el("span", { id: name }, title), button));
}

function enlarge(source, description) {
  const image = el("img", { src: source, alt: "" });
  openDialog({
    title: "Picture",
    wide: true,
    content: el("figure", { class: "large" }, image, el("figcaption", {}, description)),
  });
}
