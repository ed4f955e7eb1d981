// The source text as it was, as paragraphs of text nodes, and the way between its offsets and places on the page.

import { h, plain } from "./dom.js";
import { lastAt } from "./offsets.js";

const BREAK = /\r\n|[\n\r\v\f\u0085\u2028\u2029]/g;

/** The text in an element. All offsets here are UTF-16 units of the text. */
export class SourceView {
  /** `headings` and `furniture` are spans with `start` and `end`; a heading has `id` and `depth` too. In order. */
  constructor(text, headings, furniture, title) {
    this.text = text;
    this.title = title;
    this.nodes = []; // {node, start, end}, in order
    this.entries = new Map(); // of a text node, its entry
    this.anchors = new Map(); // heading id → element
    this.element = h("div", { class: "source" });
    const spans = [...headings.map((one) => ({ ...one, class: `heading depth-${Math.min(one.depth, 4)}` })),
      ...furniture.map((one) => ({ ...one, class: "furniture" }))].sort((a, b) => a.start - b.start);
    this.#build(spans);
  }

  #build(spans) {
    const shown = plain(this.text);
    let next = 0, gap = false;
    const built = document.createDocumentFragment();
    for (const block of blocks(this.text, spans)) {
      if (!shown.slice(block.start, block.end).trim()) {
        gap = true;
        continue;
      }
      while (next < spans.length && spans[next].end <= block.start) next += 1;
      const paragraph = document.createElement("p");
      if (gap) paragraph.classList.add("after-gap");
      gap = false;
      if (this.title && shown.slice(block.start, block.end).trim() === this.title) paragraph.classList.add("title-line");
      this.#fill(paragraph, shown, block, spans, next);
      built.append(paragraph);
    }
    this.element.append(built);
  }

  #fill(paragraph, shown, block, spans, next) {
    let at = block.start;
    for (let n = next; n < spans.length && spans[n].start < block.end; n += 1) {
      const span = spans[n], start = Math.max(span.start, at), end = Math.min(span.end, block.end);
      if (end <= start) continue;
      this.#text(paragraph, shown, at, start);
      const inner = document.createElement("span");
      inner.className = span.class;
      this.#text(inner, shown, start, end);
      paragraph.append(inner);
      if (span.id !== undefined && !this.anchors.has(span.id)) {
        this.anchors.set(span.id, inner);
        if (start === block.start && end >= block.end) paragraph.classList.add("heading-line");
        else paragraph.classList.add("heading-run");
      }
      at = end;
    }
    this.#text(paragraph, shown, at, block.end);
    if (!/^\s/.test(shown.slice(block.start, block.start + 1))) paragraph.classList.add("flush");
  }

  #text(parent, shown, start, end) {
    if (end <= start) return;
    const node = document.createTextNode(shown.slice(start, end));
    const entry = { node, start, end };
    this.nodes.push(entry);
    this.entries.set(node, entry);
    parent.append(node);
  }

  /** Ranges over an offset span, one a text node; what is nothing but blank has none. */
  ranges(start, end) {
    const found = [];
    for (let n = Math.max(0, lastAt(this.nodes, start)); n < this.nodes.length && this.nodes[n].start < end; n += 1) {
      const one = this.nodes[n], first = Math.max(start, one.start), last = Math.min(end, one.end);
      if (last <= first || !this.text.slice(first, last).trim()) continue;
      const range = document.createRange();
      range.setStart(one.node, first - one.start);
      range.setEnd(one.node, last - one.start);
      found.push(range);
    }
    return found;
  }

  /** The offset of a place in a text node of ours, or null. */
  offsetOf(node, inNode) {
    if (node?.nodeType !== Node.TEXT_NODE) return this.#before(node, inNode);
    const found = this.entries.get(node);
    return found ? found.start + Math.min(inNode, found.end - found.start) : null;
  }

  #before(node, index) {
    const child = node?.childNodes?.[index];
    if (!node || !this.element.contains(node)) return null;
    const found = child
      ? this.nodes.find((one) => child.contains(one.node) || child.compareDocumentPosition(one.node) & Node.DOCUMENT_POSITION_FOLLOWING)
      : this.nodes.findLast((one) => node.contains(one.node));
    return found ? (child ? found.start : found.end) : null;
  }

  /** The offset under a point of the window, or null where no text is. */
  offsetAt(x, y) {
    const place = document.caretPositionFromPoint?.(x, y);
    if (place) return this.offsetOf(place.offsetNode, place.offset);
    const range = document.caretRangeFromPoint?.(x, y);
    return range ? this.offsetOf(range.startContainer, range.startOffset) : null;
  }

  /** The span of the text that is selected, or null. */
  selected() {
    const selection = getSelection();
    if (!selection.rangeCount || selection.isCollapsed) return null;
    const range = selection.getRangeAt(0);
    if (!this.element.contains(range.commonAncestorContainer)) return null;
    const start = this.offsetOf(range.startContainer, range.startOffset);
    const end = this.offsetOf(range.endContainer, range.endOffset);
    if (start === null || end === null || end <= start) return null;
    const text = this.text.slice(start, end), blank = text.length - text.trimStart().length;
    const length = text.trim().length;
    return length ? { start: start + blank, end: start + blank + length } : null;
  }
}

/** Lines, and within one the headings that begin in it: a report may have lost its line ends. */
function* blocks(text, spans) {
  const cuts = spans.filter((one) => one.id !== undefined).map((one) => one.start);
  let at = 0, cut = 0;
  const line = function* (end) {
    while (cut < cuts.length && cuts[cut] <= at) cut += 1;
    while (cut < cuts.length && cuts[cut] < end) {
      yield { start: at, end: cuts[cut] };
      at = cuts[cut];
      cut += 1;
    }
    yield { start: at, end };
  };
  for (const found of text.matchAll(BREAK)) {
    yield* line(found.index);
    at = found.index + found[0].length;
  }
  yield* line(text.length);
}
