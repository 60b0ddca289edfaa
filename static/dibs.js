// What the pages can do with script that they can also do without, only with more steps. No page needs this file.
(() => {
  "use strict";

  // An error summary takes the focus, on load and when htmx brings one.
  const focusSummary = (root) => root.querySelector?.("[data-focus]")?.focus();
  document.addEventListener("DOMContentLoaded", () => focusSummary(document));
  // Static files and the page for times without connection are kept by a worker, for whoever is signed in.
  if ("serviceWorker" in navigator && document.documentElement.dataset.worker) {
    window.addEventListener("load", () => navigator.serviceWorker.register(document.documentElement.dataset.worker));
  }

  document.addEventListener("htmx:afterSwap", (event) => focusSummary(event.detail.elt.parentNode || document));

  // A field that is being mended stops to shout, and so does its line in the summary. Nothing moves.
  document.addEventListener("input", ({ target }) => {
    const wrong = target.closest(".wrong:not(.mended)");
    if (!wrong) return;
    wrong.classList.add("mended");
    const names = [target.id, target.name, wrong.id];
    for (const link of document.querySelectorAll(".problem a")) {
      if (names.includes(link.hash.slice(1))) link.dataset.mended = "";
    }
  });

  // A day that one tap fills in.
  document.addEventListener("click", (event) => {
    const { for: name, day } = event.target.closest("[data-day]")?.dataset ?? {};
    const field = name && document.getElementById(name);
    if (!field) return;
    field.value = day;
    field.dispatchEvent(new Event("change", { bubbles: true }));
    field.dispatchEvent(new Event("input", { bubbles: true }));
  });
})();
