// The live check: a second's pause, or leaving the fields, settles what was typed. Without this file Enter does it.
(() => {
  "use strict";

  const PAUSE = 1000;
  const form = document.getElementById("check");
  const field = form.elements.namedItem("name");
  const button = form.querySelector("button");
  let settled = "";
  let timer;

  const asked = () => JSON.stringify([...form.elements].filter((one) => one.id).map((one) => one.value.trim()));
  const isAsking = () => ["name", "domain", "vat"].some((name) => form.elements.namedItem(name).value.trim());

  const settle = () => {
    clearTimeout(timer);
    if (isAsking() && asked() !== settled) form.requestSubmit(button);
  };

  // What is settled is not asked again by a late keystroke, whose answer would be provisional.
  form.addEventListener("htmx:confirm", (event) => {
    const isTyping = event.target === field;
    if (isTyping && asked() === settled) event.preventDefault();
    if (!isTyping) {
      clearTimeout(timer);
      settled = asked();
    }
  });

  // What was lost on the way may be asked again. (A request that a newer one replaced was not lost.)
  form.addEventListener("htmx:sendError", () => { settled = ""; });

  document.addEventListener("input", (event) => {
    if (event.target.form !== form) return;
    // Nothing asked, nothing answered: the card goes with the last letter, not when the server has said so.
    if (!isAsking()) document.getElementById("verdict").replaceChildren();
    clearTimeout(timer);
    timer = setTimeout(settle, PAUSE);
  });

  document.addEventListener("focusout", (event) => {
    if (event.target.form === form && event.relatedTarget?.form !== form) settle();
  });
})();
