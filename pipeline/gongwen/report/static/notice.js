// A notice: marks and rows that know each other, filters, the card that tells what a mark is.
const KIND = 0, LABEL = 1, FACTS = 2, RULE = 3, START = 4, END = 5, PAGE = 6, TASKS = 7; // of a mark in data.marks
const wide = matchMedia("(min-width: 1000px)");
const text = $("#text"), card = $("#card"), none = $("#none");
const rows = $$("tr.task"), bodyChoice = $("#by-body"), headingChoice = $("#by-heading"), kinds = $$('input[name="kind"]');
for (const place of [$("#words"), ...$$(".panel")]) place.dataset.search = "";
const words = new Map(rows.map((row) => [row, row.textContent.toLowerCase()]));
const owned = $$("#text [data-t]").map((element) => [element, numbers(element, "t")]);

// Panels: one at a time where there is a script, all of them where there is none.
function openPanel(name) {
  const panel = document.getElementById(name);
  const beside = wide.matches;
  const listed = panel === text && beside ? root.dataset.panel || "tasks" : name; // beside the text its last panel stays
  for (const each of $$(".panel")) each.classList.toggle("shown", each.id === listed);
  text.classList.toggle("shown", panel === text);
  if (panel !== text) root.dataset.panel = name;
  for (const tab of $$(".tabs a")) {
    if (tab.hash === `#${listed}`) tab.setAttribute("aria-current", "true");
    else tab.removeAttribute("aria-current");
  }
}
function look(how) {
  text.classList.toggle("look-sheets", how === "sheets");
  for (const button of $$(".switch button")) button.setAttribute("aria-pressed", String(button.dataset.look === how));
}
for (const button of $$(".switch button")) button.addEventListener("click", () => { look(button.dataset.look); search.run(); });

// Where one goes for a thing: its place in the text or, while the pages are shown, its box there.
function place(element) {
  if (!element || !element.closest("#words") || !text.classList.contains("look-sheets")) return element;
  const task = Number(element.id.slice(1));
  const ofTask = () => data.marks.flatMap((mark, i) => (mark[TASKS].includes(task) ? [i] : []));
  const wanted = element.dataset.m !== undefined ? [Number(element.dataset.m)] : ofTask();
  return wanted.map((number) => $(`#sheets [data-m="${number}"]`)).find(Boolean) || element;
}

// Whatever hides a place is opened before going there.
function open(element) {
  const panel = element.closest(".panel");
  if (panel) openPanel(panel.id);
  else if (text.contains(element)) openPanel("text");
  if (element.closest("#words")) look("words");
  if (element.closest("#sheets")) look("sheets");
  if (element.matches("tr.task") && element.hidden) reset();
  if (element.matches("tr.task")) select(Number(element.dataset.t));
  if (element.matches(".tn")) select(Number(element.id.slice(1)));
  for (const each of $$(".at")) each.classList.remove("at");
  if (element.dataset.m !== undefined) {
    for (const same of $$(`[data-m="${Number(element.dataset.m)}"]`)) same.classList.add("at");
    if (element.matches(".m")) rove(element);
    const [task] = element.matches(".m, .box") ? data.marks[element.dataset.m][TASKS] : [];
    if (task !== undefined) select(task);
  }
}
function select(task) {
  for (const row of rows) row.classList.toggle("on", Number(row.dataset.t) === task);
  for (const [element, tasks] of owned) element.classList.toggle("on", tasks.includes(task));
}

// Filters: rows that do not fit are hidden, their text is dimmed.
function filter() {
  const wanted = search.input.value.trim().toLowerCase(), body = bodyChoice.value, heading = headingChoice ? headingChoice.value : "";
  const kept = new Set();
  for (const row of rows) {
    const fits = (!body || numbers(row, "u").includes(Number(body))) && (!heading || numbers(row, "h").includes(Number(heading)));
    if (fits) kept.add(Number(row.dataset.t));
    row.hidden = !(fits && (!wanted || words.get(row).includes(wanted)));
  }
  for (const group of $$(".tasks tbody")) group.hidden = !$("tr.task:not([hidden])", group);
  for (const [element, tasks] of owned) element.classList.toggle("dim", Boolean(body || heading) && !tasks.some((task) => kept.has(task)));
  for (const kind of kinds) text.classList.toggle(`off-${kind.value}`, !kind.checked);
  const count = rows.filter((row) => !row.hidden).length;
  $("#shown").textContent = count === rows.length ? `${count} 项任务` : `显示 ${count} / ${rows.length} 项任务`;
  $("#reset").hidden = !(wanted || body || heading || kinds.some((kind) => !kind.checked));
  if (none) none.hidden = count > 0;
  rove(current && shown(current) && isOn(current) ? current : marks().find(shown));
  search.run();
}
function reset() {
  search.input.value = ""; bodyChoice.value = "";
  if (headingChoice) headingChoice.value = "";
  for (const kind of kinds) kind.checked = true;
  filter();
}
for (const choice of [bodyChoice, headingChoice, ...kinds]) if (choice) choice.addEventListener("change", () => {
  filter();
  const first = choice.matches("select") && choice.value && rows.find((row) => !row.hidden);
  if (first && wide.matches) document.getElementById(`t${first.dataset.t}`)?.scrollIntoView({ block: "center" });
});
$("#reset").addEventListener("click", () => { reset(); search.input.focus(); });

