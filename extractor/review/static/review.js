"use strict";
// The correction page in the browser: which value is selected, keys, sums while typing, the queue of saves.
// Document text reaches the page as text nodes only; nothing here builds HTML from strings of a document.

const $ = (selector, root = document) => root.querySelector(selector);
const $$ = (selector, root = document) => [...root.querySelectorAll(selector)];
const length = (text) => [...text].length; // offsets count code points, not UTF-16 units
const csrf = () => $('meta[name="csrf"]')?.content ?? "";

let known = 0; // revision of the document that this person has seen
let panels = new Map(); // pointer → HTML of its panel, fetched ahead
let ahead = null; // {url, html} of the next document, fetched ahead
let typing = false; // digits go into the field instead of choosing among the alternatives
let selection = null; // {start, end} of the words selected in the document
let decidedHere = new Set(); // decided since the last answer of the server
let isLeavingDone = false; // the last doubt was decided: the next document comes once the server has it
let turn = 0; // counts what was asked to be shown beside the text
let cameAt = -Infinity; // when the next document came by itself
const KEY_OF_BEFORE_MS = 350; // an Enter so soon after that was meant for the document before

const main = () => $("main[data-report]");
const panel = () => $("#panel");
const sheet = () => $("#sheet-body");
const report = () => main().dataset.report;
const pointer = () => panel()?.dataset.pointer ?? "";
const canWrite = () => "canWrite" in main().dataset;
const order = () => JSON.parse(sheet().dataset.order).filter((each) => !decidedHere.has(each));
const at = (where) => $$("[data-p]", sheet()).find((each) => each.dataset.p === where);

// ---------------------------------------------------------------- saving

// A decision is in exactly one of these lists from the key or the click until the server has it or a person has
// given it up; "saved" is shown only when both are empty. They outlive a reload and a session that has ended.
//
// They lie in localStorage, under a name of this tab's own: a tab that is closed, a browser that is started again or
// a server that needs a new log-in loses none. A tab holds a lock as long as it lives; what lies under a name whose
// lock is free was left by a tab that is gone, and whoever comes next takes it over.
const UNSAVED = "extractor-review-unsaved:";
const user = () => document.body.dataset.user ?? "";
const newTab = () => crypto.randomUUID?.() ?? String(Math.random());
let tab = sessionStorage.getItem("extractor-review-tab") ?? newTab();
const WAITING = () => `${UNSAVED}${user()}:${tab}`;
let waiting = []; // to be sent, or under way
let asked = []; // [{item, ask}]: sent back by the server with a question, one shown at a time
let isMine = false; // until what other tabs and visits left is taken over, nothing is written there and nothing sent
let isSaving = false;
let isUndoing = false;
let isLeaving = false;
let trouble = null; // {state, detail}: the last thing that was not saved
let pause = 1000;

function keep() {
  if (!isMine) return show();
  const items = [...asked.map((each) => each.item), ...waiting];
  if (items.length) localStorage.setItem(WAITING(), JSON.stringify(items));
  else localStorage.removeItem(WAITING());
  show();
}

const stored = (name) => {
  try { return JSON.parse(localStorage.getItem(name) ?? "[]"); } catch { return []; }
};

const leftOver = (whose) => Object.keys(localStorage).filter((name) => name.startsWith(UNSAVED + whose));

// Holds a lock as long as this page lives; false where somebody else keeps it. A reload has just let go of it.
function holds(name) {
  return new Promise((told) => {
    const forEver = () => { told(true); return new Promise(() => {}); };
    navigator.locks.request(name, { signal: AbortSignal.timeout(400) }, forEver).catch(() => told(false));
  });
}

// What this tab had, and what tabs that are gone have left: of this user, on any document.
async function takeOver() {
  if (navigator.locks && !(await holds(WAITING()))) {
    tab = newTab(); // a second tab with the memory of the first: it was duplicated
    await holds(WAITING());
  }
  sessionStorage.setItem("extractor-review-tab", tab);
  const mine = WAITING();
  if (navigator.locks) {
    for (const name of leftOver(`${user()}:`).filter((each) => each !== mine)) {
      await navigator.locks.request(name, { ifAvailable: true }, (lock) => {
        if (!lock) return;
        localStorage.setItem(mine, JSON.stringify([...stored(mine), ...stored(name)]));
        localStorage.removeItem(name);
      });
    }
  }
  return stored(mine);
}

