// The reader's desk: source on the left, summary on the right, and what links them both ways.

import { accountPane } from "./account.js";
import { isTyping } from "./chrome.js";
import { announce, button, fill, h, plain } from "./dom.js";
import { Clauses, itemsOf } from "./evidence.js";
import { exportTools } from "./exports.js";
import { figuresPane } from "./figures.js";
import { ItemList } from "./items.js";
import { headline, notices } from "./headline.js";
import { outlinePane } from "./outline.js";
import { SourcePane } from "./sourcepane.js";
import { language, setting, word } from "./words.js";

const TABS = ["items", "figures", "account"];
const POINTING_MS = 90;

export class Desk {
  unsaved = false;
  selected = null; // an item's id
  passage = 0; // which of its passages

  constructor(given) {
    this.given = given;
    this.version = given.corrected ? "corrected" : "machine";
    this.sourcePane = new SourcePane(given, {
      onClause: (items) => this.list?.rest(items), onPick: (items) => items[0] && this.select(items[0].id, { focus: true, still: true }),
      onBack: () => this.list?.focus(this.selected),
    });
    this.side = h("section", { class: "side", "aria-label": word("summary_pane"), lang: language === "zh" ? setting("hans") : null });
    this.element = h("div", { class: "desk", "data-pane": "side" },
      outlinePane(given.outline, (id) => this.#jump(id)), this.sourcePane.element, this.side, this.#switch());
    this.keys = (event) => this.#key(event);
  }

  get summary() {
    return this.version === "corrected" ? this.given.corrected : this.given.machine;
  }

  begin(item) {
    addEventListener("keydown", this.keys);
    this.show();
    document.title = plain(`${this.summary.report.title ?? word("untitled")} · ${word("product")}`);
    if (item) this.select(item, { focus: true });
  }

  /** Draw the summary of the present version. */
  show() {
    this.items = itemsOf(this.summary, this.given.offsets);
    this.clauses = new Clauses(this.sourcePane.clauses, this.items, this.sourcePane.furniture, this.sourcePane.headings);
    this.sourcePane.use(this.items, this.clauses);
    this.list = new ItemList(this.items, this.summary, {
      onPoint: (id) => this.#point(id), onSelect: (id, focus) => this.select(id, { focus }), onJump: (id, n) => this.jump(id, n),
    });
    this.panes = { items: this.list.element, figures: figuresPane(this.items, (item, place) => this.#place(item, place)), account: accountPane(this.summary, (id) => this.#jump(id)) };
    this.tabs = h("div", { class: "tabs", role: "tablist" }, TABS.map((name) => this.#tab(name)));
    this.body = h("div", { class: "tab-body" });
    fill(this.side, headline(this.summary), notices(this.summary), exportTools(this), this.tabs, this.body);
    this.open(this.opened ?? "items");
  }

  #tab(name) {
    const count = { items: this.items.length, figures: this.items.reduce((sum, one) => sum + one.figures.length, 0) }[name];
    return button([word(`${name}_tab`), count === undefined ? null : h("span", { class: "count" }, count)], () => this.open(name), {
      role: "tab", id: `tab-${name}`, "aria-controls": "tab-body", "data-tab": name,
      onkeydown: (event) => {
        const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
        if (!step) return;
        this.open(TABS[(TABS.indexOf(name) + step + TABS.length) % TABS.length]);
        document.getElementById(`tab-${this.opened}`).focus();
      },
    });
  }

  open(name) {
    this.opened = name;
    for (const tab of this.tabs.children) {
      tab.setAttribute("aria-selected", tab.dataset.tab === name);
      tab.tabIndex = tab.dataset.tab === name ? 0 : -1;
    }
    this.body.id = "tab-body";
    this.body.setAttribute("role", "tabpanel");
    this.body.setAttribute("aria-labelledby", `tab-${name}`);
    fill(this.body, this.panes[name]);
  }

  /** Which of the two panes a narrow window shows. */
  #switch() {
    const shown = (name) => () => this.face(name);
    return h("div", { class: "switch", role: "group" },
      button(word("summary_pane"), shown("side"), { "data-face": "side", "aria-pressed": "true" }), button(word("source_pane"), shown("source"), { "data-face": "source", "aria-pressed": "false" }));
  }

  face(name) {
    this.element.dataset.pane = name;
    for (const one of this.element.querySelectorAll(".switch button")) one.setAttribute("aria-pressed", one.dataset.face === name);
  }

  /** Light up an item and its evidence, and bring both into view; `still` leaves the source where it is. */
  select(id, { focus = false, still = false } = {}) {
    const item = this.items.find((one) => one.id === id);
    if (!item) return;
    this.selected = id;
    this.passage = 0;
    if (this.opened !== "items") this.open("items");
    this.list.select(id, focus);
    this.sourcePane.light(item, still ? null : 0);
  }

  #point(id) {
    clearTimeout(this.pointing);
    this.pointing = setTimeout(() => {
      const item = this.items.find((one) => one.id === (id ?? this.selected));
      this.sourcePane.light(item ?? null, item && id ? 0 : null);
    }, POINTING_MS);
  }

  /** Go to the n-th passage of an item in the source. */
  jump(id, n = 0) {
    this.select(id, { still: true });
    const item = this.items.find((one) => one.id === id);
    this.passage = (n + item.spans.length) % item.spans.length;
    this.face("source");
    this.sourcePane.light(item, this.passage);
    this.sourcePane.enter(item.spans[this.passage].start);
    announce(item.evidence[this.passage].text);
  }

  #place(item, place) {
    this.selected = item.id;
    this.face("source");
    this.sourcePane.light(item, null);
    this.sourcePane.find(place);
  }

  #jump(section) {
    this.face("source");
    this.sourcePane.toHeading(section);
  }

  #key(event) {
    if (isTyping(event) || event.altKey || this.editing) return;
    const acts = {
      j: () => this.#step(1), ArrowDown: () => this.#step(1), k: () => this.#step(-1), ArrowUp: () => this.#step(-1),
      Enter: () => this.#enter(event), "]": () => this.#passage(1), "[": () => this.#passage(-1),
      n: () => this.sourcePane.step(1), p: () => this.sourcePane.step(-1), Escape: () => this.#back(),
      1: () => this.open("items"), 2: () => this.open("figures"), 3: () => this.open("account"),
      u: () => this.sourcePane.toggleUncited(), e: () => this.onEdit?.(),
    };
    const act = acts[event.key];
    if (!act || (event.key.startsWith("Arrow") && !this.#inList(event)) || act() === false) return;
    event.preventDefault();
  }

  #inList(event) {
    return this.list.element.contains(event.target) || event.target === document.body || event.target.id === "main";
  }

  /** Enter on a link or a button is that link's or button's. */
  #enter(event) {
    if (!this.selected || !this.#inList(event) || event.target.closest("button, a, summary")) return false;
    this.jump(this.selected);
    return true;
  }

  #step(by) {
    if (this.opened !== "items") this.open("items");
    const at = this.items.findIndex((one) => one.id === this.selected);
    const next = at < 0 ? (by > 0 ? 0 : this.items.length - 1) : Math.min(this.items.length - 1, Math.max(0, at + by));
    if (this.items[next]) this.select(this.items[next].id, { focus: true });
  }

  #passage(by) {
    if (!this.selected) return false;
    this.jump(this.selected, this.passage + by);
    return true;
  }

  #back() {
    if (!this.selected) return false;
    this.face("side");
    this.list.focus(this.selected);
    return true;
  }

  end() {
    clearTimeout(this.pointing);
    removeEventListener("keydown", this.keys);
    this.sourcePane.end();
  }
}
