/* The source: text that is typed, files that are chosen or dropped, or a web address. */
import { $, say, size } from "./words.js";
import { explained, number } from "./words.js";

const TABS = ["text", "files", "address"];
let tab = "text";
let files = [];
let changed = () => {};

export const current = () => tab;

/* What is to be translated: items with a name and what is sent of them. */
export function items() {
  if (tab === "files") return files;
  if (tab === "address") return $("url").value ? [{ name: $("url").value, url: $("url").value }] : [];
  const text = $("text").value;
  const name = `${say("translation")}.txt`;
  return text.trim() ? [{ name, file: new File([text], name), typed: true, long: text.length > 600 }] : [];
}

export function show(name, focus = false) {
  tab = name;
  $("panes").dataset.source = name;
  for (const one of TABS) {
    const here = one === name;
    $(`panel-${one}`).hidden = !here;
    $(`tab-${one}`).ariaSelected = here;
    $(`tab-${one}`).tabIndex = here ? 0 : -1;
  }
  if (focus) $(`tab-${name}`).focus();
}

export function setText(text) {
  $("text").value = text;
  counted();
}

function counted() {
  const { length } = $("text").value;
  sessionStorage.setItem("mlsum-text", $("text").value);
  $("count").textContent = length ? say("{0} characters", number(length)) : "";
  $("clear").hidden = !length;
}

export function add(given) {
  if (!given.length) return;
  files.push(...[...given].map((file) => ({ name: file.name, file, state: "waiting" })));
  show("files");
  changed(true);
}

export function remove(item) {
  files = files.filter((one) => one !== item);
  changed(true);
}

/* The list of files: each with its state, its result to open, and a button to remove it. */
export function drawFiles(shown, open) {
  $("files").replaceChildren(
    ...files.map((item) => {
      const line = document.createElement("li");
      const name = button(item.name, "name", () => open(item));
      name.disabled = !item.job;
      if (item === shown) name.setAttribute("aria-current", "true");
      const state = document.createElement("span");
      state.className = "note";
      state.textContent = stateOf(item);
      const away = button("✕", "icon", () => remove(item));
      away.ariaLabel = say("Remove {0}", item.name);
      line.append(name, state, away);
      return line;
    }),
  );
  $("save-all").hidden = files.filter((item) => item.job).length < 2;
  $("panel-files").classList.toggle("chosen-some", files.length > 0);
}

function stateOf({ state, file, total, done, error }) {
  if (state === "working") return total ? say("{0} of {1}", number(done), number(total)) : say("Translating…");
  if (state === "failed") return explained(error).text;
  return `${say(state === "done" ? "Done" : "Waiting")} · ${size(file.size)}`;
}

export function button(text, kind, act) {
  const made = document.createElement("button");
  Object.assign(made, { type: "button", className: kind, textContent: text });
  made.addEventListener("click", act);
  return made;
}

function drops() {
  let inside = 0;
  const brings = (event) => event.dataTransfer?.types.includes("Files");
  addEventListener("dragenter", (event) => {
    if (brings(event)) $("drop").hidden = !++inside;
  });
  addEventListener("dragleave", (event) => {
    if (brings(event)) $("drop").hidden = !--inside;
  });
  addEventListener("dragover", (event) => brings(event) && event.preventDefault());
  addEventListener("drop", (event) => {
    if (!brings(event)) return;
    event.preventDefault();
    inside = 0;
    $("drop").hidden = true;
    add(event.dataTransfer.files);
  });
  addEventListener("paste", (event) => add(event.clipboardData?.files ?? []));
}

/* `onChange` is called with true where the translation need not wait for more typing. */
export function start(onChange) {
  changed = onChange;
  for (const name of TABS)
    $(`tab-${name}`).addEventListener("click", () => {
      show(name);
      changed(true);
    });
  document.querySelector("[role=tablist]").addEventListener("keydown", (event) => {
    const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
    if (!step) return;
    show(TABS[(TABS.indexOf(tab) + step + TABS.length) % TABS.length], true);
    changed(true);
  });
  $("text").addEventListener("input", () => {
    counted();
    changed(false);
  });
  $("text").addEventListener("keydown", (event) => {
    if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) changed(true, true);
  });
  $("clear").addEventListener("click", () => {
    setText("");
    $("text").focus();
    changed(true);
  });
  $("file").addEventListener("change", () => {
    add([...$("file").files]);
    $("file").value = "";
  });
  $("panel-address").addEventListener("submit", (event) => {
    event.preventDefault();
    changed(true, true);
  });
  drops();
  setText(sessionStorage.getItem("mlsum-text") ?? "");
}
