// A scope with something otherwise: as graphs of the library are with the same change.

const changes = (() => {
  // Raised in words of the page's own where a change is not one of the scope's own people and ties
  // alone, so that only the book with it could tell.
  class Refusal extends Error {}

  function require(given, reason) {
    if (!given) throw new Refusal(reason);
  }

  // What somebody leaves behind is looked at last, as the library does.
  function applyAll(scope, list) {
    const others = list.filter((change) => change.what !== "leave");
    const leavers = list.filter((change) => change.what === "leave");
    return [...others, ...leavers].reduce(apply, scope);
  }

  function apply(scope, change) {
    return APPLY[change.what](scope, change);
  }

  const APPLY = { grade, tie, meeting, leave };

  function find(scope, id) {
    const person = scope.people.find((one) => one.id === id);
    require(person, "stranger");
    return person;
  }

  function findActive(scope, id) {
    const person = find(scope, id);
    require(!person.vacant, "vacant");
    return person;
  }

  function leave(scope, { person }) {
    find(scope, person);
    return {
      ...scope,
      people: scope.people.filter((one) => one.id !== person),
      ties: scope.ties.filter((tie) => tie.source !== person && tie.target !== person),
    };
  }

  function grade(scope, { person, axis, grade: label }) {
    require(scope.dated, "undated");
    const number = scope.rules.axes.findIndex((one) => one.name === axis);
    const stance = scope.rules.axes[number].stances[label];
    findActive(scope, person);
    const put = (values, value) => values.map((one, place) => (place === number ? value : one));
    const graded = (one) => ({
      ...one,
      grades: put(one.grades, stance),
      certainty: put(one.certainty, 1),
    });
    return { ...scope, people: scope.people.map((one) => (one.id === person ? graded(one) : one)) };
  }

  function tie(scope, change) {
    const source = findActive(scope, change.source);
    const target = findActive(scope, change.target);
    const kind = scope.rules.kinds[change.kind];
    require(source.id !== target.id, "alone");
    requireSides(kind, source, target);
    if (change.strength === 0) return endTie(scope, change, kind);
    if (kind.line) return drawLine(scope, change, kind, source, target);
    const strength = readStrength(change, kind);
    if (kind.closeness) return putCloseness(scope, change, { graded: strength });
    return put(scope, { ...pick(change), strength, origin: "own" });
  }

  const pick = ({ source, target, kind }) => ({ source, target, kind });

  const isSame = (one, other) =>
    one.source === other.source && one.target === other.target && one.kind === other.kind;

  function put(scope, made) {
    return { ...scope, ties: [...scope.ties.filter((one) => !isSame(one, made)), made] };
  }

  function requireSides(kind, source, target) {
    for (const [allowed, person] of [[kind.sources, source], [kind.targets, target]]) {
      require(!allowed.length || allowed.includes(person.side), "sides");
    }
  }

  function readStrength(change, kind) {
    const given = change.strength ?? kind.strength;
    const strength = typeof given === "string" ? kind.labels[given] : given;
    require(Math.abs(strength) <= 1 && (strength > 0 || kind.signed), "strength");
    return strength;
  }

  // A new solid line takes the place of the person's old ones.
  function drawLine(scope, change, kind, source, target) {
    require(source.own && target.own, "outside");
    const made = { ...pick(change), strength: 1, origin: "own" };
    if (kind.line !== "solid") return put(scope, made);
    const old = scope.ties.filter((one) => one.source === source.id && one.kind === change.kind);
    old.forEach((one) => requireStaying(scope, one.target, source));
    return put({ ...scope, ties: scope.ties.filter((one) => !old.includes(one)) }, made);
  }

  function requireStaying(scope, boss, source) {
    const person = find(scope, boss);
    require(person.own && !person.vacant, "held");
    require(!source.heir, "inherited");
  }

  function endTie(scope, change, kind) {
    const found = scope.ties.find((one) => isSame(one, change));
    require(found, "none");
    const source = find(scope, change.source);
    const left = scope.ties.filter((one) => one !== found);
    if (kind.line) {
      requireStaying(scope, change.target, source);
      require(source.own && found.origin === "own", "inherited");
    } else {
      require(kind.pull || found.warmth === 0, "met");
      require(!kind.closeness || (left.some((one) => one.kind === change.kind)), "last");
      for (const end of [change.source, change.target]) {
        require(isHeld({ ...scope, ties: left }, end), "held");
      }
    }
    return { ...scope, ties: left };
  }

  // Whether somebody stays in the scope without a tie: as one of the account's own, by a tie with
  // one of these, or because nothing hangs on them any more.
  function isHeld(scope, id) {
    if (find(scope, id).own) return true;
    const others = scope.ties
      .filter((one) => one.source === id || one.target === id)
      .map((one) => (one.source === id ? one.target : one.source));
    return !others.length || others.some((other) => find(scope, other).own);
  }

  // How close two are: as somebody graded it, or as they have met, whichever is more.
  function putCloseness(scope, change, { graded, warmth }) {
    const { source, target } = change;
    const apart = ([one, other]) => one === source && other === target;
    require(!scope.letDown.some(apart), "promise");
    const old = scope.ties.find((one) => isSame(one, change));
    require(old || !scope.parted.some(apart), "parted");
    const known = { graded: null, warmth: 0, ...old };
    const met = known.warmth + (warmth ?? 0);
    const grade = graded ?? known.graded;
    const seen = met / (met + scope.rules.halfSaturation);
    const made = { ...pick(change), graded: grade, warmth: met, origin: "own" };
    const strength = Math.max(grade ?? 0, seen);
    return put({ ...scope, acquaintance: true }, { ...made, strength });
  }

  // A meeting today: it adds to what two have had to do with each other, and refreshes a grade.
  function meeting(scope, { person, other, kind }) {
    require(scope.dated, "undated");
    const ends = [findActive(scope, person), findActive(scope, other)];
    const [source, target] = engine.isOurs(ends[0]) ? ends : ends.reverse();
    const observed = Object.keys(scope.rules.kinds).find((name) => scope.rules.kinds[name].observed);
    require(engine.isOurs(source), "sides");
    requireSides(scope.rules.kinds[observed], source, target);
    const made = { source: source.id, target: target.id, kind: observed };
    return putCloseness(scope, made, { warmth: scope.rules.meetings[kind] });
  }

  return { Refusal, applyAll };
})();
