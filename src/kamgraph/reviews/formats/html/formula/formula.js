// The bar that says where a figure comes from: its formula, the facts, and where their rows stand.

const IN_TABLES = "tbody > tr > td:is(.score, .error, .share, .reach, .points, .count, .day)";
const MOST_FACTS = 12;

class FormulaBar {
  constructor(told, map) {
    Object.assign(this, { told, map, figure: null });
    this.words = told.words;
    this.bar = make("aside", { class: "formula-bar", role: "status", "aria-label": this.say("label") });
    this.bar.hidden = true;
    document.body.append(this.bar);
    for (const table of document.querySelectorAll("section .wide > table")) {
      table.querySelectorAll(IN_TABLES).forEach((cell, k) => this.offer(cell, k ? "-1" : "0"));
    }
    for (const figure of document.querySelectorAll(".figures > div")) this.offer(figure, "0");
    document.addEventListener("click", (event) => this.click(event));
    document.addEventListener("focusin", ({ target }) => target.matches(".figure") && this.show(target));
    document.addEventListener("keydown", (event) => this.key(event));
  }

  say(name) {
    return this.words[`trace.${name}`];
  }

  offer(figure, stop) {
    if (!this.find(figure)) return;
    figure.classList.add("figure");
    figure.setAttribute("tabindex", stop);
  }

  // The source of a figure, and whom its row is about.
  find(figure) {
    const { tables, sources } = this.told;
    const name = figure.closest(".gauge") ? "standing" : figure.closest("section")?.id;
    const table = tables[name];
    if (!table) return null;
    const cell = figure.matches("td");
    const number = cell ? table.columns[figure.cellIndex] : table.figures[this.place(figure)];
    const row = cell ? table.rows[this.place(figure.parentElement)] : null;
    return number >= 0 ? { source: sources[number], row: row ?? [] } : null;
  }

  place(element) {
    return [...element.parentElement.children].filter((one) => !one.matches(".quotes")).indexOf(element);
  }

  show(figure) {
    this.figure?.classList.remove("traced");
    this.figure = figure;
    figure.classList.add("traced");
    const { source, row } = this.find(figure);
    const [formula, families, adds] = source;
    const { facts, formulas, known } = this.told;
    const told = row.flatMap((one) => families.flatMap((family) => known[one][family]));
    const numbers = [...new Set(told)];
    const parts = [make("p", { class: "formula" }, make("b", {}, this.name(figure)), formulas[formula])];
    if (numbers.length) parts.push(this.list(numbers.map((number) => facts[number])));
    else if (families.length && row.length) parts.push(make("p", {}, this.say("none")));
    this.bar.replaceChildren(...parts, this.links(row, adds), this.closing());
    this.bar.hidden = false;
  }

  // What a figure is called: whose it is, what, and how much.
  name(figure) {
    const text = (node) => node?.textContent.trim() ?? "";
    const value = (node) => text([...(node?.childNodes ?? [])].find((one) => text(one)));
    if (!figure.matches("td")) return `${text(figure.querySelector("dt"))} ${value(figure.querySelector("dd"))}`;
    const heading = figure.closest("table").tHead.rows[0].cells[figure.cellIndex];
    const row = value(figure.parentElement.querySelector("th"));
    return `${[row, text(heading)].filter(Boolean).join(" · ")} ${value(figure)}`;
  }

  list(facts) {
    const rows = facts.slice(0, MOST_FACTS).map(([what, value, day, by]) => {
      const when = day && by ? fill(this.say("by"), { day, by }) : day || by;
      return make("li", {}, what, ...(value ? [" ", make("b", {}, value)] : []), ...(when ? [make("small", {}, when)] : []));
    });
    const more = facts.length - rows.length;
    if (more) rows.push(make("li", {}, fillCount(this.say("more"), more)));
    return make("ul", { "aria-label": this.say("rows") }, ...rows);
  }

  // To the rows that are added up, to the cards of whom it is about, and to the words.
  links(row, adds) {
    const line = make("p", { class: "formula-links" });
    const title = document.querySelector(`[id="${adds}"] > h2`)?.textContent;
    if (title) line.append(`${this.say("adds")} `, make("a", { href: `#${adds}` }, title));
    for (const id of row.map((one) => this.told.subjects[one])) {
      const name = this.map?.nameOf(id);
      if (!name) continue;
      const button = make("button", { type: "button" }, `${this.say("card")} ${name}`);
      button.addEventListener("click", () => this.map.goTo(id));
      line.append(button);
    }
    if (document.getElementById("definitions")) line.append(make("a", { href: "#definitions" }, this.say("terms")));
    return line;
  }

  closing() {
    const button = make("button", { type: "button", class: "formula-close", "aria-label": copyWords.map_close }, "×");
    button.addEventListener("click", () => this.hide({ giveBack: true }));
    return button;
  }

  hide({ giveBack = false } = {}) {
    this.bar.hidden = true;
    this.figure?.classList.remove("traced");
    if (giveBack) this.figure?.focus({ preventScroll: true });
    if (giveBack) this.bar.hidden = true; // which the focus had opened again
    this.figure = null;
  }

  click({ target }) {
    const figure = target.closest(".figure");
    if (figure) this.show(figure);
    else if (!target.closest(".formula-bar")) this.hide();
  }

  // One figure of a table is a stop of the tabulator, the arrows lead to the others.
  key(event) {
    const { target, key } = event;
    if (key === "Escape" && !this.bar.hidden) this.hide();
    const step = ARROWS[key];
    if (!step || !target.matches("td.figure")) return;
    event.preventDefault();
    const next = this.neighbour(target, step);
    if (!next) return;
    target.setAttribute("tabindex", "-1");
    next.setAttribute("tabindex", "0");
    next.focus();
  }

  neighbour(cell, [right, down]) {
    const rows = [...cell.closest("tbody").rows].filter((row) => row.querySelector(".figure"));
    if (down) return rows[rows.indexOf(cell.parentElement) + down]?.cells[cell.cellIndex];
    const cells = [...cell.parentElement.querySelectorAll(".figure")];
    return cells[cells.indexOf(cell) + right];
  }
}

for (const data of document.querySelectorAll("script.formulas")) {
  new FormulaBar(JSON.parse(data.textContent), maps[0]);
}
