// The figures of a batch side by side: a row a figure, a column a report.

import { get, query } from "./api.js";
import { h } from "./dom.js";
import { word } from "./words.js";

export async function comparison(batch) {
  return h("p", {}, batch);
}
