// Elements without markup: whatever a report or a file name says reaches the page as text, never as HTML.

const PROPERTIES = new Set(["value", "checked", "disabled", "hidden", "multiple", "selected", "readOnly", "indeterminate"]);
// Controls that turn the order of what is shown; each is shown as a mark of the same length, so that offsets stay.
const TURNING = /[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]/g;

/** An element with properties (`on…` are listeners, others attributes; null and false are left out) and children. */
export function h(tag, properties = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(properties)) {
    if (value === null || value === undefined || value === false) continue;
    if (name.startsWith("on")) element.addEventListener(name.slice(2), value);
    else if (PROPERTIES.has(name)) element[name] = value;
    else element.setAttribute(name, value === true ? "" : String(value));
  }
  add(element, children);
  return element;
}

/** Append elements and texts; null and false are left out, lists are taken apart. */
export function add(parent, ...children) {
  for (const child of children.flat(Infinity)) {
    if (child === null || child === undefined || child === false) continue;
    parent.append(child instanceof Node ? child : document.createTextNode(plain(String(child))));
  }
  return parent;
}

/** Replace what an element holds. */
export function fill(parent, ...children) {
  parent.replaceChildren();
  return add(parent, ...children);
}

/** Text that cannot turn the order of what stands beside it. */
export function plain(text) {
  return text.replace(TURNING, "\ufffd");
}

/** A button that does something here. */
export function button(label, onclick, properties = {}) {
  return h("button", { type: "button", onclick, ...properties }, label);
}

/** A choice: pairs of value and label. */
export function choice(name, pairs, value, properties = {}) {
  const options = pairs.map(([key, label]) => h("option", { value: key, selected: key === value }, label));
  return h("select", { name, ...properties }, options);
}

/** A label above its field. */
export function field(label, control, extra = null) {
  return h("label", { class: "field" }, h("span", { class: "label" }, label), control, extra);
}

/** Tell those who do not see what happened. */
export function announce(text) {
  const live = document.getElementById("live");
  live.textContent = "";
  requestAnimationFrame(() => { live.textContent = plain(text); });
}
