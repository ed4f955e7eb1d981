// The items of a summary while they are corrected. Spans are UTF-16 units until they are sent.

import { KINDS, LISTS } from "./evidence.js";

export const MAX_TEXT = 60;

/** How many code points a text has. */
export const characters = (text) => Array.from(text).length;

export class Draft {
  #made = 0;
  #removed = []; // the last one last: {item, kind, at}

  constructor(items) {
    this.lists = Object.fromEntries(KINDS.map((kind) => [kind, items.filter((one) => one.kind === kind).map((one) => ({
      key: one.id, id: one.id, text: one.text, topic: one.topic, spans: one.spans.map(({ start, end }) => ({ start, end })),
    }))]));
  }

  /** Whether every item has text, not too long, and evidence. */
  get whole() {
    return KINDS.flatMap((kind) => this.lists[kind]).every((one) => one.text.trim() && characters(one.text.trim()) <= MAX_TEXT && one.spans.length);
  }

  add(kind) {
    this.#made += 1;
    const item = { key: `new-${this.#made}`, id: null, text: "", topic: "other", spans: [] };
    this.lists[kind].push(item);
    return item;
  }

  remove(item) {
    const kind = KINDS.find((one) => this.lists[one].includes(item)), list = this.lists[kind], at = list.indexOf(item);
    list.splice(at, 1);
    this.#removed.push({ item, kind, at });
    return list[Math.min(at, list.length - 1)];
  }

  /** Put back what was removed last. */
  restore() {
    const { item, kind, at } = this.#removed.pop();
    this.lists[kind].splice(at, 0, item);
    return item;
  }

  /** Whether there is anything to put back. */
  get restorable() {
    return this.#removed.length > 0;
  }

  move(item, by) {
    const list = this.#listOf(item), at = list.indexOf(item), to = at + by;
    if (to < 0 || to >= list.length) return item;
    list.splice(at, 1);
    list.splice(to, 0, item);
    return item;
  }

  /** Make it of another kind, at the end of that list. */
  turn(item, kind) {
    const list = this.#listOf(item);
    list.splice(list.indexOf(item), 1);
    this.lists[kind].push(item);
    return item;
  }

  /** Add a passage; those that touch it become one with it. */
  cite(item, { start, end }) {
    const apart = item.spans.filter((one) => one.end < start || one.start > end);
    const touching = item.spans.filter((one) => !apart.includes(one));
    apart.push({ start: Math.min(start, ...touching.map((one) => one.start)), end: Math.max(end, ...touching.map((one) => one.end)) });
    item.spans = apart.sort((a, b) => a.start - b.start);
  }

  /** As the service takes it, in code points. */
  body(offsets) {
    const wire = ({ id, text, topic, spans }) => ({
      id, text: text.trim(), topic, evidence: spans.map(({ start, end }) => ({ start: offsets.points(start), end: offsets.points(end) })),
    });
    return Object.fromEntries(KINDS.map((kind) => [LISTS[kind], this.lists[kind].map(wire)]));
  }

  #listOf(item) {
    return KINDS.map((kind) => this.lists[kind]).find((list) => list.includes(item));
  }
}
