/* Takes the next code when this one has turned, without moving the page or the focus. */
(() => {
  const renew = async () => {
    try {
      const answer = await fetch(location.href, { credentials: "same-origin" });
      const next = new DOMParser().parseFromString(await answer.text(), "text/html");
      for (const part of [".qr", ".big-code"]) document.querySelector(part).replaceWith(next.querySelector(part));
      document.querySelector("[data-renew]").dataset.renew = next.querySelector("[data-renew]").dataset.renew;
    } catch { /* The line is down: try again with the next turn. */ }
    later();
  };
  const later = () => setTimeout(renew, 1000 * Math.max(2, Number(document.querySelector("[data-renew]").dataset.renew)));
  later();
})();
