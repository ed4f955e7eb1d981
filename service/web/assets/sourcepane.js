// The source pane: the text, what is lit in it, and the clause that is pointed at.

import { announce, button, fill, h } from "./dom.js";
import { KINDS } from "./evidence.js";
import { marks } from "./marks.js";
import { SourceView } from "./source.js";
import { number, setting, share, word } from "./words.js";

const NAMES = [...KINDS, "uncited", ...KINDS.map((kind) => `lit-${kind}`), "clause", "figure"];
const POINTER_MS = 40;

export class SourcePane {
  at = -1; // the clause that is pointed at
  uncited = false;

  constructor({ source, outline, offsets, machine }, { onClause, onPick, onBack }) {
    const inUnits = (one) => ({ ...one, start: offsets.units(one.start), end: offsets.units(one.end) });
    this.headings = (outline?.headings ?? []).map((one) => ({ ...inUnits(one), depth: one.level }));
    this.furniture = (outline?.furniture ?? []).map(inUnits);
    this.clauses = (outline?.clauses ?? []).map(inUnits);
    this.view = new SourceView(source, this.headings, this.furniture, machine.report.title);
    this.on = { clause: onClause, pick: onPick, back: onBack };
    this.toggle = button(word("show_uncited"), () => this.toggleUncited(), { class: "quiet", "aria-pressed": "false" });
    this.told = h("span", { class: "hint" });
    this.scroller = h("div", {
      class: "source-scroll", tabindex: "0", role: "region", "aria-label": word("source_pane"), lang: setting(machine.report.script),
      onpointermove: (event) => this.#hover(event), onpointerleave: () => this.#leave(), onclick: (event) => this.#click(event),
      onkeydown: (event) => this.#key(event),
    }, source ? this.view.element : h("p", { class: "empty" }, word("source_long")));
    this.element = h("section", { class: "source-pane" },
      h("div", { class: "pane-head" }, h("h2", {}, word("source_pane")), this.told, this.toggle), this.scroller);
    this.marks = marks(this.view.element, NAMES);
  }

  /** Take the items of a version: what they rest on is faintly marked. */
  use(items, clauses) {
    this.items = items;
    this.linked = clauses;
    for (const kind of KINDS) this.#mark(kind, items.filter((one) => one.kind === kind).flatMap((one) => one.spans));
    this.light(null, null);
    this.#showUncited();
  }

  /** Light an item's evidence, and bring its n-th passage into view; null lights none, or stays. */
  light(item, n) {
    for (const kind of KINDS) this.#mark(`lit-${kind}`, item?.kind === kind ? item.spans : []);
    if (item?.id !== this.lit) this.#mark("figure", []); // what is lit again, when a pointer leaves, keeps its figure
    this.lit = item?.id;
    if (item && n !== null && item.spans[n]) this.#show(item.spans[n]);
  }

  /** Bring a place into view and mark it. */
  find(place) {
    this.#mark("figure", [place]);
    this.#show(place);
  }

  toHeading(id) {
    const anchor = this.view.anchors.get(id);
    anchor?.scrollIntoView({ block: "start", behavior: "auto" });
    this.scroller.focus({ preventScroll: true });
  }

  /** Put the keyboard into the source, at an offset. */
  enter(offset) {
    this.scroller.focus({ preventScroll: true });
    this.#point(this.linked.index(offset));
  }

  /** To the next clause, or the one before; its items are told. */
  step(by) {
    const next = Math.min(this.clauses.length - 1, Math.max(0, this.at + by));
    if (!this.clauses.length) return;
    this.#point(next);
    this.#show(this.clauses[next]);
    const items = this.linked.all[next].items.map((one) => one.id).join(" ");
    announce(`${this.view.text.slice(this.clauses[next].start, this.clauses[next].end)} ${items ? word("rests_here", { items }) : word("rests_nothing")}`);
  }

  toggleUncited() {
    this.uncited = !this.uncited;
    this.toggle.setAttribute("aria-pressed", this.uncited);
    this.#showUncited();
  }

  selected() {
    return this.view.selected();
  }

  /** The span of the clause that is pointed at, or null. */
  get clause() {
    return this.clauses[this.at] ?? null;
  }

  #showUncited() {
    const found = this.uncited ? this.linked.uncited : [];
    this.#mark("uncited", found);
    const length = (list) => list.reduce((sum, one) => sum + one.end - one.start, 0);
    fill(this.told, this.uncited ? word("uncited_share", { count: number(found.length), share: share(length(found) / Math.max(1, length(this.linked.body))) }) : null);
  }

  #mark(name, spans) {
    this.marks.set(name, spans.flatMap((one) => this.view.ranges(one.start, one.end)));
  }

  /** Scroll so that a span stands in the upper third, unless it is in view. */
  #show(span) {
    const range = this.view.ranges(span.start, span.end)[0];
    if (!range) return;
    const place = range.getBoundingClientRect(), pane = this.scroller.getBoundingClientRect();
    const margin = Math.min(80, pane.height / 6);
    if (place.top >= pane.top + margin && place.bottom <= pane.bottom - margin) return;
    this.scroller.scrollTo({ top: this.scroller.scrollTop + place.top - pane.top - pane.height / 3, behavior: "auto" });
  }

  #hover(event) {
    if (event.pointerType === "touch") return;
    this.latest = event;
    this.waiting ??= setTimeout(() => {
      this.waiting = null;
      this.#point(this.#clauseAt(this.latest));
    }, POINTER_MS);
  }

  #leave() {
    clearTimeout(this.waiting);
    this.waiting = null;
    this.#point(-1);
  }

  #clauseAt(event) {
    const offset = this.view.offsetAt(event.clientX, event.clientY);
    return offset === null ? -1 : this.linked.index(offset);
  }

  #point(at) {
    if (at === this.at) return;
    this.at = at;
    this.#mark("clause", at < 0 ? [] : [this.clauses[at]]);
    this.on.clause(at < 0 ? [] : this.linked.all[at].items);
  }

  #click(event) {
    if (!getSelection().isCollapsed) return;
    const at = this.#clauseAt(event);
    this.#point(at);
    if (at >= 0) this.on.pick(this.linked.all[at].items);
  }

  #key(event) {
    if (event.key === "Enter" && this.at >= 0) {
      this.on.pick(this.linked.all[this.at].items);
      event.preventDefault();
      event.stopPropagation();
    }
  }

  end() {
    clearTimeout(this.waiting);
    this.marks.end(NAMES);
  }
}
