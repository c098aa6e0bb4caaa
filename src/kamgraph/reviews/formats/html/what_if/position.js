// Where a scope stands, put together: people with their choice, power and route, and the whole.

const position = (() => {
  const { ROUNDING, NEUTRAL, range, sum, clip, atLeast, score } = engine;

  // Everything that the page shows before and after a change, by the ids of people.
  function measure(scope) {
    const { people, rules } = scope;
    const ties = engine.placeTies(scope);
    const pull = engine.addPulls(people, ties, rules);
    const weights = engine.weighDecision(people, engine.findLevels(people, ties), rules);
    const settled = settle(scope, engine.makeSystem(people, pull), weights);
    const chosen = chooseAll(people, settled);
    const decision = decide(scope, settled, weights, chosen);
    const kinds = engine.nameKeyKinds(people, settled.power, weights, rules);
    const routes = engine.findRoutes(people, ties, pull);
    const key = kinds.map((kind) => kind !== "" && kind !== "external");
    const stake = settled.power.map((power, place) => (key[place] ? Math.abs(power) : 0));
    const blockers = range(people.length).filter(
      (place) => isBlocker(people[place], chosen[place].value, rules),
    );
    return {
      ...decision,
      axes: rules.axes.map((_, axis) =>
        settled.counted[axis] ? score(accept(settled, axis)) : null,
      ),
      ...{ unnamed: weights.unnamed, rolesKnown: weights.rolesKnown },
      blockedBy: blockers.map((place) => people[place].id),
      coverage: scope.acquaintance ? cover(stake, routes.reach) : null,
      secure: scope.acquaintance ? secure(stake, routes) : null,
      status: judge(scope, settled, { key, stake, blocked: blockers.length > 0 }),
      people: new Map(
        people.map((person, place) => [
          person.id,
          {
            choice: chosen[place],
            weight: settled.weight[place],
            power: settled.power[place],
            kind: kinds[place],
            reach: routes.reach[place],
            route: engine.traceRoute(routes, people, place),
          },
        ]),
      ),
    };
  }

  // The equilibrium of influence with its half-width, power, and the axes that count.
  function settle({ people, rules }, system, weights) {
    const axes = range(rules.axes.length);
    const stances = axes.map((axis) =>
      people.map((person) => (person.grades[axis] ?? 0) * person.certainty[axis]),
    );
    const weight = weights.recorded.map((value, place) => value + weights.assumed[place]);
    const turnedBack = engine.solve(system.turned, system.decay, [weight])[0];
    const power = people.map((_, place) => system.own[place] * turnedBack[place]);
    const start = (values) => values.map((value, place) => system.own[place] * value);
    const after = engine
      .solve(system.moved, system.decay, stances.map(start))
      .map((column) => column.map((value) => clip(value, -1, 1)));
    const doubts = axes.map((axis) => start(people.map((person) => 1 - person.certainty[axis])));
    const width = engine
      .solve(system.sizes, system.decay, doubts)
      .map((column) => column.map((value) => clip(value, 0, 1)));
    const counted = axes.map(
      (axis) =>
        sum(
          people.map((person, place) =>
            engine.isTheirs(person) ? Math.abs(power[place]) * person.certainty[axis] : 0,
          ),
        ) > 0,
    );
    return { stances, weight, power, after, width, counted, axes: engine.weighAxes(counted, rules) };
  }

  const accept = ({ power, stances }, axis) =>
    sum(power.map((value, place) => value * stances[axis][place]));

  // The choice of each person after influence, and its bounds; null where no axis counts.
  function chooseAll(people, { after, width, axes }) {
    return people.map((_, place) => {
      if (!axes) return { value: null, low: 0, high: 100 };
      const at = (side) =>
        after.map((column, axis) => clip(column[place] + side * width[axis][place], -1, 1));
      const [value, low, high] = [0, -1, 1].map((side) => engine.choose(at(side), axes));
      return { value, low, high };
    });
  }

  // The choice of the scope by the decision rule, its bounds, what binds it and its error.
  function decide({ people, rules }, settled, weights, chosen) {
    const apply = (part, unnamed) =>
      engine.applyRule(rules, weights, people, chosen.map(part), unnamed);
    const middle = apply((one) => one.value ?? NEUTRAL, NEUTRAL);
    const low = apply((one) => one.low, 0).value;
    const high = apply((one) => one.high, 100).value;
    if (!settled.axes) return { choice: null, low, high, limitedBy: "", error: null };
    const error = measureError(rules, settled, chosen, middle.voice);
    return { choice: middle.value, low, high, limitedBy: middle.limitedBy, error };
  }

  // By how much the choice may be off, as grades may be one step off.
  function measureError(rules, settled, chosen, voice) {
    const spread = Math.sqrt(rules.gradeError * sum(settled.power.map((value) => value ** 2)));
    const errors = rules.axes.map((axis, number) => {
      if (!settled.counted[number]) return 0;
      const slope = sum(
        chosen.map((one, place) => {
          const points = score(settled.after[number][place]);
          return points > 0 ? (settled.axes[number] * voice[place] * one.value) / points : 0;
        }),
      );
      return slope * 50 * axis.step * spread;
    });
    return Math.sqrt(sum(errors.map((error) => error ** 2)));
  }

  const holdsConsent = (person, rules) =>
    rules.consentRoles.some((role) => person.roles.includes(role));

  function isBlocker(person, choice, rules) {
    const against = choice !== null && !atLeast(choice, rules.opposing);
    return holdsConsent(person, rules) && !person.vacant && against;
  }

  function cover(stake, reach) {
    const whole = sum(stake);
    return whole > 0 ? (100 * sum(stake.map((value, place) => value * reach[place]))) / whole : 0;
  }

  // What is left of coverage without the one of us on whom most of it hangs.
  const secure = (stake, { reach, without }) =>
    Math.min(...[reach, ...without].map((one) => cover(stake, one)));

  // The colour: grey while too little is known of the key people.
  function judge({ people, rules }, settled, { key, stake, blocked }) {
    const counted = range(rules.axes.length).filter((axis) => settled.counted[axis]);
    const know = (person) =>
      sum(counted.map((axis) => person.certainty[axis])) / Math.max(counted.length, 1);
    const judged = sum(people.map((person, place) => stake[place] * know(person)));
    if (!counted.length || rules.judged * sum(stake) - judged > ROUNDING) return "grey";
    const supporters = people.filter(
      (person, place) => key[place] && supports(person, place, settled, counted, rules),
    );
    if (blocked || !supporters.length) return "red";
    return supporters.some((person) => holdsConsent(person, rules)) ? "green" : "amber";
  }

  function supports(person, place, { stances, axes }, counted, rules) {
    const known = counted.every((axis) => person.certainty[axis] > 0);
    const own = stances.map((column) => column[place]);
    const sure = known && axes !== null && !person.vacant;
    return sure && atLeast(engine.choose(own, axes), rules.supportive);
  }

  return { measure };
})();
