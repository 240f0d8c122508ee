/* The reader's own terms: a small table, sent as a tab-separated file with each request. */
import { json, saveBlob } from "./api.js";
import { $, say } from "./words.js";
import { button } from "./source.js";

let languages = []; // codes of the columns; empty where there are two: a word and its translation
let rows = [];

export function file() {
  const filled = rows.filter((row) => row.every((cell) => cell.trim()));
  if (!filled.length) return null;
  const lines = languages.length ? [languages, ...filled] : filled;
  return new File([lines.map((line) => `${line.join("\t")}\n`).join("")], "terms.tsv");
}

function draw() {
  const heads = languages.length ? languages : [say("Word"), say("Translation")];
  const head = document.createElement("tr");
  head.append(...heads.map((text) => Object.assign(document.createElement("th"), { textContent: text, scope: "col" })));
  head.append(document.createElement("td"));
  $("terms").tHead.replaceChildren(...(rows.length ? [head] : []));
  $("terms").tBodies[0].replaceChildren(...rows.map((row, at) => line(row, at, heads)));
  for (const id of ["export-terms", "clear-terms"]) $(id).hidden = !rows.length;
}

function line(row, at, heads) {
  const made = document.createElement("tr");
  row.forEach((text, place) => {
    const input = Object.assign(document.createElement("input"), { value: text, maxLength: 500 });
    input.ariaLabel = `${heads[place]} ${at + 1}`;
    input.addEventListener("change", () => {
      row[place] = input.value;
      changed();
    });
    made.insertCell().append(input);
  });
  const away = button("✕", "icon", () => {
    rows.splice(at, 1);
    draw();
    changed();
  });
  away.ariaLabel = say("Remove {0}", row[0]);
  made.insertCell().append(away);
  return made;
}

let changed = () => {};

export function start(onChange, fail) {
  changed = onChange;
  $("add-term").addEventListener("click", () => {
    rows.push(Array(languages.length || 2).fill(""));
    draw();
    $("terms").tBodies[0].lastElementChild.querySelector("input").focus();
  });
  $("glossary").addEventListener("change", async () => {
    const body = new FormData();
    body.append("file", $("glossary").files[0]);
    $("glossary").value = "";
    try {
      ({ languages, rows } = await json("/page/glossary", { method: "POST", body }));
      draw();
      changed();
    } catch (error) {
      fail(error);
    }
  });
  $("export-terms").addEventListener("click", () => saveBlob(file() ?? new Blob(), "terms.tsv"));
  $("clear-terms").addEventListener("click", () => {
    [languages, rows] = [[], []];
    draw();
    changed();
    $("add-term").focus();
  });
  draw();
}
