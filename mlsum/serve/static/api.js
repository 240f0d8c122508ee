/* Requests to the server: the token, errors with their code, and jobs that are followed to their end. */

const TOKEN = "mlsum-token";

/* `mlsum serve --token` prints an address with the token; it is kept for this tab only. */
export function takeToken() {
  const given = new URLSearchParams(location.hash.slice(1)).get("token");
  if (!given) return;
  sessionStorage.setItem(TOKEN, given);
  history.replaceState(null, "", location.pathname + location.search);
}

export class Refusal extends Error {
  constructor(answer) {
    super(answer.code);
    Object.assign(this, { code: "unexpected" }, answer);
  }
}

export async function ask(path, options = {}) {
  const token = sessionStorage.getItem(TOKEN);
  const headers = token ? { Authorization: `Bearer ${token}` } : {};
  let answer;
  try {
    answer = await fetch(path, { ...options, headers: { ...headers, ...options.headers } });
  } catch (error) {
    if (error.name === "AbortError") throw error;
    throw new Refusal({ code: "no-answer" });
  }
  if (!answer.ok) throw new Refusal(await answer.json().catch(() => ({})));
  return answer;
}

export const json = async (path, options) => (await ask(path, options)).json();

export const post = (path, value) =>
  ask(path, { method: "POST", body: JSON.stringify(value), headers: { "Content-Type": "application/json" } });

/* The job after each change. Events come over fetch, for an EventSource cannot bring the token. */
export async function* follow(id, signal) {
  const answer = await ask(`/v1/jobs/${id}/events`, { signal });
  const reader = answer.body.pipeThrough(new TextDecoderStream()).getReader();
  let left = "";
  for (;;) {
    const { done, value } = await reader.read().catch((error) => {
      throw error.name === "AbortError" ? error : new Refusal({ code: "no-answer" });
    });
    if (done) return;
    const events = (left + value).split("\n\n");
    left = events.pop();
    for (const event of events) yield JSON.parse(event.slice(event.indexOf("data: ") + 6));
  }
}

export const forget = (id) => ask(`/v1/jobs/${id}`, { method: "DELETE" }).catch(() => {});

export function saveBlob(blob, name) {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(blob);
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 60_000);
}

/* A result as a file; a plain link could not bring the token either. */
export async function save(path) {
  const answer = await ask(path);
  const named = answer.headers.get("content-disposition") ?? "";
  saveBlob(await answer.blob(), decodeURIComponent(named.split("''")[1] ?? "result"));
}
