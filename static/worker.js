// What does the portal keep for times without connection? Static files and the offline page; never a signed-in page.
// The server puts NAME, FILES and PAGE before this text (blueprints/offline.py).
"use strict";

self.addEventListener("install", (event) => {
  const page = new Request(PAGE, { credentials: "omit" });
  event.waitUntil(caches.open(NAME).then((cache) => cache.addAll([...FILES, page])).then(() => self.skipWaiting()));
});

self.addEventListener("activate", (event) => {
  const clear = (names) => Promise.all(names.filter((name) => name !== NAME).map((name) => caches.delete(name)));
  event.waitUntil(caches.keys().then(clear).then(() => self.clients.claim()));
});

self.addEventListener("fetch", (event) => {
  const { request } = event;
  const address = request.url.slice(self.location.origin.length);
  if (request.method !== "GET") return;
  if (request.mode === "navigate") event.respondWith(fetch(request).catch(() => caches.match(PAGE)));
  else if (FILES.includes(address)) event.respondWith(caches.match(address, { ignoreVary: true }).then((kept) => kept || fetch(request)));
});
