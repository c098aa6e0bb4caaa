// Tables as tab-separated text, copied as well as the browser lets a page do it.

function make(tag, attributes, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
  element.append(...children); // texts become text nodes, never markup
  return element;
}

function fill(template, values) {
  return template.replace(/\{(\w+)\}/g, (_, name) => values[name]);
}

function fillCount(template, count) {
  const [one, several = one] = template.split("|");
  return fill(count === 1 ? one : several, { count });
}

const copyWords = JSON.parse(document.querySelector("script.copying").textContent);

// A spreadsheet would run a text that begins like a formula.
function cellText(text) {
  const plain = String(text).replace(/\s+/g, " ").trim();
  return /^[=@]|^[+-](?![\d.,]+%?$)/.test(plain) ? `'${plain}` : plain;
}

async function copyRows(rows, say) {
  const text = rows.map((row) => row.map(cellText).join("\t")).join("\n");
  if ((await copyDirectly(text)) || copySelection(text)) {
    say(fillCount(copyWords.map_copied, rows.length - 1));
  } else {
    offerToCopy(text);
  }
}

async function copyDirectly(text) {
  if (window.origin === "null" || !navigator.clipboard) return false; // a file, or a sandbox
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    return false;
  }
}

function copySelection(text) {
  const before = document.activeElement;
  const area = make("textarea", { class: "away", "aria-hidden": "true" });
  area.value = text;
  document.body.append(area);
  area.select();
  const done = document.execCommand("copy");
  area.remove();
  before?.focus({ preventScroll: true });
  return done;
}

function offerToCopy(text) {
  const area = make("textarea", { readonly: "", rows: "12", "aria-label": copyWords.map_copy });
  area.value = text;
  const close = make("button", { type: "button" }, copyWords.map_close);
  const request = make("p", {}, copyWords.map_copy_by_hand);
  const dialog = make("dialog", { class: "offer" }, request, area, close);
  close.addEventListener("click", () => dialog.close());
  dialog.addEventListener("close", () => dialog.remove());
  document.body.append(dialog);
  dialog.showModal();
  area.select();
}

function tableRows(table) {
  const shown = (cell) => !cell.classList.contains("span"); // a column of drawings
  const lines = (cell) => [...cell.childNodes].map((node) => node.textContent.trim());
  return [...table.rows].filter((row) => !row.matches(".quotes")).map((row) =>
    [...row.cells].filter(shown).map((cell) => lines(cell).filter(Boolean).join("; ")),
  );
}

for (const table of document.querySelectorAll(".wide > table")) {
  const button = make("button", { type: "button" }, copyWords.map_copy);
  const status = make("span", { role: "status" });
  table.parentElement.classList.add("copyable");
  table.parentElement.after(make("p", { class: "copy" }, status, button));
  button.addEventListener("click", () =>
    copyRows(tableRows(table), (message) => {
      status.textContent = message;
    }),
  );
}
