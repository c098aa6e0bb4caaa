// What can be supposed of a person, on their card; and the moves of the plan.

if (whatIf) {
  const { told, words, nameOf, supposed, suppose, takeBack, spellBoth, band, line } = whatIf;
  const everybody = told.inputs.people;
  const byId = new Map(everybody.map((person) => [person.id, person]));
  let open = null; // the place on the card that is open

  function choice(label, options, chosen, change) {
    const select = make("select", {}, ...options.map(([value, text]) => make("option", { value }, text)));
    select.value = chosen;
    select.addEventListener("change", () => change(select.value, select));
    return make("label", {}, make("span", {}, label), select);
  }

  const button = (label, run) => {
    const made = make("button", { type: "button" }, label);
    made.addEventListener("click", run);
    return made;
  };

  const group = (label, ...rest) => make("fieldset", {}, make("legend", {}, label), ...rest);

  const textOf = (pairs, value) => pairs.find(([one]) => one === value)?.[1] ?? value;

  // Another grade of a person, axis by axis.
  function gradeChoices(person) {
    return told.inputs.rules.axes.map(({ name: axis }, number) => {
      const key = `grade:${person.id}:${axis}`;
      const chosen = supposed.items.find((one) => one.key === key)?.changes[0].grade ?? "";
      const options = [["", words.as_it_is], ...told.grades[number]];
      return choice(told.axes[number], options, chosen, (grade, select) => {
        if (!grade) return takeBack(key);
        const what = { axis: told.axes[number], grade: textOf(told.grades[number], grade) };
        const label = fill(words.grade_of, { name: nameOf(person.id), ...what });
        const about = { person: person.id, axis, grade };
        const saved = [{ change: "grade", ...about }];
        const item = { key, label, changes: [{ what: "grade", ...about }], saved, people: [person.id] };
        if (!suppose(item)) select.value = chosen;
      });
    });
  }

  const { compare } = new Intl.Collator(document.documentElement.lang || undefined);
  const byName = ([, one], [, other]) => compare(one, other);

  const fits = (sides, person) => !sides.length || sides.includes(person.side);

  // The ties that a person could have, each from one end: "kind:to" or "kind:from".
  function listTieEnds(person) {
    return Object.entries(told.inputs.rules.kinds).flatMap(([kind, { sources, targets, line: lines }]) => {
      if (lines && !person.own) return [];
      const label = told.kinds[kind].label;
      const to = [`${kind}:to`, fill(words.tie_to, { kind: label, name: "…" })];
      const from = [`${kind}:from`, fill(words.tie_from, { kind: label, name: "…" })];
      return [...(fits(sources, person) ? [to] : []), ...(fits(targets, person) ? [from] : [])];
    });
  }

  function listPartners(person, kind, end) {
    const { sources, targets, line: lines } = told.inputs.rules.kinds[kind];
    const sides = end === "to" ? targets : sources;
    return everybody
      .filter((one) => one.id !== person.id && !one.vacant && fits(sides, one) && (!lines || one.own))
      .map(({ id }) => [id, nameOf(id)])
      .sort(byName);
  }

  function fillSelect(select, options) {
    select.replaceChildren(...options.map(([value, text]) => make("option", { value }, text)));
    select.parentElement.hidden = !options.length;
  }

  function tieItem({ source, target, kind, strength }) {
    const ends = { source: nameOf(source), target: nameOf(target), kind: told.kinds[kind].label };
    const tie = { source, target, kind, strength };
    return {
      key: `tie:${source}:${target}:${kind}`,
      label: fill(strength === 0 ? words.tie_ends : words.tie_new, ends),
      changes: [{ what: "tie", ...tie }],
      saved: [{ change: "tie", ...tie }],
      people: [source, target],
    };
  }

  function tieForm(person) {
    const ends = listTieEnds(person);
    if (!ends.length) return "";
    const what = choice(words.tie_kind, ends, ends[0][0], refill);
    const who = choice(words.whom, [], "", () => {});
    const strong = choice(words.strength, [], "", () => {});
    const [whatSelect, whoSelect, strongSelect] = [what, who, strong].map((one) => one.lastChild);
    function refill() {
      const [kind, end] = whatSelect.value.split(":");
      fillSelect(whoSelect, listPartners(person, kind, end));
      fillSelect(strongSelect, told.kinds[kind].strengths);
      strongSelect.selectedIndex = Math.floor(told.kinds[kind].strengths.length / 2);
    }
    refill();
    const draw = button(words.suppose, () => {
      const [kind, end] = whatSelect.value.split(":");
      if (!whoSelect.value) return;
      const [source, target] = end === "to" ? [person.id, whoSelect.value] : [whoSelect.value, person.id];
      suppose(tieItem({ source, target, kind, strength: strongSelect.value || null }));
    });
    const about = make("div", { class: "what-if-row" }, what, who, strong, draw);
    return group(words.tie_heading, about, tieEnds(person));
  }

  // A tie of the person's that there is, and that may end.
  function tieEnds(person) {
    const mine = told.inputs.ties.filter(({ source, target }) => [source, target].includes(person.id));
    if (!mine.length) return "";
    const options = mine.map(({ source, target, kind }, number) => {
      const label = told.kinds[kind].label;
      const to = source === person.id;
      const text = fill(to ? words.tie_to : words.tie_from, { kind: label, name: nameOf(to ? target : source) });
      return [String(number), text];
    });
    return choice(words.tie_end, [["", words.choose], ...options], "", (number, select) => {
      const { source, target, kind } = mine[Number(number)] ?? {};
      if (kind) suppose(tieItem({ source, target, kind, strength: 0 }));
      select.value = "";
    });
  }

  function meetingForm(person) {
    const ours = engine.isOurs(person);
    const others = everybody.filter(ours ? engine.isContact : engine.isOurs);
    if (!told.inputs.dated || !others.length || !(ours || engine.isContact(person))) return "";
    const options = others.map(({ id }) => [id, nameOf(id)]).sort(byName);
    const who = choice(words.whom, options, options[0][0], () => {});
    const kind = choice(words.tie_kind, told.meetings, told.meetings[0][0], () => {});
    const meet = button(words.suppose, () => {
      const about = { person: person.id, other: who.lastChild.value, kind: kind.lastChild.value };
      const values = { kind: textOf(told.meetings, about.kind), one: nameOf(about.person), other: nameOf(about.other) };
      suppose({
        key: `meeting:${about.person}:${about.other}:${about.kind}`,
        label: fill(words.meeting, values),
        changes: [{ what: "meeting", ...about }],
        saved: [{ change: "meeting", ...about }],
        people: [about.person, about.other],
      });
    });
    return group(words.meeting_heading, make("div", { class: "what-if-row" }, kind, who, meet));
  }

  function leaveButton(person) {
    const about = { person: person.id };
    return button(words.leave, () =>
      suppose({
        key: `leave:${person.id}`,
        label: fill(words.left, { name: nameOf(person.id) }),
        changes: [{ what: "leave", ...about }],
        saved: [{ change: "leave", ...about }],
        people: [person.id],
      }),
    );
  }

  // What is suggested of a person is confirmed or dismissed, which changes no figure here.
  function addVerdicts(item) {
    const id = item.dataset.candidate;
    const key = `candidate:${id}`;
    const what = item.firstChild.textContent;
    const decide = (label, verdict, sentence) => {
      const made = button(label, () => {
        if (made.getAttribute("aria-pressed") === "true") return takeBack(key);
        const saved = [{ change: "candidate", candidate: id, verdict }];
        suppose({ key, label: fill(sentence, { what }), changes: [], saved, people: [] });
      });
      made.dataset.verdict = verdict;
      return made;
    };
    const acts = [
      decide(words.is_so, "accepted", words.candidate_so),
      decide(words.is_not_so, "dismissed", words.candidate_not_so),
    ];
    item.append(make("span", { class: "what-if-acts" }, ...acts));
  }

  function markVerdicts() {
    for (const made of document.querySelectorAll("[data-candidate] [data-verdict]")) {
      const key = `candidate:${made.closest("[data-candidate]").dataset.candidate}`;
      const decided = supposed.items.find((one) => one.key === key)?.saved[0].verdict;
      made.setAttribute("aria-pressed", String(decided === made.dataset.verdict));
    }
  }

  // How the person would stand, beside how they do.
  function standing(person) {
    const [now, then] = [supposed.before, supposed.after].map(({ people }) => people.get(person.id));
    if (!now || !then || !engine.isTheirs(person)) return "";
    const lines = [
      line(told.figures.choice, spellBoth(now.choice.value, then.choice.value), [band(now.choice), band(then.choice)]),
      line(told.figures.power, spellBoth(now.power, then.power, { scale: 100, unit: "%" })),
      line(told.figures.kind, [now, then].map(({ kind }) => told.keyKinds[kind] ?? "–")),
      line(words.reach, spellBoth(now.reach, then.reach, { scale: 100, unit: "%" })),
      line(words.route, [now, then].map(({ route }) => route.map(nameOf).join(" → ") || words.out_of_reach)),
    ].filter((one) => one.className === "changed");
    return lines.length ? make("dl", { class: "what-if-figures" }, ...lines) : "";
  }

  function isShown() {
    const [scope, before] = ["select.scope", '.days input[value="before"]'].map((one) => document.querySelector(one));
    return !before?.checked && !(scope && scope.selectedIndex > 0);
  }

  function fillPlace() {
    if (!open) return;
    const person = byId.get(open.dataset.person);
    const there = person && isShown();
    open.hidden = !there;
    if (!there) return;
    const folded = open.querySelector("details")?.open ?? false;
    const focused = [...open.querySelectorAll("select, button")].indexOf(document.activeElement);
    const known = engine.isContact(person) && told.inputs.dated;
    const controls = person.vacant
      ? []
      : [...(known ? [make("div", { class: "what-if-row" }, ...gradeChoices(person))] : []), tieForm(person), meetingForm(person), leaveButton(person)];
    const all = make("details", {}, make("summary", {}, words.what_if), ...controls);
    all.open = folded;
    open.replaceChildren(standing(person), all);
    open.querySelectorAll("select, button")[focused]?.focus();
  }

  document.addEventListener("card", ({ target }) => {
    open = target.querySelector(".what-if");
    if (isShown()) target.querySelectorAll("[data-candidate]").forEach(addVerdicts);
    markVerdicts();
    fillPlace();
  });
  whatIf.listen(fillPlace);
  whatIf.listen(markVerdicts);

  // The moves of the plan, wherever they are listed.
  function addTick(place, move) {
    const key = `move:${move.number}`;
    const box = make("input", { type: "checkbox" });
    box.addEventListener("change", () => {
      if (!box.checked) return takeBack(key);
      const { contact, owner } = move.step;
      const label = fill(words.move_works, { what: move.label });
      const saved = [{ change: "step", ...move.step }];
      suppose({ key, label, changes: move.changes, saved, people: [contact, owner] });
    });
    whatIf.listen(() => {
      box.checked = supposed.has(key);
    });
    place.append(make("label", { class: "what-if-tick" }, box, words.move));
  }

  document.querySelectorAll("#plan tbody tr:not(.quotes)").forEach((row, number) => {
    if (told.moves[number]) addTick(row.cells[0], told.moves[number]);
  });
  for (const item of document.querySelectorAll(".moves li[data-step]")) {
    const move = told.moves.find(({ number }) => number === Number(item.dataset.step));
    if (move) addTick(item, move);
  }
}
