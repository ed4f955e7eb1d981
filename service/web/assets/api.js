// The public HTTP API: what the page asks for, a script can ask for.

import { language } from "./words.js";

/** An answer that is an error, or none at all (`status` 0). */
export class Problem extends Error {
  constructor(status, body) {
    super(body.detail ?? body.title ?? String(status));
    this.status = status;
    this.code = body.code ?? "offline";
    this.instance = body.instance ?? null;
    this.errors = body.errors ?? [];
  }
}

export const LOGIN = "v1/session";
const SPOKEN = language === "zh" ? "zh-CN, zh;q=0.9" : "en, zh;q=0.5";

/** A response that is good; raises Problem. A 401 is told to whoever can log in. */
export async function ask(method, path, { body, headers = {}, signal, accept = "application/json" } = {}) {
  let response;
  try {
    response = await fetch(path, {
      method, body, signal, credentials: "same-origin", cache: "no-store",
      headers: { "Accept": accept, "Accept-Language": SPOKEN, ...headers },
    });
  } catch (error) {
    if (error.name === "AbortError") throw error;
    throw new Problem(0, {});
  }
  if (response.ok) return response;
  const problem = new Problem(response.status, await response.json().catch(() => ({})));
  if (problem.status === 401 && path !== LOGIN) dispatchEvent(new CustomEvent("tiyao:locked"));
  throw problem;
}

export async function get(path, options) {
  return (await ask("GET", path, options)).json();
}

/** The same, null where there is no such thing. */
export async function find(path, options) {
  try {
    return await get(path, options);
  } catch (error) {
    if (error instanceof Problem && error.status === 404) return null;
    throw error;
  }
}

/** The same with the tag of its state, for whoever changes it: {value, tag}, or null. */
export async function findTagged(path) {
  try {
    const response = await ask("GET", path);
    return { value: await response.json(), tag: response.headers.get("ETag") };
  } catch (error) {
    if (error instanceof Problem && error.status === 404) return null;
    throw error;
  }
}

/** Put a value where the state is still that of a tag (null: where there is none yet); its new value and tag. */
export async function put(path, value, tag) {
  const condition = tag ? { "If-Match": tag } : { "If-None-Match": "*" };
  const response = await ask("PUT", path, { body: JSON.stringify(value), headers: { "Content-Type": "application/json", ...condition } });
  return { value: await response.json(), tag: response.headers.get("ETag") };
}

export async function post(path, value, headers = {}) {
  const form = value instanceof FormData;
  const sent = form ? { body: value, headers } : { body: JSON.stringify(value), headers: { "Content-Type": "application/json", ...headers } };
  const response = await ask("POST", path, sent);
  return response.status === 204 ? null : response.json();
}

/** Text to the code point: a byte order mark within it is a character of it. */
export async function text(path) {
  const response = await ask("GET", path, { accept: "text/plain" });
  return new TextDecoder("utf-8", { ignoreBOM: true }).decode(await response.arrayBuffer());
}

/** An address with those parameters that have a value. */
export function query(path, parameters) {
  const given = Object.entries(parameters).filter(([, value]) => value !== null && value !== undefined && value !== "");
  return given.length ? `${path}?${new URLSearchParams(given)}` : path;
}

/** Fetch a file and hand it to the browser to keep. */
export async function download(path, name, accept = "*/*") {
  const response = await ask("GET", path, { accept });
  const address = URL.createObjectURL(await response.blob());
  const link = document.createElement("a");
  link.href = address;
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(address), 10_000);
}
