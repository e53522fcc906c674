"use strict";
// Keys of the page on which two people's differences are settled.

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
