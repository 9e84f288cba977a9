// data_visualization blocks: a drawing for the eye, the same in words, and the figures as a table.

import { el, isNarrow, svg } from "./dom.js";
import { COLOURS, drawPlot, isDrawn, shown } from "./plot.js";
import { drawTable } from "./table.js";

const PAIR = [COLOURS[0], COLOURS[3]]; // the two that are easiest to tell apart

/** Chart types that are not drawn here still have their figures. */
export function chartBlock(block) {
  const data = read(block.chart ?? {});
  const title = el("figcaption", { class: "chart-title" }, block.title ?? "Chart");
  const sides = ["left", ...data.names.map(() => "right")];
  const table = drawTable([data.axes[1] ?? "", ...data.names], rows(data), sides, "Figures");
  const figures = el("details", {}, el("summary", {}, "Figures as a table"), table);
  const plot = isDrawn(data) && drawPlot(data, inWords(data, block.title), isNarrow() ? 340 : 640);
  return el("figure", { class: "chart" }, title, key(data), plot, figures);
}

/** Categories, names and values of any of Slack's chart types. */
function read(chart) {
  const series = chart.series ?? [{ name: "Value", data: chart.segments ?? [] }];
  const categories = chart.axis_config?.categories ?? series[0]?.data.map((point) => point.label) ?? [];
  const value = (data, name) => data.find((point) => point.label === name)?.value ?? null;
  const values = series.map(({ data }) => categories.map((name) => value(data, name)));
  const axes = [chart.axis_config?.y_label, chart.axis_config?.x_label];
  const colours = series.length === 2 ? PAIR : COLOURS;
  return { type: chart.type, names: series.map(({ name }) => name), categories, values, axes, colours };
}

const rows = (data) => data.categories.map((name, at) => [name, ...data.values.map((line) => shown(line[at]))]);

/** "Outages. Bar chart. P1: Jul 0, Aug 1. P2: …" */
function inWords(data, title) {
  const points = (line) => data.categories.map((name, at) => `${name} ${shown(line[at])}`).join(", ");
  const said = data.names.map((name, i) => `${name}: ${points(data.values[i])}.`);
  return [`${title ?? "Chart"}. ${data.type} chart.`, ...said].join(" ");
}

/** Bars need a key where there are several series; lines carry their names at their ends. */
function key(data) {
  if (data.type !== "bar" || data.names.length < 2) return null;
  return el(
    "ul",
    { class: "key" },
    data.names.map((name, i) => el("li", {}, swatch(data.colours[i]), name)),
  );
}

function swatch(fill) {
  const square = { width: 12, height: 12 };
  return svg("svg", { ...square, "aria-hidden": "true" }, svg("rect", { ...square, fill }));
}
