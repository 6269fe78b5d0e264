// F8 presses the alarm on this page, wherever the focus is. One press is one alarm.
"use strict";
(() => {
  document.addEventListener("keydown", (event) => {
    if (event.key !== "F8" || event.repeat) return;
    const form = document.querySelector("form[data-alarm]");
    if (!form) return;
    event.preventDefault();
    form.requestSubmit();
  });
  document.addEventListener("submit", (event) => {
    if (!event.target.matches("form[data-alarm]")) return;
    if (event.target.dataset.pressed) { event.preventDefault(); return; }
    event.target.dataset.pressed = "yes";
    // No answer within a few seconds: let it be pressed again.
    setTimeout(() => { delete event.target.dataset.pressed; }, 3000);
  });
})();
