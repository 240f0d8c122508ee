/* The page: translates what the source holds, and shows the answer to the last request only. */
import { ask, follow, forget, json, save, takeToken } from "./api.js";
import * as edit from "./edit.js";
import * as models from "./models.js";
import * as result from "./result.js";
import * as source from "./source.js";
import * as terms from "./terms.js";
import { $, data, explained, number, say } from "./words.js";

const TYPING = 400; // milliseconds without a key before what is typed is translated
let turn = 0; // the number of the last request; answers to earlier ones are dropped
let leave = new AbortController(); // stops following the jobs of the last request
let timer = 0;
let chosen = false; // whether the reader chose the target language
let redo = false; // whether the options changed since the files were translated

/* Translate after a pause in typing, or at once. */
function change(now = false, focus = false) {
  clearTimeout(timer);
  leave.abort();
  turn++;
  if (now) translate(focus);
  else timer = setTimeout(translate, TYPING);
}

async function translate(focus = false) {
  clearTimeout(timer);
  const mine = ++turn;
  leave.abort();
  leave = new AbortController();
  $("failed").hidden = true;
  const items = source.items();
  if (redo) for (const item of items) Object.assign(item, { job: null, state: "waiting" });
  redo = false;
  const left = items.filter((item) => !item.job && item.state !== "failed");
  if (!items.includes(result.current()?.item) && !(items[0]?.typed && result.current()?.item.typed)) result.clear();
  list(items);
  for (const item of left) {
    await process(item, mine, focus);
    if (mine !== turn) return;
    focus = false;
  }
  if (!result.current() && items.find((item) => item.job)) await open(items.find((item) => item.job));
  if (mine === turn) busy(false);
}

/* One document, from the request to its result. */
async function process(item, mine, focus) {
  const { signal } = leave;
  busy(true);
  progress({ state: "queued" });
  Object.assign(item, { state: "working", done: 0, total: 0 });
  let id = null;
  try {
    ({ id } = await json("/page/documents", { method: "POST", body: form(item) }));
    let job = null;
    for await (job of mine === turn ? follow(id, signal) : []) {
      if (mine !== turn) break;
      progress(job);
      Object.assign(item, { done: job.done, total: job.total });
      list();
    }
    if (mine !== turn) return await forget(id);
    if (job.state !== "done") throw job;
    const old = item.typed ? result.current() : null;
    Object.assign(item, { state: "done", job: id });
    if (item.typed || !result.current() || result.current().item === item) await open(item, focus);
    if (old) forget(old.id); // what was typed before
  } catch (error) {
    if (id) forget(id);
    item.state = mine === turn ? "failed" : "waiting";
    item.error = error;
    if (mine === turn) fail(error);
  }
  list();
}

function form(item) {
  const body = new FormData();
  if (item.url) body.append("url", item.url);
  else body.append("file", item.file, item.name);
  for (const name of ["source", "to"]) if ($(name).value) body.append(name, $(name).value);
  const summary = ["sentences", "summarizer", "style", "max_chars", "order"];
  for (const name of item.typed && !item.long ? [] : summary)
    if ($(name).value && !$(name).disabled) body.append(name, $(name).value);
  const own = terms.file();
  if (own) body.append("glossary", own);
  return body;
}

/* Show the result of a document. */
async function open(item, focus = false) {
  const mine = turn;
  const view = await result.view(item.job);
  if (mine !== turn) return;
  result.show({ ...view, id: item.job }, item);
  edit.offer(view.edit);
  models.show(view.missing, again, fail).catch(fail);
  detected(view);
  list();
  remember(item);
  const name = data.names[$("to").value];
  const said = name ? say("Translated into {0}.", name) : say("Done");
  $("status").textContent = view.check ? `${said} ${say("To check: {}", number(view.check))}` : said;
  if (focus) $("title").focus({ preventScroll: true });
  if (focus || !item.typed) reveal();
}

/* Bring a result into view that begins further down than half of the window. */
function reveal() {
  const { top } = $("output").getBoundingClientRect();
  if (top < 0 || top > innerHeight / 2) $("output").scrollIntoView({ block: "start" });
}

function detected({ lang, name }) {
  const auto = $("source").options[0];
  auto.textContent = name ? say("{0} (detected)", name) : say("Detect language");
  auto.dataset.lang = lang;
  // Who did not choose a target does not want the language that is there already.
  const other = (data.targets[lang] ?? []).find((code) => code !== lang);
  if (!chosen && lang && $("to").value === lang && other) {
    $("to").value = other;
    again();
  }
}

function swap() {
  const from = $("source").value || $("source").options[0].dataset.lang;
  if (!from || !$("to").value) return;
  const text = source.current() === "text" && result.current() ? result.text() : null;
  [$("source").value, $("to").value] = [$("to").value, from];
  chosen = true;
  if (text !== null) source.setText(text);
  again();
}

function again() {
  redo = true;
  offer();
  change(true);
}

/* Without a summary there is nothing to say about it. */
function offer() {
  for (const one of document.querySelectorAll(".of-summary")) one.disabled = !$("sentences").value;
  $("order").disabled ||= !$("to").value;
}

function list() {
  source.drawFiles(result.current()?.item, open);
}

function busy(on) {
  $("working").hidden = !on;
  $("output").ariaBusy = on;
}

function progress({ state, stage, done, total }) {
  $("stage").textContent = say(state === "queued" ? "Waiting" : stage) + (total ? ` ${number(done)} / ${number(total)}` : " …");
  if (total) Object.assign($("progress"), { max: total, value: done });
  else $("progress").removeAttribute("value");
}

function fail(error) {
  busy(false);
  if (error.name === "AbortError") return;
  const { text, hint } = explained(error);
  $("error").textContent = text;
  $("hint").textContent = hint;
  $("failed").hidden = false;
  if (source.current() !== "files") result.clear();
  $("empty").hidden = true;
}

/* A reload, or another language of the page, shows the same document again. */
function remember(item) {
  const here = new URL(location.href);
  for (const link of [here, ...document.querySelectorAll("nav a")]) {
    const there = new URL(link.href);
    if (item.typed) there.searchParams.delete("job");
    else there.searchParams.set("job", item.job);
    link.href = there.href;
  }
  history.replaceState(null, "", here);
}

function cancel() {
  change(true);
  leave.abort();
  turn++;
  for (const item of source.items()) if (item.state === "working") item.state = "waiting";
  busy(false);
  $("text").focus();
}

async function begin() {
  const before = new URLSearchParams(location.search).get("job");
  if (before) {
    source.show("files");
    await open({ job: before, name: "" }).catch(() => source.show("text"));
  }
  if (source.current() === "text") change(true);
}

takeToken();
source.start(change);
result.start(fail);
terms.start(again, fail);
edit.start(again, fail);
$("swap").addEventListener("click", swap);
$("cancel").addEventListener("click", cancel);
$("to").addEventListener("change", () => (chosen = true));
for (const id of ["source", "to", "sentences", "summarizer", "style", "max_chars", "order"])
  $(id).addEventListener("change", again);
$("more").addEventListener("invalid", () => ($("more").open = true), true);
$("save-all").addEventListener("click", () => {
  const jobs = source.items().filter((item) => item.job).map((item) => `job=${item.job}`);
  save(`/page/zip?${jobs.join("&")}`).catch(fail);
});
offer();
begin();
