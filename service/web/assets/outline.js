// The headings of the source, to jump by.

import { button, h } from "./dom.js";
import { word } from "./words.js";

const DEEPEST = 3;

/** `onHeading(id)` goes to a heading in the source. */
export function outlinePane(outline, onHeading) {
  const headings = (outline?.headings ?? []).filter((one) => one.level <= DEEPEST);
  const rows = headings.map((one) => h("li", { class: `level-${one.level} ${one.kind}` }, button(one.heading, () => onHeading(one.id), { title: one.heading, class: "link" })));
  return h("nav", { class: "outline", "aria-label": word("outline_pane") }, h("div", { class: "pane-head" }, h("h2", {}, word("outline_pane"))), h("ol", {}, rows));
}
