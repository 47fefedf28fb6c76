// Keys for reviewers. Everything here can be done without them, and without this file.
(function () {
  "use strict";
  var form = document.querySelector("[data-answer]");
  var hints = document.querySelector("[data-keys]");
  var data = document.getElementById("starters");
  var starters = data ? JSON.parse(data.textContent) : {};
  if (hints) { hints.hidden = false; }

  function typing(target) {
    return target.closest("textarea, select, input:not([type=radio]):not([type=checkbox]), [contenteditable]");
  }

  // Words that were only a starting point may be replaced by another starting point; what was typed never is.
  function isStarter(words) {
    return !words.trim() || Object.keys(starters).some(function (choice) { return starters[choice].indexOf(words) >= 0; });
  }

  function start(words) {
    var reason = form.elements.reason;
    if (words && isStarter(reason.value)) { reason.value = words; }
  }

  if (form) {
    form.addEventListener("change", function (event) {
      if (event.target.name === "answer") {
        var said = starters[event.target.value.split(":")[0]] || [];
        start(said[0]);
      }
      if (event.target.name === "starter") { start(event.target.value.split("|").slice(1).join("|")); }
    });
    form.elements.reason.addEventListener("keydown", function (event) {
      if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) { event.preventDefault(); form.requestSubmit(); }
      if (event.key === "Escape") { event.target.blur(); }
    });
  }

  document.addEventListener("keydown", function (event) {
    if (event.ctrlKey || event.metaKey || event.altKey || typing(event.target)) { return; }
    if (event.key === "r" && form) { event.preventDefault(); form.elements.reason.focus(); return; }
    if (event.key === "Enter" && form && form.elements.answer && !event.target.closest("a, button, summary")) {
      if (form.elements.answer.value) { event.preventDefault(); form.requestSubmit(); }
      return;
    }
    var place = document.querySelector('[data-key="' + CSS.escape(event.key) + '"]');
    if (!place) { return; }
    event.preventDefault();
    if (place.type !== "radio") { place.click(); return; }
    place.checked = true;
    place.focus();
    place.dispatchEvent(new Event("change", { bubbles: true }));
  });

  // Harsh words can be blurred until they are needed; the choice stays in this browser.
  var switches = document.querySelectorAll("[data-blur]");
  function blur(on) {
    document.documentElement.toggleAttribute("data-blurred", on);
    switches.forEach(function (button) { button.setAttribute("aria-pressed", on ? "true" : "false"); });
    try { localStorage.setItem("linli-blur", on ? "on" : "off"); } catch (refused) { /* private mode */ }
  }
  var kept = null;
  try { kept = localStorage.getItem("linli-blur"); } catch (refused) { /* private mode */ }
  switches.forEach(function (button) {
    button.hidden = false;
    button.addEventListener("click", function () { blur(button.getAttribute("aria-pressed") !== "true"); });
  });
  if (kept === "on") { blur(true); }
  // What is hard to look at begins covered, unless the reader chose otherwise before.
  if (!kept && document.querySelector("[data-harsh-first]")) { document.documentElement.toggleAttribute("data-blurred", true);
    switches.forEach(function (button) { button.setAttribute("aria-pressed", "true"); }); }
})();
