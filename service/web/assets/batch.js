// A batch: its progress, its reports, their figures side by side.

import { ask, download, get, post, query } from "./api.js";
import { announce, button, fill, h } from "./dom.js";
import { counted } from "./batches.js";
import { comparison } from "./comparison.js";
import { follow } from "./follow.js";
import { named } from "./named.js";
import { problemBox } from "./problem.js";
import { seconds, word } from "./words.js";

const REFRESH_MS = 700;
const PAGE = 100;
const FORMATS = ["xlsx", "csv", "jsonl"];

export async function batch(stage, id) {
  const view = new BatchView(id, await get(`v1/batches/${id}`));
  fill(stage, view.element);
  await view.begin();
  return { end: () => view.end() };
}

class BatchView {
  pages = 1;
  tab = "reports";

  constructor(id, batch) {
    this.id = id;
    this.batch = batch;
    this.bar = h("progress", { "aria-label": word("progress_title") });
    this.counts = h("p", { class: "lead", role: "status" });
    this.tools = h("div", { class: "tools" });
    this.told = h("div");
    this.tabs = h("div", { class: "tabs", role: "tablist" }, ["reports", "figures"].map((name) => button(word(`batch_${name}`), () => this.open(name), { role: "tab", id: `tab-${name}`, "aria-controls": "tab-body", "data-tab": name })));
    this.body = h("div", { class: "tab-body", id: "tab-body", role: "tabpanel" });
    this.element = h("section", { class: "wide-view batch" }, h("h1", {}, h("bdi", {}, batch.name || word("batch_untitled"))), this.counts, this.bar, this.tools, this.told, this.tabs, this.body);
  }

  async begin() {
    await this.refresh();
    if (!this.batch.finished) this.stop = follow(`v1/batches/${this.id}/events`, () => this.#soon(), () => this.#again());
  }

  async open(name) {
    this.tab = name;
    await this.refresh();
  }

  async refresh() {
    try {
      this.batch = await get(`v1/batches/${this.id}`);
      this.#head();
      for (const tab of this.tabs.children) tab.setAttribute("aria-selected", tab.dataset.tab === this.tab);
      this.body.setAttribute("aria-labelledby", `tab-${this.tab}`);
      fill(this.body, this.tab === "reports" ? await this.#reports() : await comparison(this.id));
      if (this.batch.finished && this.stop) {
        this.end();
        announce(word("done"));
      }
    } catch (error) {
      fill(this.told, problemBox(error, () => this.refresh()));
    }
  }

  async #again() {
    this.end();
    await this.begin();
  }

  /** Many events make one look. */
  #soon() {
    this.waiting ??= setTimeout(async () => {
      this.waiting = null;
      if (this.tab === "reports" || this.batch.finished) await this.refresh();
    }, REFRESH_MS);
  }

  #head() {
    const { total, counts, finished, seconds_left: left } = this.batch;
    Object.assign(this.bar, { max: total, value: total - counts.queued - counts.running, hidden: finished });
    fill(this.counts, counted(this.batch), !finished && left !== null ? ` · ${word("batch_left", { left: seconds(left) })}` : null);
    const act = (name, method, path, properties = {}) => button(word(name), () => this.#act(name, method, path), properties);
    fill(this.tools, FORMATS.map((format) => button(word(`format_${format}`), () => this.#download(format), { "data-format": format })), h("span", { class: "grow" }),
      !finished && act("batch_cancel", "DELETE", `v1/batches/${this.id}`), counts.failed > 0 && act("batch_retry", "POST", `v1/batches/${this.id}/retry`),
      act("batch_delete", "DELETE", `v1/batches/${this.id}?purge=true`, { class: "danger" }));
  }

  async #act(name, method, path) {
    const purge = name === "batch_delete";
    if (purge && !confirm(word("batch_delete_sure"))) return;
    try {
      if (method === "POST") await post(path, {});
      else await ask(method, path);
      if (purge) location.hash = "#/batches";
      else await this.#again();
    } catch (error) {
      fill(this.told, problemBox(error));
    }
  }

  async #download(format) {
    try {
      await download(query(`v1/batches/${this.id}/results`, { format, version: "corrected" }), `${this.batch.name || "results"}.${format}`);
    } catch (error) {
      fill(this.told, problemBox(error));
    }
  }

  async #reports() {
    let jobs = [], next = null;
    for (let page = 0; page < this.pages; page += 1) {
      const found = await get(query("v1/jobs", { batch: this.id, limit: PAGE, cursor: next }));
      jobs = jobs.concat(found.jobs);
      next = found.next;
      if (!next) break;
    }
    const head = ["column_report", "column_region", "column_year", "column_state"].map((name) => h("th", { scope: "col" }, word(name)));
    return [h("div", { class: "table-scroll", tabindex: "0", role: "region", "aria-label": word("batch_reports") },
      h("table", { class: "listing of-jobs" }, h("thead", {}, h("tr", {}, head)), h("tbody", {}, jobs.map(row)))),
      next && button(word("more"), () => { this.pages += 1; this.refresh(); })];
  }

  end() {
    clearTimeout(this.waiting);
    this.waiting = null;
    this.stop?.();
    this.stop = null;
  }
}

function row(job) {
  const { region = null, year = null } = job.report ?? {};
  const of = job.state === "running" && job.progress.of ? ` ${job.progress.done}/${job.progress.of}` : "";
  return h("tr", { "data-state": job.state },
    h("th", { scope: "row" }, named({ ...job.report, name: job.name }, job.state === "succeeded" ? `#/summaries/${job.id}` : `#/jobs/${job.id}`)),
    h("td", {}, region), h("td", { class: "digits" }, year),
    h("td", { class: "state" }, `${word(`state_${job.state}`)}${of}`, job.error && h("span", { class: "under" }, job.error.message)));
}
