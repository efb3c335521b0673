// Keys: `/` search, `g` and a letter to go, `t` chart or table, `?` the list. Off where the reader switched them off,
// and never while something is being typed or held down with a modifier.

const WAIT = 1500;
let going = 0;

function typing(target) {
  return target.closest?.("input, textarea, select, [contenteditable]") || document.querySelector("dialog[open]");
}

function visible(element) {
  return element.getClientRects().length > 0;
}

function search() {
  const field = [...document.querySelectorAll("[data-search], input[type=search]")].find(visible);
  field?.focus();
  return Boolean(field);
}

function go(letter) {
  const link = document.querySelector(`a[data-key="${CSS.escape(letter)}"]`);
  link?.click();
  return Boolean(link);
}

function turnChart(target) {
  const charts = [...document.querySelectorAll("[data-chart]")].filter(visible);
  const inView = charts.find((chart) => chart.contains(target)) ?? charts.find((chart) => {
    const box = chart.getBoundingClientRect();
    return box.bottom > 0 && box.top < window.innerHeight;
  });
  const table = inView?.querySelector("[data-chart-table]");
  if (!table) return false;
  table.open = !table.open;
  table.querySelector("summary").focus();
  return true;
}

function openList() {
  const list = document.getElementById("keys-dialog");
  list?.showModal();
  return Boolean(list);
}

function act(event) {
  const after = Date.now() - going < WAIT;
  going = 0;
  if (after && /^[a-zæøå]$/.test(event.key)) return go(event.key);
  if (event.key === "g") {
    going = Date.now();
    return false;
  }
  if (event.key === "/") return search();
  if (event.key === "t") return turnChart(event.target);
  if (event.key === "?") return openList();
  return false;
}

document.addEventListener("keydown", (event) => {
  if (document.body.dataset.keys === "off" || event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
  if (!typing(event.target) && act(event)) event.preventDefault();
});
