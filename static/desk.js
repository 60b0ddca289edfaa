// Keys for the desk: j, k and Enter in the queue; a, r and d on the decision page. And the letter that writes itself.
(() => {
  "use strict";

  const typing = (target) => target.closest("input, textarea, select, [contenteditable]");

  const step = (by) => {
    const links = [...document.querySelectorAll("[data-keys=rows] tbody th a")];
    if (!links.length) return;
    const rows = links.map((link) => link.closest("tr"));
    const now = rows.findIndex((row) => row.hasAttribute("aria-current"));
    const next = Math.min(Math.max(now + by, 0), rows.length - 1);
    rows[now]?.removeAttribute("aria-current");
    rows[next].setAttribute("aria-current", "true");
    links[next].focus();
  };

  const choose = (key) => {
    const part = document.querySelector(`[data-keys=decision] details[data-key="${key}"]`);
    if (!part) return false;
    part.open = true;
    part.scrollIntoView({ block: "nearest" });
    part.querySelector("select, textarea, input, button")?.focus();
    return true;
  };

  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || typing(event.target)) return;
    if (event.key === "j" || event.key === "k") step(event.key === "j" ? 1 : -1);
    else if (!(["a", "r", "d"].includes(event.key) && choose(event.key))) return;
    event.preventDefault();
  });

  // Old and new form stand in the page together for a moment; of details with one name the browser keeps one open: the old.
  document.addEventListener("htmx:beforeSwap", () => {
    document.querySelectorAll("[data-keys=decision] details").forEach((part) => part.removeAttribute("name"));
  });

  // The preview shows what the partner will read, word for word, as it is written.
  document.addEventListener("input", (event) => {
    const echo = document.querySelector(`[data-echo="${event.target.name}"]`);
    if (!echo) return;
    const chosen = event.target.selectedOptions?.[0];
    echo.textContent = chosen ? (chosen.value ? chosen.textContent : "") : event.target.value;
  });
})();
