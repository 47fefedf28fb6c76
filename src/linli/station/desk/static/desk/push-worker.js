// Shows a pushed notice: a title, and on a press the page with the words.
self.addEventListener("push", function (event) {
  "use strict";
  var news = {};
  try { news = event.data.json(); } catch (error) { return; }
  var english = (self.navigator.language || "").indexOf("zh") !== 0;
  var title = (english && news.title_en) || news.title || "";
  event.waitUntil(self.registration.showNotification(title, { data: { link: news.link }, tag: news.link }));
});
self.addEventListener("notificationclick", function (event) {
  "use strict";
  event.notification.close();
  var link = event.notification.data && event.notification.data.link;
  if (link && link.indexOf(self.location.origin + "/") === 0) { event.waitUntil(self.clients.openWindow(link)); }
});
