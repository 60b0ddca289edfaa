// What the pages of signing in do with script: show a password, ask the device for a passkey.
(() => {
  "use strict";

  // A password that its owner wants to see.
  document.addEventListener("click", (event) => {
    const button = event.target.closest("[data-reveal]");
    const field = button && document.getElementById(button.dataset.reveal);
    if (!field) return;
    const isShown = field.type === "text";
    field.type = isShown ? "password" : "text";
    button.setAttribute("aria-pressed", String(!isShown));
  });

  // A form of a passkey asks the portal for a challenge, the device for an answer, and takes it along.
  const bytes = (text) => Uint8Array.from(atob(text.replace(/-/g, "+").replace(/_/g, "/")), (c) => c.charCodeAt(0));
  const text = (buffer) =>
    btoa(String.fromCharCode(...new Uint8Array(buffer))).replace(/\+/g, "-").replace(/\//g, "_").replace(/=+$/, "");
  const named = (list) => (list ?? []).map((one) => ({ ...one, id: bytes(one.id) }));

  const ask = async (form) => {
    const reply = await fetch(form.dataset.challenge, { method: "POST", body: new URLSearchParams(new FormData(form)) });
    if (!reply.ok || !reply.headers.get("Content-Type").includes("json")) throw new Error(reply.status);
    const asked = await reply.json();
    asked.challenge = bytes(asked.challenge);
    if (form.dataset.passkey === "get") {
      return navigator.credentials.get({ publicKey: { ...asked, allowCredentials: named(asked.allowCredentials) } });
    }
    const user = { ...asked.user, id: bytes(asked.user.id) };
    return navigator.credentials.create({
      publicKey: { ...asked, user, excludeCredentials: named(asked.excludeCredentials) },
    });
  };

  // Each part of the answer as text, in the form that servers read.
  const told = ({ id, rawId, type, response }) => {
    const parts = {};
    for (const name of ["clientDataJSON", "attestationObject", "authenticatorData", "signature", "userHandle"]) {
      if (response[name]) parts[name] = text(response[name]);
    }
    return JSON.stringify({ id, rawId: text(rawId), type, response: parts });
  };

  const why = (form, error) => {
    if (error.name === "InvalidStateError") return form.dataset.known;
    return error.name === "NotAllowedError" || error.name === "AbortError" ? form.dataset.stopped : form.dataset.failed;
  };

  document.addEventListener("submit", async (event) => {
    const form = event.target.closest("form[data-passkey]");
    if (!form) return;
    event.preventDefault();
    const said = form.querySelector("[data-said]");
    said.textContent = "";
    if (!window.PublicKeyCredential) {
      said.textContent = form.dataset.unable;
      return;
    }
    const button = form.querySelector("button:not([type=button])");
    button.disabled = true;
    try {
      form.elements.passkey.value = told(await ask(form));
      form.submit();
    } catch (error) {
      said.textContent = why(form, error);
    }
    button.disabled = false;
  });
})();
