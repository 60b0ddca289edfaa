// Each chosen file is sent at once, by itself, with a bar that shows how far it is. Without this file the form sends them all.
(() => {
  "use strict";

  const rowFor = (drop, file) => {
    const row = document.createElement("li");
    const icon = drop.querySelector("[data-icon]").firstElementChild.cloneNode(true);
    const name = document.createElement("b");
    name.textContent = file.name;
    row.append(icon, name, document.createElement("span"));
    return row;
  };

  const button = (words, act) => {
    const made = document.createElement("button");
    made.type = "button";
    made.textContent = words;
    made.addEventListener("click", act);
    return made;
  };

  const refuse = (drop, row, says, again) => {
    row.className = "wrong";
    const line = document.createElement("p");
    line.className = "error";
    line.textContent = says;
    const remove = button(drop.dataset.remove, () => row.remove());
    row.querySelector("progress")?.remove();
    row.querySelector(":scope > span")?.replaceWith(remove);
    row.append(line);
    if (!again) return;
    const next = document.createElement("p");
    next.append(button(drop.dataset.again, () => { row.remove(); again(); }));
    row.append(next);
  };

  // The answer is the list as it is now; rows of refused files stay beside it until they are removed.
  const show = (drop, row, html) => {
    const answer = new DOMParser().parseFromString(html, "text/html").getElementById("files");
    if (!answer) return false;
    const refused = [...answer.querySelectorAll(":scope > .wrong")];
    refused.forEach((item) => {
      item.querySelector(":scope > span")?.replaceWith(button(drop.dataset.remove, () => item.remove()));
      row.before(item);
    });
    row.remove();
    const list = document.getElementById("files");
    list.replaceWith(answer);
    window.htmx?.process(answer);
    return true;
  };

  // One after the other: each answer is the whole list, and an older one must not come last.
  const waiting = [];
  let isSending = false;
  const next = () => {
    const begin = waiting.shift();
    isSending = Boolean(begin);
    if (begin) begin();
  };

  const send = (drop, file) => {
    const row = rowFor(drop, file);
    document.getElementById("sending").append(row);
    if (file.size > Number(drop.dataset.limit)) return refuse(drop, row, drop.dataset.tooLarge);
    const bar = document.createElement("progress");
    bar.max = 100;
    bar.setAttribute("aria-label", file.name);
    row.append(bar);
    const request = new XMLHttpRequest();
    const failed = () => refuse(drop, row, drop.dataset.failed, () => send(drop, file));
    request.upload.onprogress = (event) => { if (event.lengthComputable) bar.value = (100 * event.loaded) / event.total; };
    request.onload = () => {
      const elsewhere = request.getResponseHeader("HX-Redirect");
      if (elsewhere) return location.assign(elsewhere);
      const address = request.getResponseHeader("HX-Replace-Url");
      if (request.status >= 400 || !show(drop, row, request.responseText)) return failed();
      if (address) history.replaceState(history.state, "", address);
    };
    request.onerror = request.onabort = failed;
    request.onloadend = next;
    waiting.push(() => {
      const fields = new FormData(drop.closest("form"));
      fields.delete("files");
      fields.append("files", file);
      request.open("POST", drop.dataset.upload);
      request.setRequestHeader("HX-Request", "true");
      request.send(fields);
    });
    if (!isSending) next();
  };

  document.addEventListener("change", (event) => {
    const drop = event.target.closest?.("[data-upload]");
    if (!drop || event.target.type !== "file") return;
    event.stopPropagation();
    const files = [...event.target.files];
    event.target.value = "";
    files.forEach((file) => send(drop, file));
  }, true);

  document.addEventListener("dragover", (event) => {
    if (event.target.closest?.("[data-upload]")) event.preventDefault();
  });
  document.addEventListener("drop", (event) => {
    const drop = event.target.closest?.("[data-upload]");
    if (!drop) return;
    event.preventDefault();
    [...event.dataTransfer.files].forEach((file) => send(drop, file));
  });
})();
