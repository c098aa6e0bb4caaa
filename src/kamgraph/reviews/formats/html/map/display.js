// What a stakeholder map shows: views, search and filters, what is traced, cards.

class MapDisplay {
  constructor(root) {
    this.root = root;
    this.find = (selector) => root.querySelector(selector);
    this.data = JSON.parse(this.find("script.data").textContent);
    this.words = this.data.words;
    this.stage = this.find(".stage");
    this.tools = this.find(".tools");
    this.card = make("aside", { class: "card", role: "dialog", "aria-labelledby": "card-title" });
    this.card.hidden = true;
    document.body.append(this.card); // it is opened from everywhere on the page
    this.templates = [...root.querySelectorAll("template")];
    this.charts = [];
    Object.assign(this, { opened: null, here: null, hovered: null, hit: -1, gaps: new Set() });
    Object.assign(this, { hiddenLayers: new Set(), wantedLayers: new Set() });
    root.classList.add("live");
    this.stage.append(this.find(".zoom"));
    this.stage.setAttribute("tabindex", "-1");
    this.tools.hidden = this.find(".hint").hidden = false;
  }

  say(text) {
    this.find(".status").textContent = text;
  }

  // Views.

  // A view's elements; those of the first are in the page, the others in templates.
  elementsOf(number) {
    const holder = number
      ? document.importNode(this.templates[number - 1].content, true)
      : this.root;
    return ["svg.chart", ".keys", ".units"].map((part) => holder.querySelector(part));
  }

  // Everybody of the view that is shown first, with what is known of them.
  everybody() {
    return [...this.charts[0].facts];
  }

  // What somebody of that view is called; nothing for whoever is not in it.
  nameOf(id) {
    return this.charts[0].facts.get(id)?.who.name;
  }

  get visible() {
    return this.stage.clientWidth > 0;
  }

  show(number) {
    const before = this.chart;
    const known = this.charts[number];
    const [svg, keys, units] = known ? [known.svg, known.keys, known.units] : this.elementsOf(number);
    before?.svg.replaceWith(svg);
    before?.keys.replaceWith(keys);
    before?.units.replaceWith(units);
    const next = known ?? new Chart(svg, { keys, units }, this.data.views[number], this.data);
    this.charts[number] = next;
    Object.assign(this, { number, chart: next, here: null, hovered: null });
    next.camera ??= new Camera(this.stage, next.svg, (...scale) => next.captions.show(...scale));
    this.settle();
    const kept = next.people.get(this.opened);
    if (kept && before) next.camera.look(kept.x, kept.y, before.camera.scale);
    if (this.opened && !next.facts.has(this.opened)) this.close();
    else if (this.opened) this.open(this.opened);
    this.listGaps();
    this.filter();
    this.makeReachable(this.opened ?? this.topmost());
    const { name, day } = this.data.views[number];
    if (before) this.say(fill(this.words.map_shown, { scope: name, day }));
  }

  // What can only be measured once it is seen.
  settle() {
    const { chart } = this;
    if (!this.visible) return;
    chart.camera.measure();
    if (chart.settled) return;
    chart.settle();
    const { x, y } = chart.people.get(this.topmost()) ?? { x: 0, y: 0 };
    chart.camera.begin(x, y);
  }

  topmost() {
    const order = this.readingOrder();
    return order.find((id) => !this.chart.people.get(id)?.outside) ?? order[0];
  }

  choose() {
    const scope = Number(this.find("select.scope")?.value ?? 0);
    const before = this.find(".days input:checked")?.value === "before";
    const whole = Boolean(this.find(".whole input")?.checked);
    const { views } = this.data;
    const there = (wanted) => {
      const some = views.filter((view) => view.scope === scope && view.before === wanted);
      return views.indexOf(some.find((view) => view.whole === whole) ?? some[0]);
    };
    const radio = this.find('.days input[value="before"]');
    if (radio) radio.disabled = there(true) < 0;
    if (before && there(true) < 0) this.find('.days input[value="now"]').checked = true;
    this.show(before && there(true) >= 0 ? there(true) : there(false));
  }

  // Search and filters.

  listGaps() {
    const { words, chart } = this;
    const counts = new Map();
    for (const facts of chart.facts.values()) {
      for (const code of new Set(facts.gaps.map(([code]) => code))) {
        counts.set(code, (counts.get(code) ?? 0) + 1);
      }
    }
    for (const code of this.gaps) if (!counts.has(code)) this.gaps.delete(code);
    const rows = Object.entries(this.data.gaps)
      .filter(([code]) => counts.has(code))
      .map(([code, label]) => {
        const box = make("input", { type: "checkbox", value: code });
        box.checked = this.gaps.has(code);
        const count = make("small", {}, String(counts.get(code)));
        return make("label", {}, box, make("span", {}, label), count);
      });
    const clear = make("button", { type: "button", "data-do": "clear" }, words.map_gaps_clear);
    this.find(".kinds").replaceChildren(...(rows.length ? [...rows, clear] : [words.map_gaps_none]));
  }

