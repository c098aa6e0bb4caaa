// What is asked before changes are saved: since when it is so, who says it, and how one knows.

function askToSave(told, supposed, say) {
  const { words, names } = told;
  const date = make("input", { type: "date", required: "" });
  date.value = spellToday();
  date.max = date.value;
  const ours = told.inputs.people.filter(engine.isOurs).map(({ id }) => [id, names[id] ?? id]);
  const options = [["", words.nobody], ...ours];
  const who = make("select", {}, ...options.map(([value, text]) => make("option", { value }, text)));
  const fields = supposed.items.map(({ key, label, saved }) => {
    const agreed = saved.every((row) => row.change === "step");
    const field = make("input", { type: "text", autocomplete: "off", "aria-label": `${words.evidence}: ${label}` });
    field.name = key;
    field.placeholder = words.evidence;
    return make("li", {}, label, agreed ? make("small", {}, words.agreed) : field);
  });
  const save = make("button", { type: "submit" }, words.download);
  const back = make("button", { type: "button" }, words.cancel);
  const form = make(
    "form",
    {},
    make("h2", { id: "what-if-dialog" }, words.dialog),
    make("ul", {}, ...fields),
    make("label", {}, make("span", {}, words.date), date),
    make("label", {}, make("span", {}, words.who), who, make("small", {}, words.nobody_means)),
    make("p", { class: "what-if-acts" }, save, back),
  );
  const dialog = make("dialog", { class: "what-if-dialog", "aria-labelledby": "what-if-dialog" }, form);
  back.addEventListener("click", () => dialog.close());
  dialog.addEventListener("close", () => dialog.remove());
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    const inputs = [...form.querySelectorAll("input[name]")];
    const evidence = Object.fromEntries(inputs.map(({ name, value }) => [name, value.trim()]));
    const file = supposed.makeFile(told.head, { date: date.value, who: who.value, evidence });
    saveFile("changes.json", file);
    dialog.close();
    say(fill(words.saved, { file: "changes.json" }));
  });
  document.body.append(dialog);
  dialog.showModal();
}
