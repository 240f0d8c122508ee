/* Asking the server: the token, errors that say why, and jobs that are followed to their end. */

const TOKEN = "mlsum-token";

/* `mlsum serve --token` prints an address with the token; it is kept for this tab only. */
export function takeToken() {
  const given = new URLSearchParams(location.hash.slice(1)).get("token");
  if (!given) return;
  sessionStorage.setItem(TOKEN, given);
  history.replaceState(null, "", location.pathname + location.search);
}

export class Refusal extends Error {
  constructor(status, told) {
    super(told.error ?? `HTTP ${status}`);
    this.status = status;
    this.hint = told.hint ?? "";
    this.where = told.where ?? "";
  }
}

export async function ask(path, options = {}) {
  const token = sessionStorage.getItem(TOKEN);
  const headers = token ? { Authorization: `Bearer ${token}` } : {};
  const answer = await fetch(path, { ...options, headers });
  if (!answer.ok) throw new Refusal(answer.status, await answer.json().catch(() => ({})));
  return answer;
}

/* The job after each change. Events come over fetch, for an EventSource cannot bring the token. */
export async function* follow(id, signal) {
  const answer = await ask(`/v1/jobs/${id}/events`, { signal });
  const reader = answer.body.pipeThrough(new TextDecoderStream()).getReader();
  let left = "";
  for (;;) {
    const { done, value } = await reader.read();
    if (done) return;
    const events = (left + value).split("\n\n");
    left = events.pop();
    for (const event of events) yield JSON.parse(event.slice(event.indexOf("data: ") + 6));
  }
}

/* A result as a file; a plain link could not bring the token either. */
export async function save(path) {
  const answer = await ask(path);
  const named = answer.headers.get("content-disposition") ?? "";
  const link = document.createElement("a");
  link.href = URL.createObjectURL(await answer.blob());
  link.download = decodeURIComponent(named.split("''")[1] ?? "result");
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 60_000);
}
