/* Light or dark at once, without a page load. Without this file the link leads to the page where one chooses. */
(() => {
  const root = document.documentElement;
  const dark = () => root.dataset.appearance
    ? root.dataset.appearance === "dark"
    : matchMedia("(prefers-color-scheme: dark)").matches;

  const name = (link) => {
    const words = dark() ? link.dataset.light : link.dataset.dark;
    link.querySelector("span").textContent = words;
    link.title = words;
  };

  for (const link of document.querySelectorAll("[data-appearance-toggle]")) {
    name(link);
    link.setAttribute("role", "button");
    link.addEventListener("click", (event) => {
      event.preventDefault();
      root.dataset.appearance = dark() ? "light" : "dark";
      const secure = location.protocol === "https:" ? ";secure" : "";
      document.cookie = `appearance=${root.dataset.appearance};path=/;max-age=31536000;samesite=lax${secure}`;
      name(link);
    });
    link.addEventListener("keydown", (event) => {
      if (event.key === " ") {
        event.preventDefault();
        link.click();
      }
    });
  }
})();
