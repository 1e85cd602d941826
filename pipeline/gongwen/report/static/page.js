"use strict";
// Shared by all pages: what they hold, looking for text, going to a place and back. No part of a document is ever taken as HTML here.
const root = document.documentElement;
const data = JSON.parse(document.getElementById("data").textContent);
const $ = (selector, within = document) => within.querySelector(selector);
const $$ = (selector, within = document) => [...within.querySelectorAll(selector)];
const shown = (element) => element.getClientRects().length > 0;
const calm = matchMedia("(prefers-reduced-motion: reduce)");
const numbers = (element, name) => (element.dataset[name] || "").split(" ").filter(Boolean).map(Number);
root.classList.add("js");

function make(tag, text, name) {
  const element = document.createElement(tag);
  if (text !== undefined) element.textContent = text;
  if (name) element.className = name;
  return element;
}

// The search: places are highlighted by ranges, so that the page itself is not changed. Enter and Shift+Enter step through them.
const search = {
  input: $("#q"), out: $("#hits"), ranges: [], at: -1, timer: 0,
  run() {
    const wanted = this.input.value.trim().toLowerCase();
    this.ranges = []; this.at = -1;
    if (wanted) for (const place of $$("[data-search]")) if (shown(place)) this.collect(place, wanted);
    if (globalThis.CSS && CSS.highlights) {
      CSS.highlights.set("hits", new Highlight(...this.ranges));
      CSS.highlights.delete("hit");
    }
    this.tell();
  },
  collect(place, wanted) {
    // A word may be cut by marks: the text nodes of one block are searched as one.
    const blocks = $$("p, td, th, li, dd, h1, h2, h3, .says", place).filter((b) => !$("p, td, li", b));
    for (const block of blocks) {
      if (!shown(block)) continue;
      const nodes = [], walker = document.createTreeWalker(block, NodeFilter.SHOW_TEXT);
      let text = "";
      while (walker.nextNode()) {
        if (walker.currentNode.parentElement.closest(".tn, .note")) continue;
        nodes.push([text.length, walker.currentNode]);
        text += walker.currentNode.data;
      }
      const lower = text.toLowerCase();
      if (lower.length !== text.length) continue;
      for (let i = lower.indexOf(wanted); i >= 0; i = lower.indexOf(wanted, i + wanted.length)) {
        const range = new Range();
        const [first, from] = locate(nodes, i), [last, to] = locate(nodes, i + wanted.length - 1);
        range.setStart(first, from); range.setEnd(last, to + 1);
        this.ranges.push(range);
      }
    }
  },
  step(by) {
    if (!this.ranges.length) return;
    this.at = (this.at + by + this.ranges.length) % this.ranges.length;
    const range = this.ranges[this.at];
    if (globalThis.CSS && CSS.highlights) CSS.highlights.set("hit", new Highlight(range));
    range.startContainer.parentElement.scrollIntoView({ block: "center", behavior: "auto" });
    this.tell();
  },
  tell() {
    const n = this.ranges.length;
    this.out.textContent = this.input.value.trim() ? (this.at >= 0 ? `${this.at + 1}/${n}` : `${n} 处`) : "";
  },
};
function locate(nodes, at) {
  let low = 0, high = nodes.length - 1;
  while (low < high) { const middle = (low + high + 1) >> 1; if (nodes[middle][0] <= at) low = middle; else high = middle - 1; }
  return [nodes[low][1], at - nodes[low][0]];
}
search.input.addEventListener("input", () => { clearTimeout(search.timer); search.timer = setTimeout(() => filter(), 120); });
search.input.addEventListener("keydown", (event) => {
  if (event.key === "Enter") {
    event.preventDefault();
    clearTimeout(search.timer);
    if (!search.ranges.length) filter();
    search.step(event.shiftKey ? -1 : 1);
  }
  if (event.key === "Escape" && search.input.value) {
    event.stopPropagation();
    search.input.value = "";
    filter();
  }
});

// Going to a place by its name, and back, by Escape or the browser's own button, to where one came from.
let jumps = 0, names = 0;
function flash(element) {
  element.classList.remove("flash");
  void element.getBoundingClientRect();
  element.classList.add("flash");
}
function reveal(element) {
  open(element);
  if (element.matches(".panel, .pane")) {
    element.scrollIntoView({ block: "start" });
    element.focus({ preventScroll: true });
    return;
  }
  const near = element.closest(".panel, .pane, .pair") === document.activeElement.closest(".panel, .pane, .pair");
  element.scrollIntoView({ block: "center", inline: "nearest", behavior: calm.matches || !near ? "auto" : "smooth" });
  if (!element.matches("a, button, input, [tabindex]")) element.tabIndex = -1;
  element.focus({ preventScroll: true });
  flash(element);
}
function visit(element, from) {
  for (const each of [from, element]) each.id ||= `at-${++names}`;
  history.replaceState({ jumps }, "", `#${from.id}`);
  jumps += 1;
  history.pushState({ jumps }, "", `#${element.id}`);
  reveal(element);
}
function go(id, from) {
  const element = place(document.getElementById(id));
  if (element && from) visit(element, from);
  else if (element) reveal(element);
  return Boolean(element);
}
document.addEventListener("click", (event) => {
  const link = event.target.closest('a[href^="#"]');
  const from = link && link.closest(".card") ? $('[aria-describedby="card"]') : link;
  if (link && go(link.hash.slice(1), from)) event.preventDefault();
});
document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey) return;
  if (event.key === "/" && !event.target.closest("input, select, textarea")) {
    event.preventDefault();
    search.input.focus();
    search.input.select();
  }
  if (event.key === "Escape" && !escaped() && jumps > 0) history.back();
});
addEventListener("popstate", (event) => { jumps = event.state?.jumps || 0; go(location.hash.slice(1)); });
$("#print").addEventListener("click", () => print());

// Rows are one stop of the tab key each, their first link; the other links of a row become stops once one is in it.
// Arrows go from row to row.
function stops(container, rows, first) {
  const others = (row) => $$("a, summary", row).filter((link) => link !== $(first, row));
  for (const row of rows) for (const link of others(row)) link.tabIndex = -1;
  let current = null;
  container.addEventListener("focusin", (event) => {
    const row = rows.find((each) => each.contains(event.target)) || null;
    if (row === current) return;
    if (current) for (const link of others(current)) link.tabIndex = -1;
    if (row) for (const link of others(row)) link.tabIndex = 0;
    current = row;
  });
  container.addEventListener("keydown", (event) => {
    const by = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (!by || !current) return;
    const there = rows.filter((each) => !each.hidden), next = there[there.indexOf(current) + by];
    if (!next) return;
    event.preventDefault();
    $(first, next).focus();
    $(first, next).scrollIntoView({ block: "nearest" });
  });
}
