// The items of a summary, in three lists.

import { add, h } from "./dom.js";
import { KINDS, LISTS } from "./evidence.js";
import { word } from "./words.js";

/** The lists. `onPoint(id)`, `onSelect(id, focus)`, `onJump(id, n)` tell what their reader does. */
export class ItemList {
  constructor(items, summary, on) {
    this.rows = new Map();
    this.on = on;
    const headings = new Map(summary.report.sections.map((one) => [one.id, one.heading]));
    this.element = h("div", { class: "lists" }, KINDS.map((kind) => this.#list(kind, items.filter((one) => one.kind === kind), headings)));
  }

  #list(kind, items, headings) {
    const id = `list-${kind}`;
    return h("section", { class: `list ${kind}`, "aria-labelledby": id },
      h("h3", { id }, word(LISTS[kind]), h("span", { class: "count" }, items.length)),
      items.length ? h("ol", {}, items.map((item) => this.#row(item, headings))) : h("p", { class: "none" }, word("none")));
  }

  #row(item, headings) {
    const row = h("li", {
      class: `item ${item.kind}`, tabindex: "0", "data-id": item.id, "aria-current": null,
      onpointerenter: (event) => event.pointerType !== "touch" && this.on.onPoint(item.id), onpointerleave: () => this.on.onPoint(null),
      onclick: (event) => !event.target.closest("button") && getSelection().isCollapsed && this.on.onSelect(item.id, false),
      onfocus: () => this.current !== item.id && this.on.onSelect(item.id, false),
    }, h("span", { class: "id", "aria-hidden": "true" }, item.id), h("div", { class: "item-body" }, figured(item), this.#meta(item, headings)));
    this.rows.set(item.id, row);
    return row;
  }

  #meta(item, headings) {
    const page = item.evidence[0]?.page;
    const heading = headings.get(item.section);
    const passages = item.evidence.length > 1 ? word("cited", { count: item.evidence.length }) : word("to_source");
    return h("p", { class: "meta" }, h("span", { class: "topic" }, word(item.topic)), heading && h("span", { class: "where" }, heading),
      page && h("span", {}, word("page_of", { page })),
      h("button", { type: "button", class: "jump", "aria-label": `${passages} ${item.id}`, onclick: () => this.on.onJump(item.id, 0) }, passages));
  }

  select(id, focus) {
    this.rows.get(this.current)?.removeAttribute("aria-current");
    const row = this.rows.get(id);
    this.current = id;
    row.setAttribute("aria-current", "true");
    if (focus) row.focus({ preventScroll: true });
    row.scrollIntoView({ block: "nearest" });
  }

  focus(id) {
    this.rows.get(id)?.focus();
  }

  /** Show which items rest on a clause. */
  rest(items) {
    const ids = new Set(items.map((one) => one.id));
    for (const [id, row] of this.rows) row.classList.toggle("rests", ids.has(id));
    const first = items[0] && this.rows.get(items[0].id);
    if (first) first.scrollIntoView({ block: "nearest" });
  }
}

/** An item's text with its figures set off, each where it stands. */
function figured(item) {
  const text = h("p", { class: "text" });
  let at = 0;
  for (const { value, direction } of item.figures) {
    const found = item.text.indexOf(value, at);
    if (found < 0) continue;
    add(text, item.text.slice(at, found), h("span", { class: `figure ${direction ?? ""}` }, value));
    at = found + value.length;
  }
  return add(text, item.text.slice(at));
}
