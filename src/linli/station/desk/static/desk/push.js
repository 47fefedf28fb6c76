// Asks the browser for a push subscription and sends it with the form; without push the form stays hidden.
(function () {
  "use strict";
  var form = document.querySelector("[data-push-key]");
  if (!form || !("serviceWorker" in navigator) || !("PushManager" in window)) { return; }
  form.hidden = false;
  var key = form.dataset.pushKey.replace(/-/g, "+").replace(/_/g, "/");
  var bytes = Uint8Array.from(atob(key + "=".repeat((4 - key.length % 4) % 4)), function (c) { return c.charCodeAt(0); });
  form.addEventListener("submit", function (event) {
    if (form.endpoint.value) { return; }
    event.preventDefault();
    navigator.serviceWorker.register(form.dataset.worker)
      .then(function () { return navigator.serviceWorker.ready; })
      .then(function (worker) {
        return worker.pushManager.subscribe({ userVisibleOnly: true, applicationServerKey: bytes });
      })
      .then(function (found) {
        var given = found.toJSON();
        form.endpoint.value = given.endpoint;
        form.p256dh.value = given.keys.p256dh;
        form.auth.value = given.keys.auth;
        form.submit();
      })
      .catch(function () { form.querySelector("[data-refused]").hidden = false; });
  });
})();
