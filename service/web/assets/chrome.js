// What stands around every view: language, light and dark, the list of keys.

import { button, fill, h } from "./dom.js";
import { language, word } from "./words.js";

const KEYS = [
  ["j / k · ↓ / ↑", "keys_items"], ["Enter", "keys_enter"], ["] / [", "keys_evidence"], ["n / p", "keys_clause"],
  ["Esc", "keys_back"], ["1 2 3", "keys_panes"], ["u", "keys_uncited"], ["e", "keys_edit"],
  ["Alt+↑ / Alt+↓", "keys_move"], ["Ctrl+Enter", "keys_submit"], ["?", "keys_help"],
];
const YEAR_SECONDS = 365 * 24 * 3600;

export function chrome() {
  document.getElementById("language").addEventListener("click", () => {
    remember("tiyao_language", language === "zh" ? "en" : "zh");
    location.reload();
  });
  const scheme = document.getElementById("scheme");
  const name = () => fill(scheme, isDark() ? word("scheme_light") : word("scheme_dark"));
  scheme.addEventListener("click", () => {
    document.documentElement.dataset.scheme = isDark() ? "light" : "dark";
    remember("tiyao_scheme", document.documentElement.dataset.scheme);
    name();
  });
  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", name);
  name();
  document.getElementById("help").addEventListener("click", showKeys);
  addEventListener("keydown", (event) => {
    if (event.key === "?" && !isTyping(event)) showKeys();
  });
}

/** Whether a key is meant for a field rather than for the page. */
export function isTyping(event) {
  return event.ctrlKey || event.metaKey || event.target.matches?.("input, textarea, select, [contenteditable]") || document.querySelector("dialog[open]") !== null;
}

function isDark() {
  const chosen = document.documentElement.dataset.scheme;
  return chosen ? chosen === "dark" : matchMedia("(prefers-color-scheme: dark)").matches;
}

function remember(name, value) {
  document.cookie = `${name}=${value}; path=/; max-age=${YEAR_SECONDS}; SameSite=Strict`;
}

function showKeys() {
  const rows = KEYS.map(([keys, name]) => h("tr", {}, h("th", { scope: "row" }, h("kbd", {}, keys)), h("td", {}, word(name))));
  const dialog = h("dialog", { class: "keys", "aria-labelledby": "keys-title", onclose: () => dialog.remove() },
    h("h2", { id: "keys-title" }, word("keys_title")), h("table", {}, h("tbody", {}, rows)),
    button(word("close"), () => dialog.close(), { autofocus: true }));
  document.body.append(dialog);
  dialog.showModal();
}
