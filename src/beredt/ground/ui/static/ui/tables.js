// Tables sort, search and copy. What stands in the page is the whole table; this only orders, hides and copies it.

const collator = new Intl.Collator(document.documentElement.lang || "da", { numeric: true, sensitivity: "base" });

function cellText(cell) {
  const bare = cell.cloneNode(true);
  for (const extra of bare.querySelectorAll(".basis-note, .cell-note, .sort-paper")) extra.remove();
  return bare.textContent.replace(/\s+/g, " ").trim();
}

function sortValue(cell, kind) {
  const text = cell.dataset.sort ?? cellText(cell);
  if (kind !== "number") return text;
  const plain = cell.dataset.sort ? text : text.replace(/[^\d,.−-]/g, "").replace("−", "-");
  const danish = document.documentElement.lang === "da" && !cell.dataset.sort;
  const value = parseFloat(danish ? plain.replaceAll(".", "").replace(",", ".") : plain.replaceAll(",", ""));
  return Number.isNaN(value) ? null : value;
}

// Cells without a value stand last, whichever way the rest is sorted.
function compare(a, b, way) {
  if (a === null || b === null || a === "" || b === "") return (a === null || a === "") - (b === null || b === "");
  return way * (typeof a === "number" ? a - b : collator.compare(a, b));
}

function sortBy(table, header) {
  const way = header.getAttribute("aria-sort") === "ascending" ? -1 : 1;
  const column = [...header.parentNode.children].indexOf(header);
  const body = table.tBodies[0];
  const rows = [...body.rows].map((row) => [sortValue(row.cells[column], header.dataset.kind), row]);
  rows.sort((a, b) => compare(a[0], b[0], way));
  body.append(...rows.map((entry) => entry[1]));
  for (const other of header.parentNode.children) other.removeAttribute("aria-sort");
  header.setAttribute("aria-sort", way > 0 ? "ascending" : "descending");
}

function addSorting(table) {
  for (const header of table.tHead?.rows[0]?.cells ?? []) {
    if (!header.textContent.trim() || header.dataset.kind === "none") continue;
    const button = document.createElement("button");
    button.type = "button";
    button.className = "sort-button";
    button.append(...header.childNodes);
    // Browsers do not paint buttons in headings that are repeated on the next sheet.
    const paper = document.createElement("span");
    paper.className = "sort-paper";
    paper.ariaHidden = "true";
    paper.textContent = button.textContent;
    header.append(button, paper);
    button.addEventListener("click", () => sortBy(table, header));
  }
}

function addSearch(block, table) {
  const field = block.querySelector("[data-search]");
  const count = block.querySelector("[data-count]");
  const rows = () => [...table.tBodies[0].rows];
  const show = () => {
    const words = (field?.value ?? "").toLocaleLowerCase().split(/\s+/).filter(Boolean);
    for (const row of rows()) {
      const text = row.textContent.toLocaleLowerCase();
      row.hidden = !words.every((word) => text.includes(word));
    }
    if (count) {
      const shown = rows().filter((row) => !row.hidden).length;
      count.textContent = count.dataset.count.replace("##", rows().length).replace("#", shown);
    }
  };
  field?.addEventListener("input", show);
  show();
}

// A text that a spreadsheet would take for a formula is marked as text; negative numbers are left alone.
function safeForSpreadsheet(text) {
  return /^[=+@\t]|^-(?![\d.,\s]*$)/.test(text) ? `'${text}` : text;
}

function asText(table) {
  const rows = [table.tHead?.rows[0], ...table.tBodies[0].rows].filter((row) => row && !row.hidden);
  return rows.map((row) => [...row.cells].map((cell) => safeForSpreadsheet(cellText(cell))).join("\t")).join("\r\n");
}

async function copy(text) {
  try {
    await navigator.clipboard.writeText(text);
  } catch {
    // Without https the clipboard is closed to pages; the old way still works.
    const field = document.createElement("textarea");
    field.value = text;
    document.body.append(field);
    field.select();
    document.execCommand("copy");
    field.remove();
  }
}

function addCopying(block, table) {
  const button = block.querySelector("[data-copy]");
  const count = block.querySelector("[data-count]");
  button?.addEventListener("click", async () => {
    await copy(asText(table));
    button.focus();
    if (count) count.textContent = button.dataset.copied;
  });
}

function enhance(table) {
  if (table.dataset.enhanced) return;
  table.dataset.enhanced = "yes";
  const block = table.closest("[data-table-block]") ?? table.parentNode;
  addSorting(table);
  addSearch(block, table);
  addCopying(block, table);
}

function enhanceAll(within) {
  for (const table of within.querySelectorAll("table[data-sortable]")) enhance(table);
}

enhanceAll(document);
new MutationObserver((changes) => {
  for (const change of changes) {
    for (const node of change.addedNodes) if (node.nodeType === 1) enhanceAll(node.parentNode ?? node);
  }
}).observe(document.body, { childList: true, subtree: true });
