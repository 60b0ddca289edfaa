// What is typed without connection stays on this phone until it is sent: tied to the person, cleared at sign-out.
(() => {
  "use strict";

  const NOTES = "dibs.notes", PERSON = "dibs.person";
  const { body } = document;
  const language = document.documentElement.lang.replace(/^en$/, "en-GB");
  const words = document.getElementById("kept").dataset;
  const form = document.getElementById("claim");
  const note = document.getElementById("note");
  const who = body.dataset.user || localStorage.getItem(PERSON);

  // Another tab may have signed this person out, and somebody else in: then this page keeps and sends nothing more.
  const isMine = () => who && localStorage.getItem(PERSON) === who;
  const read = () => (isMine() && JSON.parse(localStorage.getItem(NOTES))) || {};
  const write = (notes) => {
    if (!isMine()) return;
    if (Object.keys(notes).length) localStorage.setItem(NOTES, JSON.stringify(notes));
    else localStorage.removeItem(NOTES);
  };
  const forget = (key) => { const notes = read(); delete notes[key]; write(notes); };
  const keep = (key, fields) => write({ ...read(), [key]: { fields, typed: new Date().toISOString() } });

  // Somebody else's notes are nobody's.
  if (body.dataset.user) {
    if (localStorage.getItem(PERSON) !== who) localStorage.removeItem(NOTES);
    localStorage.setItem(PERSON, who);
  }
  document.addEventListener("submit", (event) => {
    if (event.target.getAttribute("action") === "/sign-out") [NOTES, PERSON].forEach((name) => localStorage.removeItem(name));
  });

  const make = (tag, text, more = {}) => Object.assign(document.createElement(tag), { textContent: text, ...more });
  const button = (text, act) => {
    const made = make("button", text, { type: "button", className: "press" });
    made.addEventListener("click", act);
    return made;
  };
  const fill = (text, company) => text.replace("…", company || words.unnamed);
  const tell = (...parts) => {
    const line = make("p", "");
    line.append(...parts);
    document.getElementById("kept").append(line);
  };

  const fieldsOf = (one) => {
    const fields = Object.fromEntries([...new FormData(one)].filter(([, value]) => typeof value === "string"));
    delete fields.csrf_token;
    delete fields.key;
    return fields;
  };

  const saved = () => document.getElementById("saved");
  const sayKept = () => isMine() && saved().replaceChildren(make("b", words.offline));
  // Does the form on this page hold that claim, and, if `fields` are given, the same text?
  const isHere = (key, fields) => form?.elements.namedItem("key").value === key
    && (!fields || Object.entries(fieldsOf(form)).every(([name, value]) => (fields[name] || "") === value));

  // Answers: the draft's address when it was sent, "older" when it was changed elsewhere since, "" to try again later.
  const send = async (key, { fields, typed }, isSure) => {
    const sent = new FormData();
    Object.entries({ ...fields, key, typed_at: isSure ? "" : typed }).forEach(([name, value]) => sent.append(name, value));
    const headers = { ...JSON.parse(body.getAttribute("hx-headers")), "HX-Request": "true" };
    try {
      const answer = await fetch("/registrations/drafts", { method: "POST", body: sent, headers });
      if (answer.status === 409) return "older";
      const address = answer.headers.get("HX-Replace-Url");
      if (!answer.ok || !address) return "";
      if (read()[key]?.typed === typed) forget(key);
      if (isHere(key, fields)) saved().textContent = new DOMParser().parseFromString(await answer.text(), "text/html").body.textContent.trim();
      return address;
    } catch {
      return "";
    }
  };

  const offer = async (key, kept, isSure = false) => {
    const company = kept.fields.company;
    const to = await send(key, kept, isSure);
    const open = (address) => make("a", words.open, { href: address });
    if (to === "older") {
      const line = [make("span", fill(words.older, company))];
      const over = (act) => () => { line[0].parentElement.remove(); act(); };
      tell(...line, button(words.anyway, over(() => offer(key, kept, true))), button(words.discard, over(() => forget(key))));
    } else if (!to) tell(make("span", fill(words.waiting, company)));
    else if (isHere(key, kept.fields)) history.replaceState(history.state, "", to);
    else if (isHere(key)) location.assign(to);
    else tell(make("span", fill(words.sent, company)), open(to));
  };

  const sendAll = () => {
    document.getElementById("kept").replaceChildren();
    Object.entries(read()).forEach(([key, kept]) => offer(key, kept));
  };

  // The claim's form, as the server gave it: each letter is kept here until an answer says that it is kept there.
  if (form) {
    const key = form.elements.namedItem("key").value;
    const left = read()[key];
    if (left && isHere(key, left.fields)) forget(key);
    // Writing takes longer than showing a letter: it is done four times a second, and before the page goes or sends.
    let waits = 0;
    const keepForm = () => { clearTimeout(waits); waits = 0; keep(key, fieldsOf(form)); if (!navigator.onLine) sayKept(); };
    const keepNow = () => { if (waits) keepForm(); };
    form.addEventListener("input", () => { waits ||= setTimeout(keepForm, 250); });
    ["pagehide", "online"].forEach((name) => addEventListener(name, keepNow));
    document.addEventListener("visibilitychange", keepNow);
    document.addEventListener("htmx:afterRequest", (event) => {
      if (event.detail.pathInfo?.requestPath !== "/registrations/drafts") return;
      if (event.detail.successful && isHere(key, read()[key]?.fields || {})) forget(key);
      if (event.detail.xhr?.status === 0 && read()[key]) sayKept();
    });
    form.addEventListener("submit", (event) => {
      if (navigator.onLine) return;
      event.preventDefault();
      keep(key, fieldsOf(form));
      sayKept();
      saved().scrollIntoView({ block: "center" });
    });
  }

  // The offline page: a short form, and what waits to be sent.
  if (note) {
    const list = document.getElementById("waiting");
    let key = "";
    const show = () => {
      const rows = Object.entries(read()).map(([name, { fields, typed }]) => {
        const row = make("li", "");
        const said = make("b", fields.company || words.unnamed);
        const edit = () => { key = name; Object.entries(fields).forEach(([field, value]) => { if (note.elements[field]) note.elements[field].value = value; }); note.elements.company.focus(); };
        const actions = make("p", "", { className: "row" });
        actions.append(make("span", `${words.not} · ${new Date(typed).toLocaleString(language, { dateStyle: "medium", timeStyle: "short" })}`), button(words.change, edit), button(words.discard, () => { forget(name); show(); }));
        row.append(document.querySelector("[data-sign]").content.firstElementChild.cloneNode(true), said, make("span", ""), actions);
        return row;
      });
      list.replaceChildren(...rows);
    };
    note.hidden = !who;
    note.addEventListener("submit", (event) => {
      event.preventDefault();
      key ||= `note-${Array.from(crypto.getRandomValues(new Uint8Array(18)), (byte) => byte.toString(16).padStart(2, "0")).join("")}`;
      keep(key, { ...read()[key]?.fields, ...fieldsOf(note) });
      key = "";
      note.reset();
      show();
      list.focus();
    });
    if (who) show();
    addEventListener("online", () => {
      const back = document.getElementById("back");
      back.replaceChildren(make("b", back.dataset.says));
    });
  }

  if (body.dataset.user && navigator.onLine) sendAll();
  if (body.dataset.user) addEventListener("online", sendAll);
})();
