"use strict";
// What a key or a button decides, and which place comes next.

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
  isOpening = false;
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
