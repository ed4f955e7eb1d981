// Which items rest on which clauses of the source.

import { lastAt } from "./offsets.js";

export const KINDS = ["achievement", "problem", "plan"];
export const LISTS = { achievement: "achievements", problem: "problems", plan: "plans" };

/** All items of a summary, each with its kind, and its evidence and figures in UTF-16 units too. */
export function itemsOf(summary, offsets) {
  const inUnits = (span) => ({ ...span, start: offsets.units(span.start), end: offsets.units(span.end) });
  return KINDS.flatMap((kind) => summary[LISTS[kind]].map((item) => ({
    ...item, kind, spans: item.evidence.map(inUnits), places: item.figures.map(inUnits),
  })));
}

/** The clauses in UTF-16 units, each with the ids of the items that rest on it. */
export class Clauses {
  constructor(clauses, items, furniture, headings) {
    this.all = clauses.map((one) => ({ ...one, items: [] }));
    for (const item of items) for (const span of item.spans) for (const clause of this.within(span)) clause.items.push(item);
    const off = [...furniture, ...headings];
    this.body = this.all.filter((one) => !off.some((span) => span.start <= one.start && one.end <= span.end));
  }

  /** The index of the clause at an offset, -1 where there is none. */
  index(offset) {
    const at = lastAt(this.all, offset);
    return at >= 0 && offset < this.all[at].end ? at : -1;
  }

  *within(span) {
    for (let n = Math.max(0, lastAt(this.all, span.start)); n < this.all.length && this.all[n].start < span.end; n += 1) {
      if (this.all[n].end > span.start) yield this.all[n];
    }
  }

  get uncited() {
    return this.body.filter((one) => !one.items.length);
  }
}
