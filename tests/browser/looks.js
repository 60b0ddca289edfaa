// What of this page sticks out, is cut off, or is covered by something else? Answers sentences.
() => {
  const faults = [];
  const root = document.documentElement;
  const brief = (element) => `${element.outerHTML.slice(0, 90).replace(/\s+/g, " ")} “${element.textContent.trim().slice(0, 40)}”`;
  const all = [...document.body.querySelectorAll("*")].filter((element) => element.checkVisibility({ visibilityProperty: true }));

  if (root.scrollWidth > root.clientWidth) {
    const kept = (element) => element.parentElement && (getComputedStyle(element.parentElement).overflowX !== "visible" || kept(element.parentElement));
    const widest = all.filter((element) => !kept(element)).toSorted((one, two) => two.getBoundingClientRect().right - one.getBoundingClientRect().right)[0];
    faults.push(`page scrolls sideways to ${root.scrollWidth}: ${brief(widest)}`);
  }

  // For readers of screens alone: a pixel, clipped away.
  const hidden = all.filter((element) => getComputedStyle(element).clipPath === "inset(50%)");
  const unseen = (element) => hidden.some((one) => one.contains(element)) || element.getBoundingClientRect().width < 2;
  const clips = /^(hidden|clip)$/;
  for (const element of all) {
    if (element.closest("svg") || unseen(element)) continue;
    const style = getComputedStyle(element);
    const wider = element.scrollWidth > element.clientWidth + 1;
    const higher = element.scrollHeight > element.clientHeight + 1;
    if (wider && /^(auto|scroll)$/.test(style.overflowX) && !element.matches("textarea, input") && !element.matches(":is(table, :has(table))"))
      faults.push(`scrolls sideways in itself: ${brief(element)}`);
    if (!element.textContent.trim() || element.matches("textarea, select")) continue;
    if ((wider && clips.test(style.overflowX)) || (higher && clips.test(style.overflowY))) faults.push(`text cut off: ${brief(element)}`);
  }

  // Each line of text must be what one hits at its middle, once it is in the middle of the screen.
  // What is opened above the page may cover it; its own lines may not be covered.
  const above = document.querySelector("dialog[open], :popover-open");
  for (const element of all.filter((one) => !above || above.contains(one))) {
    if (element.closest("svg, option, .skip") || unseen(element)) continue;
    const text = [...element.childNodes].find((node) => node.nodeType === 3 && node.data.trim());
    if (!text) continue;
    const range = document.createRange();
    range.selectNodeContents(text);
    const drawn = () => [...range.getClientRects()].find((rect) => rect.width > 1 && rect.height > 1);
    let rect = drawn();
    if (!rect) continue;
    if (rect.left + scrollX < -1 && !element.closest(".scroll, .roll")) faults.push(`text begins left of the page: ${brief(element)}`);
    element.scrollIntoView({ block: "center", inline: "nearest" });
    rect = drawn();
    const hit = document.elementFromPoint(Math.min(rect.left + rect.width / 2, innerWidth - 1), rect.top + rect.height / 2);
    if (hit && hit !== element && !element.contains(hit) && !hit.contains(element) && !hit.closest("label")?.contains(element))
      faults.push(`text covered: ${brief(element)} by ${brief(hit)}`);
  }
  scrollTo(0, 0);
  return faults;
}
