// A picture as near as one likes: arrows, + and -, 0; buttons; wheel and fingers. Without it the page has larger pictures.
(function () {
  "use strict";
  var frame = document.querySelector("[data-zoom]");
  if (!frame) { return; }
  var whole = frame.querySelector("img");
  var detail = frame.querySelector(".detail");
  var said = document.querySelector("[data-zoom-said]");
  var keys = document.querySelector("[data-zoom-keys]");
  var width = Number(frame.dataset.width), height = Number(frame.dataset.height), service = frame.dataset.service;
  var scale = 1, left = 0, top = 0, timer = 0;
  frame.tabIndex = 0;
  keys.hidden = false;

  function bound(value, least, most) { return Math.min(Math.max(value, least), most); }
  function most() { return Math.max(1, width / frame.clientWidth * 2); }

  function show() {
    scale = bound(scale, 1, most());
    left = bound(left, 0, frame.clientWidth - frame.clientWidth / scale);
    top = bound(top, 0, frame.clientHeight - frame.clientHeight / scale);
    whole.style.transform = "scale(" + scale + ") translate(" + -left + "px," + -top + "px)";
    detail.hidden = true;
    said.textContent = Math.round(scale * 100) + "%";
    window.clearTimeout(timer);
    if (scale > 1.2) { timer = window.setTimeout(sharpen, 250); }
  }

  // What is seen now, as sharp as the picture has it.
  function sharpen() {
    var share = width / frame.clientWidth;
    var x = Math.floor(left * share), y = Math.floor(top * share);
    var w = Math.min(Math.floor(frame.clientWidth / scale * share), width - x);
    var h = Math.min(Math.floor(frame.clientHeight / scale * share), height - y);
    if (w < 1 || h < 1) { return; }
    var wanted = Math.min(w, Math.round(frame.clientWidth * (window.devicePixelRatio || 1)));
    var next = new Image();
    var seen = [scale, left, top].join();
    next.onload = function () {
      if (seen !== [scale, left, top].join()) { return; }
      detail.src = next.src;
      detail.hidden = false;
    };
    next.src = service + "/" + [x, y, w, h].join(",") + "/" + wanted + ",/0/default.jpg";
  }

  function zoom(by, x, y) {
    var before = scale;
    scale = bound(scale * by, 1, most());
    x = x === undefined ? frame.clientWidth / 2 : x;
    y = y === undefined ? frame.clientHeight / 2 : y;
    left += x / before - x / scale;
    top += y / before - y / scale;
    show();
  }
  function move(x, y) { left += x * frame.clientWidth / scale / 6; top += y * frame.clientHeight / scale / 6; show(); }
  var acts = {
    "in": function () { zoom(1.5); }, "out": function () { zoom(1 / 1.5); }, "whole": function () { scale = 1; show(); },
    "left": function () { move(-1, 0); }, "right": function () { move(1, 0); },
    "up": function () { move(0, -1); }, "down": function () { move(0, 1); }
  };
  var names = { "+": "in", "=": "in", "-": "out", "0": "whole", ArrowLeft: "left", ArrowRight: "right", ArrowUp: "up", ArrowDown: "down" };

  frame.addEventListener("keydown", function (event) {
    var act = names[event.key];
    if (!act || event.ctrlKey || event.metaKey || event.altKey) { return; }
    event.preventDefault();
    acts[act]();
  });
  keys.addEventListener("click", function (event) {
    var button = event.target.closest("[data-act]");
    if (button) { acts[button.dataset.act](); }
  });
  frame.addEventListener("wheel", function (event) {
    event.preventDefault();
    var box = frame.getBoundingClientRect();
    zoom(event.deltaY < 0 ? 1.2 : 1 / 1.2, event.clientX - box.left, event.clientY - box.top);
  }, { passive: false });

  var fingers = {}, apart = 0;
  frame.addEventListener("pointerdown", function (event) {
    fingers[event.pointerId] = event;
    frame.setPointerCapture(event.pointerId);
  });
  frame.addEventListener("pointermove", function (event) {
    var before = fingers[event.pointerId];
    if (!before) { return; }
    fingers[event.pointerId] = event;
    var both = Object.keys(fingers).map(function (one) { return fingers[one]; });
    if (both.length === 2) {
      var now = Math.hypot(both[0].clientX - both[1].clientX, both[0].clientY - both[1].clientY);
      if (apart) { zoom(now / apart); }
      apart = now;
      return;
    }
    left -= (event.clientX - before.clientX) / scale;
    top -= (event.clientY - before.clientY) / scale;
    show();
  });
  ["pointerup", "pointercancel"].forEach(function (name) {
    frame.addEventListener(name, function (event) { delete fingers[event.pointerId]; apart = 0; });
  });
  window.addEventListener("resize", show);
  show();
})();
