// Keys for the desk: all of the queue and of the decision page; `?` shows them. And the letter that writes itself.
(() => {
  "use strict";

  const all = (selector) => [...document.querySelectorAll(selector)];
  const typing = (target) => target.closest("input:not([type=checkbox], [type=radio]), textarea, select, [contenteditable]");

  const step = (by) => {
    const links = all("[data-keys=rows] tbody th a");
    if (!links.length) return false;
    const rows = links.map((link) => link.closest("tr"));
    const now = rows.findIndex((row) => row.hasAttribute("aria-current"));
    const next = Math.min(Math.max(now + by, 0), rows.length - 1);
    rows[now]?.removeAttribute("aria-current");
    rows[next].setAttribute("aria-current", "true");
    links[next].focus();
    return true;
  };

  // Pairs that are judged one after the other: the current one is marked, at first the first.
  const pairs = () => all("[data-keys=pairs] > li");
  const current = () => pairs().find((pair) => pair.hasAttribute("aria-current"));
  pairs()[0]?.setAttribute("aria-current", "true");

  const pass = (by) => {
    const found = pairs();
    if (!found.length) return false;
    const next = found[Math.min(Math.max(found.indexOf(current()) + by, 0), found.length - 1)];
    current()?.removeAttribute("aria-current");
    next.setAttribute("aria-current", "true");
    next.querySelector("button")?.focus({ preventScroll: true });
    next.scrollIntoView({ block: "nearest" });
    return true;
  };

  const press = (key) => {
    const button = current()?.querySelector(`[data-press=${key}]`);
    button?.click();
    return Boolean(button);
  };

  // A part that opens, with its first field; or a link, which is followed.
  const choose = (key) => {
    const part = document.querySelector(`[data-key="${key}"]`);
    if (!part) return false;
    if (part.localName !== "details") {
      (part.querySelector("a") ?? part).click();
      return true;
    }
    part.open = true;
    part.scrollIntoView({ block: "nearest" });
    (part.querySelector("select, textarea, input, button") ?? part.querySelector("a"))?.focus({ preventScroll: true });
    return true;
  };

  // Browsers lay out what is folded when it opens. Asked for its place before, while nothing is pressed, it opens at once.
  const layOut = () => all("details[data-key] :is(select, textarea, input)").forEach((one) => one.getBoundingClientRect());
  window.addEventListener("load", () => (window.requestIdleCallback ?? setTimeout)(layOut));

  const number = (key) => {
    const tick = all("[data-keys=ticks] input")[key - 1];
    const link = all("[data-keys=parts] a")[key - 1];
    (tick ?? link)?.click();
    tick?.focus();
    return Boolean(tick ?? link);
  };

  const walk = (by) => {
    const heads = all("main h2[tabindex]").filter((head) => head.checkVisibility());
    if (!heads.length) return false;
    const passed = heads.filter((head) => document.activeElement.compareDocumentPosition(head) & Node.DOCUMENT_POSITION_PRECEDING || head === document.activeElement);
    const now = document.activeElement === document.body ? -1 : passed.length - 1;
    const next = heads[Math.min(Math.max(now + by, 0), heads.length - 1)];
    next.focus();
    next.scrollIntoView({ block: "start" });
    return true;
  };

  const file = () => {
    const first = document.querySelector("#proof .files a");
    first?.focus();
    return Boolean(first);
  };

  // No dialog that makes all else inert: the browser would judge the style of the whole page anew before it shows it.
  const help = () => {
    const sheet = document.getElementById("keys");
    sheet?.showPopover?.();
    return Boolean(sheet);
  };

  const opened = () => document.body.popover !== undefined && document.querySelector(":popover-open");
  document.addEventListener("focusin", ({ target }) => {
    // It may not cover what has the focus. A click leaves it to its own button to close it.
    if (opened() && !opened().contains(target) && target.matches(":focus-visible")) opened().hidePopover();
  });

  const carryOut = () => {
    const button = document.querySelector("[data-keys=decision] details[open] button[name=action]");
    button?.click();
    return Boolean(button);
  };

  const keys = {
    j: () => step(1) || pass(1), k: () => step(-1) || pass(-1), n: () => walk(1), p: () => walk(-1), f: file, "?": help,
  };

  document.addEventListener("keydown", (event) => {
    if (opened()) return;
    if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) {
      if (carryOut()) event.preventDefault();
      return;
    }
    if (event.key === "Escape" && typing(event.target)) event.target.blur();
    if (event.ctrlKey || event.metaKey || event.altKey || typing(event.target)) return;
    const isNumber = /^[1-9]$/.test(event.key);
    const done = keys[event.key] ? keys[event.key]() : isNumber ? number(Number(event.key)) : /^[a-z]$/.test(event.key) && (press(event.key) || choose(event.key));
    if (done) event.preventDefault();
  });

  // Old and new form stand in the page together for a moment; of details with one name the browser keeps one open: the old.
  document.addEventListener("htmx:beforeSwap", () => {
    all("[data-keys=decision] details").forEach((part) => part.removeAttribute("name"));
  });

  // The preview shows what the partner will read, word for word, as it is written.
  document.addEventListener("input", (event) => {
    const echo = document.querySelector(`[data-echo="${event.target.name}"]`);
    if (!echo) return;
    const { selectedOptions, valueAsDate, value } = event.target;
    const chosen = selectedOptions?.[0];
    const day = valueAsDate?.toLocaleDateString(document.documentElement.lang, { dateStyle: "long", timeZone: "UTC" });
    echo.textContent = chosen ? (chosen.value ? chosen.textContent : "") : day ?? value;
  });
})();