// The marks of the text are one stop of the tab key; arrows go from one to the next.
let current = null;
const isOn = (mark) => !mark.matches(".wide") && !kinds.some((kind) => !kind.checked && mark.classList.contains(`k-${kind.value}`));
const marks = () => $$("#words .m[id]").filter((mark) => !mark.matches(".k-measure") && isOn(mark));
function rove(mark) {
  if (current) current.tabIndex = -1;
  current = mark || null;
  if (current) current.tabIndex = 0;
}
function nextMark(by) {
  const all = marks(), at = all.indexOf(current);
  const next = all[Math.min(Math.max(at + by, 0), all.length - 1)];
  if (next) { rove(next); next.focus(); next.scrollIntoView({ block: "nearest" }); }
}
for (const mark of $$("#words .m:not(.k-measure)[id]")) {
  const told = data.marks[mark.dataset.m];
  mark.setAttribute("role", "link");
  mark.setAttribute("aria-label", `${data.kinds[told[KIND]]}：${mark.textContent}`);
}

// The card: what the marks at a place are, and which rule made them.
function marksAt(element) {
  const found = [];
  for (let e = element.closest("[data-m]"); e; e = e.parentElement.closest("[data-m]")) {
    const number = Number(e.dataset.m);
    if (isOn(e) && !found.includes(number)) found.push(number);
  }
  const narrow = found.filter((number) => data.marks[number][KIND] !== "measure");
  return narrow.length ? narrow : element.closest(".box") ? found : [];
}
function tell(element) {
  const found = marksAt(element);
  if (!found.length) return hide();
  card.replaceChildren(...found.map(section));
  card.className = `card k-${data.marks[found[0]][KIND]}`;
  card.hidden = false;
  const place = element.closest("[data-m]").getClientRects()[0] || element.getBoundingClientRect();
  const own = card.getBoundingClientRect();
  card.style.left = `${Math.max(12, Math.min(place.left, innerWidth - own.width - 12))}px`;
  card.style.top = `${place.bottom + own.height + 14 > innerHeight ? Math.max(8, place.top - own.height - 8) : place.bottom + 8}px`;
  element.closest("[data-m]").setAttribute("aria-describedby", "card");
}
function section(number) {
  const mark = data.marks[number], part = make("section");
  part.className = `k-${mark[KIND]}`;
  part.append(make("span", data.kinds[mark[KIND]], "kind-word"), make("b", mark[LABEL]));
  const list = make("dl");
  for (const [name, value] of mark[FACTS]) list.append(make("dt", name), make("dd", value));
  if (mark[TASKS].length) list.append(make("dt", "任务"), tasksOf(mark[TASKS]));
  const where = make("p", `位置 ${mark[START]}–${mark[END]}${mark[PAGE] === null ? "" : ` · 第 ${mark[PAGE]} 页`}`, "where");
  if (mark[RULE]) where.append(" · ", make("span", mark[KIND] === "finding" ? "代码 " : "规则 "), make("code", mark[RULE]));
  part.append(list, where);
  return part;
}
// Where the table is not beside the text the card stays after a tap, and its tasks lead there.
function hold() {
  card.classList.add("held");
  card.setAttribute("role", "dialog");
  card.setAttribute("aria-label", "标注说明");
}
function hide() {
  card.classList.remove("held");
  card.setAttribute("role", "tooltip");
  card.hidden = true;
  for (const each of $$('[aria-describedby="card"]')) each.removeAttribute("aria-describedby");
}
function tasksOf(tasks) {
  const told = make("dd");
  for (const task of tasks.slice(0, 4)) {
    const link = make("a", data.tasks[task].join(" ").trim());
    link.href = `#r${task}`;
    link.tabIndex = -1;
    if (told.childNodes.length) told.append("；");
    told.append(link);
  }
  if (tasks.length > 4) told.append(` 等 ${tasks.length} 项`);
  return told;
}
// Escape closes the card first; only then does it lead back.
function escaped() {
  if (card.hidden || jumps > 0) { hide(); return false; }
  hide();
  return true;
}
const held = () => card.classList.contains("held");
document.addEventListener("pointerover", (event) => {
  if (event.pointerType === "touch" || held()) return;
  if (event.target.closest("[data-m]")) tell(event.target);
  else hide();
});
document.addEventListener("focusin", (event) => {
  if (event.target.matches("[data-m]:focus-visible")) tell(event.target);
  else if (!event.target.closest("[data-m], .card")) hide();
});
document.addEventListener("scroll", () => {
  if (!document.activeElement.matches("[data-m]") && !held()) hide();
}, { capture: true, passive: true });

// From the text to the table.
function toRow(element) {
  for (let e = element.closest("[data-m]"); e; e = e.parentElement.closest("[data-m]")) {
    if (!isOn(e)) continue;
    const number = Number(e.dataset.m), [task] = data.marks[number][TASKS];
    const row = task === undefined ? null : document.getElementById(`r${task}`);
    const chip = $$(`.panel [data-m="${number}"]`).find((each) => !row || row.contains(each));
    if (row && row.hidden) reset();
    if (chip || row) { select(task); visit(chip || row, e); return true; }
  }
  return false;
}
document.addEventListener("click", (event) => { if (!event.target.closest("[data-m]")) hide(); });
text.addEventListener("click", (event) => {
  if (event.target.closest("a") || String(getSelection())) return;
  const place = event.target.closest("[data-m]");
  if (!place) return;
  if (wide.matches || event.target.closest(".box")) toRow(event.target);
  tell(event.target);
  if (!wide.matches) hold();
});
text.addEventListener("keydown", (event) => {
  if (!event.target.matches(".m")) return;
  const by = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1 }[event.key];
  if (by) { event.preventDefault(); nextMark(by); }
  if (event.key === "Enter") { event.preventDefault(); toRow(event.target); }
});

stops($("#tasks"), rows, ".what > a");

look("words");
openPanel(wide.matches ? "tasks" : "text");
filter();
if (location.hash) go(location.hash.slice(1));
