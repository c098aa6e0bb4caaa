// The stakeholder map: views, search, filters, tracing, keys, cards.

const ARROWS = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };

class StakeholderMap {
  constructor(root) {
    this.root = root;
    this.find = (selector) => root.querySelector(selector);
    this.data = JSON.parse(this.find("script.data").textContent);
    this.words = this.data.words;
    this.stage = this.find(".stage");
    this.tools = this.find(".tools");
    this.card = make("aside", { class: "card", role: "dialog", "aria-labelledby": "card-title" });
    this.card.hidden = true;
    this.templates = [...root.querySelectorAll("template")];
    this.charts = [];
    Object.assign(this, { opened: null, here: null, hovered: null, hit: -1, gaps: new Set() });
    Object.assign(this, { hiddenLayers: new Set(), wantedLayers: new Set() });
    root.classList.add("live");
    this.stage.append(this.card, this.find(".zoom"));
    this.stage.setAttribute("tabindex", "-1");
    this.tools.hidden = this.find(".hint").hidden = false;
    this.listen();
    this.show(0);
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
    return [holder.querySelector("svg.chart"), holder.querySelector(".keys")];
  }

  show(number) {
    const before = this.chart;
    const known = this.charts[number];
    const [svg, keys] = known ? [known.svg, known.keys] : this.elementsOf(number);
    before?.svg.replaceWith(svg);
    before?.keys.replaceWith(keys);
    const { people } = this.data.views[number];
    const next = known ?? new Chart(svg, keys, people, this.data);
    this.charts[number] = next;
    Object.assign(this, { number, chart: next, here: null, hovered: null });
    if (!next.camera) {
      next.camera = new Camera(this.stage, next.svg);
      const { x, y } = next.people.get(this.topmost()) ?? { x: 0, y: 0 };
      next.camera.begin(x, y);
    }
    next.camera.measure();
    const kept = next.people.get(this.opened);
    if (kept && before) next.camera.look(kept.x, kept.y, before.camera.scale);
    if (this.opened && !kept) this.close();
    else if (kept) this.open(this.opened);
    this.listGaps();
    this.filter();
    this.makeReachable(this.opened ?? this.topmost());
    const { name, day } = this.data.views[number];
    if (before) this.say(fill(this.words.map_shown, { scope: name, day }));
  }

  topmost() {
    return this.readingOrder().find((id) => !this.chart.people.get(id).outside) ?? this.readingOrder()[0];
  }

  choose() {
    const scope = Number(this.find("select.scope")?.value ?? 0);
    const before = this.find(".days input:checked")?.value === "before";
    const { views } = this.data;
    const there = (wanted) =>
      views.findIndex((view) => view.scope === scope && view.before === wanted);
    const radio = this.find('.days input[value="before"]');
    if (radio) radio.disabled = there(true) < 0;
    if (before && there(true) < 0) this.find('.days input[value="now"]').checked = true;
    this.show(before && there(true) >= 0 ? there(true) : there(false));
  }

  // Search and filters.

