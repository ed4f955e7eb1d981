// What was made before: a list of reports, and a search of reports, items and figures.

import { download, get, query } from "./api.js";
import { announce, button, choice, field, fill, h } from "./dom.js";
import { change, quantity } from "./figures.js";
import { named } from "./named.js";
import { problemBox } from "./problem.js";
import { time, word, wordOr } from "./words.js";

const LEVELS = ["province", "city", "county", "town", "department"];
const TOPICS = ["leadership", "functions", "rulemaking", "decision", "enforcement", "emergency", "disputes", "oversight", "publicity", "services", "other"];
const KIND_CHOICES = ["achievement", "problem", "plan"];
const IN = {
  summaries: { path: "v1/summaries", words: "text", list: "summaries" },
  items: { path: "v1/search", words: "q", list: "hits" },
  figures: { path: "v1/figures", words: "name", list: "figures" },
};
const PAGE = 40;

export async function history(stage, _, parameters) {
  const view = new History(parameters);
  fill(stage, view.element);
  await view.find();
}

class History {
  constructor(parameters) {
    const given = (name) => parameters.get(name) ?? "";
    this.where = IN[given("in")] ? given("in") : "summaries";
    const any = [["", word("any")]], named = (names, prefix = "") => [...any, ...names.map((name) => [name, word(prefix + name)])];
    this.words = h("input", { type: "search", name: "words", value: given("words"), maxlength: "200", placeholder: word("search_hint"), class: "wide" });
    this.form = h("form", { class: "filters", role: "search", onsubmit: (event) => this.#submit(event) },
      field(word("search_words"), this.words),
      field(word("search_in"), choice("in", Object.keys(IN).map((name) => [name, word(`in_${name}`)]), this.where)),
      field(word("region"), h("input", { name: "region", value: given("region"), size: "8", maxlength: "200" })),
      field(word("year_label"), h("input", { name: "year", value: given("year"), size: "5", inputmode: "numeric", pattern: "[0-9]{1,4}" })),
      field(word("level"), choice("level", named(LEVELS), given("level"))),
      field(word("topic"), choice("topic", named(TOPICS), given("topic"))),
      this.where === "summaries" ? null : field(word("kind"), choice("kind", named(KIND_CHOICES, "kind_"), given("kind"))),
      h("button", { class: "primary" }, word("search")));
    this.found = h("div", { class: "found" });
    this.more = h("div", { class: "row" });
    this.element = h("section", { class: "history wide-view" },
      h("div", { class: "view-head" }, h("h1", {}, word("history_title")), button(word("all_gold"), () => this.#gold(), { class: "quiet" })),
      this.form, this.found, this.more);
  }

  #submit(event) {
    event.preventDefault();
    const asked = Object.fromEntries([...new FormData(this.form)].filter(([, value]) => value.trim() && value !== "summaries"));
    const address = `#/${query("summaries", asked)}`;
    if (address === location.hash) this.find();
    else location.hash = address;
  }

  #asked() {
    const { words, in: _, ...filters } = Object.fromEntries(new FormData(this.form));
    return { ...filters, [IN[this.where].words]: words.trim(), limit: PAGE };
  }

  async find(cursor = null) {
    const { path, list } = IN[this.where];
    if (this.where === "figures" && !this.words.value.trim()) return void fill(this.found, h("p", { class: "none" }, word("figure_needs_name")));
    try {
      const page = await get(query(path, { ...this.#asked(), cursor }));
      if (!cursor) this.table = this.#begin();
      this.table.append(...page[list].map((one) => ROWS[this.where](one)));
      const empty = !this.table.children.length && !page.next;
      if (empty) fill(this.found, h("p", { class: "none" }, this.#isPlain() ? word("history_empty") : word("nothing")));
      if (empty) announce(word("nothing"));
      fill(this.more, page.next && button(word("more"), () => this.find(page.next)));
    } catch (error) {
      fill(this.found, problemBox(error, () => this.find()));
    }
  }

  #isPlain() {
    const { limit: _, ...asked } = this.#asked();
    return this.where === "summaries" && Object.values(asked).every((value) => !value);
  }

  #begin() {
    const body = h("tbody");
    fill(this.found, h("div", { class: "table-scroll", tabindex: "0", role: "region", "aria-label": word("history_title") },
      h("table", { class: `listing of-${this.where}` }, h("thead", {}, h("tr", {}, HEADS[this.where].map((name) => h("th", { scope: "col" }, word(name))))), body)));
    return body;
  }

  async #gold() {
    try {
      await download("v1/gold?format=zip", "gold.zip");
    } catch (error) {
      fill(this.more, problemBox(error));
    }
  }
}

const HEADS = {
  summaries: ["column_report", "column_region", "column_year", "column_level", "created"],
  items: ["column_text", "column_kind", "column_topic", "column_report"],
  figures: ["column_name", "column_value", "column_change", "column_region", "column_year", "column_report"],
};

function link(summary, item = null) {
  return h("a", { href: `#/${query(`summaries/${summary.id}`, { item })}` }, h("bdi", {}, summary.title || summary.name || word("untitled")));
}

/** What is corrected is told so beside its title. */
function reported(one) {
  const [title, beneath] = named(one, `#/summaries/${one.id}`);
  return [title, one.corrected && h("span", { class: "tag" }, word("version_corrected")), beneath];
}

const level = (name) => (name ? wordOr(name, name) : "");
const ROWS = {
  summaries: (one) => h("tr", {}, h("th", { scope: "row" }, reported(one)),
    h("td", {}, one.region), h("td", { class: "digits" }, one.year), h("td", {}, level(one.level)), h("td", { class: "digits" }, time(one.created_at))),
  items: (one) => h("tr", { class: one.kind }, h("th", { scope: "row" }, h("a", { href: `#/${query(`summaries/${one.summary.id}`, { item: one.item })}` }, one.text)),
    h("td", { class: "kind" }, word(`kind_${one.kind}`)), h("td", { class: "topic" }, word(one.topic)), h("td", { class: "of-report" }, link(one.summary))),
  figures: (one) => h("tr", {}, h("th", { scope: "row" }, one.name), h("td", { class: "digits" }, quantity(one)), h("td", {}, change(one)),
    h("td", {}, one.summary.region), h("td", { class: "digits" }, one.summary.year), h("td", { class: "of-report" }, link(one.summary, one.item))),
};
