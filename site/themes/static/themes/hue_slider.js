/* The slider and the sample follow the number, and the number the slider. The strip holds the shades of the site. */
(() => {
  const start = (box) => {
    if (box.dataset.started) return;
    box.dataset.started = "yes";
    const number = box.querySelector("input:not([type=range])");
    const range = box.querySelector("input[type=range]");
    const sample = box.querySelector(".hue-slider-sample");
    const steps = [...box.querySelectorAll("rect")];
    const show = () => {
      const hue = Number(number.value) || 0;
      const near = steps[Math.round(hue / 10) % steps.length].dataset;
      sample.style.backgroundColor = near.wash;
      sample.querySelector(".hue-slider-mark").style.backgroundColor = steps[Math.round(hue / 10) % steps.length].getAttribute("fill");
      sample.querySelector(".hue-slider-words").style.color = near.text;
    };
    range.hidden = sample.hidden = false;
    range.addEventListener("input", () => { number.value = range.value; show(); });
    number.addEventListener("input", () => { range.value = number.value; show(); });
    show();
  };
  const all = () => document.querySelectorAll("[data-hue-slider]").forEach(start);
  document.readyState === "loading" ? document.addEventListener("DOMContentLoaded", all) : all();
})();
