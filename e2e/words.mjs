// The texts of the pages, read from the files that the server embeds, so that one test serves every language.

import { readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { FluentBundle, FluentResource } from "@fluent/bundle";

const TEXTS = join(import.meta.dirname, "../crates/i18n/texts");
/** Takes the place of a variable whose value a test does not know. */
const UNKNOWN = "\u{1}";

/**
 * Returns `say(key, variables)`: the text of a key in a language, without markup. `key.attribute` is an attribute of it.
 * `say.pattern(key, variables)` is a regular expression for it, in which variables without a value match anything.
 */
export function speaker(tag) {
  const bundle = new FluentBundle(tag, { useIsolating: false });
  const folder = join(TEXTS, tag);
  for (const name of readdirSync(folder)) {
    const errors = bundle.addResource(new FluentResource(readFileSync(join(folder, name), "utf8")));
    if (errors.length > 0) throw errors[0];
  }
  const format = (key, variables, missing) => {
    const [id, attribute] = key.split(".");
    const message = bundle.getMessage(id);
    const pattern = attribute ? message?.attributes[attribute] : message?.value;
    if (!pattern) throw new Error(`no text has the key ${key} in ${tag}`);
    const known = new Proxy(variables, { getOwnPropertyDescriptor: () => ({ configurable: true }), get: (values, name) => values[name] ?? missing(name) });
    return bundle.formatPattern(pattern, known).replace(/<[^>]+>/g, "").replace(/\s+/g, " ").trim();
  };
  const say = (key, variables = {}) => format(key, variables, (name) => {
    throw new Error(`the text ${key} needs the variable ${name}`);
  });
  say.pattern = (key, variables = {}) => {
    const text = format(key, variables, () => UNKNOWN);
    return new RegExp(text.replace(/[.*+?^${}()|[\]\\]/g, "\\$&").replaceAll(" ", "\\s+").replaceAll(UNKNOWN, ".*"));
  };
  return say;
}
