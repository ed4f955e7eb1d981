// A summary beside its source.

import { find, findTagged, get, text } from "./api.js";
import { fill, h } from "./dom.js";
import { Desk } from "./desk.js";
import { Offsets } from "./offsets.js";

export async function reader(stage, id, parameters) {
  const [summary, source, outline, corrected] = await Promise.all([
    find(`v1/summaries/${id}`), text(`v1/summaries/${id}/source`).catch(absent), find(`v1/summaries/${id}/outline`),
    findTagged(`v1/summaries/${id}/correction`),
  ]);
  if (!summary) return unfinished(id);
  const kept = { corrected: corrected?.value ?? null, tag: corrected?.tag ?? null };
  const desk = new Desk({ id, machine: summary, ...kept, source, outline, offsets: new Offsets(source) });
  fill(stage, desk.element);
  stage.classList.add("reading");
  desk.begin(parameters.get("item"));
  return { end: () => desk.end(), keep: () => desk.unsaved };
}

/** An address may be shared before its report is done. Raises Problem where there is no job either. */
async function unfinished(id) {
  await get(`v1/jobs/${id}`);
  location.replace(`#/jobs/${id}`);
}

function absent(error) {
  if (error.status === 404) return "";
  throw error;
}
