// Fills the page that `build.py watch` shows, and keeps it current: what is shown comes as one message a change.
"use strict";

const PLACE = "watch-place";
const kept = JSON.parse(sessionStorage.getItem(PLACE) || "{}");
const element = (name, properties = {}, ...inside) => {
  const made = Object.assign(document.createElement(name), properties);
  made.append(...inside);
  return made;
};

// ------------------------------------------------------------ each form: a column of sheets

class Column {
  constructor(section) {
    this.section = section;
    this.unit = section.dataset.unit;
    this.sheets = section.querySelector(".sheets");
    this.shown = { sheets: [], names: [], changed: [] };
    this.near = new IntersectionObserver((seen) => seen.forEach((one) => this.approach(one)), { root: this.sheets, rootMargin: "100%" });
    new ResizeObserver(() => this.widen()).observe(this.sheets);
    this.sheets.addEventListener("scroll", () => this.keepPlace());
    section.querySelector(".back").addEventListener("click", () => this.go(-1));
    section.querySelector(".next").addEventListener("click", () => this.go(1));
  }

  apply(shown) {
    const place = this.shown.sheets.length ? this.place() : kept[this.section.id];
    const anew = this.shown.sheets.length !== shown.sheets.length || this.shown.shape !== shown.shape;
    this.shown = shown;
    this.sheets.style.setProperty("--shape", shown.shape);
    while (this.sheets.children.length > shown.sheets.length) this.drop(this.sheets.lastElementChild);
    while (this.sheets.children.length < shown.sheets.length) this.add(this.sheets.children.length + 1);
    shown.sheets.forEach((address, at) => this.fill(this.sheets.children[at], address, at));
    const find = (name) => this.section.querySelector(name);
    const count = shown.sheets.length;
    find(".count").textContent = count ? `${count} ${this.unit}${count > 1 ? "s" : ""}` : "nothing built yet";
    find(".told").textContent = shown.doing ? `${shown.doing} …` : shown.told;
    find(".told").classList.toggle("doing", Boolean(shown.doing));
    find("nav").hidden = !shown.changed.length;
    this.section.setAttribute("aria-busy", String(Boolean(shown.doing)));
    if (anew && place) this.goTo(place);
  }

  add(number) {
    const caption = element("figcaption", {}, element("span", { textContent: `${this.unit === "page" ? "Page" : "Slide"} ${number}` }), element("span", { className: "mark" }), element("span", { className: "name" }));
    const sheet = element("figure", { className: "sheet", id: `${this.section.id}-${number}` }, caption, element("div", { className: "paper" }));
    this.sheets.append(sheet);
    this.near.observe(sheet);
  }

  drop(sheet) {
    this.near.unobserve(sheet);
    sheet.remove();
  }

  fill(sheet, address, at) {
    const changed = this.shown.changed.includes(at + 1);
    sheet.classList.toggle("changed", changed);
    sheet.querySelector(".mark").textContent = changed ? "changed" : "";
    sheet.querySelector(".name").textContent = this.shown.names[at] || "";
    sheet.wanted = address;
    if (sheet.isNear) this.load(sheet);
  }

  approach(seen) {
    seen.target.isNear = seen.isIntersecting;
    if (seen.isIntersecting) this.load(seen.target);
  }

  // what was there stays until the new one has come: nothing flickers
  async load(sheet) {
    if (sheet.loaded === sheet.wanted) return;
    const address = (sheet.loaded = sheet.wanted);
    const paper = sheet.querySelector(".paper");
    let made;
    if (address.startsWith("page/")) {
      const wide = Math.min(2400, Math.max(100, Math.ceil((paper.clientWidth * devicePixelRatio) / 100) * 100));
      made = element("img", { src: `/${address}?width=${wide}`, alt: `${this.unit} ${sheet.id.slice(this.section.id.length + 1)} of the ${this.section.id}` });
      await made.decode().catch(() => {});
    } else {
      const answer = await fetch(`/${address}`);
      if (!answer.ok) return;
      made = element("div", { className: "slide", innerHTML: await answer.text() });
    }
    if (sheet.wanted === address) paper.replaceChildren(made);
  }

  // -- the place: which sheet stands at the top, and how much of it is above

  place() {
    const top = this.sheets.scrollTop;
    const all = [...this.sheets.children];
    const at = Math.max(0, all.findLastIndex((sheet) => this.top(sheet) <= top + 1));
    return all.length ? { number: at + 1, part: (top - this.top(all[at])) / all[at].offsetHeight } : null;
  }

