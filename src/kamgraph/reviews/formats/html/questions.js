// The answers of an interview as a file: what is chosen and why, by the ids of the questions.

const told = JSON.parse(document.querySelector("script.interview").textContent);
const interview = document.getElementById("interview");
const status = interview.querySelector("[role=status]");
const day = interview.querySelector("input[type=date]");

// By the clock of whoever fills it in, who sees it and may change it.
day.value = spellToday();

function readAnswer(item) {
  const chosen = item.querySelector("input:checked") ?? item.querySelector("select");
  return {
    id: item.dataset.question,
    answer: chosen?.value ?? "",
    evidence: item.querySelector("textarea").value.trim(),
  };
}

function readForm() {
  const items = [...interview.querySelectorAll("[data-question]")];
  return {
    ...told.head,
    about: told.about,
    by: interview.querySelector(".who select").value,
    on: day.value,
    answers: items.map(readAnswer).filter((one) => one.answer || one.evidence),
  };
}

// A radio button that is pressed again is let go: what is empty is not known.
for (const radio of interview.querySelectorAll("input[type=radio]")) {
  radio.addEventListener("click", () => {
    if ("on" in radio.dataset) radio.checked = false;
    for (const one of interview.querySelectorAll(`[name="${CSS.escape(radio.name)}"]`)) {
      one.toggleAttribute("data-on", one.checked);
    }
  });
}

interview.addEventListener("submit", (event) => {
  event.preventDefault();
  const form = readForm();
  if (!form.answers.length) {
    status.textContent = told.nothing;
    return;
  }
  saveFile(told.file, `${JSON.stringify(form, null, 1)}\n`);
  status.textContent = told.saved;
});
