// While a plan is being made, its page renews its middle part every second, and then says it is done.
(() => {
  const renew = async () => {
    const answer = await fetch(location.href);
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    const now = page.getElementById("run");
    const before = document.getElementById("run");
    if (!answer.ok || !now || !before) return;
    const kept = document.activeElement;
    if (!before.contains(kept) || !("underWay" in now.dataset)) before.replaceWith(now);
    else before.querySelector(".progress").replaceWith(now.querySelector(".progress"));
    if ("underWay" in now.dataset) setTimeout(renew, 1000);
  };
  setTimeout(renew, 1000);
})();
