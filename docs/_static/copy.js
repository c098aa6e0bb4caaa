// A button on every block of code that copies it without prompts and output.
"use strict";

document.addEventListener("DOMContentLoaded", () => {
  for (const block of document.querySelectorAll("div.highlight > pre")) {
    const button = document.createElement("button");
    button.type = "button";
    button.className = "copy";
    button.textContent = "Copy";
    button.addEventListener("click", async () => {
      await navigator.clipboard.writeText(typed(block));
      button.textContent = "Copied";
      setTimeout(() => { button.textContent = "Copy"; }, 1500);
    });
    block.parentElement.append(button);
  }
});

function typed(block) {
  const lines = block.textContent.replace(/\n$/, "").split("\n");
  const prompt = /^(>>>|\.\.\.|\$)( |$)/;
  if (!lines.some((line) => prompt.test(line))) {
    return lines.join("\n");
  }
  return lines.filter((line) => prompt.test(line)).map((line) => line.replace(prompt, "")).join("\n");
}
