// The parts of a review as tabs that links open, and a search that finds people and sections.

const MOST_FOUND = 9;
const NEAR_TOP = 140; // pixels, where a section begins to be read

class Contents {
  constructor(nav, map) {
    Object.assign(this, { nav, map, at: -1, hits: [] });
    this.words = JSON.parse(document.querySelector("script.contents").textContent);
    this.parts = [...document.querySelectorAll(".part")];
    this.links = [...nav.querySelectorAll("a")];
    this.box = nav.querySelector(".find-box");
    this.list = nav.querySelector(".found");
    document.documentElement.classList.add("live");
    nav.querySelector(".find").hidden = false;
    this.entries = [...this.listPeople(), ...this.listSections()];
    window.addEventListener("hashchange", () => this.follow({ moves: true }));
    document.addEventListener("scroll", () => this.markRead(), { passive: true });
    this.listen();
    this.follow();
  }

  // What a link leads to is shown with all of its part; without one the first part.
  follow({ moves = false } = {}) {
    const target = document.getElementById(decodeURIComponent(location.hash.slice(1)));
    const part = target?.closest(".part") ?? this.parts[0];
    this.part = part;
    for (const one of this.parts) one.classList.toggle("current", one === part);
    for (const item of this.nav.querySelectorAll(":scope > ol > li")) {
      item.classList.toggle("current", item.firstElementChild.hash === `#${part.id}`);
    }
    if (target && target !== part) target.scrollIntoView();
    else if (moves) window.scrollTo(0, 0);
    if (moves) part.focus({ preventScroll: true });
    this.markRead(target);
  }

  // Which section is read: the one that a link led to, else the last that begins above.
  markRead(target) {
    const sections = [...this.part.querySelectorAll(":scope > section")];
    const above = (one) => one.getBoundingClientRect().top < NEAR_TOP;
    const read = sections.includes(target) ? target : sections.filter(above).at(-1);
    const here = new Set([`#${this.part.id}`, `#${read?.id ?? ""}`]);
    for (const link of this.links) {
      if (here.has(link.hash)) link.setAttribute("aria-current", "true");
      else link.removeAttribute("aria-current");
    }
  }

  listPeople() {
    const everybody = this.map?.everybody() ?? [];
    return everybody.map(([id, { who }]) => ({
      label: who.name,
      note: [who.place, ...who.roles].filter(Boolean).join(" · "),
      go: () => this.map.goTo(id),
    }));
  }

  listSections() {
    return this.links.map((link) => ({
      label: link.textContent,
      note: "",
      go: () => link.click(),
    }));
  }

  listen() {
    const { box, list } = this;
    box.addEventListener("input", () => this.find());
    box.addEventListener("keydown", (event) => this.key(event));
    box.addEventListener("blur", () => this.fold());
    list.addEventListener("pointerdown", (event) => {
      event.preventDefault(); // or the box would lose the focus, and the list be gone
      const item = event.target.closest("[role=option]");
      if (item) this.choose([...list.children].indexOf(item));
    });
  }

  find() {
    const query = foldText(this.box.value.trim());
    const fits = ({ label, note }) => foldText(`${label} ${note}`).includes(query);
    this.hits = query ? this.entries.filter(fits).slice(0, MOST_FOUND) : [];
    const items = this.hits.map(({ label, note }, k) =>
      make("li", { role: "option", id: `found-${k}` }, label, make("small", {}, note)),
    );
    const none = make("li", { role: "option", "aria-disabled": "true" }, this.words.page_found_none);
    this.list.replaceChildren(...(items.length ? items : [none]));
    this.list.hidden = !query;
    this.box.setAttribute("aria-expanded", String(Boolean(query)));
    this.select(this.hits.length ? 0 : -1);
  }

  select(at) {
    this.at = at;
    [...this.list.children].forEach((item, k) => item.setAttribute("aria-selected", String(k === at)));
    if (at < 0) this.box.removeAttribute("aria-activedescendant");
    else this.box.setAttribute("aria-activedescendant", `found-${at}`);
    this.list.children[at]?.scrollIntoView({ block: "nearest" });
  }

  key(event) {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (event.key === "Enter") this.choose(this.at);
    else if (event.key === "Escape") this.fold({ empty: true });
    else if (step && this.hits.length) this.select((this.at + step + this.hits.length) % this.hits.length);
    else return;
    event.preventDefault();
  }

  choose(at) {
    const hit = this.hits[at];
    if (!hit) return;
    this.fold({ empty: true });
    hit.go();
  }

  fold({ empty = false } = {}) {
    if (empty) this.box.value = "";
    this.hits = [];
    this.list.hidden = true;
    this.box.setAttribute("aria-expanded", "false");
    this.box.removeAttribute("aria-activedescendant");
  }
}

for (const nav of document.querySelectorAll("nav.contents")) new Contents(nav, maps[0]);
