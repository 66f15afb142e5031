/* Fills the places of a text that the server wrote: `{n}` and the like. */
export function fill(text, values) {
  return Object.entries(values).reduce((told, [name, value]) => told.replaceAll(`{${name}}`, value), text);
}
