/* Light a sentence and its partner: under the pointer, a finger, or the arrow keys. */
(() => {
  const STEPS = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1 };
  let lit = [];

  const pairOf = (target) => (target instanceof Element ? target.closest("[data-pair]") : null);

  function light(pair) {
    for (const one of lit) one.classList.remove("lit");
    const sides = pair?.closest(".sides");
    lit = sides ? [...sides.querySelectorAll(`[data-pair="${CSS.escape(pair.dataset.pair)}"]`)] : [];
    for (const one of lit) one.classList.add("lit");
  }

  /* One sentence of each table is in the tab order; the arrow keys make it another one. */
  function enter(pair) {
    const sides = pair.closest(".sides");
    for (const one of sides.querySelectorAll('[data-pair][tabindex="0"]')) one.tabIndex = -1;
    pair.tabIndex = 0;
  }

  // What scrolls away under a pointer that rests must not put out what the keyboard has lit.
  document.addEventListener("pointerover", (event) =>
    light(pairOf(event.target) ?? pairOf(document.activeElement)),
  );
  document.addEventListener("focusin", (event) => light(pairOf(event.target)));
  document.addEventListener("click", (event) => light(pairOf(event.target)));
  document.addEventListener("keydown", (event) => {
    const pair = pairOf(event.target);
    const step = STEPS[event.key];
    if (!pair || !step || event.target !== pair) return;
    const all = [...pair.closest(".sides").querySelectorAll(".target [data-pair]")];
    const next = all[all.indexOf(pair) + step];
    if (!next) return;
    event.preventDefault();
    enter(next);
    next.focus();
    next.scrollIntoView({ block: "nearest" });
  });
})();
