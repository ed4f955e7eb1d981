// The honest account: how the summary was made and how much of the report it rests on.

import { button, h } from "./dom.js";
import { number, seconds, share, word } from "./words.js";

/** `onSection(id)` goes to a section in the source. */
export function accountPane({ quality, usage, report }, onSection) {
  const headings = new Map(report.sections.map((one) => [one.id, one.heading]));
  const asked = usage.calls || usage.cached_calls;
  const rows = [
    ["coverage_long", share(quality.coverage)], ["number_support", share(quality.number_support)],
    ["repaired", number(quality.repaired)], ["fell_back", number(quality.fell_back)],
    ["engine", word(`engine_${usage.engine}`, { model: usage.model ?? "" })], ["model", usage.model],
    ["calls", asked ? word("calls_cached", { calls: number(usage.calls), cached: number(usage.cached_calls) }) : null],
    ["tokens", asked ? `${number(usage.prompt_tokens)} / ${number(usage.completion_tokens)}` : null],
    ["cost", usage.cost === null ? null : number(usage.cost)], ["time_spent", seconds(usage.seconds)],
    ["fingerprint", h("code", {}, report.source_sha256)],
  ];
  const uncited = quality.uncited_sections.filter((id) => headings.has(id));
  return h("div", { class: "account" }, h("dl", {}, rows.filter(([, value]) => value).map(([name, value]) => [h("dt", {}, word(name)), h("dd", {}, value)])),
    uncited.length ? [h("h3", {}, word("uncited_sections")), h("ul", { class: "uncited-list" }, uncited.map((id) => h("li", {}, button(headings.get(id), () => onSection(id), { class: "link" }))))] : null);
}
