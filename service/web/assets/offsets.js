// Offsets of the service count Unicode code points; a browser's strings count UTF-16 units. Converted here, and only here.

/** The two ways of counting in one text. Built once in its length; each conversion is a binary search. */
export class Offsets {
  #points = []; // of each character beyond the basic plane, its place in code points

  constructor(text) {
    for (let unit = 0, wide = 0; unit < text.length; unit += 1) {
      const code = text.charCodeAt(unit);
      if (code >= 0xd800 && code < 0xdc00) {
        this.#points.push(unit - wide);
        wide += 1;
        unit += 1;
      }
    }
    this.length = text.length - this.#points.length;
  }

  /** The UTF-16 offset of a code point offset. */
  units(point) {
    return point + below(this.#points, point, (at) => at);
  }

  /** The code point offset of a UTF-16 offset; within a character, that of its beginning. */
  points(unit) {
    return unit - below(this.#points, unit, (at, index) => at + index);
  }
}

/** How many of a rising list are below a limit. */
function below(list, limit, value) {
  let low = 0, high = list.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (value(list[middle], middle) < limit) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** The index of the last span that begins at or before an offset, -1 where none does. Spans are in order. */
export function lastAt(spans, offset) {
  let low = 0, high = spans.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (spans[middle].start <= offset) low = middle + 1;
    else high = middle;
  }
  return low - 1;
}
