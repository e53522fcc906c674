"use strict";
// Where the page begins; the last of its scripts.

function begin() {
  turn += 1;
  isOpening = false;
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
