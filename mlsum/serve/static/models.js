/* Languages without a model: what they take, and installing it where the server may. */
import { follow, json, post } from "./api.js";
import { $, data, say, size } from "./words.js";

/* The card for what a document lacked; `installed` is called once it is there. */
export async function show(pair, installed, fail) {
  $("models").hidden = !pair;
  if (!pair) return;
  const [source, target] = pair;
  const { models, command, pull } = await json(`/page/models?${new URLSearchParams({ source, target })}`);
  $("models").hidden = !models.length;
  $("models-title").textContent = say("No installed model translates {0} into {1}.", data.names[source] ?? source, data.names[target] ?? target);
  $("models-list").tBodies[0].replaceChildren(...models.map(row));
  $("pull").hidden = !pull;
  $("pull-command").hidden = pull;
  $("pull-command").lastElementChild.textContent = command;
  $("pull").onclick = () => install({ source, target }, installed).catch(fail);
}

function row({ name, size: bytes, licence, source }) {
  const made = document.createElement("tr");
  for (const text of [name, bytes ? size(bytes) : say("20 to 70 MB"), say(licence), source]) made.insertCell().textContent = text;
  return made;
}

async function install({ source, target }, installed) {
  $("pull").disabled = true;
  $("pulling").hidden = false;
  try {
    const { id } = await (await post("/page/pull", { source, target })).json();
    let job = null;
    for await (job of follow(id)) {
      if (job.total) Object.assign($("pulling"), { max: job.total, value: job.done });
      else $("pulling").removeAttribute("value");
    }
    if (job.state !== "done") throw job;
    (data.targets[source] ??= []).push(target);
    $("models").hidden = true;
    installed();
  } finally {
    $("pull").disabled = false;
    $("pulling").hidden = true;
  }
}
