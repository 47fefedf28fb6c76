/* Keeps taps on this device and sends them when the line is back. The server merges them in any order, once each. */
(() => {
  const root = document.querySelector("[data-scans]");
  if (!root) return;
  const key = `linli-scans-${root.dataset.activity}`;
  const read = () => { try { return JSON.parse(localStorage.getItem(key)) || []; } catch { return []; } };
  const write = (list) => localStorage.setItem(key, JSON.stringify(list));
  const device = localStorage.getItem("linli-device") || crypto.randomUUID();
  localStorage.setItem("linli-device", device);
  const state = document.querySelector("[data-scan-state]");
  const english = document.documentElement.lang.startsWith("en");
  let refused = "";
  const say = (list) => {
    const words = list.length ? state.dataset.waiting.replace("0", list.length) : state.dataset.sent;
    state.textContent = [words, refused].filter(Boolean).join(" ");
  };
  const mark = (signup, way) => {
    const button = root.querySelector(`[data-signup="${signup}"][data-way="${way}"]`);
    if (button) { button.setAttribute("aria-pressed", "true"); button.classList.add("main"); }
  };
  let busy = false;
  const send = async () => {
    const list = read();
    say(list);
    if (!list.length || busy) return;
    busy = true;
    try {
      const answer = await fetch(root.dataset.scans, {
        method: "POST", credentials: "same-origin",
        headers: { "Content-Type": "application/json", "X-CSRFToken": root.querySelector("input[name=csrfmiddlewaretoken]").value },
        body: JSON.stringify({ device, scans: list.slice(0, 500) }),
      });
      if (answer.ok) {
        const done = await answer.json();
        const sent = new Set(list.slice(0, 500).map((one) => one.event));
        write(read().filter((one) => !sent.has(one.event)));
        refused = done.refused.map((one) => (english ? one.problem.en : one.problem.zh)).join(" ");
      }
    } catch { /* The line is down: what was tapped stays here. */ } finally { busy = false; say(read()); }
  };
  root.addEventListener("click", (event) => {
    const button = event.target.closest("[data-way]");
    if (!button) return;
    write([...read(), { event: crypto.randomUUID(), signup: button.dataset.signup, way: button.dataset.way, at: new Date().toISOString() }]);
    mark(button.dataset.signup, button.dataset.way);
    send();
  });
  read().forEach((one) => mark(one.signup, one.way));
  addEventListener("online", send);
  setInterval(send, 15000);
  send();
})();