  listGaps() {
    const { words, chart } = this;
    const counts = new Map();
    for (const { facts } of chart.people.values()) {
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
    const fits = (person) =>
      this.isShown(person) &&
      (!query || person.text.includes(query)) &&
      (!this.gaps.size || person.facts.gaps.some(([code]) => this.gaps.has(code)));
    const active = Boolean(query || this.gaps.size);
    this.found = active ? this.readingOrder().filter((id) => fits(this.chart.people.get(id))) : null;
    Object.assign(this, { hit: -1, here: null });
    if (active) this.say(fillCount(this.words.map_found, this.found.length));
    else this.say("");
    this.find("details.gaps").classList.toggle("set", this.gaps.size > 0);
    this.paint();
  }

  // The people as they are read: row by row.
  readingOrder() {
    const { people } = this.chart;
    const row = (id) => people.get(id).y;
    return [...people.keys()].sort((a, b) => row(a) - row(b) || people.get(a).x - people.get(b).x);
  }

  nextHit(step) {
    if (!this.found?.length) return;
    const { length } = this.found;
    this.hit = (this.hit + step + length) % length;
    const id = this.found[this.hit];
    const { x, y, facts } = this.chart.people.get(id);
    this.chart.camera.jump(x, y);
    this.here = id;
    this.makeReachable(id);
    this.paint();
    const place = { place: this.hit + 1, count: length, name: facts.who.name };
    this.say(fill(this.words.map_place, place));
  }

  isShown(person) {
    return !person.outside || !this.hiddenLayers.has("outside");
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
    const names = (person) => chart.people.get(person)?.facts.who.name ?? person;
    fillCard(this.card, {
      id,
      facts: chart.people.get(id).facts,
      words,
      axes: this.data.axes,
      kinds: this.data.gaps,
      headings: this.data.headings,
      ties: chart.ties,
      names,
      go: (other) => this.goTo(other),
      close: () => this.close({ giveBack: true }),
    });
    this.card.hidden = false;
    this.card.scrollTop = 0;
    this.makeReachable(id);
    const { x, y } = chart.people.get(id);
    const covered = this.stage.clientWidth > NARROW ? this.card.offsetWidth : 0;
    chart.camera.reveal(x, y, covered);
    if (takeFocus) this.card.querySelector("h3").focus();
    this.paint();
  }

  goTo(id) {
    const person = this.chart.people.get(id);
    if (!person) return;
    this.here = null;
    this.open(id, { takeFocus: true });
  }

  close({ giveBack = false } = {}) {
    const last = this.chart.people.get(this.opened);
    this.card.hidden = true;
    this.opened = this.hovered = null;
    if (giveBack) last?.element.focus({ preventScroll: true });
    this.paint();
  }

  // One person at a time is a stop of the tabulator.
  makeReachable(id) {
    const now = this.chart.svg.querySelector('.person[tabindex="0"]');
    now?.setAttribute("tabindex", "-1");
    this.chart.people.get(id)?.element.setAttribute("tabindex", "0");
  }

  // Listening.

  listen() {
    const { root, stage } = this;
    const on = (name, act) => root.addEventListener(name, act);
    on("click", (event) => this.click(event));
    on("change", (event) => this.change(event));
    on("keydown", (event) => this.key(event));
    this.find(".search").addEventListener("input", () => this.filter());
    stage.addEventListener("pointerover", (event) => this.hover(event));
    stage.addEventListener("pointerleave", () => this.hoverOver(null));
    stage.addEventListener("focusin", (event) => this.focusOn(event.target));
    stage.addEventListener("focusout", () => this.focusOn(null));
    const alone = document.body.classList.contains("alone");
    const ours = () => alone || stage.contains(document.activeElement);
    followPointers(stage, () => this.chart.camera, ours);
    new ResizeObserver(() => this.resize()).observe(stage);
    window.addEventListener("beforeprint", () => {
      this.printing = true;
      this.chart.camera.showPage();
    });
    window.addEventListener("afterprint", () => this.resize());
  }

  resize() {
    const { camera } = this.chart ?? {};
    camera?.measure();
    camera?.look(camera.x, camera.y, camera.scale);
  }

  click(event) {
    const action = event.target.closest("[data-do]")?.dataset.do;
    const person = event.target.closest(".person");
    if (action) this.act(action);
    else if (person) this.open(person.dataset.id);
    else if (event.target.closest("svg.chart")) this.close();
    const menu = this.find("details.gaps");
    if (menu.open && !menu.contains(event.target)) menu.open = false;
  }

  act(action) {
    const { camera } = this.chart;
    const acts = {
      zoom_in: () => camera.zoom(1.4),
      zoom_out: () => camera.zoom(1 / 1.4),
      whole: () => camera.whole(),
      copy: () => copyRows(this.peopleRows(), (message) => this.say(message)),
      print: () => this.print(),
      clear: () => {
        this.gaps.clear();
        this.listGaps();
        this.filter();
      },
    };
    acts[action]();
  }

  print() {
    this.printing = false;
    window.print();
    if (!this.printing) this.say(this.words.map_no_print);
  }

  change({ target }) {
    if (target.closest(".layers")) this.toggleLayer(target);
    else if (target.closest(".kinds")) {
      this.gaps[target.checked ? "add" : "delete"](target.value);
      this.filter();
    } else if (target.matches("select.scope, .days input")) this.choose();
  }

  hover(event) {
    if (event.pointerType === "touch" || event.buttons) return;
    this.hoverOver(event.target.closest(".person")?.dataset.id ?? null);
  }

  // A moment's rest, so that the map does not flicker on the way of the pointer.
  hoverOver(id) {
    clearTimeout(this.resting);
    if (id === this.hovered) return;
    this.resting = setTimeout(() => {
      this.hovered = id;
      this.paint();
    }, 90);
  }

  focusOn(target) {
    const person = target?.closest?.(".person");
    const id = person?.matches(":focus-visible") ? person.dataset.id : null;
    if (id === this.here) return;
    this.here = id;
    if (id) {
      const { x, y } = this.chart.people.get(id);
      this.makeReachable(id);
      this.chart.camera.reveal(x, y, this.card.hidden ? 0 : this.card.offsetWidth);
    }
    this.paint();
  }

  key(event) {
    const { target, key } = event;
    if (event.altKey || event.ctrlKey || event.metaKey) return;
    if (key === "Escape") return this.escape(event);
    if (target.matches(".search")) {
      if (key === "Enter") this.nextHit(event.shiftKey ? -1 : 1);
      return;
    }
    if (!this.stage.contains(target) || this.card.contains(target)) return;
    if (this.stageKey(target.closest(".person")?.dataset.id, key)) event.preventDefault();
  }

  stageKey(id, key) {
    const { camera } = this.chart;
    if (key === "+" || key === "=") camera.zoom(1.4);
    else if (key === "-") camera.zoom(1 / 1.4);
    else if (key === "0") camera.whole();
    else if (id && (key === "Enter" || key === " ")) this.open(id, { takeFocus: true });
    else if (ARROWS[key]) this.walk(id, ARROWS[key]);
    else return false;
    return true;
  }

  walk(id, direction) {
    const shown = (person) => this.isShown(person);
    const next = id ? this.chart.neighbour(id, direction, shown) : this.topmost();
    this.chart.people.get(next)?.element.focus({ preventScroll: true });
  }

  escape(event) {
    const menu = this.find("details.gaps");
    const search = this.find(".search");
    if (menu.open) {
      menu.open = false;
      menu.firstElementChild.focus();
    } else if (this.opened) this.close({ giveBack: true });
    else if (search.value) {
      search.value = "";
      this.filter();
    } else return;
    event.preventDefault();
  }

  // The people in sight as a table.
  peopleRows() {
    const { words, chart } = this;
    const { axes } = this.data;
    const ids = (this.found ?? this.readingOrder()).filter((id) => this.isShown(chart.people.get(id)));
    const name = (id) => chart.people.get(id)?.facts.who.name ?? id;
    const rows = ids.map((id) => {
      const { who, grades, standing, contact, gaps } = chart.people.get(id).facts;
      const own = axes.map((_, k) => grades[k]?.[0] ?? "");
      const route = contact.route.map(name).join(" → ");
      const missing = gaps.map(([code]) => this.data.gaps[code]).join("; ");
      return [
        ...[who.name, who.title, who.organization, who.side, who.roles.join("; ")],
        ...[standing.choice, ...own, standing.power, contact.reach, route, missing],
      ];
    });
    const first = [words.person, words.map_title, words.map_organization, words.side, words.roles];
    const last = [words.power, words.reach, words.map_best_route, words.map_gaps];
    return [[...first, words.choice, ...axes, ...last], ...rows];
  }
}

for (const root of document.querySelectorAll(".map")) new StakeholderMap(root);
