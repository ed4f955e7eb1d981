// A report in work: its stages as they happen, to be cancelled; then its summary.

import { ask, get, post } from "./api.js";
import { announce, button, fill, h } from "./dom.js";
import { follow } from "./follow.js";
import { problemBox, remedy } from "./problem.js";
import { seconds, word, wordOr } from "./words.js";

const STAGES = ["queued", "outline", "extract", "merge"];

export async function job(stage, id) {
  const view = new JobView(stage, id, await get(`v1/jobs/${id}`));
  view.begin();
  return { end: () => view.end() };
}

class JobView {
  constructor(stage, id, job) {
    this.stage = stage;
    this.id = id;
    this.job = job;
    this.began = Date.now();
  }

  begin() {
    if (this.job.state === "succeeded") return this.#leave();
    if (this.job.state === "failed" || this.job.state === "cancelled") return void this.#over();
    this.bar = h("progress", { "aria-label": word("progress_title") });
    this.steps = h("ol", { class: "steps" });
    this.clock = h("span", { class: "hint" });
    this.told = h("div");
    this.cancel = button(word("cancel"), () => this.#cancel());
    fill(this.stage, h("section", { class: "narrow job" }, h("h1", {}, word("progress_title")),
      h("p", { class: "lead" }, h("bdi", {}, this.job.name)), this.steps, this.bar, h("p", { class: "job-foot" }, this.clock, this.cancel), this.told));
    this.#step(this.job.state === "running" ? (this.job.progress.stage ?? "outline") : "queued", this.job.progress);
    this.tick = setInterval(() => fill(this.clock, seconds(Math.round((Date.now() - this.began) / 1000))), 1000);
    this.stop = follow(`v1/jobs/${this.id}/events`, (kind, data) => this.#happened(kind, data), () => this.#refresh());
  }

  #happened(kind, data) {
    if (kind === "started") this.#step("outline", { done: 0, of: 0 });
    if (kind === "progress") this.#step(data.stage, data);
    if (kind === "queued" && data.reason) fill(this.told, h("p", { class: "notice" }, word("retrying", { reason: data.reason })));
    if (kind === "succeeded") this.#leave();
    if (kind === "failed" || kind === "cancelled") this.#refresh();
  }

  #step(name, { done, of }) {
    const at = STAGES.indexOf(name);
    fill(this.steps, STAGES.map((one, index) => h("li", { class: index < at ? "past" : index === at ? "now" : "to-come", "aria-current": index === at ? "step" : null },
      one === "extract" && index === at && of ? word("stage_of", { stage: word("stage_extract"), done, of }) : word(`stage_${one}`))));
    if (name === "extract" && of) Object.assign(this.bar, { max: of, value: done });
    else this.bar.removeAttribute("value");
    if (name !== this.named) announce(word(`stage_${name}`));
    this.named = name;
  }

  async #cancel() {
    this.cancel.disabled = true;
    try {
      this.job = await (await ask("DELETE", `v1/jobs/${this.id}`)).json();
      if (this.job.state === "succeeded") this.#leave();
      else this.#over();
    } catch (error) {
      this.cancel.disabled = false;
      fill(this.told, problemBox(error));
    }
  }

  async #refresh() {
    this.end();
    try {
      this.job = await get(`v1/jobs/${this.id}`);
      this.begin();
    } catch (error) {
      fill(this.told, problemBox(error, () => this.#refresh()));
    }
  }

  #leave() {
    this.end();
    announce(word("done"));
    location.replace(`#/summaries/${this.id}`);
  }

  #over() {
    this.end();
    const { state, error } = this.job;
    const todo = error && remedy(error.code, 0);
    const said = state === "cancelled" ? h("p", { role: "status" }, word("cancelled")) :
      h("div", { class: "fault", role: "alert" }, h("strong", {}, word("failed")), h("p", {}, error?.message ?? wordOr(`state_${state}`, state)), todo && h("p", { class: "todo" }, todo));
    fill(this.stage, h("section", { class: "narrow job" }, h("h1", {}, h("bdi", {}, this.job.name || word("untitled"))), said,
      h("p", { class: "row" }, state === "failed" && button(word("retry"), () => this.#retry()), h("a", { class: "button", href: "#/" }, word("go_new")))));
    announce(state === "cancelled" ? word("cancelled") : word("failed"));
  }

  async #retry() {
    try {
      this.job = await post(`v1/jobs/${this.id}/retry`, {});
      this.began = Date.now();
      this.begin();
    } catch (error) {
      fill(this.stage, problemBox(error));
    }
  }

  end() {
    clearInterval(this.tick);
    this.stop?.();
  }
}
