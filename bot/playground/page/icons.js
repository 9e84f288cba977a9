// The page's own signs, drawn here because not every machine has a font for them. They are never the only name.

import { svg } from "./dom.js";

const PATHS = {
  clip: "M14 6.5 8 12.5a2 2 0 0 0 2.8 2.8l6-6a3.8 3.8 0 0 0-5.4-5.4l-6 6a5.6 5.6 0 0 0 7.9 7.9l4.7-4.7",
  eye: "M2 10s3-5 8-5 8 5 8 5-3 5-8 5-8-5-8-5zM10 7.8a2.2 2.2 0 1 0 0 4.4 2.2 2.2 0 0 0 0-4.4z",
  reply: "M3 4h14v9.5H9.5L6 17v-3.5H3zM6.5 7.5h7M6.5 10h4",
  robot: "M4 8h12v8H4zM10 8V4.5M7.5 11.5v1.5M12.5 11.5v1.5M2 11v2M18 11v2",
};

export function icon(name) {
  const path = svg("path", {
    d: PATHS[name],
    fill: "none",
    stroke: "currentColor",
    "stroke-width": 1.6,
    "stroke-linejoin": "round",
  });
  return svg("svg", { class: "sign", viewBox: "0 0 20 20", width: 18, height: 18, "aria-hidden": "true" }, path);
}
