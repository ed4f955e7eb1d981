// What a report is called in a list: its title, or who reports on what, and beneath it the name that it was posted under.

import { h } from "./dom.js";
import { word } from "./words.js";

/** A link to an address, and what stands beneath it. */
export function named({ title, issuer, year, name }, href) {
  const told = title || (issuer && [issuer, year && `${year}${word("year")}`].filter(Boolean).join(" "));
  return [h("a", { href }, h("bdi", {}, told || name || word("untitled"))),
    told && name && name !== told ? h("span", { class: "under" }, h("bdi", {}, name)) : null];
}
