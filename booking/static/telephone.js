// The telephone form without waiting: firms that sound alike while one types, the usual length of
// the instrument. Everything works without this file too, one step later.
(() => {
  const form = document.querySelector("form.call");
  if (!form) return;
  const company = form.elements.company;
  const list = document.getElementById("similar");
  const instrument = form.elements.instrument;
  const minutes = form.elements.minutes;
  let waiting = 0;
  let asked = 0;

  const hidden = (name) => form.querySelector(`input[type=hidden][name=${name}]`);
  const forget = (name) => hidden(name)?.remove();

  const look = async () => {
    const number = ++asked;
    const text = company.value.trim();
    if (text.length < 2) {
      list.replaceChildren();
      return;
    }
    const answer = await fetch(`${form.dataset.similar}?q=${encodeURIComponent(text)}`);
    if (number === asked && answer.ok) list.innerHTML = await answer.text();
  };

  company.addEventListener("input", () => {
    forget("company_id");
    forget("new_company");
    clearTimeout(waiting);
    waiting = setTimeout(look, 150);
  });
  company.addEventListener("keydown", (event) => {
    if (event.key === "ArrowDown") list.querySelector("button")?.focus();
  });
  list.addEventListener("keydown", (event) => {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (!step) return;
    event.preventDefault();
    const buttons = [...list.querySelectorAll("button")];
    const next = buttons.indexOf(document.activeElement) + step;
    (buttons[next] || (next < 0 ? company : buttons.at(-1))).focus();
  });
  list.addEventListener("click", (event) => {
    const button = event.target.closest("button");
    if (!button) return;
    company.value = button.dataset.name;
    forget("company_id");
    forget("new_company");
    const chosen = Object.assign(document.createElement("input"), {
      type: "hidden",
      name: "company_id",
      value: button.dataset.company,
    });
    form.append(chosen);
    list.replaceChildren();
    instrument.focus();
  });
  instrument.addEventListener("input", () => {
    forget("instrument_id");
    const option = [...document.getElementById("instruments").options].find(
      (one) => one.value === instrument.value,
    );
    if (option) minutes.value = option.dataset.minutes;
  });
  // Day, time and length are said anew as a whole: a click into one takes what stands there, as Tab
  // does, so that the next key replaces it.
  const short = [form.elements.day, form.elements.when, minutes];
  let entered = null;
  form.addEventListener("pointerdown", (event) => {
    entered = event.target === document.activeElement ? null : event.target;
  });
  form.addEventListener("click", (event) => {
    if (event.target === entered && short.includes(event.target)) event.target.select();
  });
  form.addEventListener("submit", () => {
    // a second press while the first is under way changes nothing
    setTimeout(() => form.querySelectorAll("button").forEach((one) => (one.disabled = true)), 0);
  });
  window.addEventListener("pageshow", () =>
    form.querySelectorAll("button").forEach((one) => (one.disabled = false)),
  );
})();
