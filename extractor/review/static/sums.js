"use strict";
// The sums of the table while somebody types.

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
