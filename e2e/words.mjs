// The texts of the pages, read from the files that the server embeds, so that one test serves every language.

import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

const TEXTS = join(import.meta.dirname, "../crates/i18n/texts");

/** Returns the text of a key in a language, without markup, with its variables filled in. */
export function speaker(tag) {
  const texts = new Map();
  const folder = join(TEXTS, tag);
  for (const name of readdirSync(folder)) {
    for (const line of readFileSync(join(folder, name), "utf8").split("\n")) {
      const found = line.match(/^([a-z0-9_-]+) = (.+)$/);
      if (found) texts.set(found[1], found[2]);
    }
  }
  return (key, variables = {}) => {
    const text = texts.get(key);
    if (text === undefined) throw new Error(`no text has the key ${key} in ${tag}`);
    return text.replace(/<[^>]+>/g, "").replace(/\{ \$(\w+) \}/g, (_, name) => variables[name] ?? "").trim();
  };
}
