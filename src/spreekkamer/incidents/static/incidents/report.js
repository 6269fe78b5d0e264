// Keeps what is typed in a report: on the server as soon as there is a connection, and in this tab until then.
// Without this script the page works the same; there is a button to keep it for later.
"use strict";
(() => {
  const form = document.querySelector("form[data-draft]");
  if (!form) return;
  const status = document.getElementById("draft-status");
  const address = form.dataset.draft, ours = `spreekkamer:${form.dataset.owner}:`, key = ours + address;
  const token = form.querySelector("[name=csrfmiddlewaretoken]").value;
  let waiting = null, sending = false, changed = false, again = null, submitting = false;

  const values = () => {
    const told = {};
    for (const field of form.elements) {
      if (!field.name || ["csrfmiddlewaretoken", "draft"].includes(field.name) || field.type === "submit") continue;
      if (field.type === "checkbox" && field.name === "signs") (told.signs ??= []).push(...(field.checked ? [field.value] : []));
      else if (field.type === "checkbox") told[field.name] = field.checked;
      else told[field.name] = field.value;
    }
    return told;
  };

  const fill = (told) => {
    for (const field of form.elements) {
      if (!(field.name in told) || field.type === "hidden") continue;
      if (field.name === "signs") field.checked = told.signs.includes(field.value);
      else if (field.type === "checkbox") field.checked = told[field.name];
      else field.value = told[field.name];
    }
  };

  const say = (text) => { if (status && status.textContent !== text) status.textContent = text; };

  const send = (where, told) => fetch(where, {
    method: "POST",
    headers: { "Content-Type": "application/json", "X-CSRFToken": token },
    body: told,
    redirect: "manual",
  });

  const keep = async () => {
    if (sending || submitting) return;
    sending = true;
    changed = false;
    clearTimeout(again);
    try {
      const answer = await send(address, JSON.stringify(values()));
      if (answer.status === 204) { sessionStorage.removeItem(key); say(status.dataset.kept); }
      else if (answer.status !== 409) throw new Error(String(answer.status));
    } catch {
      say(status.dataset.lost);
      again = setTimeout(keep, 5000);
    }
    sending = false;
    if (changed) keep();
  };

  // What a lost page left in this tab: the server keeps it now, and one goes on with it, unless it has been sent.
  const rescue = async () => {
    for (const name of Object.keys(sessionStorage)) {
      if (!name.startsWith("spreekkamer:") || name === key) continue;
      if (!name.startsWith(ours)) { sessionStorage.removeItem(name); continue; } // somebody else sat here
      const where = name.slice(ours.length);
      const answer = await send(where, sessionStorage.getItem(name)).catch(() => null);
      if (!answer || ![204, 409].includes(answer.status)) continue;
      sessionStorage.removeItem(name);
      if (answer.status === 204 && form.dataset.fresh !== undefined && !changed) {
        location.replace(`?draft=${where.split("/").filter(Boolean).pop()}`);
        return;
      }
    }
  };

  form.addEventListener("input", () => {
    changed = true;
    // In this tab only: gone when it closes, so that a shared phone keeps nothing.
    sessionStorage.setItem(key, JSON.stringify(values()));
    clearTimeout(waiting);
    waiting = setTimeout(keep, 800);
  });

  form.addEventListener("submit", (event) => {
    if (navigator.onLine) { submitting = true; return; } // what was typed stays here until it surely arrived
    event.preventDefault();
    say(status.dataset.waits);
    const button = event.submitter;
    window.addEventListener("online", () => form.requestSubmit(button), { once: true });
  });

  window.addEventListener("online", () => { if (sessionStorage.getItem(key)) keep(); });

  const left = sessionStorage.getItem(key);
  if (left && form.dataset.bound === undefined) { fill(JSON.parse(left)); keep(); }
  rescue();
})();
