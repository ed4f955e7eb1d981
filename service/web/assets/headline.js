// What stands above the items: who reported on what, the overview, and whatever went less than well.

import { h } from "./dom.js";
import { number, word } from "./words.js";

export function headline({ report, overview }) {
  const who = [report.issuer, !report.issuer?.startsWith(report.region) && report.region, report.level && word(report.level),
    report.year && `${report.year}${word("year")}`, word(report.script), `${number(report.characters)} ${word("characters")}`];
  return h("header", { class: "headline" }, h("h1", {}, h("bdi", {}, report.title ?? word("untitled"))),
    h("ul", { class: "identity" }, who.filter(Boolean).map((one) => h("li", {}, one))),
    overview.text && h("p", { class: "overview" }, overview.text));
}

export function notices({ quality, report }) {
  if (!quality.warnings.length) return null;
  const headings = new Map(report.sections.map((one) => [one.id, one.heading]));
  return h("section", { class: "notices", "aria-label": word("notices") }, h("strong", {}, word("notices")),
    h("ul", {}, quality.warnings.map((one) => h("li", {}, one.message, one.section && headings.get(one.section) ? h("span", { class: "hint" }, ` ${headings.get(one.section)}`) : null))));
}
