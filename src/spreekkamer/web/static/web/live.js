// Keeps the parts of a page that carry `data-live` true: when the server says that something of their kind happened,
// they are fetched again. Without this script the page works the same; one reloads it by hand.
"use strict";
(() => {
  const parts = () => [...document.querySelectorAll("[data-live]")];
  const address = document.body.dataset.liveUrl;
  if (!address || !window.EventSource || parts().length === 0) return;

  const announcements = document.getElementById("announcements");
  const lost = document.getElementById("live-lost");
  const announced = new Set([...document.querySelectorAll("[data-announce]")].map((e) => e.dataset.announce));
  const busy = new WeakMap(); // part -> "fetching" or "again"

  const concerns = (part, kinds) =>
    part.dataset.live.split(/\s+/).some((start) => start === "*" || kinds.some((kind) => kind.startsWith(start)));

  const typing = (part) => {
    const field = document.activeElement;
    return part.contains(field) && field.matches("input:not([type=hidden], [type=checkbox], [type=radio]), textarea, select");
  };

  // A way to find the focused element again in the new content: its id, or its place among what can have focus.
  const focusable = "a[href], button, summary, input, select, textarea, [tabindex]";
  const swap = (part, html) => {
    const focused = part.contains(document.activeElement) ? document.activeElement : null;
    const place = focused && [...part.querySelectorAll(focusable)].indexOf(focused);
    const opened = [...part.querySelectorAll("details")].map((details) => details.open);
    part.innerHTML = html;
    part.querySelectorAll("details").forEach((details, i) => { if (opened[i]) details.open = true; });
    if (focused) {
      const again = (focused.id && document.getElementById(focused.id)) || part.querySelectorAll(focusable)[place];
      if (again) again.focus({ preventScroll: true });
    }
    part.querySelectorAll("[data-announce]").forEach((element) => {
      const text = element.dataset.announce;
      if (announced.has(text)) return;
      announced.add(text);
      announcements.textContent = text;
    });
    part.dispatchEvent(new CustomEvent("live:renewed", { bubbles: true }));
  };

  // Alarms come along with the news. Their buttons get this page's own token against forged requests.
  const showAlarms = (html) => {
    const part = document.getElementById("alarms");
    if (!part) return;
    if (busy.has(part)) busy.set(part, "again"); // what is being fetched may be older than this
    const token = [...document.querySelectorAll("input[name=csrfmiddlewaretoken]")].find((e) => !part.contains(e));
    swap(part, html);
    if (token) part.querySelectorAll("input[name=csrfmiddlewaretoken]").forEach((e) => { e.value = token.value; });
  };

  const renew = async (part) => {
    if (busy.has(part)) { busy.set(part, "again"); return; }
    if (typing(part)) { part.addEventListener("focusout", () => renew(part), { once: true }); return; }
    busy.set(part, "fetching");
    try {
      const answer = await fetch(part.dataset.liveSrc, { headers: { Accept: "text/html" }, redirect: "manual", cache: "no-store" });
      if (answer.type === "opaqueredirect" || answer.status === 403) { location.reload(); return; }
      if (answer.ok) swap(part, await answer.text());
    } catch { /* no connection: the stream notices it as well, and says so */ }
    const again = busy.get(part) === "again";
    busy.delete(part);
    if (again) renew(part);
  };

  const all = () => parts().forEach(renew);
  let stream, dropped = true, patience; // nothing was heard between the drawing of the page and the first connection
  const connect = () => {
    stream = new EventSource(address);
    stream.onopen = () => {
      clearTimeout(patience);
      if (lost) lost.hidden = true;
      if (dropped) all(); // what happened meanwhile wasn't heard
      dropped = false;
      document.documentElement.dataset.liveState = "open";
    };
    stream.onmessage = (message) => {
      const { kinds, alarms } = JSON.parse(message.data);
      if (alarms !== undefined) showAlarms(alarms);
      const shown = (part) => alarms !== undefined && part.id === "alarms";
      parts().filter((part) => concerns(part, kinds) && !shown(part)).forEach(renew);
    };
    stream.onerror = () => {
      if (!dropped) patience = setTimeout(() => { if (lost) lost.hidden = false; }, 4000);
      dropped = true;
      document.documentElement.dataset.liveState = "lost";
      if (stream.readyState === EventSource.CLOSED) setTimeout(connect, 3000);
    };
  };
  window.addEventListener("pagehide", () => stream.close());
  window.addEventListener("pageshow", (event) => { if (event.persisted) { dropped = true; connect(); } });
  connect();
})();
