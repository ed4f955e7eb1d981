// Correct a summary: text, kind, topic, evidence and order of its items, new ones, and those that go.

import { ask, findTagged, put } from "./api.js";
import { announce, button, choice, field, fill, h } from "./dom.js";
import { KINDS, LISTS } from "./evidence.js";
import { Draft, MAX_TEXT, characters } from "./draft.js";
import { problemBox } from "./problem.js";
import { word } from "./words.js";

const TOPICS = ["leadership", "functions", "rulemaking", "decision", "enforcement", "emergency", "disputes", "oversight", "publicity", "services", "other"];

export function openEditor(desk) {
  if (!desk.editing) new Editor(desk).open();
}

export async function removeCorrection(desk) {
  if (!confirm(word("remove_correction_sure"))) return;
  await ask("DELETE", `v1/summaries/${desk.given.id}/correction`);
  Object.assign(desk.given, { corrected: null, tag: null });
  desk.version = "machine";
  desk.show();
}

class Editor {
  active = null; // the item that evidence is added to
  picked = null; // the span selected in the source

  constructor(desk) {
    this.desk = desk;
    this.draft = new Draft(desk.items);
    this.selecting = () => this.#picked();
    this.keys = (event) => this.#key(event);
  }

  open() {
    this.desk.editing = true;
    this.desk.element.classList.add("editing");
    this.told = h("div");
    this.lists = h("div", { class: "edit-lists" });
    this.save = button(word("save"), () => this.#save(), { class: "primary", "data-tool": "save" });
    this.state = h("span", { class: "hint", role: "status" });
    fill(this.desk.side, h("div", { class: "edit-bar" }, h("strong", {}, word("correct")), this.state, this.save, button(word("discard"), () => this.#discard(), { "data-tool": "discard" })),
      h("p", { class: "hint edit-hint" }, word("correct_hint")), this.told, this.lists);
    document.addEventListener("selectionchange", this.selecting);
    addEventListener("keydown", this.keys);
    this.#draw(this.desk.selected);
  }

  #draw(focus = null) {
    this.cards = new Map();
    fill(this.lists, KINDS.map((kind) => h("section", { class: `list ${kind}` }, h("h3", {}, word(LISTS[kind]), h("span", { class: "count" }, this.draft.lists[kind].length)),
      h("ol", {}, this.draft.lists[kind].map((item) => this.#card(kind, item))),
      button(`+ ${word("add_item")}`, () => this.#changed(this.draft.add(kind)), { class: "quiet add", "data-add": kind }))));
    if (focus) this.cards.get(focus)?.querySelector("textarea").focus();
  }

  #card(kind, item) {
    const count = h("span", { class: "hint" });
    const counting = () => { fill(count, word("text_left", { count: characters(item.text) })); count.classList.toggle("over", characters(item.text) > MAX_TEXT); };
    const text = h("textarea", {
      rows: "2", "aria-label": word("item_text"), value: item.text,
      oninput: () => { item.text = text.value; counting(); this.#touched(); },
    });
    counting();
    const act = (label, sign, does, properties = {}) => button(sign, does, { class: "quiet", "aria-label": word(label), title: word(label), ...properties });
    const card = h("li", { class: `card ${kind}`, "data-key": item.key, onfocusin: () => this.#activate(kind, item) },
      text, h("div", { class: "card-row" },
        choice("kind", KINDS.map((one) => [one, word(`kind_${one}`)]), kind, { "aria-label": word("item_kind"), onchange: (event) => this.#changed(this.draft.turn(item, event.target.value)) }),
        choice("topic", TOPICS.map((one) => [one, word(one)]), item.topic, { "aria-label": word("item_topic"), onchange: (event) => { item.topic = event.target.value; this.#touched(); } }),
        count, h("span", { class: "acts" }, act("move_up", "↑", () => this.#changed(this.draft.move(item, -1))), act("move_down", "↓", () => this.#changed(this.draft.move(item, 1))),
          act("remove_item", "×", () => this.#remove(item), { "data-act": "remove" }))),
      this.#evidence(item));
    this.cards.set(item.key, card);
    return card;
  }

  #evidence(item) {
    const source = this.desk.given.source;
    const rows = item.spans.map((span, index) => h("li", {}, h("q", {}, source.slice(span.start, span.end)),
      button("×", () => { item.spans.splice(index, 1); this.#changed(item); }, { class: "quiet", "aria-label": word("remove_evidence"), title: word("remove_evidence") })));
    const adding = button(`+ ${word("add_evidence")}`, () => this.#addEvidence(item), { class: "quiet add-evidence", disabled: !this.picked });
    return h("div", { class: "card-evidence" }, rows.length ? h("ul", { "aria-label": word("item_evidence") }, rows) : h("p", { class: "hint" }, word("no_evidence")), adding);
  }

  #activate(kind, item) {
    if (this.active === item) return;
    this.active = item;
    for (const [key, card] of this.cards) card.classList.toggle("active", key === item.key);
    this.desk.sourcePane.light({ kind, spans: item.spans }, item.spans.length ? 0 : null);
  }

  #picked() {
    const found = this.desk.sourcePane.selected();
    if (!found && !getSelection().isCollapsed) return;
    if (!found && document.activeElement?.closest(".side")) return; // the selection went with the focus; what was chosen stays
    this.picked = found;
    for (const one of this.lists.querySelectorAll(".add-evidence")) one.disabled = !found;
  }

  #addEvidence(item) {
    if (!item || !this.picked) return;
    this.draft.cite(item, this.picked);
    getSelection().removeAllRanges();
    this.picked = null;
    this.#changed(item);
  }

  /** Something other than a text: drawn anew, the keyboard left with the item. */
  #changed(item) {
    this.#touched();
    this.active = null;
    this.#draw(item?.key);
  }

  #remove(item) {
    this.#changed(this.draft.remove(item));
    this.#tellRemoved();
  }

  #tellRemoved() {
    const undo = button(word("undo"), () => { this.#changed(this.draft.restore()); this.#tellRemoved(); }, { "data-tool": "undo" });
    fill(this.told, this.draft.restorable ? h("p", { class: "removed", role: "status" }, word("item_removed"), undo) : null);
  }

  #touched() {
    this.desk.unsaved = true;
    fill(this.state, word("unsaved"));
  }

  #key(event) {
    if (document.querySelector("dialog[open]")) return;
    const inSource = event.target.closest?.(".source-scroll");
    if (inSource && (event.key === "n" || event.key === "p")) this.desk.sourcePane.step(event.key === "n" ? 1 : -1);
    else if (inSource && event.key === "a" && this.active) this.#cite();
    else if (event.altKey && (event.key === "ArrowUp" || event.key === "ArrowDown") && this.active) this.#changed(this.draft.move(this.active, event.key === "ArrowUp" ? -1 : 1));
    else if ((event.ctrlKey || event.metaKey) && event.key === "Enter") this.#save();
    else return;
    event.preventDefault();
  }

  #cite() {
    this.picked ??= this.desk.sourcePane.clause;
    this.#addEvidence(this.active);
  }

  async #save() {
    if (!this.draft.whole) return void fill(this.told, h("p", { class: "fault", role: "alert" }, word("item_missing")));
    this.save.disabled = true;
    const { given } = this.desk;
    try {
      const { value, tag } = await put(`v1/summaries/${given.id}/correction`, this.draft.body(given.offsets), given.tag);
      Object.assign(given, { corrected: value, tag });
      this.desk.version = "corrected";
      this.#close();
      announce(value.quality.warnings.length ? word("saved_findings", { count: value.quality.warnings.length }) : word("saved"));
    } catch (error) {
      this.save.disabled = false;
      fill(this.told, problemBox(error), error.status === 412 ? this.#overTheirs() : null);
    }
  }

  /** Somebody else saved first: their correction to look at, and this one to be saved in its place. */
  #overTheirs() {
    const { given } = this.desk;
    const over = async () => {
      try {
        given.tag = (await findTagged(`v1/summaries/${given.id}/correction`))?.tag ?? null;
        await this.#save();
      } catch (error) {
        fill(this.told, problemBox(error));
      }
    };
    return h("p", { class: "removed" }, h("a", { href: `#/summaries/${given.id}`, target: "_blank", rel: "noopener" }, word("see_theirs")), button(word("save_over"), over, { "data-tool": "over" }));
  }

  #discard() {
    if (this.desk.unsaved && !confirm(word("discard_sure"))) return;
    this.#close();
  }

  #close() {
    document.removeEventListener("selectionchange", this.selecting);
    removeEventListener("keydown", this.keys);
    Object.assign(this.desk, { editing: false, unsaved: false, selected: null });
    this.desk.element.classList.remove("editing");
    this.desk.show();
  }
}
