// What people see of what-ifs: the bar below the verdict, and the marks of what is supposed.

const whatIf = (() => {
  const script = document.querySelector("script.what-if-data");
  const bar = document.querySelector(".what-if-bar");
  if (!script || !bar) return null;
  const told = JSON.parse(script.textContent);
  const { words, names } = told;
  const supposed = new Supposed(told.inputs);
  const listeners = [];
  const status = make("p", { class: "what-if-said", role: "status" });

  const nameOf = (id) => names[id] ?? id;

  function suppose(item) {
    const reason = supposed.add(item);
    status.textContent = reason ? words[`refused_${reason}`] : "";
    show();
    return !reason;
  }

  function takeBack(key) {
    supposed.remove(key);
    status.textContent = "";
    show();
  }

  function takeAllBack() {
    supposed.clear();
    status.textContent = "";
    show();
  }

  // A number as it is and as it would be, with a digit more where they would look the same.
  function spellBoth(before, after, { scale = 1, unit = "" } = {}) {
    if (before === null && after === null) return ["–", "–"];
    const close = before !== null && after !== null && Math.abs(after - before) * scale < 1;
    const digits = close && Math.abs(after - before) * scale >= 0.05 ? 1 : 0;
    const spell = (value) => (value === null ? "–" : `${(value * scale).toFixed(digits)}${unit}`);
    return [spell(before), spell(after)];
  }

  const band = ({ low, high }) => `${Math.round(low)}–${Math.round(high)}`;

  // One line: what it is, now and then; whatever is not as it is stands out.
  function line(label, [now, then], [below, belowThen] = ["", ""]) {
    const part = (name, value, note) =>
      make(
        "span",
        { class: name },
        make("span", { class: "unseen" }, `${words[name]} `),
        value,
        note ? make("small", {}, note) : "",
      );
    const same = now === then && below === belowThen;
    const sign = make("span", { class: "arrow", "aria-hidden": "true" }, "→");
    const shown = same ? [part("now", now, below), make("small", {}, words.same)] : [
      part("now", now, below),
      sign,
      part("then", then, belowThen),
    ];
    const values = make("dd", {}, ...shown);
    return make("div", { class: same ? "same" : "changed" }, make("dt", {}, label), values);
  }

  function keyLine() {
    const isKey = ({ kind }) => kind && kind !== "external";
    const list = ({ people }) => [...people].filter(([, one]) => isKey(one)).map(([id]) => id);
    const [now, then] = [list(supposed.before), list(supposed.after)];
    const without = (some, others) => some.filter((id) => !others.includes(id)).map(nameOf);
    const [gone, more] = [without(now, then), without(then, now)];
    const told = [
      more.length && fill(words.new_key, { names: more.join(", ") }),
      gone.length && fill(words.no_more_key, { names: gone.join(", ") }),
    ].filter(Boolean);
    return line(words.key_people, [String(now.length), String(then.length)], ["", told.join("; ")]);
  }

  function figures() {
    const { before, after } = supposed;
    return make(
      "dl",
      { class: "what-if-figures" },
      line(told.figures.choice, spellBoth(before.choice, after.choice), [band(before), band(after)]),
      line(told.figures.coverage, spellBoth(before.coverage, after.coverage)),
      line(told.figures.secure, spellBoth(before.secure, after.secure)),
      line(
        told.figures.status,
        [told.statuses[before.status], told.statuses[after.status]],
        [doubt(before), doubt(after)],
      ),
      keyLine(),
    );
  }

  // Green is about single people: it says nothing of how the decision leans.
  function doubt({ status, choice }) {
    const leaning = status !== "green" || choice >= told.threshold;
    return leaning ? "" : fill(words.not_leaning, told);
  }

  function itemList() {
    const entries = supposed.items.map(({ key, label }) => {
      const button = make("button", { type: "button", "aria-label": fill(words.take_back, { what: label }) }, "×");
      button.addEventListener("click", () => {
        takeBack(key);
        (bar.querySelector(".what-if-items button") ?? document.querySelector(".verdict"))?.focus();
      });
      return make("li", {}, label, button);
    });
    return make("ul", { class: "what-if-items" }, ...entries);
  }

  function act(label, run) {
    const button = make("button", { type: "button" }, label);
    button.addEventListener("click", run);
    return button;
  }

  function show() {
    const some = supposed.items.length > 0;
    bar.hidden = !some && !status.textContent;
    const parts = some
      ? [
          make("h2", {}, words.nothing_is_so),
          itemList(),
          figures(),
          make("p", { class: "what-if-acts" }, act(words.save, () => askToSave(told, supposed, say)), act(words.take_all_back, takeAllBack)),
        ]
      : [];
    bar.replaceChildren(...parts, status);
    const people = supposed.people;
    for (const person of document.querySelectorAll(".person[data-id]")) {
      person.classList.toggle("supposed", people.has(person.dataset.id));
    }
    for (const listen of listeners) listen();
  }

  function say(text) {
    status.textContent = text;
    bar.hidden = false;
  }

  bar.setAttribute("role", "region");
  bar.setAttribute("aria-label", words.what_if);
  bar.append(status);
  const listen = (run) => listeners.push(run);
  return { told, words, nameOf, supposed, suppose, takeBack, spellBoth, band, line, listen, show };
})();
