// All batches, the newest first.

import { get, query } from "./api.js";
import { button, fill, h } from "./dom.js";
import { number, time, word } from "./words.js";

export async function batches(stage) {
  const rows = h("ul", { class: "batches" });
  const more = h("div", { class: "row" });
  const load = async (cursor) => {
    const page = await get(query("v1/batches", { limit: 40, cursor }));
    rows.append(...page.batches.map(row));
    fill(more, page.next && button(word("more"), () => load(page.next)));
  };
  await load(null);
  fill(stage, h("section", { class: "wide-view" }, h("div", { class: "view-head" }, h("h1", {}, word("batches_title"))),
    rows.children.length ? rows : h("p", { class: "none" }, word("batches_empty")), more));
}

function row(one) {
  const done = one.total - one.counts.queued - one.counts.running;
  return h("li", {}, h("a", { href: `#/batches/${one.id}` }, h("bdi", {}, one.name || word("batch_untitled"))),
    h("span", { class: "hint" }, counted(one)), h("progress", { max: one.total, value: done, hidden: one.finished, "aria-label": word("batch_reports") }),
    h("time", { class: "hint digits", datetime: one.created_at }, time(one.created_at)));
}

/** How many of a batch are where. */
export function counted({ total, counts }) {
  return word("batch_counts", { total: number(total), succeeded: number(counts.succeeded), failed: number(counts.failed) });
}