// A page without a document says that decisions wait, and where they are sent from.
function tellLeftOver() {
  const items = leftOver(user() ? `${user()}:` : "").flatMap(stored);
  const place = $("#left-over");
  if (!items.length || !place) return;
  place.prepend(place.dataset.said.replace("{n}", items.length) + " ");
  const link = $("a", place);
  if (link) link.href = `/d/${items[0].report}`;
  place.hidden = false;
}

function show() {
  const place = $("#saved");
  if (!place) return;
  const number = waiting.length + Number(isUndoing);
  const { state, detail = "" } = trouble ?? { state: asked.length ? "asking" : number ? "saving" : "saved" };
  place.className = "saved" + ({ saving: " waiting", asking: " waiting", saved: "" }[state] ?? " failing");
  const unsaved = state === "notOpened" && number ? `${place.dataset.unsaved.replace("#", number)} · ` : "";
  place.textContent = unsaved + place.dataset[state].replace("#", state === "asking" ? asked.length : number) + detail;
}

// What a place is called on this page: the label of its cell or fact, never its pointer.
function nameOf(where) {
  const link = $$("#sheet [data-p]").find((each) => each.dataset.p === where);
  return link?.getAttribute("aria-label") || $(".fact-name", link ?? document.createElement("i"))?.textContent
    || link?.title || $("#saved").dataset.thisPlace;
}

function notOpened(where) {
  trouble = { state: "notOpened", detail: nameOf(where) };
  show();
}

function failed(detail) {
  trouble = { state: "failed", detail };
  show();
}

function save(path, body, where) {
  trouble = null;
  waiting.push({ url: `/d/${report()}/${path}`, report: report(), where, body: { ...body, seen: known } });
  keep();
  return pump();
}

// The server's question about a decision; the decision is unsaved until it is answered.
function question(item, ask) {
  asked.push({ item, ask });
  if (asked.length === 1) ask();
}

function answered() {
  asked.shift();
  keep();
  if (asked.length) asked[0].ask();
}

async function post(url, body) {
  return fetch(url, {
    method: "POST",
    headers: { "content-type": "application/json", "x-csrf-token": csrf() },
    body: JSON.stringify(body),
  });
}

async function pump() {
  if (!isMine || isSaving || !waiting.length) return;
  isSaving = true;
  const item = waiting[0];
  try {
    const answer = await post(item.url, item.body);
    if (answer.status >= 500) throw new Error(String(answer.status));
    if (answer.status === 401) return toLogin(); // it is sent after the log-in
    const content = await answer.json().catch(() => ({}));
    waiting.shift();
    pause = 1000;
    trouble = null;
    acknowledged(item, answer.status, content);
  } catch {
    trouble = { state: "unsaved" };
    show();
    setTimeout(pump, pause);
    pause = Math.min(pause * 2, 15000);
    isSaving = false;
    return;
  }
  isSaving = false;
  keep();
  if (waiting.length) return pump();
  if (main() && item.report === report()) await refresh();
}

function acknowledged(item, status, content) {
  if (status !== 200 && pointer() === item.where) delete panel().dataset.sent;
  if (status === 200) {
    for (const other of waiting) {
      if (other.report === item.report && other.body.seen === content.revision - 1) other.body.seen = content.revision;
    }
    if (main() && item.report === report() && known === content.revision - 1) known = content.revision;
    if (content.pointer) setTimeout(() => select(content.pointer), 0);
    return;
  }
  decidedHere.delete(item.where);
  if (status === 409 && content.conflict) return question(item, () => askConflict(item, content.conflict));
  if (status === 422 && content.needs_reason) {
    return question(item, () => askReason(item.body, item.where, content.needs_reason, null, answered));
  }
  failed(content.error ?? String(status));
}

function toLogin() {
  isLeaving = true;
  location.reload();
}

addEventListener("resize", () => main() && stickHeads());

addEventListener("beforeunload", (event) => {
  if (!isLeaving && (waiting.length || asked.length || isUndoing)) event.preventDefault();
});