  top(sheet) {
    return sheet.offsetTop - this.sheets.offsetTop;
  }

  goTo({ number, part }) {
    const sheet = this.sheets.children[Math.min(number, this.sheets.children.length) - 1];
    if (sheet) this.sheets.scrollTop = this.top(sheet) + part * sheet.offsetHeight;
  }

  // sheets are as wide as the column: what stood at its top would not stay there
  widen() {
    const wide = this.sheets.clientWidth;
    if (this.wide && this.wide !== wide && kept[this.section.id]) this.goTo(kept[this.section.id]);
    this.wide = wide;
  }

  keepPlace() {
    if (!this.sheets.children.length) return;
    kept[this.section.id] = this.place();
    sessionStorage.setItem(PLACE, JSON.stringify(kept));
  }

  go(way) {
    const { number, part } = this.place();
    const here = number + (Math.abs(part) > 0.5 ? 1 : 0);
    const changed = way > 0 ? this.shown.changed : [...this.shown.changed].reverse();
    const next = changed.find((one) => (one - here) * way > 0) ?? changed[0];
    this.goTo({ number: next, part: 0 });
  }
}

// ------------------------------------------------------------ the whole

const columns = Object.fromEntries([...document.querySelectorAll(".file")].map((section) => [section.id, new Column(section)]));

// which forms are shown: those that nobody put away; one at least
const hidden = new Set(JSON.parse(sessionStorage.getItem("watch-hidden") || "[]"));
const buttons = [...document.querySelectorAll(".which button")];
function choose() {
  if (buttons.every((button) => hidden.has(button.dataset.form))) hidden.clear();
  for (const button of buttons) {
    button.setAttribute("aria-pressed", String(!hidden.has(button.dataset.form)));
    columns[button.dataset.form].section.hidden = hidden.has(button.dataset.form);
  }
  sessionStorage.setItem("watch-hidden", JSON.stringify([...hidden]));
}
for (const button of buttons)
  button.addEventListener("click", () => {
    const form = button.dataset.form;
    hidden.delete(form) || hidden.add(form);
    choose();
  });
choose();
const status = document.getElementById("status");
let dress = null;

function say(state, words) {
  if (status.textContent !== words) status.textContent = words;
  status.dataset.state = state;
}

function showProblems(problems) {
  const panel = document.getElementById("problems");
  const stop = problems.filter((problem) => !problem.warns).length;
  const count = (n, name) => (n ? `${n} ${name}${n > 1 ? "s" : ""}` : "");
  const head = [count(stop, "problem"), count(problems.length - stop, "warning")].filter(Boolean).join(", ");
  panel.querySelector("h2").textContent = stop ? `${head}. Nothing was put in place, and what is below may be older than your files.` : head;
  panel.querySelector("ol").replaceChildren(
    ...problems.map((problem) =>
      element("li", { className: problem.warns ? "warns" : "" },
        element("p", {}, element("span", { className: "place", textContent: problem.place }), " ", element("span", { className: "mark", textContent: problem.warns ? "warning" : "problem" })),
        element("p", { className: "what", textContent: problem.what }),
        ...(problem.hint ? [element("p", { className: "hint", textContent: problem.hint })] : []))));
  panel.hidden = !problems.length;
  panel.toggleAttribute("data-only-warnings", !stop);
  return stop;
}

function apply(view) {
  if (dress !== null && dress !== view.dress) return location.reload(); // another theme, another layout of this page
  dress = view.dress;
  if (view.title) document.getElementById("title").textContent = view.title;
  if (view.title) document.title = `${view.title} · watching`;
  const stop = showProblems(view.problems);
  document.body.classList.toggle("late", Boolean(stop));
  for (const [name, shown] of Object.entries(view.forms)) columns[name]?.apply(shown);
  const doing = Object.entries(view.forms).filter(([, shown]) => shown.doing).map(([name, shown]) => `${name} ${shown.doing}`);
  document.body.dataset.number = view.number;
  if (doing.length) say("busy", doing.join(", "));
  else if (stop) say("bad", `${stop} problem${stop > 1 ? "s" : ""} to mend`);
  else if (!Object.keys(view.forms).length) say("busy", "being made");
  else say("good", "Up to date");
}

const events = new EventSource("/events");
events.onmessage = (event) => apply(JSON.parse(event.data));
events.onerror = () => say("bad", "The build is not watching any more. Start it again: build.py watch");
