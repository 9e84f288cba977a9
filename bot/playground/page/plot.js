// Bars and lines as SVG: horizontal words, few light gridlines, values at the bars, names at the lines.

import { svg } from "./dom.js";

export const COLOURS = ["#12436D", "#28A197", "#801650", "#F46A25", "#3D3D3D", "#A285D1"];
const INK = "#3D3D3D";
const LETTER = 7.5; // pixels, about, at the size of the labels
const NUMBER = new Intl.NumberFormat("en-GB", { maximumFractionDigits: 2 });

export const shown = (value) => (value === null ? "no figure" : NUMBER.format(value));

const known = (data) => data.values.flat().filter((value) => value !== null);

export const isDrawn = (data) => ["bar", "line", "area"].includes(data.type) && known(data).length > 0;

/** `words` say what is to be seen. `width` is in units of the drawing, of which a label is 13 high. */
export function drawPlot(data, words, width) {
  const frame = frameOf(data, width);
  const parts = [gridlines(frame), categoryLabels(data, frame), axisTitles(data, frame)];
  const marks = data.type === "bar" ? bars(data, frame) : lines(data, frame);
  const size = { width, height: frame.height, viewBox: `0 0 ${width} ${frame.height}` };
  return svg("svg", { role: "img", "aria-label": words, ...size }, parts, marks);
}

/** Where things stand: the box of the plot, `x` of a category's middle, `y` of a value. */
function frameOf(data, width) {
  const isLine = data.type !== "bar";
  const names = Math.max(...data.names.map((name) => name.length)) * LETTER + 12;
  const box = { left: 48, right: width - (isLine ? Math.min(names, width / 4) : 8), top: 32, bottom: 226 };
  const { ticks, y } = axis(...reach(data), box);
  const step = (box.right - box.left) / data.categories.length;
  return { ...box, height: 270, ticks, y, step, x: (at) => box.left + step * (at + 0.5) };
}

/** Bars begin at zero. A line may begin higher where all of it lies in the upper half: its shape is what it tells. */
function reach(data) {
  const [low, high] = [Math.min(...known(data)), Math.max(...known(data))];
  const isHigh = data.type === "line" && low > high / 2;
  return [isHigh ? low : Math.min(0, low), Math.max(0, high)];
}

/** Round steps, eight at most, around what lies between `low` and `high`. */
function axis(low, high, box) {
  const rough = (high - low || 1) / 5;
  const power = 10 ** Math.floor(Math.log10(rough));
  const step = [1, 2, 5, 10].map((times) => times * power).find((size) => size >= rough);
  const from = Math.floor(low / step);
  const to = Math.max(Math.ceil(high / step), from + 1);
  const ticks = Array.from({ length: to - from + 1 }, (_, i) => (from + i) * step);
  const y = (value) => box.bottom - ((box.bottom - box.top) * (value - from * step)) / ((to - from) * step);
  return { ticks, y };
}

function text(content, x, y, anchor = "middle") {
  return svg("text", { x, y, "text-anchor": anchor, fill: INK, "font-size": 13 }, content);
}

function gridlines({ left, right, ticks, y }) {
  return ticks.map((tick) => [
    svg("line", { x1: left, x2: right, y1: y(tick), y2: y(tick), stroke: tick ? "#D9D9D9" : "#6B6B6B" }),
    text(NUMBER.format(tick), left - 8, y(tick) + 4, "end"),
  ]);
}

/** Where names would touch, only every second or third is written; the table has them all. */
function categoryLabels(data, { x, step, bottom }) {
  const longest = Math.max(...data.categories.map((name) => name.length)) * LETTER;
  const every = Math.max(1, Math.ceil(longest / step));
  return data.categories.map((name, at) => at % every === 0 && text(name, x(at), bottom + 18));
}

function axisTitles({ axes: [up, along] }, { left, right, height }) {
  return [up && text(up, 4, 14, "start"), along && text(along, (left + right) / 2, height - 6)];
}

function bars(data, frame) {
  const width = Math.min(64, (frame.step * 0.72) / data.names.length);
  const left = (at, i) => frame.x(at) + (i - data.names.length / 2) * width;
  const drawn = (value, at, i) => value !== null && bar(value, left(at, i), width, frame, data.colours[i]);
  return data.values.map((line, i) => line.map((value, at) => drawn(value, at, i)));
}

function bar(value, x, width, { y }, fill) {
  const [top, bottom] = [y(Math.max(0, value)), y(Math.min(0, value))];
  const words = NUMBER.format(value);
  const label = words.length * LETTER <= width + 6 && text(words, x + width / 2, value < 0 ? bottom + 14 : top - 4);
  return [svg("rect", { x: x + 1, y: top, width: Math.max(1, width - 2), height: bottom - top, fill }), label];
}

/** A line breaks where a figure is missing, and carries its name at its last point. */
function lines(data, frame) {
  const lasts = data.values.map((line) => line.findLastIndex((value) => value !== null));
  const heights = apart(lasts.map((at, i) => frame.y(data.values[i][at] ?? 0)));
  const name = (i) => lasts[i] >= 0 && text(data.names[i], frame.x(lasts[i]) + 8, heights[i] + 4, "start");
  return data.values.map((line, i) => [trace(line, frame, data.colours[i]), name(i)]);
}

function trace(line, { x, y }, colour) {
  const step = (value, at) => `${at && line[at - 1] !== null ? "L" : "M"}${x(at)} ${y(value)}`;
  const d = line.map((value, at) => (value === null ? "" : step(value, at))).join("");
  const dot = (value, at) => value !== null && svg("circle", { cx: x(at), cy: y(value), r: 3.5, fill: colour });
  return [svg("path", { d, fill: "none", stroke: colour, "stroke-width": 2.5 }), line.map(dot)];
}

/** Heights of labels, moved down where two would touch. */
function apart(heights) {
  const moved = [...heights];
  const order = heights.map((_, i) => i).sort((a, b) => heights[a] - heights[b]);
  const below = (at) => Math.max(moved[order[at]], moved[order[at - 1]] + 15);
  for (let at = 1; at < order.length; at += 1) moved[order[at]] = below(at);
  return moved;
}
