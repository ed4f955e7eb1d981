// The page's beginning: which view an address shows, and what stands around every view.

import { chrome } from "./chrome.js";
import { fill, h } from "./dom.js";
import { problemBox } from "./problem.js";
import { Problem } from "./api.js";
import { admitted, login } from "./session.js";
import { word } from "./words.js";
import { batch } from "./batch.js";
import { batches } from "./batches.js";
import { compose } from "./compose.js";
import { history } from "./history.js";
import { job } from "./job.js";
import { reader } from "./reader.js";

const ROUTES = [
  [/^$/, compose], [/^summaries$/, history], [/^summaries\/([0-9a-f]{32})$/, reader],
  [/^jobs\/([0-9a-f]{32})$/, job], [/^batches$/, batches], [/^batches\/([0-9a-f]{32})$/, batch],
];
const main = document.getElementById("main");
let shown = null; // {end, keep}: what the view leaves behind, and whether it may be left
let address = location.hash;

/** Show the view of the address; a view is a function (element, id, parameters) → {end, keep} or nothing. */
async function show() {
  if (!location.hash.startsWith("#/") && location.hash !== "") return; // the skip link
  if (shown?.keep?.() && !confirm(word("discard_sure"))) {
    window.history.replaceState(null, "", address);
    return;
  }
  shown?.end?.();
  shown = null;
  address = location.hash;
  const [path, search] = location.hash.replace(/^#\/?/, "").split("?");
  const found = ROUTES.map(([pattern, view]) => [pattern.exec(path), view]).find(([match]) => match);
  const stage = h("div", { class: "view" });
  fill(main, stage);
  scrollTo(0, 0);
  document.title = word("product");
  markNavigation(path);
  if (!found) return void fill(stage, h("div", { class: "empty" }, h("p", {}, word("unknown_page")), h("p", {}, h("a", { href: "#/" }, word("go_new")))));
  const here = address;
  try {
    fill(stage, h("p", { class: "empty" }, word("loading")));
    const view = await found[1](stage, found[0][1], new URLSearchParams(search));
    if (here === address) shown = view ?? null;
    else view?.end?.();
  } catch (error) {
    if (error instanceof Problem && error.status === 401) return;
    fill(stage, h("div", { class: "narrow" }, problemBox(error, show)));
  }
}

function markNavigation(path) {
  for (const link of document.querySelectorAll(".bar nav a")) {
    const own = link.getAttribute("href").replace("#/", "");
    if (own === path.split("/")[0]) link.setAttribute("aria-current", "page");
    else link.removeAttribute("aria-current");
  }
}

addEventListener("hashchange", show);
addEventListener("beforeunload", (event) => { if (shown?.keep?.()) event.preventDefault(); });
addEventListener("tiyao:locked", () => { shown?.end?.(); shown = null; login(main, show); });
document.querySelector(".skip").addEventListener("click", (event) => {
  event.preventDefault();
  main.focus();
});
chrome();
begin();

async function begin() {
  try {
    if (await admitted()) await show();
    else login(main, show);
  } catch (error) {
    fill(main, h("div", { class: "narrow" }, problemBox(error, begin)));
  }
}
