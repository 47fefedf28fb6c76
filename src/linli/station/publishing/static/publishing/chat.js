// Copies the article with its styles; without this file one selects and copies by hand.
(function () {
  "use strict";
  var button = document.querySelector("[data-copy-article]");
  var article = document.querySelector("[data-article]");
  if (!button || !article || !navigator.clipboard || !window.ClipboardItem) { return; }
  button.hidden = false;
  button.addEventListener("click", function () {
    var html = new Blob([article.innerHTML], { type: "text/html" });
    var text = new Blob([article.innerText], { type: "text/plain" });
    navigator.clipboard.write([new ClipboardItem({ "text/html": html, "text/plain": text })]).then(function () {
      var before = button.textContent;
      button.textContent = button.dataset.copied;
      window.setTimeout(function () { button.textContent = before; }, 2000);
    });
  });
})();
