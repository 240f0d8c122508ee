/* Editing a sentence: the reader's version is kept in the memory, and used from then on. */
import { post } from "./api.js";
import { $, say } from "./words.js";
import * as result from "./result.js";

let pair = null; // the name of the sentence: its part and its number

function toggle(on) {
  $("output").classList.toggle("editing", on);
  $("edit").ariaPressed = on;
}

const texts = (name, side) =>
  [...document.querySelectorAll(`#view .${side} [data-pair="${CSS.escape(name)}"]`)].map((one) => one.textContent).join("");

function open(name) {
  pair = name;
  $("edit-source").textContent = texts(name, "source");
  $("edit-text").value = texts(name, "target");
  $("editor").showModal();
}

/* `again` translates once more: the memory answers for the sentence then. */
async function save(again, fail) {
  const [part, sentence] = pair.split(".");
  const text = $("edit-text").value.trim();
  if (!text) return;
  try {
    await post("/page/memory", { job: result.current().id, part, sentence: Number(sentence), text });
    $("status").textContent = say("Saved in the translation memory.");
    again();
  } catch (error) {
    fail(error);
  }
}

export function start(again, fail) {
  $("edit").addEventListener("click", () => toggle($("edit").ariaPressed !== "true"));
  const chosen = (event) => {
    const target = event.target.closest(".editing #view .target [data-pair]");
    if (target && (event.type === "click" || event.key === "Enter")) open(target.dataset.pair);
  };
  for (const type of ["click", "keydown"]) $("view").addEventListener(type, chosen);
  $("editor").addEventListener("close", () => {
    if ($("editor").returnValue === "save") save(again, fail);
    $("editor").returnValue = "";
  });
}

export const offer = (can) => {
  $("edit").hidden = !can;
  if (!can) toggle(false);
};
