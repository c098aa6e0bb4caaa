// The map of the first screen: everybody on it opens their card.

function openGlance(figure, map) {
  const people = new Map(map.everybody());
  const svg = figure.querySelector("svg.drawing");
  for (const element of svg.querySelectorAll(".person")) {
    const { id } = element.dataset;
    nameButton(element, describePerson(people.get(id), map.words));
    element.setAttribute("tabindex", "0");
    element.addEventListener("click", () => map.goTo(id));
    element.addEventListener("keydown", (event) => {
      if (event.key !== "Enter" && event.key !== " ") return;
      event.preventDefault();
      map.goTo(id);
    });
  }
  for (const name of figure.querySelectorAll(".faces .face-name")) {
    const { id } = name.parentElement.dataset;
    const button = make("button", { type: "button" }, name.textContent);
    button.addEventListener("click", () => map.goTo(id));
    name.replaceChildren(button);
  }
  new ResizeObserver((_, observer) => {
    if (!svg.clientWidth) return; // what is not shown has no letters to be measured
    observer.disconnect();
    squeezeTexts(svg);
    for (const key of figure.querySelectorAll(".keys svg")) squeezeTexts(key);
  }).observe(svg);
}

for (const figure of document.querySelectorAll("figure.glance")) {
  if (maps.length) openGlance(figure, maps[0]);
}
