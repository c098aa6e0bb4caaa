// On a phone each row of a table is a card: what stands above a column stands before each cell.

const ROLES = { col: "columnheader", row: "rowheader" };

for (const table of document.querySelectorAll(".wide table")) {
  const names = [...table.tHead.rows[0].cells].map((cell) => cell.textContent.trim());
  table.classList.add("carded");
  table.setAttribute("role", "table"); // which it would no longer be to who hears it
  for (const row of table.rows) {
    row.setAttribute("role", "row");
    for (const cell of row.cells) {
      cell.setAttribute("role", ROLES[cell.scope] ?? "cell");
      if (cell.tagName === "TD" && cell.colSpan === 1) cell.dataset.name = names[cell.cellIndex];
    }
  }
}
