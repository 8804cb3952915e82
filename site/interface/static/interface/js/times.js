/* "5 minutes ago" stays true on a page left open. The server has written both the words and the exact moment. */
(() => {
  const near = document.querySelectorAll("time[data-near]");
  if (!near.length || !window.Intl) return;
  const format = new Intl.RelativeTimeFormat(document.documentElement.lang || undefined, { numeric: "always" });
  setInterval(() => {
    for (const time of near) {
      const minutes = Math.floor((Date.now() - new Date(time.dateTime)) / 60000);
      if (minutes < 1 || minutes >= 720) continue;
      time.textContent = minutes < 60 ? format.format(-minutes, "minute") : format.format(-Math.floor(minutes / 60), "hour");
    }
  }, 60000);
})();
