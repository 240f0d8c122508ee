/* The result: shown, copied, downloaded; the original hidden or not. */
import { ask, save } from "./api.js";
import { $, say, ui } from "./words.js";

/* The only text that becomes markup comes from this server, which escapes what it quotes. */
const own = { createHTML: (text) => text };
const policy = globalThis.trustedTypes?.createPolicy("mlsum", own) ?? own;
const narrow = matchMedia("(max-width: 44rem)");
let shown = null; // the view of the server, with its job

export const current = () => shown;

export function show(view, item) {
  shown = { ...view, item };
  $("view").innerHTML = policy.createHTML(view.html);
  $("title").textContent = item.typed ? say("Translation") : item.name || view.title;
  $("download").textContent = say("Download {0}", view.suffix);
  $("result").hidden = false;
  $("empty").hidden = true;
}

export function clear() {
  shown = null;
  $("models").hidden = true;
  $("result").hidden = true;
  $("empty").hidden = false;
  $("view").replaceChildren();
}

export function hideOriginal(hidden) {
  $("output").classList.toggle("no-original", hidden);
  $("original").ariaPressed = hidden;
  $("original").textContent = say(hidden ? "Show original" : "Hide original");
}

/* The text of the translation; of formats that are no text, as it is read on the page. */
export function text() {
  if (shown.text !== null) return shown.text;
  const parts = [...document.querySelectorAll("#view .target .text, #view .target td")];
  return parts.map((one) => one.textContent).join("\n\n");
}

async function copy() {
  try {
    await navigator.clipboard.writeText(text());
  } catch {
    const area = Object.assign(document.createElement("textarea"), { value: text() });
    document.body.append(area);
    area.select();
    document.execCommand("copy");
    area.remove();
  }
  $("copy").textContent = $("status").textContent = say("Copied");
  setTimeout(() => ($("copy").textContent = say("Copy")), 2000);
}

export function start(fail) {
  hideOriginal(narrow.matches);
  $("original").addEventListener("click", () => hideOriginal($("original").ariaPressed !== "true"));
  $("copy").addEventListener("click", copy);
  for (const one of document.querySelectorAll("[data-save]"))
    one.addEventListener("click", () => {
      $("formats").open = false;
      save(`/v1/jobs/${shown.id}/result?format=${one.dataset.save}&ui=${ui}`).catch(fail);
    });
  addEventListener("click", (event) => {
    if (!$("formats").contains(event.target)) $("formats").open = false;
  });
  addEventListener("keydown", (event) => {
    if (event.key === "Escape") $("formats").open = false;
  });
}

export const view = async (id) => (await ask(`/page/jobs/${id}?ui=${ui}`)).json();
