// The card of a person, built of text nodes alone.

function cardSection(text, ...rest) {
  return make("section", {}, make("h4", {}, text), ...rest.filter(Boolean));
}

function scoreChip(score) {
  return make("span", { class: `chip s${Math.round(Number(score))}` }, score);
}

function figureList(words, { choice, band, power, weight, assumed, part }) {
  const entries = [
    [words.choice, choice && scoreChip(choice), band],
    [words.power, power, ""],
    [words.weight, weight, assumed],
    [words.kind, part, ""],
  ];
  const pairs = entries.filter(([, value]) => value);
  const list = pairs.map(([name, value, below]) =>
    make("div", {}, make("dt", {}, name), make("dd", {}, value, below && make("small", {}, below))),
  );
  return pairs.length ? make("dl", { class: "figures" }, ...list) : "";
}

function gradeTable(words, names, grades, after) {
  if (!grades.length) return "";
  const head = [words.axis, words.map_grade, words.after];
  const rows = grades.map(([grade, assessed], k) => {
    const own = make("td", {}, grade, assessed ? make("small", {}, assessed) : "");
    const score = make("td", {}, after[k] ? scoreChip(after[k]) : "–");
    return make("tr", {}, make("th", { scope: "row" }, names[k]), own, score);
  });
  const heads = head.map((name) => make("th", { scope: "col" }, name));
  const parts = [make("thead", {}, make("tr", {}, ...heads)), make("tbody", {}, ...rows)];
  return cardSection(words.map_grades, make("table", {}, ...parts));
}

// A list of people to go to, each with a remark.
function peopleList(names, entries, go, tag = "ul") {
  const items = entries.map(([id, remark]) => {
    const button = make("button", { type: "button", class: "person-link" }, names(id));
    button.addEventListener("click", () => go(id));
    return make("li", {}, button, remark ? make("small", {}, ` ${remark}`) : "");
  });
  return make(tag, { class: tag === "ol" ? "route" : "people-list" }, ...items);
}

function gapList(words, kinds, gaps) {
  const items = gaps.map(([code, severity, detail, action]) =>
    make(
      "li",
      {},
      make("strong", {}, kinds[code]),
      make("small", { class: "severity" }, severity),
      make("p", {}, detail),
      make("p", { class: "action" }, action),
    ),
  );
  return cardSection(words.map_gaps, make("ul", { class: "gap-list" }, ...items));
}

// By which words this is known, each with what it is about and who stands for it; many are folded.
function quoteList(words, quotes) {
  const items = quotes.map(([person, about, text, source]) => {
    const origin = [person, about, source].filter(Boolean).join(" · ");
    return make("li", {}, make("p", {}, text), make("small", {}, origin));
  });
  const heading = make("summary", {}, fill(words.quotes, { count: quotes.length }));
  const list = make("details", {}, heading, make("ul", { class: "quote-list" }, ...items));
  list.open = quotes.length < 4;
  return make("section", {}, list);
}

// The last times that we met or wrote to each other.
function meetingList(words, { count, last }) {
  if (!last.length) return "";
  const items = last.map(([day, kind, ours]) => {
    const about = make("small", {}, ` ${[kind, ours].filter(Boolean).join(" · ")}`);
    return make("li", {}, day, about);
  });
  const heading = fill(words.card_meetings, { count });
  return cardSection(heading, make("ul", { class: "meeting-list" }, ...items));
}

// What is suggested of the person; whoever lets people decide on it adds the means to each.
function candidateList(words, candidates) {
  if (!candidates.length) return "";
  const items = candidates.map(([id, text, confidence, evidence]) =>
    make(
      "li",
      { class: "candidate", "data-candidate": id },
      make("span", {}, text),
      make("small", {}, [confidence, evidence].filter(Boolean).join(" · ")),
    ),
  );
  return cardSection(words.card_candidates, make("ul", { class: "candidate-list" }, ...items));
}

// Those below the person whom the map does not show, as its page lists them.
function unitList(unit, go) {
  if (!unit) return "";
  const people = unit.querySelector("ol").cloneNode(true);
  for (const item of people.children) {
    const name = item.firstElementChild;
    const button = make("button", { type: "button", class: "person-link" }, name.textContent);
    button.addEventListener("click", () => go(item.dataset.id));
    name.replaceWith(button);
  }
  return cardSection(unit.querySelector("summary").textContent, people);
}

function tieLists(words, headings, ties, names, go) {
  const remark = ({ share, contrary, inferred }) =>
    [share, contrary && words.map_contrary, inferred].filter(Boolean).join(", ");
  return (id) =>
    headings.map(({ kind, end, label }) => {
      const here = end === "target" ? "source" : "target";
      const found = ties.filter((tie) => tie.kind === kind && tie[here] === id);
      found.sort((one, other) => other.strength - one.strength);
      const entries = found.map((tie) => [tie[end], remark(tie)]);
      return entries.length ? cardSection(label, peopleList(names, entries, go)) : "";
    });
}

function fillCard(card, { id, facts, words, axes, kinds, headings, ties, names, unit, go, close }) {
  const { who, grades, standing, contact, gaps, quotes, meetings, candidates } = facts;
  const closing = make("button", { type: "button", class: "close", "aria-label": words.map_close });
  closing.append("×");
  closing.addEventListener("click", close);
  const title = make("h3", { id: "card-title", tabindex: "-1" }, who.name);
  const place = who.place ? make("p", { class: "place" }, who.place) : "";
  const source = who.post_source && make("small", {}, who.post_source);
  const post = who.post ? make("p", { class: "place" }, who.post, source) : "";
  const roles = who.roles.length ? make("p", { class: "roles" }, who.roles.join(" · ")) : "";
  const sentence = contact.sentence ? make("p", { class: "sentence" }, contact.sentence) : "";
  const steps = contact.route.map((one) => [one, ""]);
  const route = sentence
    ? cardSection(
        words.map_best_route,
        steps.length ? peopleList(names, steps, go, "ol") : "",
        sentence,
        contact.remark && make("p", { class: "sentence" }, contact.remark),
      )
    : "";
  const knownBy = contact.known_by.length
    ? cardSection(words.map_known_by, peopleList(names, contact.known_by, go))
    : "";
  card.replaceChildren(
    closing,
    ...[title, place, post, roles, figureList(words, standing), route, knownBy],
    gradeTable(words, axes, grades, standing.after),
    make("section", { class: "what-if", "data-person": id, hidden: "" }),
    quotes.length ? quoteList(words, quotes) : "",
    gaps.length ? gapList(words, kinds, gaps) : "",
    ...[meetingList(words, meetings), candidateList(words, candidates)],
    ...tieLists(words, headings, ties, names, go)(id),
    unitList(unit, go),
  );
  // Whoever lets people suppose that this person were otherwise fills the place kept for it.
  card.dispatchEvent(new CustomEvent("card", { bubbles: true, detail: { id } }));
}
