// Tells the station that somebody read to the end: a number, no name, no cookie. Without it there is a button.
(function () {
  "use strict";
  var end = document.querySelector("[data-end]");
  if (!end || !navigator.sendBeacon || !window.IntersectionObserver) { return; }
  var key = "linli-end:" + location.pathname, visible = false, waited = false, watch;

  function tell() {
    if (!visible || !waited) { return; }
    watch.disconnect();
    end.hidden = true;
    try {
      if (sessionStorage.getItem(key)) { return; }
      sessionStorage.setItem(key, "1");
    } catch (error) { return; }
    navigator.sendBeacon(end.dataset.end);
  }

  watch = new IntersectionObserver(function (seen) {
    visible = seen[seen.length - 1].isIntersecting;
    tell();
  });
  watch.observe(end);
  window.setTimeout(function () { waited = true; tell(); }, 3000);
})();
