// An error in plain words, with what to do about it.

import { button, h } from "./dom.js";
import { Problem } from "./api.js";
import { word } from "./words.js";

const TO_DO = {
  too_long: "do_too_long", body_too_large: "do_too_long", file_too_large: "do_too_long", too_many_pages: "do_too_long",
  not_chinese: "do_text", empty_text: "do_text", not_found: "do_find",
};
const OF_STATUS = { 401: "login_hint", 404: "do_find", 412: "do_compare", 413: "do_too_long", 415: "do_file", 429: "do_wait", 502: "do_model", 503: "do_wait" };
const OF_FILES = /file|pdf|docx|html|scan|damaged|locked|encrypted|undecodable|unsafe|parsing|unsupported/;

/** What a reader can do about an error, or null. */
export function remedy(code, status) {
  if (TO_DO[code]) return word(TO_DO[code]);
  if (OF_FILES.test(code)) return word("do_file");
  if (code.startsWith("model")) return word("do_model");
  return OF_STATUS[status] ? word(OF_STATUS[status]) : null;
}

/** A box that says what went wrong; `again` is called to try once more. */
export function problemBox(error, again = null) {
  const known = error instanceof Problem;
  if (!known) console.error(error);
  const message = !known ? String(error) : error.status ? error.message : word("offline");
  const todo = known && error.status ? remedy(error.code, error.status) : null;
  const number = known && error.status >= 500 && error.instance ? word("do_report", { instance: error.instance }) : null;
  return h("div", { class: "fault", role: "alert" },
    h("strong", {}, word("failed")), h("p", {}, message),
    error.errors?.length ? h("ul", {}, error.errors.map((one) => h("li", {}, `${one.field}: ${one.reason}`))) : null,
    todo && h("p", { class: "todo" }, todo), number && h("p", { class: "todo" }, number),
    again && button(word("try_again"), again));
}
