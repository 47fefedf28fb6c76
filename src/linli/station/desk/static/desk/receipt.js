// A card (a receipt, an answer, a work) as a PNG of its own shape, which a phone's photo album takes; without this file the link saves the drawing itself.
(function () {
  "use strict";
  var link = document.querySelector("[data-picture]");
  if (!link || !window.HTMLCanvasElement || !HTMLCanvasElement.prototype.toBlob) { return; }
  var plain = link.getAttribute("href");
  link.addEventListener("click", function (event) {
    if (link.dataset.ready) { return; }
    event.preventDefault();
    var picture = new Image();
    picture.onload = function () {
      var canvas = document.createElement("canvas");
      canvas.width = 1080;
      canvas.height = Math.round(1080 * picture.naturalHeight / picture.naturalWidth);
      canvas.getContext("2d").drawImage(picture, 0, 0, canvas.width, canvas.height);
      canvas.toBlob(function (file) {
        if (!file) { window.location.href = plain; return; }
        link.href = URL.createObjectURL(file);
        link.download = link.download.replace(/svg$/, "png");
        link.dataset.ready = "1";
        link.click();
      }, "image/png");
    };
    picture.onerror = function () { window.location.href = plain; };
    picture.src = plain;
  });
})();
