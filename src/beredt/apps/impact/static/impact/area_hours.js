// Moves the area map to another hour without asking the server: the same figures, told the same way.
// Without this script the form's button does it.

const source = document.getElementById("area-hours");
const map = document.querySelector("[data-area-map]");
const form = document.querySelector("[data-area-form]");

if (source && map && form) {
  const data = JSON.parse(source.textContent);
  const number = new Intl.NumberFormat(data.locale);
  const title = map.querySelector("[data-area-title]");
  const chosen = form.querySelector("[data-slider-number]");
  const range = form.querySelector("[data-slider-range]");

  const told = (people) => (people < 0 ? `<${data.fewest}` : number.format(people));

  const show = (hour) => {
    const at = Math.min(Math.max(hour, 0), data.horizon);
    for (const [area, people] of Object.entries(data.people)) {
      const shape = map.querySelector(`[data-area="${CSS.escape(area)}"] path`);
      const label = map.querySelector(`[data-number="${CSS.escape(area)}"]`);
      if (!shape || !label) continue;
      shape.setAttribute("class", `area step-${data.steps[area][at]}`);
      label.textContent = told(people[at]);
      const spoken = shape.parentElement.querySelector("title");
      spoken.textContent = spoken.textContent.replace(/: .*$/, `: ${told(people[at])}`);
    }
    title.textContent = data.after.replace("{hour}", number.format(at));
  };

  const moved = (event) => {
    const hour = Number.parseInt(event.target.value, 10);
    if (Number.isFinite(hour)) show(hour);
  };
  for (const control of [chosen, range]) control?.addEventListener("input", moved);
  form.querySelector("select")?.addEventListener("change", () => form.requestSubmit());
}
