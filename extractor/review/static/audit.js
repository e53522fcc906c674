// The blind audit: one key an answer. Without scripts every button works, too.
"use strict";

(() => {
  const $ = (selector, root = document) => root.querySelector(selector);
  const main = $("main[data-audit]");
  const answer = () => $("#audit-panel")?.dataset.answer;
  const keyed = () => [...document.querySelectorAll("[data-key]")];

  function begin() {
    const began = performance.now();
    const form = $("#answer-form");
    form?.addEventListener("submit", (event) => {
      form.elements.seconds.value = ((performance.now() - began) / 1000).toFixed(1);
      const picked = event.submitter?.dataset.pick;
      if (picked !== undefined) form.elements.value.value = picked;
      if (event.submitter?.value === "read" && form.elements.value.value.trim() === "") {
        event.preventDefault();
        form.elements.value.focus();
        return;
      }
      // A second press while the answer is on its way would be another answer.
      setTimeout(() => form.querySelectorAll("button").forEach((button) => { button.disabled = true; }), 0);
    });
    const box = $("#text");
    const lines = [...(box?.querySelectorAll(".line") ?? [])];
    const line = $("#text mark") ?? lines.find((each) => Number(each.dataset.start) >= Number(main.dataset.anchor));
    if (box && line) {
      const down = line.getBoundingClientRect().top - box.getBoundingClientRect().top - box.clientHeight / 3;
      box.scrollTo({ top: box.scrollTop + down, behavior: "instant" });
    }
    // Words are typed at once; digits find their field by themselves, so that keys stay keys until then.
    if (answer() === "text") $("#value")?.focus({ preventScroll: true });
    $("#page-button")?.addEventListener("click", togglePage);
  }

  function togglePage() {
    const page = $("#page");
    page.hidden = !page.hidden;
    $("#text").hidden = !page.hidden;
    $("#page-button").setAttribute("aria-pressed", String(!page.hidden));
    if (!page.hidden) $("img", page).src = page.dataset.src;
  }

  addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.altKey || event.metaKey || event.isComposing) return;
    // In a field every sign is part of what is typed, never an answer; Escape leaves it.
    if (event.target.closest("input, select, textarea")) return;
    if (event.key === "Enter" && event.target.closest("button, a")) return;
    const sign = event.key.normalize("NFKC");
    const value = $("#value");
    if (value && answer() === "number" && /^[-0-9.]$/.test(sign)) {
      event.preventDefault();
      value.value += sign;
      return value.focus();
    }
    if (event.key === "p" && $("#page-button")) { event.preventDefault(); return togglePage(); }
    const target = keyed().find((each) => each.dataset.key === event.key);
    if (!target || target.disabled) return;
    event.preventDefault();
    target.click();
  });

  if (main) begin();
})();
