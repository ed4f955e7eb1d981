// The login by key. Its secret stays in a cookie that no script can read.

import { LOGIN, ask, get, post } from "./api.js";
import { announce, field, fill, h, plain } from "./dom.js";
import { problemBox } from "./problem.js";
import { word } from "./words.js";

const out = document.getElementById("logout");

/** Whether whoever reads may ask for anything: keys are off, or there is a session. */
export async function admitted() {
  const session = await get(LOGIN);
  out.hidden = !session.scopes;
  out.title = plain(session.name ?? "");
  return !session.keys || session.scopes !== null;
}

/** Show the login; `then` is called when it has succeeded. */
export function login(main, then) {
  const key = h("input", {
    type: "password", name: "key", required: true, autocomplete: "current-password", spellcheck: "false", class: "wide",
  });
  const told = h("div");
  const submit = async (event) => {
    event.preventDefault();
    try {
      await post(LOGIN, { key: key.value.trim() });
    } catch (error) {
      key.select();
      return void fill(told, problemBox(error));
    }
    await admitted();
    then();
  };
  fill(main, h("form", { class: "view login", onsubmit: submit },
    h("h1", {}, word("login")), h("p", { class: "lead" }, word("login_hint")),
    field(word("key"), key), h("button", { class: "primary" }, word("login")), told));
  announce(word("login_hint"));
  key.focus();
}

out.addEventListener("click", async () => {
  await ask("DELETE", LOGIN);
  location.reload();
});
