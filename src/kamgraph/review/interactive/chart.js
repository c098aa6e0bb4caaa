// One view of a map: its elements, and what is told of its people.

const SVG = "http://www.w3.org/2000/svg";

function folded(text) {
  return text.normalize("NFD").replace(/\p{M}/gu, "").toLocaleLowerCase();
}

class Chart {
  constructor(svg, keys, rows, parts) {
    Object.assign(this, { svg, keys, camera: null, people: new Map(), ties: [] });
    const told = new Map(
      rows.map(([id, who, standing, contact, gaps]) => [
        id,
        {
          who: parts.who[who],
          standing: parts.standing[standing],
          contact: parts.contact[contact],
          gaps: parts.gaps[gaps],
        },
      ]),
    );
    for (const element of svg.querySelectorAll(".person")) {
      const [x, y] = element.getAttribute("transform").match(/-?[\d.]+/g).map(Number);
      const facts = told.get(element.dataset.id);
      const outside = element.classList.contains("outside");
      const text = folded([facts.who.name, facts.who.place, ...facts.who.roles].join(" "));
      this.people.set(element.dataset.id, { element, x, y, outside, text, told: facts });
      element.setAttribute("role", "button");
      element.setAttribute("tabindex", "-1");
    }
    for (const element of svg.querySelectorAll(".tie")) {
      const { kind, source, target, strength } = element.dataset;
      const contrary = element.classList.contains("resists");
      const tie = { element, kind, source, target, contrary, strength: Number(strength ?? 1) };
      this.ties.push(tie);
      if (!element.firstChild) drawAside(svg, tie, this.people.get(source), this.people.get(target));
    }
    this.rings = ["open", "here"].map((name) => this.ring(name));
    squeezeTexts(svg);
    squeezeTexts(keys);
  }

  ring(name) {
    const box = this.svg.querySelector(".person .box");
    const ring = document.createElementNS(SVG, "rect");
    ring.setAttribute("class", `ring ${name}`);
    for (const side of ["x", "y", "width", "height"]) {
      const out = { x: -4, y: -4, width: 8, height: 8 }[side];
      ring.setAttribute(side, Number(box?.getAttribute(side) ?? 0) + out);
    }
    ring.setAttribute("rx", 6);
    this.svg.append(ring);
    return ring;
  }

  mark(ring, id) {
    const person = this.people.get(id);
    ring.classList.toggle("on", Boolean(person));
    if (person) ring.setAttribute("transform", `translate(${person.x} ${person.y})`);
  }

  // The ties and people that belong to a person, and those of the best route there.
  traced(id) {
    const { route } = this.people.get(id).told.contact;
    const steps = new Map(route.slice(1).map((person, k) => [person, route[k]]));
    const isStep = ({ source, target }) =>
      steps.get(target) === source || steps.get(source) === target;
    const onRoute = new Set(this.ties.filter(isStep));
    const near = this.ties.filter((tie) => tie.source === id || tie.target === id);
    const ends = near.flatMap((tie) => [tie.source, tie.target]);
    return { route: onRoute, ties: new Set([...near, ...onRoute]), people: new Set([id, ...ends, ...route]), way: new Set(route) };
  }

  // The next person in a direction: near, and rather straight ahead than aside.
  beside(id, [right, down], shown) {
    const from = this.people.get(id);
    let best = null;
    for (const [other, person] of this.people) {
      const [x, y] = [person.x - from.x, person.y - from.y];
      const ahead = x * right + y * down;
      const aside = Math.abs(x * down) + Math.abs(y * right);
      if (other === id || ahead <= 1 || aside > 3 * ahead || !shown(person)) continue;
      const cost = ahead + 2 * aside;
      if (!best || cost < best.cost) best = { id: other, cost };
    }
    return best?.id;
  }
}

// A tie that is only shown when asked for: a curve from box to box, with its head.
function drawAside(svg, { element, kind, contrary, strength }, from, to) {
  const box = svg.querySelector(".person .box");
  const half = ["width", "height"].map((side) => Number(box.getAttribute(side)) / 2);
  const way = [to.x - from.x, to.y - from.y];
  const flat = Math.abs(way[0]) > 2.4 * half[0];
  const out = flat ? [Math.sign(way[0]) * half[0], 0] : [0, Math.sign(way[1]) * half[1]];
  const start = [from.x + out[0], from.y + out[1]];
  const end = [to.x - out[0], to.y - out[1]];
  const bend = flat ? [(end[0] - start[0]) / 2, 0] : [0, (end[1] - start[1]) / 2];
  const places = [start, [start[0] + bend[0], start[1] + bend[1]], [end[0] - bend[0], end[1] - bend[1]], end];
  const [first, ...rest] = places.map((place) => place.map((at) => at.toFixed(1)).join(" "));
  const stroke = document.createElementNS(SVG, "path");
  stroke.setAttribute("class", "shaft");
  stroke.setAttribute("d", `M${first}C${rest.join(" ")}`);
  if (kind === "knows" || contrary) stroke.setAttribute("stroke-dasharray", "4 3");
  element.append(stroke);
  if (kind !== "influences") return;
  const size = 3 + 2 * strength;
  const side = flat ? [0, size] : [size, 0];
  const back = flat ? [2 * Math.sign(out[0]) * size, 0] : [0, 2 * Math.sign(out[1]) * size];
  const corners = [end, [end[0] - back[0] + side[0], end[1] - back[1] + side[1]], [end[0] - back[0] - side[0], end[1] - back[1] - side[1]]];
  const head = document.createElementNS(SVG, "polygon");
  head.setAttribute("class", "head");
  head.setAttribute("points", corners.map((corner) => corner.join(" ")).join(" "));
  element.append(head);
}

// Texts carry the length that they must not exceed; a shorter one is not stretched to it.
function squeezeTexts(part) {
  const texts = [...part.querySelectorAll("text[textLength]")];
  const limits = texts.map((text) => Number(text.getAttribute("textLength")));
  for (const text of texts) text.removeAttribute("textLength");
  const lengths = texts.map((text) => text.getComputedTextLength());
  texts.forEach((text, k) => {
    if (lengths[k] <= limits[k]) return;
    text.setAttribute("textLength", limits[k]);
    text.setAttribute("lengthAdjust", "spacingAndGlyphs");
  });
}
