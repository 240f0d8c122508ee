/* The words of the page: what the server sent with it, in the language of the reader. */
export const $ = (id) => document.getElementById(id);
export const ui = document.documentElement.lang;
export const data = JSON.parse($("data").textContent);

/* An English text in the language of the page; {} are filled with the values in turn. */
export function say(text, ...values) {
  const said = data.words[text] ?? text;
  return said.replace(/\{(\d*)\}/g, (_, place) => (place ? values[place] : values.shift()));
}

export const number = (value, options) => new Intl.NumberFormat(ui, options).format(value);

export function size(bytes) {
  return bytes < 1e6
    ? number(Math.ceil(bytes / 1000), { style: "unit", unit: "kilobyte" })
    : number(bytes / 1e6, { style: "unit", unit: "megabyte", maximumFractionDigits: 1 });
}

/* An error as its sentence and what to do, both from the table of errors. */
export function explained({ code, values, where, hint }) {
  const filled = (text) => text.replace(/\{(\d|hint)\}/g, (_, gap) => (gap === "hint" ? hint : values?.[gap]) ?? "");
  const [text, act] = (data.errors[code] ?? data.errors.unexpected).map(filled);
  return { text: where ? `${where}: ${text}` : text, hint: act };
}
