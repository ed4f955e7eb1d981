// Marks over text that leave the text alone: the CSS Custom Highlight API, and where a browser has none, boxes behind it.

const HAS_HIGHLIGHTS = typeof Highlight === "function" && typeof CSS !== "undefined" && "highlights" in CSS;

/** The marks over one element. Names are those of the style sheet; a later name lies over an earlier. */
export function marks(over, names) {
  return HAS_HIGHLIGHTS ? new Highlights(names) : new Boxes(over, names);
}

class Highlights {
  constructor(names) {
    names.forEach((name, index) => {
      const made = new Highlight();
      made.priority = index;
      CSS.highlights.set(name, made);
    });
  }

  set(name, ranges) {
    const highlight = CSS.highlights.get(name);
    if (!highlight.size && !ranges.length) return;
    highlight.clear();
    for (const range of ranges) highlight.add(range);
  }

  end(names) {
    for (const name of names) CSS.highlights.delete(name);
  }
}

class Boxes {
  #ranges = new Map();
  #layer = document.createElement("div");

  constructor(over, names) {
    this.over = over;
    this.names = names;
    this.#layer.className = "boxes";
    this.#layer.setAttribute("aria-hidden", "true");
    over.prepend(this.#layer);
    this.watch = new ResizeObserver(() => this.#draw());
    this.watch.observe(over);
  }

  set(name, ranges) {
    this.#ranges.set(name, ranges);
    this.#draw();
  }

  end() {
    this.watch.disconnect();
    this.#layer.remove();
  }

  #draw() {
    const origin = this.over.getBoundingClientRect();
    const drawn = this.names.flatMap((name) => (this.#ranges.get(name) ?? []).flatMap((range) =>
      Array.from(range.getClientRects(), (place) => box(name, place, origin))));
    this.#layer.replaceChildren(...drawn);
  }
}

function box(name, place, origin) {
  const made = document.createElement("span");
  made.className = `box ${name}`;
  Object.assign(made.style, {
    left: `${place.left - origin.left}px`, top: `${place.top - origin.top}px`,
    width: `${place.width}px`, height: `${place.height}px`,
  });
  return made;
}
