// A comparison: panels, filters, and the way between pairs and source texts.
const rows = $$(".pair"), none = $("#none"), kinds = $$('input[name="kind"]');
const choices = [[$("#by-body"), "u"], [$("#by-heading"), "h"], [$("#by-tag"), "x"]].filter(([choice]) => choice);
for (const panel of $$(".panel")) panel.dataset.search = "";
const words = new Map(rows.map((row) => [row, row.textContent.toLowerCase()]));

function openPanel(name) {
  for (const panel of $$(".panel")) panel.classList.toggle("shown", panel.id === name);
  for (const tab of $$(".tabs a")) {
    if (tab.hash === `#${name}`) tab.setAttribute("aria-current", "true");
    else tab.removeAttribute("aria-current");
  }
}
const place = (element) => element;
function open(element) {
  const panel = element.closest(".panel");
  if (panel) openPanel(panel.id);
  const pair = element.closest(".pair");
  if (pair && pair.hidden) reset();
  for (const each of $$(".at")) each.classList.remove("at");
  element.classList.add("at");
}
function filter() {
  const wanted = search.input.value.trim().toLowerCase();
  for (const row of rows) {
    const fits = choices.every(([choice, name]) => !choice.value || row.dataset[name].split(" ").includes(choice.value));
    const kind = kinds.find((each) => each.value === row.dataset.k);
    row.hidden = !(fits && kind.checked && (!wanted || words.get(row).includes(wanted)));
  }
  const count = rows.filter((row) => !row.hidden).length;
  $("#shown").textContent = count === rows.length ? `${count} 项变化` : `显示 ${count} / ${rows.length} 项变化`;
  $("#reset").hidden = !(wanted || choices.some(([choice]) => choice.value) || kinds.some((kind) => !kind.checked));
  none.hidden = count > 0 || !rows.length;
  search.run();
}
function reset() {
  search.input.value = "";
  for (const [choice] of choices) choice.value = "";
  for (const kind of kinds) kind.checked = true;
  filter();
}
const escaped = () => false;
for (const control of [...choices.map(([choice]) => choice), ...kinds]) control.addEventListener("change", filter);
$("#reset").addEventListener("click", () => { reset(); search.input.focus(); });
stops($("#pairs"), rows, ".name");
openPanel("pairs");
filter();
if (location.hash) go(location.hash.slice(1));
