// What boxes say where a map is seen so small that they cannot be read: less, in larger letters.

const READABLE = 11; // pixels of a letter at least
const PRINTED = 8; // the same on paper, which is finer than a screen
const GROWTH = 1.06; // from one size to the next, so that a zoom seldom writes anew
const LEADING = 1.16; // from line to line, in letters
const INSET = 4; // from the edge of a box

class Captions {
  constructor({ svg, people, facts }) {
    Object.assign(this, { svg, people, facts, size: 0, lengths: new Map() });
    const headings = [...svg.querySelectorAll(".outside > text.bold")];
    this.headings = headings.map((element) => ({ element, name: element.textContent }));
    this.pen = document.createElement("canvas").getContext("2d");
    this.pen.font = `700 100px ${getComputedStyle(svg).getPropertyValue("--text") || "sans-serif"}`;
  }

  // Write so that it can be read at a scale, in pixels a unit; not at all where boxes can be.
  show(scale, least = READABLE) {
    const steps = Math.ceil(Math.log(least / scale) / Math.log(GROWTH));
    const size = scale < LEGIBLE ? GROWTH ** steps : 0;
    if (size === this.size) return;
    this.size = size;
    this.svg.classList.toggle("afar", size > 0);
    this.svg.style.setProperty("--letter", `${size}px`);
    for (const caption of this.svg.querySelectorAll(".caption")) caption.remove();
    this.writeHeadings();
    if (!size) return;
    for (const [id, { element }] of this.people) this.write(element, this.facts.get(id).who);
    squeezeTexts(this.svg, ".caption text");
  }

  writeHeadings() {
    const box = this.svg.querySelector(".box");
    const room = 1.2 * Number(box?.getAttribute("width"));
    for (const { element, name } of this.headings) {
      element.textContent = this.size ? this.cut(name, room) : name;
    }
  }

  // The name, then roles and title as far as there is room; the figure stands at the foot, or
  // beside the name.
  write(element, { name, roles, title }) {
    const { mark, folded } = element.dataset;
    const box = element.querySelector(".box");
    const sides = ["x", "y", "width", "height"].map((side) => Number(box.getAttribute(side)));
    const [left, top, width, height] = sides;
    const room = width - 2 * INSET;
    const line = LEADING * this.size;
    const most = Math.max(1, Math.floor((height - INSET) / line));
    const lines = this.breakLines(name, room, Math.min(most, 2));
    const spare = most - lines.length;
    const others = this.fill([roles.join(" · "), title], room, spare - 1);
    const beside = !spare && this.measure(`${lines.at(-1)} ${mark}`) <= room;
    const ink = element.querySelector("text")?.getAttribute("fill");
    const full = spare ? "caption" : "caption filled";
    const caption = draw(this.svg, "g", { class: full, ...(ink && { fill: ink }) });
    const put = (text, x, y, look) => {
      const about = { x, y: y.toFixed(1), textLength: room, class: look };
      caption.append(Object.assign(draw(this.svg, "text", about), { textContent: text }));
    };
    const base = (row) => top + INSET / 2 + 0.82 * this.size + row * line;
    lines.forEach((text, row) => put(text, left + INSET, base(row), "bold"));
    others.forEach((text, row) => put(text, left + INSET, base(lines.length + row), ""));
    const [right, foot] = [left + width, top + height];
    if (mark && spare) put(mark, left + INSET, foot - INSET, "bold");
    if (mark && beside) put(mark, right - INSET, base(lines.length - 1), "bold end");
    if (folded) put(`+${folded}`, right, foot + 0.9 * this.size, "bold end count");
    element.append(caption);
  }

  // As many texts as there are lines for, on more than one each where these are left over.
  fill(texts, room, most) {
    const told = texts.filter(Boolean).slice(0, Math.max(0, most));
    let spare = most - told.length;
    return told.flatMap((text) => {
      const lines = this.breakLines(text, room, 1 + spare);
      spare -= lines.length - 1;
      return lines;
    });
  }

  // A text on as many lines as it needs and may have.
  breakLines(text, room, most) {
    const lines = [];
    for (const word of text.split(" ")) {
      const longer = [...lines.slice(-1), word].join(" ");
      const fits = lines.length === most || this.measure(longer) <= room;
      if (lines.length && fits) lines[lines.length - 1] = longer;
      else lines.push(word);
    }
    return lines.map((line) => this.cut(line, room));
  }

  cut(text, room) {
    if (this.measure(text) <= room) return text;
    const letters = [...text];
    while (letters.length > 1 && this.measure(`${letters.join("")}…`) > room) letters.pop();
    return `${letters.join("").trimEnd()}…`;
  }

  // How long a text is, as if all of it were bold.
  measure(text) {
    if (!this.lengths.has(text)) this.lengths.set(text, this.pen.measureText(text).width / 100);
    return this.lengths.get(text) * this.size;
  }
}
