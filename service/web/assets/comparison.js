// The figures of a batch side by side: a row a figure, a column a report.

import { get, query } from "./api.js";
import { h } from "./dom.js";
import { change, quantity } from "./figures.js";
import { word } from "./words.js";

const ROWS = 300;

export async function comparison(batch) {
  const { reports, figures } = await get(query(`v1/batches/${batch}/figures`, { limit: ROWS }));
  if (!figures.length) return h("p", { class: "none" }, word("no_figures"));
  const only = h("input", { type: "checkbox", checked: reports.length > 1 && figures.some((one) => one.reports > 1) });
  const rows = figures.map((figure) => ({ figure, element: row(figure, reports) }));
  const show = () => { for (const one of rows) one.element.hidden = only.checked && one.figure.reports < 2; };
  only.addEventListener("change", show);
  show();
  return [h("label", { class: "only-shared" }, only, word("only_shared")),
    h("div", { class: "table-scroll", tabindex: "0", role: "region", "aria-label": word("batch_figures") },
      h("table", { class: "compared" }, h("thead", {}, h("tr", {}, h("th", { scope: "col" }, word("column_name")), reports.map(column))),
        h("tbody", {}, rows.map((one) => one.element))))];
}

function column(report) {
  const name = report.region ?? report.title ?? report.name;
  return h("th", { scope: "col", title: report.title ?? report.name }, h("a", { href: `#/summaries/${report.job}` }, h("bdi", {}, name || word("untitled"))),
    report.year ? h("span", { class: "under" }, report.year) : null);
}

function row(figure, reports) {
  const of = grouped(figure.cells);
  return h("tr", {}, h("th", { scope: "row" }, figure.name, h("span", { class: "under" }, figure.unit)),
    reports.map((report) => h("td", {}, (of.get(report.job) ?? []).map((cell) => h("a", {
      href: `#/${query(`summaries/${cell.report}`, { item: cell.item })}`, title: change(cell) || null,
    }, quantity(cell))))));
}

function grouped(cells) {
  const found = new Map();
  for (const cell of cells) found.set(cell.report, [...(found.get(cell.report) ?? []), cell]);
  return found;
}
