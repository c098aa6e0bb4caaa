// Where a scope stands, by its people, ties and rules: the algebra of the library, in plain
// functions that know nothing of the page. Their scores equal those of Python to 1e-9.

const engine = (() => {
  const ROUNDING = 1e-9; // how near a sum may come to a limit and still reach it
  const NEGLIGIBLE = 1e-13; // of what is taken over, at most what may be left out
  const SAME = 1e-12; // within which the products of two chains are equal
  const NEUTRAL = 50;
  const LOWEST_LEVEL = 5;

  const range = (size) => [...Array(size).keys()];
  const sum = (values) => values.reduce((total, value) => total + value, 0);
  const clip = (value, low, high) => Math.min(Math.max(value, low), high);
  const atLeast = (value, limit) => value >= limit - ROUNDING;

  // The score of a stance, 0-100 with 50 neutral.
  function score(stance) {
    const points = Math.min(50 * (1 + stance), 100);
    return points < 1e-9 ? 0 : points;
  }

  // Who somebody is in a scope: on which side, and whether they can be met.
  const isTheirs = (person) => person.side === "customer" || person.side === "partner";
  const isOurs = (person) => person.side === "vendor";
  const isContact = (person) => isTheirs(person) && !person.vacant;

  // What everybody comes to who begins with the values of a column and takes over from others what
  // their row of maps says, at most a part of `decay` in all: by the cheaper of two ways.
  function solve(moved, decay, columns) {
    const entries = sum(moved.map((row) => row.size));
    const steps = decay > 0 ? Math.ceil(Math.log(NEGLIGIBLE * (1 - decay)) / Math.log(decay)) : 0;
    if (steps * entries > moved.length ** 3 / 3) return eliminate(moved, columns);
    return columns.map((column) => takeOver(moved, column, steps));
  }

  // Take over from each other again and again, until nothing is left that matters.
  function takeOver(moved, column, steps) {
    const whole = Float64Array.from(column);
    let now = whole.slice();
    for (let step = 0; step < steps; step += 1) {
      const next = new Float64Array(now.length);
      moved.forEach((row, place) => {
        for (const [mover, share] of row) next[place] += share * now[mover];
      });
      next.forEach((value, place) => (whole[place] += value));
      now = next;
    }
    return whole;
  }

  // Solve the systems by elimination, which needs no exchange of rows, as each diagonal outweighs
  // its row or column.
  function eliminate(moved, columns) {
    const size = moved.length;
    const left = moved.map((row, place) => {
      const dense = new Float64Array(size);
      dense[place] = 1;
      for (const [mover, share] of row) dense[mover] -= share;
      return dense;
    });
    const right = columns.map((column) => Float64Array.from(column));
    for (let k = 0; k < size; k += 1) {
      for (let i = k + 1; i < size; i += 1) {
        const factor = left[i][k] / left[k][k];
        if (factor === 0) continue;
        for (let j = k + 1; j < size; j += 1) left[i][j] -= factor * left[k][j];
        for (const column of right) column[i] -= factor * column[k];
      }
    }
    for (const column of right) {
      for (let i = size - 1; i >= 0; i -= 1) {
        for (let j = i + 1; j < size; j += 1) column[i] -= left[i][j] * column[j];
        column[i] /= left[i][i];
      }
    }
    return right;
  }

  // The ties of a scope between the places of its people.
  function placeTies(scope) {
    const place = new Map(scope.people.map((person, number) => [person.id, number]));
    return scope.ties.map((tie) => ({
      kind: scope.rules.kinds[tie.kind],
      source: place.get(tie.source),
      target: place.get(tie.target),
      strength: tie.strength,
    }));
  }

  // The raw pull: row j maps whoever pulls j to how strongly.
  function addPulls(people, ties, rules) {
    const pull = people.map(() => new Map());
    const lines = ties.filter((tie) => tie.kind.line && tie.kind.pull);
    const reports = new Float64Array(people.length);
    const weigh = (tie) => (tie.kind.line === "solid" ? 1 : rules.dotted);
    for (const tie of lines) if (!people[tie.source].vacant) reports[tie.target] += weigh(tie);
    const add = (moved, mover, strength) => {
      if (people[moved].vacant || people[mover].vacant) return;
      pull[moved].set(mover, (pull[moved].get(mover) ?? 0) + strength);
    };
    for (const tie of ties) {
      if (tie.kind.pull && !tie.kind.line) add(tie.target, tie.source, tie.strength);
    }
    for (const tie of lines) {
      add(tie.source, tie.target, weigh(tie) * rules.reportDown);
      const mean = (weigh(tie) * rules.reportUp) / Math.max(1, reports[tie.target]);
      add(tie.target, tie.source, mean);
    }
    return pull;
  }

  // The system of influence: who is moved by whom, forward, in sizes and turned about, how much
  // each own stance counts, and the most that anybody takes over.
  function makeSystem(people, pull) {
    const addUp = (row) => sum([...row.values()].map(Math.abs));
    const moved = pull.map((row, place) => {
      const share = people[place].susceptibility / Math.max(1, addUp(row));
      return new Map([...row].map(([mover, value]) => [mover, value * share]));
    });
    const sizes = moved.map((row) => new Map([...row].map(([one, value]) => [one, Math.abs(value)])));
    const turned = moved.map(() => new Map());
    moved.forEach((row, place) => row.forEach((value, mover) => turned[mover].set(place, value)));
    const own = moved.map((row) => 1 - addUp(row));
    return { own, moved, sizes, turned, decay: Math.max(0, ...own.map((part) => 1 - part)) };
  }

  // The level of each person: as it is told, else by the distance from the top of the chart.
  function findLevels(people, ties) {
    const lines = ties.filter((tie) => tie.kind.line === "solid");
    const reports = people.map(() => []);
    const bosses = new Uint8Array(people.length);
    const depth = Array(people.length).fill(null);
    for (const { source, target } of lines) {
      reports[target].push(source);
      bosses[source] = 1;
    }
    const queue = range(people.length).filter((one) => !bosses[one] && reports[one].length);
    for (const top of queue) depth[top] = 0;
    for (const node of queue) {
      for (const report of reports[node]) {
        if (depth[report] !== null) continue;
        depth[report] = depth[node] + 1;
        queue.push(report);
      }
    }
    return people.map(
      (person, place) =>
        person.level ?? (depth[place] === null ? null : Math.min(1 + depth[place], LOWEST_LEVEL)),
    );
  }

  // How the decision is shared out: of each role its holders, or those who fit it.
  function weighDecision(people, levels, rules) {
    const recorded = Array(people.length).fill(0);
    const assumed = Array(people.length).fill(0);
    const consent = new Map();
    let [unnamed, known, total] = [0, 0, 0];
    for (const role of rules.roles) {
      const part = shareOut(role, people, levels);
      const into = part.recorded ? recorded : assumed;
      for (const place of range(people.length)) into[place] += role.weight * part.share[place];
      unnamed += role.weight * part.unnamed;
      known += part.recorded ? role.weight : 0;
      total += part.counts ? role.weight : 0;
      consent.set(role.name, part);
    }
    const whole = total > 0 ? total : 1;
    return {
      recorded: recorded.map((weight) => weight / whole),
      assumed: assumed.map((weight) => weight / whole),
      unnamed: total > 0 ? unnamed / whole : 1,
      rolesKnown: known / whole,
      consent: rules.consentRoles.map((name) => ({ name, ...consent.get(name) })),
    };
  }

  function shareOut(role, people, levels) {
    const holders = people.map((person) => person.roles.includes(role.name));
    const count = holders.filter(Boolean).length;
    let share = holders.map((holds) => (holds ? 1 / count : 0));
    let named = count ? 1 : 0;
    if (role.required && !count && role.levels) {
      const fits = people.map((person, place) =>
        person.own && !person.vacant ? fitRole(role, person, levels[place]) : 0,
      );
      const fitting = sum(fits);
      share = fits.map((fit) => fit / Math.max(fitting, 1));
      named = Math.min(fitting, 1);
    }
    const counts = count > 0 || role.required;
    const recorded = people.some((person) => person.rolesSure.includes(role.name));
    return { counts, held: count > 0, recorded, holders, share, unnamed: counts ? 1 - named : 0 };
  }

  function fitRole(role, person, level) {
    const byLevel = role.levels[(level ?? role.levels.length) - 1];
    return role.functions ? byLevel * role.functions.at(person.function) : byLevel;
  }

  // What each axis counts in choices, 1 in sum; null where none does.
  function weighAxes(counted, rules) {
    const weights = rules.axes.map((axis, number) => (counted[number] ? axis.weight : 0));
    const total = sum(weights);
    return total > 0 ? weights.map((weight) => weight / total) : null;
  }

  // The weighted geometric mean of the scores of some stances.
  function choose(stances, weights) {
    let product = 100;
    weights.forEach((weight, axis) => {
      product *= (score(stances[axis]) / 100) ** weight;
    });
    return clip(product, 0, 100);
  }

  // What the decision rule makes of the choices of people, and what binds it.
  function applyRule(rules, weights, people, chosen, unnamed) {
    const mean = (share, rest) =>
      sum(chosen.map((value, place) => share[place] * value)) + rest * unnamed;
    let voice = weights.recorded.map((weight, place) => weight + weights.assumed[place]);
    let least = mean(voice, weights.unnamed);
    let limitedBy = "";
    for (const part of rules.decisionRule === "weighted" ? [] : weights.consent) {
      const share = rules.decisionRule === "unanimous" ? findWorst(part, chosen) : part.share;
      const value = mean(share, part.unnamed);
      if (part.counts && value < least - ROUNDING) {
        [least, limitedBy, voice] = [value, part.name, share];
      }
    }
    return { value: clip(least, 0, 100), limitedBy, voice };
  }

  // All of a held role with the holder who wants it least.
  function findWorst(part, chosen) {
    if (!part.held) return part.share;
    const holders = range(chosen.length).filter((place) => part.holders[place]);
    const worst = holders.reduce((one, other) => (chosen[other] < chosen[one] ? other : one));
    return chosen.map((_, place) => (place === worst ? 1 : 0));
  }

  // The strongest chain from any of us to everybody: its product, its hops and who stands before.
  function findRoutes(people, ties, pull) {
    const steps = listSteps(people, ties, pull);
    const reach = spreadReach(people, steps);
    const ours = range(people.length).filter((place) => isOurs(people[place]));
    const without = ours.map((place) => spreadReach(people, steps, place));
    return { reach, without, ...chooseRoutes(people, steps, reach) };
  }

  // How well everybody is reached, by all of us or without one.
  function spreadReach(people, steps, gone = -1) {
    const reach = people.map((person, place) => (isOurs(person) && place !== gone ? 1 : 0));
    const waiting = range(people.length).filter((place) => reach[place]);
    for (const node of waiting) {
      for (const [ahead, value] of steps[node]) {
        const product = reach[node] * value;
        if (product <= reach[ahead]) continue;
        reach[ahead] = product;
        if (!isOurs(people[ahead])) waiting.push(ahead);
      }
    }
    return reach;
  }

  // Of chains that lose nothing the one with the fewest hops, then the earlier person before.
  function chooseRoutes(people, steps, reach) {
    const hops = people.map(() => 0);
    const before = people.map(() => -1);
    const found = people.map(isOurs);
    const queue = range(people.length).filter((place) => found[place]);
    for (const node of queue) {
      for (const [ahead, value] of steps[node]) {
        const product = reach[node] * value;
        if (product <= 0 || product < reach[ahead] - SAME) continue;
        if (!found[ahead]) {
          found[ahead] = true;
          [hops[ahead], before[ahead]] = [hops[node] + 1, node];
          queue.push(ahead);
        } else if (hops[ahead] === hops[node] + 1) {
          before[ahead] = Math.min(before[ahead], node);
        }
      }
    }
    return { hops, before };
  }

  // Whom each person leads to, in the order of people: whom they move, and whom we or partners know.
  function listSteps(people, ties, pull) {
    const steps = people.map(() => new Map());
    const add = (begin, end, value) => {
      const leads = isOurs(people[begin]) || isContact(people[begin]);
      if (!leads || !isContact(people[end])) return;
      steps[begin].set(end, Math.max(steps[begin].get(end) ?? 0, value));
    };
    pull.forEach((row, end) =>
      row.forEach((value, begin) => {
        if (value > 0) add(begin, end, Math.min(value, 1));
      }),
    );
    for (const { kind, source, target, strength } of ties) {
      const knows = isOurs(people[source]) || people[source].side === "partner";
      if (kind.closeness && knows) add(source, target, strength);
    }
    return steps.map((row) => [...row].sort(([one], [other]) => one - other));
  }

  function traceRoute(routes, people, place) {
    if (!(routes.reach[place] > 0)) return [];
    const route = [];
    for (let node = place; node >= 0; node = routes.before[node]) route.unshift(people[node].id);
    return route;
  }

  // How each person is a key person: direct, assumed, indirect, external, or not at all (empty).
  function nameKeyKinds(people, power, weights, rules) {
    const size = power.map(Math.abs);
    const held = (person, roles) => rules.consentRoles.some((name) => person[roles].includes(name));
    const consents = people.map((person) => isTheirs(person) && held(person, "roles"));
    const rounded = size.map((value) => Math.round(value * 1e9));
    const order = range(people.length)
      .filter((place) => isTheirs(people[place]))
      .sort((one, other) => rounded[other] - rounded[one] || one - other);
    const enough = rules.keyCover * sum(order.map((place) => size[place]));
    let running = 0;
    let least = Infinity;
    for (const place of order) {
      if (size[place] > 0 && running < enough - ROUNDING) least = Math.min(least, size[place]);
      running += size[place];
    }
    const chosen = order.filter(
      (place) => consents[place] || (size[place] > 0 && size[place] >= least - ROUNDING),
    );
    chosen.sort((one, other) => consents[other] - consents[one]);
    const key = new Set(chosen.slice(0, rules.keyMost));
    const smallest = Math.min(...[...key].map((place) => size[place]));
    return people.map((person, place) => {
      if (key.has(place)) {
        if (weights.recorded[place] > 0 || held(person, "rolesSure")) return "direct";
        return weights.assumed[place] > 0 ? "assumed" : "indirect";
      }
      const outside = !isTheirs(person) && size[place] > ROUNDING;
      return outside && atLeast(size[place] - smallest, 0) ? "external" : "";
    });
  }

  return {
    ...{ ROUNDING, NEUTRAL, range, sum, clip, atLeast, score, isTheirs, isOurs, isContact },
    ...{ solve, placeTies, addPulls, makeSystem, findLevels, weighDecision, weighAxes, choose },
    ...{ applyRule, findRoutes, traceRoute, nameKeyKinds },
  };
})();