// ---------------------------------------------------------------- parts of the page

const gone = (error) => error.message === "404";

async function part(name, where = "") {
  const answer = await fetch(`/d/${report()}/${name}?${new URLSearchParams({ ...query(), ...(where && { at: where }) })}`, {
    headers: { "hx-request": "true" },
  });
  if (!answer.ok) throw new Error(String(answer.status));
  return answer.text();
}

const query = () => Object.fromEntries(new URLSearchParams(main().dataset.query));

async function refresh() {
  const here = report();
  const html = await part("sheet").catch(() => null);
  if (html === null || here !== report()) return;
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
  const html = panels.get(where) ?? (await part("panel", where).catch((error) => (gone(error) ? undefined : null)));
  if (mine !== turn) return;
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

// ---------------------------------------------------------------- sums

const draft = () => {
  const field = $("#value");
  return field && panel().dataset.kind === "cell" && field.value.trim() !== "" ? number(field.value) : null;
};

function number(text) {
  const plain = text.normalize("NFKC").replaceAll(/[,\s]/g, "").replace("−", "-");
  return /^[+-]?\d{1,15}(\.\d{1,6})?$/.test(plain) ? String(Number(plain)) : null;
}

function valueOf(where, mine) {
  if (where === pointer() && mine !== undefined) return mine;
  return at(where)?.dataset.v ?? "";
}

// Sums are exact: numbers are added as whole millionths.
const millionths = (text) => BigInt(Math.round(Number(text || 0) * 1e6));
const asText = (sum) => String(Number(sum) / 1e6);

function addUp(mine = draft() ?? undefined) {
  const broken = [];
  for (const sum of $$("#sums .sum")) {
    const totals = {};
    let isOpen = false;
    for (const side of ["left", "right"]) {
      let total = 0n;
      let any = false;
      for (const term of $$(`[data-side="${side}"] .term`, sum)) {
        const value = valueOf(term.dataset.p, mine);
        total += millionths(value);
        any ||= value !== "";
        term.textContent = value === "" ? "␣" : value;
        term.classList.toggle("nil", value === "" || value === "0");
        isOpen ||= at(term.dataset.p)?.classList.contains("basis-ambiguous") && term.dataset.p !== pointer();
      }
      isOpen ||= !any;
      totals[side] = total;
      $(`[data-total="${side}"]`, sum).textContent = asText(total);
    }
    const atMost = sum.dataset.relation === "<=";
    const right = atMost ? totals.left <= totals.right : totals.left === totals.right;
    const state = isOpen ? "open" : right ? "holds" : "fails";
    sum.className = `sum is-${state}`;
    $("[data-sign]", sum).textContent = { holds: atMost ? "≤" : "=", fails: atMost ? ">" : "≠", open: "?" }[state];
    if (state === "fails") broken.push(sum.dataset.id);
  }
  return broken;
}

// ---------------------------------------------------------------- deciding

// Which document came after which by itself, and how many decisions were made in each, in this tab.
const TRAIL = "extractor-review-trail";
const LED_TO = "extractor-review-led-to";
const MADE = "extractor-review-made";
const remembered = (name, otherwise) => {
  try { return JSON.parse(sessionStorage.getItem(name)) ?? otherwise; } catch { return otherwise; }
};

function made(number, where = report()) {
  const all = remembered(MADE, {});
  all[where] = Math.max(0, (all[where] ?? 0) + number);
  sessionStorage.setItem(MADE, JSON.stringify(all));
}

// The document that this one came after by itself, unless something was decided here since.
function cameFrom() {
  const last = remembered(TRAIL, []).at(-1);
  return last && last.to === report() && !remembered(MADE, {})[report()] ? last.from : null;
}

async function undoBefore(from) {
  while (isSaving || waiting.length) await new Promise((done) => setTimeout(done, 30));
  const answer = await post(`/d/${from}/undo`, { seen: 0 }).catch(() => null);
  const content = (await answer?.json().catch(() => null)) ?? {};
  if (!answer?.ok) return failed(content.error ?? String(answer?.status ?? $("#saved").dataset.offline));
  sessionStorage.setItem(TRAIL, JSON.stringify(remembered(TRAIL, []).slice(0, -1)));
  made(-1, from);
  location.href = `/d/${from}?${new URLSearchParams({ ...query(), ...(content.pointer && { at: content.pointer }) })}`;
}

function decide(action, after = {}, cell = null) {
  // One key, one decision: what is on its way is not sent again while the next panel comes.
  if (!canWrite() || "sent" in panel().dataset) return;
  const where = pointer();
  const body = { pointer: where, action, after };
  const mine = cell ? cell.value ?? "" : valueOf(where);
  const explained = JSON.parse(panel().dataset.explained ?? "[]");
  const broken = panel().dataset.kind === "cell" ? addUp(mine).filter((id) => !explained.includes(id)) : [];
  if (broken.length && action !== "flag") return askReason(body, where, broken, cell);
  commit(body, where, cell);
}

function commit(body, where, cell = null) {
  const place = at(where);
  if (place && cell) {
    place.dataset.v = cell.value ?? "";
    place.textContent = cell.print === "dash" ? "—" : (cell.value ?? "\u00a0");
  }
  place?.classList.remove("doubtful", "basis-ambiguous");
  place?.classList.add("pending");
  const next = following(where);
  decidedHere.add(where);
  panel().dataset.sent = "";
  made(1);
  isLeavingDone = !next;
  save("decide", body, where);
  goTo(next);
}

function following(where) {
  const rest = order();
  const index = rest.indexOf(where);
  return rest.slice(index + 1).concat(rest.slice(0, Math.max(index, 0))).find((each) => each !== where);
}

function goTo(next) {
  if (next) return select(next);
  finish();
}

function finish() {
  turn += 1;
  const template = $("#done-template");
  $("#panel-box").replaceChildren(template.content.cloneNode(true));
  const url = sheet().dataset.next;
  const link = $("#next-document");
  if (link && url) link.href = url;
  for (const mark of $$("#text mark")) mark.replaceWith(mark.textContent);
  markSelected(false);
  panel().focus({ preventScroll: true });
  listen();
  fetchAhead();
}

async function nextDocument() {
  const url = sheet().dataset.next;
  if (!url) return (location.href = "/");
  const html = ahead?.url === url ? ahead.html : null;
  if (html === null || waiting.length) return (location.href = url);
  const page = new DOMParser().parseFromString(html, "text/html");
  if (!$("main[data-report]", page)) return (location.href = url);
  main().replaceWith(document.adoptNode($("main", page)));
  $(".doc").replaceWith(document.adoptNode($(".doc", page)));
  $("#done-template").replaceWith(document.adoptNode($("#done-template", page)));
  document.title = page.title;
  history.pushState(null, "", url);
  begin();
}

function accept() {
  if ("sent" in panel().dataset || performance.now() - cameAt < KEY_OF_BEFORE_MS) return;
  const kind = panel().dataset.kind;
  if (kind === "done") return nextDocument();
  if (kind === "cell") {
    const field = $("#value");
    if (field.value.trim() === "") {
      if (!order().includes(pointer())) return goTo(following(pointer()));
      if (panel().dataset.basis === "ambiguous" && valueOf(pointer()) === "") return mustChoose();
      return decide("accept");
    }
    const value = number(field.value);
    if (value === null) return notANumber(field);
    return decide("set", { print: "number", value }, { print: "number", value });
  }
  if (kind === "header") {
    const field = $("#value");
    if (field.value === field.dataset.original) return decide("accept");
    return decide("set", { value: field.value.trim() });
  }
  if (kind === "fact") {
    const wrong = $$('#decision [data-kind="number"], #decision [data-kind="integer"]').find(
      (each) => each.value.trim() !== "" && number(each.value) === null);
    if (wrong) return notANumber(wrong);
    const fact = fromForm();
    return JSON.stringify(fact) === JSON.stringify(JSON.parse($("#decision").dataset.fact)) ? decide("accept") : decide("set", fact);
  }
  return decide("accept");
}

// What was typed is no number: said in words, beside the field, and nothing is sent.
function notANumber(field) {
  const said = $("#saved").dataset.noNumber + field.value.trim();
  field.setCustomValidity(said);
  field.reportValidity();
  field.addEventListener("input", () => field.setCustomValidity(""), { once: true });
  failed("");
  $("#saved").textContent = said;
  field.select();
}

function mustChoose() {
  $("#choose-hint")?.classList.add("urgent");
  ($('[data-do="choose"]') ?? $("#value")).focus();
}

function fromForm() {
  const fact = JSON.parse($("#decision").dataset.fact);
  for (const field of $$("#decision [name]")) {
    const text = field.value.trim();
    const kind = field.dataset.kind;
    if (field.type === "checkbox") fact[field.name] = field.checked;
    else if (kind === "number") fact[field.name] = Number(number(text) ?? NaN);
    else if (kind === "integer") fact[field.name] = text === "" ? null : Number(text);
    else if (kind === "indexes") fact[field.name] = (text.match(/\d+/g) ?? []).map((each) => Number(each) - 1);
    else if (kind === "optional" || kind === "date") fact[field.name] = text === "" ? null : text;
    else fact[field.name] = field.value;
  }
  return fact;
}

async function undo() {
  if (!canWrite()) return;
  isLeavingDone = false;
  const from = cameFrom();
  if (from) return undoBefore(from);
  isUndoing = true;
  trouble = null;
  show();
  while (isSaving || waiting.length) await new Promise((done) => setTimeout(done, 30));
  const answer = await post(`/d/${report()}/undo`, { seen: known }).catch(() => null);
  const content = (await answer?.json().catch(() => null)) ?? {};
  isUndoing = false;
  if (!answer?.ok) return failed(content.error ?? String(answer?.status ?? $("#saved").dataset.offline));
  made(-1);
  show();
  panels = new Map();
  await refresh();
  if (content.pointer) select(content.pointer);
}

const ACTIONS = {
  accept,
  undo,
  zero: () => decide("set", { print: "number", value: "0" }, { print: "number", value: "0" }),
  blank: () => decide("set", { print: "blank" }, { print: "blank", value: null }),
  dash: () => decide("set", { print: "dash" }, { print: "dash", value: null }),
  not_stated: () => decide("not_stated", {}, panel().dataset.kind === "cell" ? { print: "blank", value: null } : null),
  flag: () => decide("flag", { on: !("flagged" in panel().dataset) }),
  skip: () => goTo(following(pointer())),
  choose: (button) => decide("set", { print: "number", value: button.dataset.value }, { print: "number", value: button.dataset.value }),
  ground: () => selection && decide("ground", selection),
  add: (button) => selection && save("shape", { how: "add", list: button.dataset.list, ...selection }, ""),
  split: () => selection && save("shape", { how: "split", ...placeOfFact(), start: selection.start }, ""),
  merge: (button) => save("shape", { how: "merge", ...placeOfFact(), other: button.dataset.other }, ""),
};

function placeOfFact() {
  const [, , list, key] = pointer().split("/");
  return { list, key };
}

// ---------------------------------------------------------------- questions

function askReason(body, where, broken, cell = null, done = () => {}) {
  const dialog = $("#reason");
  const place = $("[data-broken]", dialog);
  place.replaceChildren(...$$("#sums .sum.is-fails").map((each) => each.cloneNode(true)));
  $("form", dialog).reset();
  dialog.returnValue = "";
  $("[data-missing]", dialog).hidden = true;
  dialog.showModal();
  $("h2", dialog).focus?.();
  dialog.onclose = () => {
    const answers = new FormData($("form", dialog));
    if (dialog.returnValue === "ok") commit({ ...body, reason: answers.get("reason"), note: answers.get("note") }, where, cell);
    else addUp(), panel().focus();
    done();
  };
}

function askConflict(item, theirs) {
  const dialog = $("#conflict");
  const words = (after, action) => (after.print === "number" ? after.value : after.print) ?? after.value ?? action;
  $("[data-theirs]", dialog).textContent = `${theirs.author}: ${words(theirs.after, theirs.action)}`;
  $("[data-mine]", dialog).textContent = String(words(item.body.after ?? {}, item.body.action));
  dialog.returnValue = "";
  dialog.showModal();
  dialog.onclose = async () => {
    const isHere = main() && item.report === report();
    const isMine = dialog.returnValue === "mine";
    if (isMine) waiting.push({ ...item, body: { ...item.body, seen: Math.max(isHere ? known : 0, theirs.revision) } });
    answered();
    if (isMine) return pump();
    if (!isHere) return;
    await refresh();
    select(item.where);
  };
}

// ---------------------------------------------------------------- keys, mouse, touch

const LETTERS = { b: "blank", d: "dash", n: "not_stated", f: "flag", u: "undo", s: "skip", g: "ground" };

addEventListener("keydown", (event) => {
  if (!main() || event.isComposing || event.keyCode === 229 || event.ctrlKey || event.metaKey || event.altKey) return;
  const dialog = $("dialog[open]");
  if (dialog) return dialog.id === "reason" ? reasonKey(event, dialog) : undefined;
  const target = event.target;
  const isValue = target.id === "value" && panel().dataset.kind === "cell";
  const isField = target.matches?.("input, select, textarea") || target.isContentEditable;
  // In a field every letter and digit is a letter or digit of what is typed, never a decision.
  if (isField && !(isValue && ["Enter", "Escape"].includes(event.key))) return event.key === "Escape" ? panel().focus() : undefined;
  if (event.key === "?") return stop(event), $("#keys").showModal();
  if (event.key === "Enter") {
    if (target.matches?.("button, summary, a:not(.cell)")) return;
    return stop(event), accept();
  }
  if (event.key === "Escape" && isValue) return stop(event), (target.value = ""), (typing = false), addUp(), panel().focus();
  if (event.key.startsWith("Arrow")) return move(event);
  if (event.key.toLowerCase() === "p" && $("#page")) return stop(event), togglePage();
  if (!canWrite()) return;
  const key = event.key.normalize("NFKC");
  if (/^[0-9]$/.test(key)) return digit(event, key);
  if (key === "=" && $("#value")) return stop(event), (typing = true), $("#value").focus();
  const first = key === "=" && $("#decision input[name]");
  if (first) return stop(event), first.focus(), first.select();
  const letter = LETTERS[key.toLowerCase()];
  const button = letter && $(`#panel [data-do="${letter}"]:not(:disabled)`);
  if (button) return stop(event), ACTIONS[letter](button);
  if (letter === "ground" && selection) return stop(event), ACTIONS.ground();
});

function stop(event) {
  event.preventDefault();
}

function reasonKey(event, dialog) {
  if (event.target.name === "note") return;
  const choice = $$('input[name="reason"]', dialog)[Number(event.key) - 1];
  if (choice) stop(event), (choice.checked = true), choice.focus();
  if (event.key === "Enter" && !$('input[name="reason"]:checked', dialog)) {
    stop(event);
    $("[data-missing]", dialog).hidden = false;
  }
}

function digit(event, key) {
  const field = $("#value");
  if (!field || panel().dataset.kind !== "cell") return;
  const choices = $$('[data-do="choose"]');
  if (!typing && field.value === "") {
    if (key !== "0" && choices[Number(key) - 1]) return stop(event), ACTIONS.choose(choices[Number(key) - 1]);
    const isWhole = !pointer().endsWith("/amount");
    if (key === "0" && isWhole) return stop(event), ACTIONS.zero();
  }
  typing = true;
  stop(event);
  field.value += key;
  field.focus();
  addUp();
}

function move(event) {
  const cell = at(pointer());
  if (!cell?.classList.contains("cell")) return;
  const td = cell.closest("td");
  const row = td.parentElement;
  const column = [...row.children].indexOf(td);
  const rows = $$("tbody tr", row.closest("table")).filter((each) => $(".cell", each));
  const target = {
    ArrowLeft: () => row.children[column - 1],
    ArrowRight: () => row.children[column + 1],
    ArrowUp: () => rows[rows.indexOf(row) - 1]?.children[column],
    ArrowDown: () => rows[rows.indexOf(row) + 1]?.children[column],
  }[event.key]?.();
  const link = target && $(".cell", target);
  if (link) stop(event), select(link.dataset.p);
}

addEventListener("click", (event) => {
  if (!main()) return;
  const button = event.target.closest("[data-do]");
  if (button && !button.disabled) return stop(event), ACTIONS[button.dataset.do](button);
  const link = event.target.closest("a[data-p]");
  if (link && !event.ctrlKey && !event.metaKey) return stop(event), select(link.dataset.p, true);
  if (event.target.closest("#page-button")) return togglePage();
  if (event.target.closest("#keys-button")) return $("#keys").showModal();
  if (event.target.closest("#next-document")) return stop(event), nextDocument();
  if (event.target.closest("#text")) clickText();
});

addEventListener("submit", (event) => {
  if (event.target.id === "decision") stop(event);
});

function listen() {
  $("#value")?.addEventListener("input", () => {
    typing = true;
    addUp();
  });
}

function offsetOf(node, inside) {
  const line = (node.nodeType === 1 ? node : node.parentElement)?.closest(".line");
  if (!line) return null;
  const range = document.createRange();
  range.setStart(line, 0);
  range.setEnd(node, inside);
  return Number(line.dataset.start) + length(range.toString());
}

document.addEventListener("selectionchange", () => {
  if (!main()) return;
  const chosen = getSelection();
  if (chosen.isCollapsed || !$("#text").contains(chosen.anchorNode) || !$("#text").contains(chosen.focusNode)) return;
  const range = chosen.getRangeAt(0);
  const [start, end] = [offsetOf(range.startContainer, range.startOffset), offsetOf(range.endContainer, range.endOffset)];
  if (start === null || end === null || start >= end) return;
  selection = { start, end };
  for (const each of $$("[data-needs-selection]")) each.disabled = false;
  const tools = $("#selection-tools");
  if (tools) tools.open = true;
});

function clickText() {
  const chosen = getSelection();
  if (!chosen.isCollapsed || !chosen.anchorNode) return;
  const offset = offsetOf(chosen.anchorNode, chosen.anchorOffset);
  if (offset === null) return;
  const under = $$("[data-s]", sheet()).filter((each) => Number(each.dataset.s) <= offset && offset <= Number(each.dataset.e));
  under.sort((one, other) => one.dataset.e - one.dataset.s - (other.dataset.e - other.dataset.s));
  if (under[0]) select(under[0].dataset.p);
}

// ---------------------------------------------------------------- adjudication

addEventListener("keydown", (event) => {
  const places = $$("section.difference");
  if (main() || event.isComposing || event.ctrlKey || event.metaKey || event.altKey) return;
  if (event.target.matches?.("input, select, textarea")) return event.key === "Escape" ? event.target.blur() : undefined;
  if (event.key.toLowerCase() === "u" && $("#undo-settled")) return stop(event), $("#undo-settled").click();
  if (!places.length) return;
  const here = places.indexOf(document.activeElement?.closest?.("section.difference"));
  if (event.key === "ArrowDown" || event.key === "ArrowUp") {
    const step = event.key === "ArrowDown" ? 1 : -1;
    return stop(event), places[Math.min(Math.max(here + step, 0), places.length - 1)].focus();
  }
  const place = places[Math.max(here, 0)];
  const third = $("[data-third]", place);
  if (event.key === "=" && third) return stop(event), third.focus();
  const side = /^[1-9]$/.test(event.key) && $(`[data-side="${event.key}"]`, place);
  if (side) stop(event), side.click();
});

// ---------------------------------------------------------------- begin

function begin() {
  turn += 1;
  ahead = null;
  isLeavingDone = false;
  panels = new Map();
  decidedHere = new Set();
  known = Number(sheet().dataset.revision);
  stickHeads();
  shown();
  if (waiting.length || asked.length || trouble || isLedHere()) show();
  else $("#saved").textContent = "";
}

// A decision that settled the document before led here: that it is saved is said where the person now looks.
function isLedHere() {
  const to = sessionStorage.getItem(LED_TO);
  sessionStorage.removeItem(LED_TO);
  return to === report();
}

document.addEventListener("DOMContentLoaded", () => {
  for (const field of $$("[data-here]")) field.value = location.pathname + location.search;
  if (!main()) return showMarks(), $("section.difference")?.focus({ preventScroll: true }), tellLeftOver();
  addEventListener("popstate", () => location.reload());
  begin();
  takeOver().then((items) => {
    waiting = [...items, ...waiting];
    isMine = true;
    if (waiting.length) keep();
    pump();
  });
});
