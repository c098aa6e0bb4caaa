// One view of a map: its elements, and the facts of its people.

function draw(svg, tag, attributes) {
  const element = document.createElementNS(svg.namespaceURI, tag);
  for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
  return element;
}

function foldText(text) {
  return text.normalize("NFD").replace(/\p{M}/gu, "").toLocaleLowerCase();
}

function describePerson({ who, standing }, words) {
  const figures = ["choice", "power"].filter((name) => standing[name]);
  const parts = [who.name, who.place, ...who.roles, ...figures.map((name) => `${words[name]} ${standing[name]}`)];
  return parts.filter(Boolean).join(words.comma);
}

// A box is read as a sentence.
function nameButton(element, label) {
  element.setAttribute("role", "button");
  element.setAttribute("aria-label", label);
}

class Chart {
  constructor(svg, { keys, units }, { people: rows, aside }, { parts, words, looks }) {
    Object.assign(this, { svg, keys, units, camera: null, people: new Map(), ties: [] });
    const names = Object.keys(parts);
    const card = (numbers) => names.map((name, k) => [name, parts[name][numbers[k]]]);
    // What is known of everybody, those included who are folded and so have no box.
    this.facts = new Map(rows.map(([id, ...numbers]) => [id, Object.fromEntries(card(numbers))]));
    const describe = ({ who }) => foldText([who.name, who.place, ...who.roles].join(" "));
    this.texts = new Map([...this.facts].map(([id, facts]) => [id, describe(facts)]));
    for (const element of svg.querySelectorAll(".person")) {
      const [x, y] = element.getAttribute("transform").match(/-?[\d.]+/g).map(Number);
      const facts = this.facts.get(element.dataset.id);
      const outside = element.classList.contains("outside");
      this.people.set(element.dataset.id, { element, x, y, outside });
      nameButton(element, describePerson(facts, words));
      element.setAttribute("tabindex", "-1");
    }
    for (const [look, source, target, strength] of aside) {
      const ends = { "data-source": rows[source][0], "data-target": rows[target][0] };
      const about = { ...looks[look], ...ends, ...(strength && { "data-strength": strength }) };
      svg.querySelector(".ties").append(draw(svg, "g", about));
    }
    for (const element of svg.querySelectorAll(".tie")) {
      const { kind, source, target, strength, share, inferred } = element.dataset;
      const contrary = element.classList.contains("contrary");
      const ends = { kind, source, target };
      const tie = { element, ...ends, contrary, inferred, share, strength: Number(strength ?? 1) };
      this.ties.push(tie);
      if (!element.firstChild) drawTie(svg, tie, this.people.get(source), this.people.get(target));
    }
    this.captions = new Captions(this);
    this.rings = ["open", "here"].map((name) => this.addRing(name));
  }

  // Letters can be measured once they are seen.
  settle() {
    this.settled = true;
    squeezeTexts(this.svg);
    squeezeTexts(this.keys);
  }

  addRing(name) {
    const box = this.svg.querySelector(".person .box");
    const ring = draw(this.svg, "rect", { class: `ring ${name}`, rx: 6 });
    for (const [side, out] of Object.entries({ x: -4, y: -4, width: 8, height: 8 })) {
      ring.setAttribute(side, Number(box?.getAttribute(side) ?? 0) + out);
    }
    this.svg.append(ring);
    return ring;
  }

  mark(ring, id) {
    const person = this.people.get(id);
    ring.classList.toggle("on", Boolean(person));
    if (person) ring.setAttribute("transform", `translate(${person.x} ${person.y})`);
  }

  // The ties and people that belong to a person, and those of the best route there.
  trace(id) {
    const { route } = this.facts.get(id).contact;
    const steps = new Map(route.slice(1).map((person, k) => [person, route[k]]));
    const isStep = ({ source, target }) =>
      steps.get(target) === source || steps.get(source) === target;
    const onRoute = new Set(this.ties.filter(isStep));
    const near = this.ties.filter((tie) => tie.source === id || tie.target === id);
    const ends = near.flatMap((tie) => [tie.source, tie.target]);
    return { route: onRoute, ties: new Set([...near, ...onRoute]), people: new Set([id, ...ends, ...route]), way: new Set(route) };
  }

  // The next person in a direction: near, and rather straight ahead than aside.
  neighbour(id, [right, down], shown) {
    const from = this.people.get(id);
    let best = null;
    for (const [other, person] of this.people) {
      const [x, y] = [person.x - from.x, person.y - from.y];
      const ahead = x * right + y * down;
      const aside = Math.abs(x * down) + Math.abs(y * right);
      if (other === id || ahead <= 1 || aside > 3 * ahead || !shown(other)) continue;
      const cost = ahead + 2 * aside;
      if (!best || cost < best.cost) best = { id: other, cost };
    }
    return best?.id;
  }
}

// A tie that is only shown when asked for: a curve from box to box, with its head.
function drawTie(svg, { element, strength }, from, to) {
  const box = svg.querySelector(".person .box");
  const half = ["width", "height"].map((side) => Number(box.getAttribute(side)) / 2);
  const way = [to.x - from.x, to.y - from.y];
  const axis = Math.abs(way[0]) > 2.4 * half[0] ? 0 : 1; // leaves a box sideways, or up or down
  const ahead = [0, 0];
  ahead[axis] = Math.sign(way[axis]);
  const move = ([x, y], far) => [x + ahead[0] * far, y + ahead[1] * far];
  const { head, dashed } = element.dataset;
  const size = head ? 3 + 2 * strength : 0;
  const start = move([from.x, from.y], half[axis]);
  const tip = move([to.x, to.y], -half[axis]);
  const end = move(tip, -2 * size);
  const bend = Math.abs(end[axis] - start[axis]) / 2;
  const at = (...places) => places.map((place) => place.map((k) => k.toFixed(1)).join(" ")).join(" ");
  const d = `M${at(start)}C${at(move(start, bend), move(end, -bend), end)}`;
  const dashes = dashed ? { "stroke-dasharray": "4 3" } : {};
  element.append(draw(svg, "path", { class: "shaft", d, ...dashes }));
  const aside = [ahead[1] * size, ahead[0] * size];
  const corners = at(tip, [end[0] + aside[0], end[1] + aside[1]], [end[0] - aside[0], end[1] - aside[1]]);
  if (size) element.append(draw(svg, "polygon", { class: "head", points: corners }));
}

// Texts carry the length that they must not exceed; a shorter one is not stretched to it.
function squeezeTexts(part, which = "text[textLength]") {
  const texts = [...part.querySelectorAll(which)];
  const limits = texts.map((text) => Number(text.getAttribute("textLength")));
  for (const text of texts) text.removeAttribute("textLength");
  const lengths = texts.map((text) => text.getComputedTextLength());
  texts.forEach((text, k) => {
    if (lengths[k] <= limits[k]) return;
    text.setAttribute("textLength", limits[k]);
    text.setAttribute("lengthAdjust", "spacingAndGlyphs");
  });
}
