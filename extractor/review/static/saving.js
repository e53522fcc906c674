"use strict";
// The queue of saves: what was decided and not yet said to be safe, and how it is sent.

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
