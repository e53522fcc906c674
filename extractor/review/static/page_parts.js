"use strict";
// The panel, the sheet and the text: fetched, exchanged, marked.

const gone = (error) => error.message === "404";

async function part(name, where = "") {
  const answer = await fetch(`/d/${report()}/${name}?${new URLSearchParams({ ...query(), ...(where && { at: where }) })}`, {
    headers: { "hx-request": "true" },
  });
  if (!answer.ok) throw new Error(String(answer.status));
  return answer.text();
}

const query = () => Object.fromEntries(new URLSearchParams(main().dataset.query));

// The sheet as the server has it now. What was asked for before a later decision shows that one's place undecided:
// it is dropped, and the later decision asks anew once it is saved.
async function refresh() {
  const here = report();
  const mine = ++sheetTurn;
  const html = await part("sheet").catch(() => null);
  if (html === null || here !== report() || mine !== sheetTurn || waiting.some((each) => each.report === here)) return;
  const box = $("#sheet");
  const [top, left] = [box.scrollTop, box.scrollLeft];
  htmx.swap("#sheet", html, { swapStyle: "innerHTML" });
  box.scrollTo({ top, left, behavior: "instant" });
  decidedHere = new Set();
  panels = new Map();
  known = Number(sheet().dataset.revision);
  markSelected(false);
  addUp();
  count();
  if (isOpening) return undefined; // somebody went on from here already: their place is not taken from them
  if (panel().dataset.kind === "done" && order().length) return select(order()[0]);
  if (panel().dataset.kind === "done") {
    finish();
    if (isLeavingDone && !asked.length && !trouble && sheet().dataset.next) return onByItself();
    return undefined;
  }
  fetchAhead();
}

// The next document, by itself; who undoes there without having decided anything comes back here.
async function onByItself() {
  const from = report();
  const to = sheet().dataset.next.match(/^\/d\/(\d+)/)?.[1];
  if (to) {
    sessionStorage.setItem(TRAIL, JSON.stringify([...remembered(TRAIL, []), { from, to }].slice(-200)));
    sessionStorage.setItem(LED_TO, to);
  }
  await nextDocument();
  cameAt = performance.now();
}

function fetchAhead() {
  const rest = order();
  const next = rest[rest.indexOf(pointer()) + 1] ?? rest.find((each) => each !== pointer());
  const here = report();
  if (next && !panels.has(next)) {
    const asked = panels;
    part("panel", next).then((html) => asked.set(next, html)).catch(() => {});
  }
  const url = sheet().dataset.next;
  if (rest.length <= 1 && url && ahead?.url !== url) {
    fetch(url).then((answer) => answer.text()).then((html) => { if (here === report()) ahead = { url, html }; }).catch(() => {});
  }
}

// Panels come from the server in any order: the one asked for last is the one that is shown.
async function select(where, byHand = false) {
  const mine = ++turn;
  isOpening = true;
  isLeavingDone &&= !byHand;
  const html = panels.get(where) ?? (await part("panel", where).catch((error) => (gone(error) ? undefined : null)));
  if (mine !== turn) return;
  isOpening = false;
  if (!html) delete panel().dataset.sent;
  if (html === undefined) return failed($("#saved").dataset.noPlace);
  if (html === null) return notOpened(where);
  htmx.swap("#panel-box", html, { swapStyle: "innerHTML" });
  typing = false;
  selection = null;
  history.replaceState(null, "", `/d/${report()}?${new URLSearchParams({ ...query(), at: where })}`);
  shown(byHand);
}

function shown(byHand = false) {
  markText();
  turnPage();
  showMarks();
  markSelected(!byHand);
  addUp();
  count();
  listen();
  if (!byHand || !at(pointer())) panel().focus({ preventScroll: true });
  fetchAhead();
}

function count() {
  const place = $("#count");
  const rest = order();
  const index = rest.indexOf(pointer());
  if (place) place.textContent = index < 0 ? "" : `${index + 1} / ${rest.length}`;
}

function markText() {
  for (const mark of $$("#text mark")) {
    const line = mark.closest(".line");
    if (line) line.textContent = line.textContent;
  }
  const { start, end } = panel().dataset;
  if (start === undefined || start === "") return;
  const [low, high] = [Number(start), Number(end)];
  for (const line of $$("#text .line")) {
    const offset = Number(line.dataset.start);
    if (offset >= high) continue;
    const characters = [...line.textContent];
    if (offset + characters.length <= low) continue;
    const [first, last] = [Math.max(0, low - offset), Math.min(characters.length, high - offset)];
    const mark = document.createElement("mark");
    mark.textContent = characters.slice(first, last).join("");
    line.replaceChildren(characters.slice(0, first).join(""), mark, characters.slice(last).join(""));
  }
  scrollInto($("#text"), $("#text mark"));
}

function turnPage() {
  const page = $("#page");
  if (!page || page.hidden) return;
  const { start, end } = panel().dataset;
  $("img", page).src = `/d/${report()}/page.svg?${new URLSearchParams({ start: start || 0, end: end || 0 })}`;
}

function togglePage() {
  const page = $("#page");
  if (!page) return;
  page.hidden = !page.hidden;
  $("#text").hidden = !page.hidden;
  $("#page-button").setAttribute("aria-pressed", String(!page.hidden));
  turnPage();
  markText();
}

// The heads of a table stay in sight only where they leave room for what is under them: not on a phone.
function stickHeads() {
  const room = $("#text").clientHeight * 0.35;
  for (const head of $$("#text table.source thead")) head.classList.toggle("sticks", head.offsetHeight <= room);
}

// An excerpt that is longer than its box shows the words in question.
function showMarks() {
  for (const box of $$(".context")) {
    const mark = $("mark", box);
    if (mark && box.scrollHeight > box.clientHeight) box.scrollTop = mark.offsetTop - box.clientHeight / 3;
  }
}

function scrollInto(box, element) {
  if (!element) return;
  const [outer, inner] = [box.getBoundingClientRect(), element.getBoundingClientRect()];
  const covered = $("thead.sticks", element.closest("table.source") ?? document.createElement("table"))?.offsetHeight ?? 0;
  if (inner.top < outer.top + 30 + covered || inner.bottom > outer.bottom - 30) {
    box.scrollTo({ top: box.scrollTop + inner.top - outer.top - outer.height / 3, behavior: "instant" });
  }
}

function markSelected(scroll) {
  for (const each of $$(".selected", sheet())) {
    each.classList.remove("selected");
    each.removeAttribute("aria-current");
    if (each.classList.contains("cell")) each.tabIndex = -1;
  }
  const cell = at(pointer());
  if (!cell) return;
  cell.classList.add("selected");
  cell.setAttribute("aria-current", "true");
  cell.tabIndex = 0;
  if (!scroll) return;
  const box = $("#sheet");
  if (getComputedStyle(box).overflowY === "auto") scrollInto(box, cell);
  const wide = cell.closest(".scroll");
  if (wide) wide.scrollLeft = Math.max(0, cell.offsetLeft - wide.clientWidth / 2);
}
