// The figures of a summary as a table, each a way to its place in the source.

import { button, h, plain } from "./dom.js";
import { word } from "./words.js";

/** `onPlace(item, span)` goes to a figure in the source. */
export function figuresPane(items, onPlace) {
  const rows = items.flatMap((item) => item.places.map((figure) => row(item, figure, onPlace)));
  if (!rows.length) return h("p", { class: "none" }, word("no_figures"));
  const head = ["name", "value", "change", "item"].map((name) => h("th", { scope: "col", class: `of-${name}` }, word(name)));
  return h("div", { class: "table-scroll", tabindex: "0", role: "region", "aria-label": word("figures_tab") },
    h("table", { class: "figures" }, h("thead", {}, h("tr", {}, head)), h("tbody", {}, rows)));
}

function row(item, figure, onPlace) {
  const go = button(quantity(figure), () => onPlace(item, figure), {
    class: "place", "aria-label": plain(word("find_place", { value: quantity(figure) })),
  });
  return h("tr", { class: item.kind }, h("th", { scope: "row" }, figure.name), h("td", { class: "of-value" }, go),
    h("td", {}, change(figure)), h("td", { class: "id" }, item.id));
}

/** A figure as printed, its unit behind it: as a briefing has it. */
export function quantity({ value, unit = "", modifier }) {
  const shown = value.endsWith(unit) || (unit === "%" && value.includes("百分")) ? "" : unit;
  const hedge = modifier && !value.includes(modifier) ? modifier : "";
  return /^[以左上之]/.test(hedge) ? value + shown + hedge : hedge + value + shown;
}

/** Up or down, from or to; empty where the report says neither. */
export function change({ change: ends, direction }) {
  return [ends, direction].filter(Boolean).map((name) => word(name)).join(" ");
}
