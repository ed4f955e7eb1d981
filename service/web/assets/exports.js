// Take a summary away: copy, files, print; and the way into correcting it.

import { Problem, ask, download, query } from "./api.js";
import { announce, button, choice, fill, h } from "./dom.js";
import { problemBox } from "./problem.js";
import { openEditor, removeCorrection } from "./editor.js";
import { word } from "./words.js";

const MEDIA = { markdown: "md", docx: "docx", xlsx: "xlsx", csv: "csv", json: "json" };

/** The row of tools above the items. */
export function exportTools(desk) {
  const told = h("div", { class: "told" });
  const tried = (act) => async () => {
    fill(told);
    try {
      await act();
    } catch (error) {
      fill(told, error instanceof Problem || !error.name?.startsWith("NotAllowed") ? problemBox(error) : word("copy_refused"));
    }
  };
  desk.onEdit = () => openEditor(desk);
  return h("div", { class: "tools" }, versions(desk), button(word("correct"), () => openEditor(desk), { "data-tool": "correct" }),
    button(word("copy"), tried(() => copy(desk))), menu(desk, tried), button(word("print"), () => print()), told);
}

function versions(desk) {
  if (!desk.given.corrected) return null;
  const names = ["corrected", "machine"].map((name) => [name, word(`version_${name}`)]);
  return choice("version", names, desk.version, {
    "aria-label": word("version"), onchange: (event) => { desk.version = event.target.value; desk.show(); },
  });
}

function menu(desk, tried) {
  const files = Object.entries(MEDIA).map(([format, suffix]) => button(word(`format_${format}`), tried(() =>
    download(address(desk, "", { format, ...(format === "json" ? { include_source: true } : {}) }), `${fileName(desk)}.${suffix}`)), { "data-format": format }));
  const others = [
    button(word("format_source"), tried(() => download(`v1/summaries/${desk.given.id}/source`, `${fileName(desk)}.txt`)), { "data-format": "source" }),
    button(word("format_gold"), tried(() => download(address(desk, "/gold"), `${fileName(desk)}.gold.json`)), { "data-format": "gold" }),
    desk.given.corrected && button(word("remove_correction"), tried(() => removeCorrection(desk)), { class: "danger" }),
    button(word("delete_summary"), tried(() => remove(desk)), { class: "danger", "data-tool": "delete" }),
  ];
  const details = h("details", { class: "menu", onkeydown: (event) => { if (event.key === "Escape") { details.open = false; event.stopPropagation(); } } },
    h("summary", {}, word("export")), h("div", { class: "menu-list", onclick: () => { details.open = false; } }, files, h("hr"), others));
  return details;
}

function address(desk, rest, parameters = {}) {
  return query(`v1/summaries/${desk.given.id}${rest}`, { ...parameters, version: desk.version });
}

async function copy(desk) {
  const response = await ask("GET", address(desk, "", { format: "markdown" }), { accept: "text/markdown" });
  await toClipboard(await response.text());
  announce(word("copied"));
}

/** Without https a browser has no clipboard for scripts: then as from a field. */
async function toClipboard(text) {
  if (navigator.clipboard) return void (await navigator.clipboard.writeText(text));
  const from = h("textarea", { class: "unseen", value: text });
  document.body.append(from);
  from.select();
  const copied = document.execCommand("copy");
  from.remove();
  if (!copied) throw new DOMException("", "NotAllowedError");
}

async function remove(desk) {
  if (!confirm(word("delete_summary_sure"))) return;
  await ask("DELETE", `v1/summaries/${desk.given.id}`);
  desk.unsaved = false;
  location.hash = "#/summaries";
}

/** A name that every file system takes. */
function fileName(desk) {
  const title = desk.summary.report.title ?? word("product");
  return Array.from(title.replace(/[\p{Cc}\p{Cf}\\/:*?"<>|.\s]+/gu, " ").trim()).slice(0, 60).join("") || desk.given.id;
}
