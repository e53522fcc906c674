"use strict";
// Questions of the server about a decision: a broken sum, somebody else who decided.

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
