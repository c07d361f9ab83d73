// The sentences of the screens in a language, read from where the program has them, for specs that go
// through the same screens in both.
import { readFileSync } from "node:fs";
import { join, resolve } from "node:path";

const FOLDER = resolve(import.meta.dirname, "../../../src/i18n");

/** Gives the sentence of a key; those of one line and without variants. */
export function sentences(locale) {
  const text = readFileSync(join(FOLDER, `${locale.startsWith("zh") ? "zh-CN" : "en"}.ftl`), "utf8");
  const lines = text.split("\n").map((line) => /^([\w-]+) = (.+)$/.exec(line)).filter(Boolean);
  const all = new Map(lines.map(([, key, words]) => [key, words]));
  return (key, values = {}) => {
    const words = all.get(key);
    if (words === undefined) throw new Error(`no sentence ${key}`);
    return words.replace(/\{ \$(\w+) \}/g, (_, name) => values[name]);
  };
}