  filter() {
    const query = foldText(this.find(".search").value.trim());
    const { facts, texts } = this.chart;
    const fits = (id) =>
      this.isShown(id) &&
      (!query || texts.get(id).includes(query)) &&
      (!this.gaps.size || facts.get(id).gaps.some(([code]) => this.gaps.has(code)));
    const active = Boolean(query || this.gaps.size);
    this.found = active ? this.readingOrder().filter(fits) : null;
    Object.assign(this, { hit: -1, here: null });
    if (active) this.say(fillCount(this.words.map_found, this.found.length));
    else this.say("");
    this.find("details.gaps").classList.toggle("set", this.gaps.size > 0);
    this.paint();
  }

  // The people as they are read: row by row, then those who are folded.
  readingOrder() {
    const { people, facts } = this.chart;
    const row = (id) => people.get(id).y;
    const shown = [...people.keys()].sort((a, b) => row(a) - row(b) || people.get(a).x - people.get(b).x);
    return [...shown, ...[...facts.keys()].filter((id) => !people.has(id))];
  }

  nextHit(step) {
    if (!this.found?.length) return;
    const { length } = this.found;
    this.hit = (this.hit + step + length) % length;
    const id = this.found[this.hit];
    const person = this.chart.people.get(id);
    if (person) {
      this.chart.camera.jump(person.x, person.y);
      this.here = id;
      this.makeReachable(id);
    } else this.open(id);
    this.paint();
    const { name } = this.chart.facts.get(id).who;
    const place = { place: this.hit + 1, count: length, name };
    this.say(fill(this.words.map_place, place));
  }

  isShown(id) {
    return !this.chart.people.get(id)?.outside || !this.hiddenLayers.has("outside");
  }

  toggleLayer(box) {
    this.hiddenLayers[box.checked ? "delete" : "add"](box.value);
    if (!box.defaultChecked) this.wantedLayers[box.checked ? "add" : "delete"](box.value);
    this.filter();
  }

  // Everything that depends on what is looked at.
  paint() {
    const { chart, found } = this;
    chart.svg.classList.toggle("without-outside", this.hiddenLayers.has("outside"));
    const centre = this.hovered ?? this.here ?? this.opened;
    const trail = chart.people.has(centre) ? chart.trace(centre) : null;
    const fits = found && new Set(found);
    for (const [id, { element }] of chart.people) {
      element.classList.toggle("dim", Boolean(trail ? !trail.people.has(id) : fits && !fits.has(id)));
      element.classList.toggle("way", Boolean(trail?.way.has(id)));
    }
    for (const tie of chart.ties) {
      const { element, kind, source, target } = tie;
      const apart = fits && !(fits.has(source) && fits.has(target));
      element.classList.toggle("off", this.hiddenLayers.has(kind));
      element.classList.toggle("wanted", this.wantedLayers.has(kind));
      element.classList.toggle("on", Boolean(trail?.ties.has(tie)));
      element.classList.toggle("way", Boolean(trail?.route.has(tie)));
      element.classList.toggle("dim", Boolean(trail ? !trail.ties.has(tie) : apart));
    }
    chart.mark(chart.rings[0], this.opened);
    chart.mark(chart.rings[1], this.here);
  }

  // Cards.

  open(id, { takeFocus = false } = {}) {
    const { chart, words } = this;
    this.opened = id;
    const names = (person) => chart.facts.get(person)?.who.name ?? person;
    fillCard(this.card, {
      id,
      facts: chart.facts.get(id),
      words,
      axes: this.data.axes,
      kinds: this.data.gaps,
      headings: this.data.headings,
      ties: chart.ties,
      names,
      unit: chart.units.querySelector(`[data-head="${CSS.escape(id)}"]`),
      go: (other) => this.goTo(other),
      close: () => this.close({ giveBack: true }),
    });
    this.card.hidden = false;
    this.card.scrollTop = 0;
    const person = chart.people.get(id);
    if (person && this.visible) {
      this.makeReachable(id);
      chart.camera.reveal(person.x, person.y, this.covered);
    }
    if (takeFocus) this.card.querySelector("h3").focus();
    this.paint();
  }

  // How much of the stage is behind the card, which on narrow ones lies below.
  get covered() {
    if (this.card.hidden || this.stage.clientWidth <= NARROW) return 0;
    const { right } = this.stage.getBoundingClientRect();
    return Math.max(0, right - this.card.getBoundingClientRect().left);
  }

  // Whoever is not in the view that is shown is in the first one.
  goTo(id) {
    if (!this.chart.facts.has(id)) {
      if (!this.charts[0].facts.has(id)) return;
      this.show(0);
    }
    this.here = null;
    if (this.card.hidden) this.cameFrom = document.activeElement;
    this.open(id, { takeFocus: true });
  }

  close({ giveBack = false } = {}) {
    const last = this.visible ? this.chart.people.get(this.opened)?.element : null;
    this.card.hidden = true;
    this.opened = this.hovered = null;
    if (giveBack) (last ?? this.cameFrom)?.focus({ preventScroll: true });
    this.cameFrom = null;
    this.paint();
  }

  // One person at a time is a stop of the tabulator.
  makeReachable(id) {
    const now = this.chart.svg.querySelector('.person[tabindex="0"]');
    now?.setAttribute("tabindex", "-1");
    this.chart.people.get(id)?.element.setAttribute("tabindex", "0");
  }
}
