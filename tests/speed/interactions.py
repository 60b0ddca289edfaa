"""How long did the page take to answer each press? What the browser itself measures for INP, on a slow processor."""

from __future__ import annotations

from bisect import bisect
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from statistics import median

from playwright.sync_api import Browser, Page

from tests.speed.conftest import Sample

SLOWER = 4

LISTEN = """
window.presses = [];
window.entries = [];
window.shifts = [];
["keydown", "pointerdown"].forEach((name) => addEventListener(name, (event) => {
  const { id, localName } = event.target;
  if (event.isTrusted) window.presses.push([event.timeStamp, `${event.key ?? "press"} in ${id || localName}`]);
}, true));
new PerformanceObserver((list) => list.getEntries().forEach((one) => {
  if (one.interactionId) window.entries.push([one.startTime, one.duration]);
})).observe({ type: "event", durationThreshold: 16, buffered: true });
new PerformanceObserver((list) => list.getEntries().forEach((one) => window.shifts.push(one.value)))
  .observe({ type: "layout-shift", buffered: true });
"""
"""Every shift counts, also one that comes at once after a press."""

PAINTED = "() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(() => setTimeout(done, 100))))"
FASTEST = 16.0
"""Milliseconds; the browser names no press that took less."""


@dataclass
class Visit:
    """One person's time on a page: each press with the milliseconds until its answer was painted."""

    page: Page
    presses: list[tuple[str, float]] = field(default_factory=list)

    def open(self, path: str) -> None:
        """Come to a page and let it come to rest: the worker of a first visit is set up beside it, once."""
        self.page.goto(path)
        self.page.wait_for_load_state("networkidle")

    def gather(self) -> None:
        """Read what the browser has measured. To be called once, before the page is left."""
        self.page.evaluate(PAINTED)
        pressed, entries, counted = self.page.evaluate("[presses, entries, performance.interactionCount]")
        assert counted > len(pressed) / 2, "the browser did not take these for presses"
        moments = [moment for moment, _ in pressed]
        taken = [FASTEST] * len(pressed)
        for began, lasted in entries:
            place = max(0, bisect(moments, began + 1) - 1)  # a key's going up belongs to its going down
            taken[place] = max(taken[place], lasted)
        self.presses = [(what, time) for (_, what), time in zip(pressed, taken, strict=True)]

    @property
    def worst(self) -> float:
        return max(taken for _, taken in self.presses)


def of_each(visits: list[Visit]) -> list[tuple[float, str]]:
    """The same press over several visits: its median, so that what a neighbour did to one visit is not the page's."""
    rows = zip(*(visit.presses for visit in visits), strict=True)
    return [(median(taken for _, taken in row), row[0][0]) for row in rows]


@contextmanager
def visiting(chromium: Browser, sample: Sample, who: str, width: int = 390, slower: int = SLOWER) -> Iterator[Visit]:
    """A browser of this person's own, whose processor is so many times slower."""
    context = chromium.new_context(base_url=sample.address, viewport={"width": width, "height": 844})
    context.add_cookies([{"name": "dibs", "value": sample.cookies[who], "url": sample.address}])
    context.add_init_script(LISTEN)
    page = context.new_page()
    page.set_default_timeout(30_000)
    context.new_cdp_session(page).send("Emulation.setCPUThrottlingRate", {"rate": slower})
    try:
        yield Visit(page)
    finally:
        context.close()
