// Small conveniences. Every page works without this file.
(function () {
  "use strict";
  var page = document.documentElement;

  // A form that was sent is not sent twice by an impatient finger.
  document.addEventListener("submit", function (event) {
    var form = event.target;
    if (form.dataset.sent) { event.preventDefault(); return; }
    form.dataset.sent = "1";
    window.setTimeout(function () { delete form.dataset.sent; }, 4000);
  });

  // Copy buttons: <button data-copy="text" data-copied="已复制" hidden>.
  document.querySelectorAll("[data-copy]").forEach(function (button) {
    if (!navigator.clipboard) { return; }
    button.hidden = false;
    button.addEventListener("click", function () {
      navigator.clipboard.writeText(button.dataset.copy).then(function () {
        var words = button.querySelector("[data-words]") || button;
        var before = words.textContent;
        words.textContent = button.dataset.copied;
        window.setTimeout(function () { words.textContent = before; }, 2000);
      });
    });
  });

  // Print buttons: <button data-print hidden>.
  document.querySelectorAll("[data-print]").forEach(function (button) {
    button.hidden = false;
    button.addEventListener("click", function () { window.print(); });
  });

  // Counters: <textarea maxlength data-count="id of the output">.
  document.querySelectorAll("[data-count]").forEach(function (field) {
    var output = document.getElementById(field.dataset.count);
    if (!output) { return; }
    function show() { output.textContent = Array.from(field.value).length + " / " + field.maxLength; }
    field.addEventListener("input", show);
    show();
  });

  // The dark switch knows what the device prefers, so that its first press is always seen to act.
  var dark = document.querySelector("[data-theme-switch]");
  if (dark && page.dataset.theme === "auto" && window.matchMedia("(prefers-color-scheme: dark)").matches) {
    dark.value = "light";
    dark.setAttribute("aria-pressed", "true");
  }

  // An error summary takes the focus, as a page load alone does not tell a screen reader that it failed.
  var summary = document.querySelector("[data-error-summary]");
  if (summary) { summary.focus(); }
})();
