/* The page: take a document, follow its job, show what became of it. */
import { ask, follow, save, takeToken } from "./api.js";

const $ = (id) => document.getElementById(id);
const words = JSON.parse($("words").textContent);
const patterns = Object.entries(words)
  .filter(([english]) => english.includes("{}"))
  .map(([english, said]) => [new RegExp(`^${english.split("{}").map(quoted).join("(.+?)")}$`, "s"), said]);
const ui = document.documentElement.lang;

function quoted(text) {
  return text.replace(/[\\^$.*+?()[\]{}|]/g, "\\$&");
}

/* What the server says, in the language of the page; {} is a gap, {0} the first of several. */
function say(text) {
  if (text in words) return words[text];
  for (const [pattern, said] of patterns) {
    const found = pattern.exec(text)?.slice(1);
    if (found) return said.replace(/\{(\d*)\}/g, (_, place) => (place ? found[place] : found.shift()));
  }
  return text;
}

/* The only text that becomes markup comes from this server, which escapes what it quotes. */
const own = { createHTML: (text) => text };
const policy = globalThis.trustedTypes?.createPolicy("mlsum", own) ?? own;

let chosen = null; // the file that was chosen or dropped
let glossary = null; // the file with terms
let job = null; // the last one
let leave = null; // stops to follow it

function show(id) {
  for (const one of ["working", "failed", "result"]) $(one).hidden = one !== id;
  $("go").disabled = id === "working";
}

function choose(file) {
  chosen = file ?? null;
  $("chosen").hidden = !chosen;
  $("text").hidden = Boolean(chosen);
  $("chosen-name").textContent = chosen ? `${chosen.name} · ${Math.ceil(chosen.size / 1024)} kB` : "";
  $("file").value = "";
  if (chosen) $("go").focus();
}

function chooseTerms(file) {
  glossary = file ?? null;
  $("glossary-name").hidden = $("unglossary").hidden = !glossary;
  $("glossary-name").textContent = glossary?.name ?? "";
  $("glossary").value = "";
}

/* Without a summary there is nothing to say about it. */
function offer() {
  for (const one of document.querySelectorAll(".of-summary")) one.disabled = !$("sentences").value;
  $("order").disabled ||= !$("to").value;
}

function fail(error) {
  if (error.name === "AbortError") return show(null);
  const told = error.status === 401 ? "open the address that mlsum serve printed" : error.hint;
  $("error").textContent = (error.where ? `${error.where}: ` : "") + say(error.message);
  $("hint").textContent = told ? say(told) : "";
  show("failed");
}

function progress({ state, stage, done, total }) {
  $("stage").textContent = say(state === "queued" ? "Waiting" : stage) + (total ? ` ${done} / ${total}` : " …");
  if (total) Object.assign($("progress"), { max: total, value: done });
  else $("progress").removeAttribute("value");
}

async function submit(event) {
  event.preventDefault();
  const text = $("text").value;
  if (!chosen && !text.trim()) return $("text").focus();
  const form = new FormData();
  form.append("file", chosen ?? new File([text], "text"));
  for (const name of ["to", "sentences", "summarizer", "style", "max_chars", "order"])
    if ($(name).value && !$(name).disabled) form.append(name, $(name).value);
  if (glossary) form.append("glossary", glossary);
  show("working");
  progress({ state: "queued" });
  try {
    const answer = await ask("/v1/documents", { method: "POST", body: form });
    await open((await answer.json()).id);
  } catch (error) {
    fail(error);
  }
}

/* Follow a job to its end, and show its result. */
async function open(id) {
  leave = new AbortController();
  job = { id };
  show("working");
  for await (const now of follow(id, leave.signal)) {
    job = now;
    progress(now);
  }
  if (job.state !== "done") throw Object.assign(new Error(job.error ?? job.state), { hint: job.hint, where: job.where });
  const answer = await ask(`${job.result}?format=view&ui=${ui}`);
  $("view").innerHTML = policy.createHTML(await answer.text());
  $("title").textContent = job.name === "text" ? say("Document") : job.name;
  remember(id);
  show("result");
  $("title").focus();
}

/* A reload, or another language of the page, shows the same document again. */
function remember(id) {
  const here = new URL(location.href);
  here.searchParams.set("job", id);
  history.replaceState(null, "", here);
  for (const link of document.querySelectorAll("nav a")) {
    const there = new URL(link.href);
    there.searchParams.set("job", id);
    link.href = there;
  }
}

async function cancel() {
  leave?.abort();
  if (job) await ask(`/v1/jobs/${job.id}`, { method: "DELETE" }).catch(() => {});
  show(null);
  $("text").focus();
}

function drops() {
  let inside = 0;
  const files = (event) => event.dataTransfer?.types.includes("Files");
  addEventListener("dragenter", (event) => {
    if (files(event)) $("drop").hidden = !++inside;
  });
  addEventListener("dragleave", (event) => {
    if (files(event)) $("drop").hidden = !--inside;
  });
  addEventListener("dragover", (event) => files(event) && event.preventDefault());
  addEventListener("drop", (event) => {
    if (!files(event)) return;
    event.preventDefault();
    inside = 0;
    $("drop").hidden = true;
    choose(event.dataTransfer.files[0]);
  });
  addEventListener("paste", (event) => {
    if (event.clipboardData?.files.length) choose(event.clipboardData.files[0]);
  });
}

takeToken();
drops();
$("ask").addEventListener("submit", submit);
$("text").addEventListener("keydown", (event) => {
  if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) $("ask").requestSubmit();
});
$("file").addEventListener("change", () => choose($("file").files[0]));
$("glossary").addEventListener("change", () => chooseTerms($("glossary").files[0]));
$("unglossary").addEventListener("click", () => {
  chooseTerms(null);
  $("glossary").focus();
});
$("more").addEventListener("invalid", () => ($("more").open = true), true);
for (const name of ["sentences", "to"]) $(name).addEventListener("change", offer);
offer();
$("unchoose").addEventListener("click", () => {
  choose(null);
  $("text").focus();
});
$("cancel").addEventListener("click", cancel);
for (const button of document.querySelectorAll("[data-save]")) {
  button.addEventListener("click", () =>
    save(`${job.result}?format=${button.dataset.save}&ui=${ui}`).catch(fail));
}
const before = new URLSearchParams(location.search).get("job");
if (before) open(before).catch(() => show(null));
