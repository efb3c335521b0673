// Small things that every page has. Reading works without this file; it only adds.

const root = document.documentElement;

// Dialogs: a button with data-open opens the dialog of that id, data-close closes the one it stands in.
document.addEventListener("click", (event) => {
  const opener = event.target.closest("[data-open]");
  if (opener) document.getElementById(opener.dataset.open)?.showModal();
  const closer = event.target.closest("[data-close]");
  if (closer) closer.closest("dialog")?.close();
  if (event.target.closest("[data-print]")) window.print();
});

// A form with data-guard asks before typed text is left behind.
let unsaved = null;
document.addEventListener("input", (event) => {
  const form = event.target.closest("form[data-guard]");
  if (form) unsaved = form;
});
document.addEventListener("submit", () => {
  unsaved = null;
});
window.addEventListener("beforeunload", (event) => {
  if (unsaved?.isConnected) event.preventDefault();
});

// After a form came back with errors the list of them is read first.
document.querySelector("[data-error-summary]")?.focus();

// Notes of basis marks: put where there is room, closed by Escape, open again at the next visit.
function placeNote(basis) {
  const note = basis.querySelector(".basis-note");
  const mark = basis.getBoundingClientRect();
  if (basis.contains(document.activeElement) || basis.matches(":hover")) {
    note.style.position = "fixed";
    const box = note.getBoundingClientRect();
    const left = Math.min(mark.left, root.clientWidth - box.width - 8);
    const below = mark.bottom + box.height < window.innerHeight;
    note.style.left = `${Math.max(8, left)}px`;
    note.style.top = `${below ? mark.bottom : Math.max(0, mark.top - box.height)}px`;
  }
}
for (const name of ["focusin", "pointerover"]) {
  document.addEventListener(name, (event) => {
    const basis = event.target.closest?.("[data-basis]");
    if (!basis) return;
    if (name === "focusin" || !basis.contains(event.relatedTarget)) basis.classList.remove("is-closed");
    placeNote(basis);
  });
}
window.addEventListener("scroll", () => {
  for (const basis of document.querySelectorAll("[data-basis]:hover, [data-basis]:focus-within")) placeNote(basis);
}, { passive: true, capture: true });
document.addEventListener("keydown", (event) => {
  if (event.key !== "Escape") return;
  for (const basis of document.querySelectorAll("[data-basis]:hover, [data-basis]:focus-within")) {
    basis.classList.add("is-closed");
  }
});

// A part that renews itself finds that the session has ended: say so once, and leave the page as it is.
document.addEventListener("beredt:signed-out", () => {
  const messages = document.getElementById("messages");
  if (!messages || messages.querySelector("[data-signed-out-note]")) return;
  const note = document.createElement("div");
  note.className = "note note-warning";
  note.dataset.signedOutNote = "";
  const link = document.createElement("a");
  link.href = "/logind/";
  link.target = "_blank";
  link.textContent = messages.dataset.signIn;
  note.append(`${messages.dataset.signedOut} `, link);
  messages.append(note);
});

// Sliders: the range and the number are one value; hours play one step at a time.
function otherControl(control) {
  const slider = control.closest("[data-slider]");
  const wanted = control.matches("[data-slider-range]") ? "[data-slider-number]" : "[data-slider-range]";
  return slider?.querySelector(wanted);
}
document.addEventListener("input", (event) => {
  if (!event.target.matches?.("[data-slider-range], [data-slider-number]")) return;
  const other = otherControl(event.target);
  if (other && event.target.value !== "") other.value = event.target.value;
});
const playing = new WeakMap();
function stop(button) {
  clearInterval(playing.get(button));
  playing.delete(button);
  button.textContent = button.dataset.still;
}
function step(button) {
  const range = button.closest("[data-slider]").querySelector("[data-slider-range]");
  if (!button.isConnected || Number(range.value) >= Number(range.max)) return stop(button);
  range.value = Number(range.value) + 1;
  range.dispatchEvent(new Event("input", { bubbles: true }));
  range.dispatchEvent(new Event("change", { bubbles: true }));
}
document.addEventListener("click", (event) => {
  const button = event.target.closest("[data-play]");
  if (!button) return;
  if (playing.has(button)) return stop(button);
  button.dataset.still ??= button.textContent;
  button.textContent = button.dataset.playing;
  playing.set(button, setInterval(() => step(button), 600));
});

// What is too wide for its frame is scrolled sideways in it, by the keyboard too.
const frames = new ResizeObserver((entries) => {
  for (const { target } of entries) {
    const wide = target.scrollWidth > target.clientWidth + 1;
    target.toggleAttribute("tabindex", wide);
    if (wide) target.tabIndex = 0;
    if (wide && target.dataset.scrolls) {
      target.setAttribute("role", "group");
      target.setAttribute("aria-labelledby", target.dataset.scrolls);
    } else {
      target.removeAttribute("role");
      target.removeAttribute("aria-labelledby");
    }
  }
});
function watchFrames(within) {
  for (const frame of within.querySelectorAll("[data-scrolls]")) frames.observe(frame);
}
watchFrames(document);
new MutationObserver((changes) => {
  for (const change of changes) {
    for (const node of change.addedNodes) if (node.nodeType === 1) watchFrames(node.parentNode ?? node);
  }
}).observe(document.body, { childList: true, subtree: true });

// On paper every page has date, municipality and marking at its foot, where the browser knows boxes in the margin.
function addPageFoot() {
  const text = [".print-foot", ".foot-line"]
    .map((name) => document.querySelector(name)?.textContent.replace(/\s+/g, " ").trim())
    .filter(Boolean)
    .join(" · ");
  const quoted = text.replace(/["\\]/g, "\\$&");
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(`@page { @bottom-left { content: "${quoted}"; width: 160mm; text-align: left; font: 8.5pt Arial, sans-serif; color: #333; } }`);
  if (!sheet.cssRules[0]?.cssText.includes("@bottom-left")) return;
  document.adoptedStyleSheets.push(sheet);
  root.classList.add("has-page-foot");
}
addPageFoot();

// On paper the table behind a chart is open.
const opened = new Set();
window.addEventListener("beforeprint", () => {
  for (const table of document.querySelectorAll("details[data-chart-table]:not([open])")) {
    table.open = true;
    opened.add(table);
  }
});
window.addEventListener("afterprint", () => {
  for (const table of opened) table.open = false;
  opened.clear();
});
