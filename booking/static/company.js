// The company's pages work without this; it adds a row without a round trip and keeps the countdown.

(() => {
  const lang = document.documentElement.lang;
  const minutes = new Intl.NumberFormat(lang, { style: "unit", unit: "minute", unitDisplay: "long" });
  const seconds = new Intl.NumberFormat(lang, { style: "unit", unit: "second", unitDisplay: "long" });

  function count() {
    for (const place of document.querySelectorAll(".countdown[data-until]")) {
      const left = Math.floor((Date.parse(place.dataset.until) - Date.now()) / 1000);
      if (left <= 0) {
        place.textContent = `(${place.dataset.over})`;
      } else {
        const shown = left >= 60 ? minutes.format(Math.floor(left / 60)) : seconds.format(left);
        place.textContent = `(${place.dataset.left.replace("{left}", shown)})`;
      }
    }
  }
  if (document.querySelector(".countdown")) { count(); setInterval(count, 5000); }

  for (const button of document.querySelectorAll("[data-add-row]")) {
    button.addEventListener("click", (event) => {
      const rows = button.parentElement.querySelector("[data-rows]");
      const last = rows.lastElementChild;
      if (!last) return;
      event.preventDefault();
      const row = last.cloneNode(true);
      row.id = `window-${rows.children.length}`;
      const label = last.getAttribute("aria-label");
      row.setAttribute("aria-label", label.replace(/\d+/, rows.children.length + 1));
      for (const old of row.querySelectorAll(".wrong")) old.remove();
      for (const input of row.querySelectorAll("input")) {
        input.removeAttribute("aria-describedby");
        input.removeAttribute("aria-invalid");
      }
      row.querySelector("[name=day]").value = "";
      rows.append(row);
      row.querySelector("[name=day]").focus();
    });
  }

  const errors = document.getElementById("errors");
  if (errors) errors.focus();
})();
