// What people do with a stakeholder map: pointers, keys and buttons.

const ARROWS = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };

class StakeholderMap extends MapDisplay {
  constructor(root) {
    super(root);
    this.listen();
    this.show(0);
  }

  listen() {
    const { root, stage } = this;
    const on = (name, act) => root.addEventListener(name, act);
    on("click", (event) => this.click(event));
    on("change", (event) => this.change(event));
    on("keydown", (event) => this.key(event));
    this.card.addEventListener("keydown", (event) => event.key === "Escape" && this.escape(event));
    document.addEventListener("fullscreenchange", () => {
      if (!document.fullscreenElement) this.fillScreen(false);
    });
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
    if (!this.chart || !this.visible) return;
    this.settle();
    const { camera } = this.chart;
    camera.look(camera.x, camera.y, camera.scale);
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
      full: () => this.fillScreen(!this.root.classList.contains("full")),
      clear: () => {
        this.gaps.clear();
        this.listGaps();
        this.filter();
      },
    };
    acts[action]();
  }

  // All of the screen where the browser lets the page have it, else all of the window.
  fillScreen(full) {
    if (full === this.root.classList.contains("full")) return;
    this.root.classList.toggle("full", full);
    this.find('[data-do="full"]').textContent = full ? this.words.map_full_end : this.words.map_full;
    if (full && document.fullscreenEnabled) {
      document.documentElement.requestFullscreen().catch(() => {}); // the window is enough
    } else if (!full && document.fullscreenElement) document.exitFullscreen();
  }

  print() {
    this.printing = false;
    window.print();
    if (!this.printing) this.say(this.words.map_no_print);
  }

  change({ target }) {
    if (target.closest(".whole")) this.choose();
    else if (target.closest(".layers")) this.toggleLayer(target);
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
      this.chart.camera.reveal(x, y, this.covered);
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
    if (!this.stage.contains(target)) return;
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
    const shown = (other) => this.isShown(other);
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
    else if (this.root.classList.contains("full")) this.fillScreen(false);
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
    const ids = (this.found ?? this.readingOrder()).filter((id) => this.isShown(id));
    const name = (id) => chart.facts.get(id)?.who.name ?? id;
    const rows = ids.map((id) => {
      const { who, grades, standing, contact, gaps } = chart.facts.get(id);
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

const maps = [...document.querySelectorAll(".map")].map((root) => new StakeholderMap(root));
