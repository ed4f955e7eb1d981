// A new summary: text to paste, files to drop or choose, engine and script.

import { get, post } from "./api.js";
import { announce, button, choice, field, fill, h, plain } from "./dom.js";
import { problemBox } from "./problem.js";
import { number, word } from "./words.js";

const ACCEPTED = ".txt,.md,.html,.htm,.pdf,.docx,text/plain,text/html,application/pdf";
const NAME_CHARACTERS = 60;
const COUNT_AFTER_MS = 150;

// What was pasted and chosen and not sent yet: it is there again when a reader comes back, or has logged in anew.
let unsent = { text: "", files: [] };

export async function compose(stage) {
  const ready = await get("readyz").catch(() => null);
  const form = new Compose(ready);
  fill(stage, form.element);
  form.text.focus();
  return { end: () => form.end() };
}

class Compose {
  files = unsent.files;

  constructor(ready) {
    this.text = h("textarea", {
      name: "text", value: unsent.text, placeholder: word("paste_here"), lang: "zh-Hans", spellcheck: "false", "aria-label": word("report_text"),
      oninput: () => this.count(), onkeydown: (event) => { if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) this.submit(event); },
    });
    this.picker = h("input", { type: "file", multiple: true, accept: ACCEPTED, class: "unseen", id: "files", onchange: () => this.addFiles(this.picker.files) });
    this.counted = h("span", { class: "count", "aria-live": "off" });
    this.chosen = h("ul", { class: "files", "aria-label": word("choose_files") });
    this.engine = choice("engine", engines(ready), "");
    this.script = choice("script", [["hans", word("hans")], ["hant", word("hant")], ["source", word("script_source")]], "hans");
    this.submitButton = h("button", { class: "primary" }, word("submit"));
    this.told = h("div");
    this.name = field(word("batch_name"), h("input", { name: "name", maxlength: "200" }));
    this.name.hidden = true;
    this.element = this.#layout();
    this.dropping = (event) => this.#drop(event);
    for (const kind of ["dragover", "dragleave", "drop"]) addEventListener(kind, this.dropping);
    this.count();
    this.#showFiles();
  }

  #layout() {
    return h("form", { class: "compose narrow", onsubmit: (event) => this.submit(event) },
      h("h1", {}, word("compose_title")), h("p", { class: "lead" }, word("compose_lead")),
      h("div", { class: "sheet" }, this.text,
        h("div", { class: "sheet-foot" }, this.picker, h("label", { for: "files", class: "button" }, word("choose_files")),
          h("span", { class: "hint" }, word("file_kinds")), this.counted)),
      this.chosen,
      h("div", { class: "options" }, field(word("engine_choice"), this.engine), field(word("script_choice"), this.script), this.name, this.submitButton),
      this.told);
  }

  count() {
    clearTimeout(this.counting);
    this.counting = setTimeout(() => fill(this.counted, this.text.value ? word("characters_count", { count: number(length(this.text.value)) }) : null), COUNT_AFTER_MS);
  }

  addFiles(list) {
    this.files.push(...list);
    this.picker.value = "";
    this.#showFiles();
    announce(word("files_chosen", { count: this.files.length }));
  }

  #showFiles() {
    fill(this.chosen, this.files.map((file, index) => h("li", {}, h("bdi", {}, file.name),
      h("span", { class: "hint" }, size(file.size)),
      button("×", () => { this.files.splice(index, 1); this.#showFiles(); }, { class: "quiet", "aria-label": plain(word("remove_file", { name: file.name })) }))));
    const several = this.files.length > 1;
    this.name.hidden = !several;
    fill(this.submitButton, several ? word("submit_batch", { count: this.files.length }) : word("submit"));
  }

  #drop(event) {
    if (!event.dataTransfer?.types.includes("Files")) return;
    event.preventDefault();
    document.body.classList.toggle("dropping", event.type === "dragover");
    if (event.type === "drop") this.addFiles(event.dataTransfer.files);
  }

  async submit(event) {
    event.preventDefault();
    if (this.sending) return;
    const text = this.text.value;
    if (!text.trim() && !this.files.length) {
      fill(this.told, h("p", { class: "fault", role: "alert" }, word("too_little")));
      return void this.text.focus();
    }
    this.sending = true;
    this.submitButton.disabled = true;
    try {
      const address = await send(text.trim() ? text : "", this.files, this.#options());
      this.text.value = "";
      this.files = [];
      location.hash = address;
    } catch (error) {
      fill(this.told, problemBox(error));
    } finally {
      this.sending = false;
      this.submitButton.disabled = false;
    }
  }

  #options() {
    const name = this.name.querySelector("input").value.trim();
    return { engine: this.engine.value || null, script: this.script.value, name: this.files.length > 1 ? name : "" };
  }

  end() {
    unsent = { text: this.text.value, files: this.files };
    clearTimeout(this.counting);
    for (const kind of ["dragover", "dragleave", "drop"]) removeEventListener(kind, this.dropping);
  }
}

/** Post a text, a file, or several; where their progress is shown. Text beside files is one report more. */
async function send(text, files, { name, ...options }) {
  const once = { "Idempotency-Key": crypto.getRandomValues(new Uint32Array(4)).join("-") };
  if (text && !files.length) {
    const made = await post("v1/jobs", { text, name: firstLine(text), options }, once);
    return `#/jobs/${made.id}`;
  }
  const all = text ? [...files, new File([text], `${word("pasted")}.txt`, { type: "text/plain" })] : files;
  const form = new FormData();
  for (const [key, value] of Object.entries({ ...options, name })) if (value) form.append(key, value);
  for (const file of all) form.append(all.length > 1 ? "files" : "file", file, file.name);
  const made = await post(all.length > 1 ? "v1/batches" : "v1/jobs", form, once);
  return `#/${all.length > 1 ? "batches" : "jobs"}/${made.id}`;
}

function engines(ready) {
  const models = ready?.model ? [["llm", word("engine_llm", { model: ready.model })]] : [];
  const named = ready?.engine === "llm" ? word("engine_llm", { model: ready.model }) : word("engine_extractive");
  return models.length ? [["", `${word("engine_default")}（${named}）`], ...models, ["extractive", word("engine_extractive")]] : [["", word("engine_extractive")]];
}

function firstLine(text) {
  const line = text.split(/[\r\n]/).find((one) => one.trim()) ?? "";
  return Array.from(line.trim()).slice(0, NAME_CHARACTERS).join("");
}

/** Code points without building a list of them. */
function length(text) {
  return text.length - (text.match(/[\ud800-\udbff][\udc00-\udfff]/g)?.length ?? 0);
}

function size(bytes) {
  return bytes < 1024 * 1024 ? `${number(Math.max(1, Math.round(bytes / 1024)))} kB` : `${number(Math.round(bytes / 104_857.6) / 10)} MB`;
}
