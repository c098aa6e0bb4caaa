// What is supposed in a page: one thing after the other, the scope as it would then be, and the
// file of what is so. It knows nothing of the page's elements.

class Supposed {
  constructor(inputs) {
    this.inputs = inputs;
    this.before = position.measure(inputs);
    this.items = []; // each with its key, its words, its changes, and what of it is saved
    this.clear();
  }

  clear() {
    this.items = [];
    this.scope = this.inputs;
    this.after = this.before;
  }

  // Suppose one thing more, in place of the one of the same key; the reason where it cannot be.
  add(item) {
    const next = [...this.items.filter((one) => one.key !== item.key), item];
    try {
      this.take(next);
    } catch (error) {
      if (!(error instanceof changes.Refusal)) throw error;
      return error.message;
    }
    return "";
  }

  // Take one thing back, and whatever cannot be without it.
  remove(key) {
    const left = this.items.filter((one) => one.key !== key);
    this.clear();
    for (const one of left) this.add(one);
  }

  take(items) {
    const scope = changes.applyAll(this.inputs, items.flatMap((one) => one.changes));
    const after = scope === this.inputs ? this.before : position.measure(scope);
    [this.items, this.scope, this.after] = [items, scope, after];
  }

  has(key) {
    return this.items.some((one) => one.key === key);
  }

  // Whom something is supposed of.
  get people() {
    return new Set(this.items.flatMap((one) => one.people));
  }

  // The file of changes, with how each is known, by key.
  makeFile(head, { date, who, evidence }) {
    const saved = this.items.flatMap((one) =>
      one.saved.map((row) => (row.change === "step" ? row : { ...row, evidence: evidence[one.key] ?? "" })),
    );
    return `${JSON.stringify({ ...head, date, who, changes: saved }, null, 1)}\n`;
  }
}
