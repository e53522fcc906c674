"use strict";
// Keys, mouse, touch and words that are selected.

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
