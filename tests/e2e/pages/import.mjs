// The import as a person goes through it: files, columns, check, done.
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";

/** The words of the import in both languages. */
export const WORDS = {
  en: {
    way: "Import",
    title: "Import",
    columns: "Match columns",
    check: "Check all rows",
    run: /^Import [\d,]+ records?/,
    next: /^(Import [\d,]+ records?|Next file)/,
    done: /records? imported$/,
    undo: "Undo import",
  },
  zh: {
    way: "导入",
    title: "导入",
    columns: "匹配列",
    check: "检查所有行",
    run: /^导入 [\d,]+ 条记录/,
    next: /^(导入 [\d,]+ 条记录|下一个文件)/,
    done: /条记录$/,
    undo: "撤销导入",
  },
};

/** The import of a workspace in one tab. */
export class Import {
  constructor(page, words = WORDS.en) {
    this.page = page;
    this.words = words;
  }

  /** Comes here from the list of customers. */
  async open() {
    await this.page.getByRole("link", { name: this.words.way, exact: true }).first().click();
    await this.page.waitForURL(/\/import$/);
    await this.page.getByRole("heading", { level: 1, name: this.words.title }).waitFor();
    return this;
  }

  /** Chooses files, and waits until each was read or refused: `{ name: content }`. */
  async choose(files) {
    const folder = await mkdtemp(join(tmpdir(), "satchel-import-"));
    const paths = [];
    for (const [name, content] of Object.entries(files)) {
      paths.push(join(folder, name));
      await writeFile(paths.at(-1), content);
    }
    await this.page.locator("input[type=file]").setInputFiles(paths);
    for (const name of Object.keys(files)) {
      const card = this.card(name);
      await card.getByRole("table").or(card.getByRole("alert")).first().waitFor({ timeout: 90_000 });
    }
    await rm(folder, { recursive: true });
    return this;
  }

  /** What was recognised in a file. */
  card(name) {
    return this.page.getByRole("region", { name, exact: true });
  }

  /** The primary button, once it can be pressed. */
  async press(name) {
    const button = this.page.getByRole("button", { name });
    await button.and(this.page.locator(":not([aria-disabled])")).click();
  }

  async toColumns() {
    await this.press(this.words.columns);
    await this.page.getByRole("row").first().waitFor();
  }

  async toCheck() {
    await this.press(this.words.check);
    await this.tiles();
  }

  /** The numbers of the check: new, changed, same, duplicate, problem. */
  async tiles() {
    const tiles = this.page.locator(".import__tile-count");
    await tiles.nth(4).waitFor();
    return (await tiles.allInnerTexts()).map((text) => Number(text.replace(/\D/g, "")));
  }

  /** What becomes of the row with this number. */
  row(number) {
    return this.page.getByRole("row").filter({ hasText: new RegExp(`(row|第) ${number}(?!\\d)`) });
  }

  /** Writes, and waits until it is done. */
  async run() {
    await this.press(this.words.run);
    await this.page.getByRole("heading", { name: this.words.done }).waitFor();
  }

  /** The counts of a file that was imported, by their names; what did not happen is not listed. */
  async counts(name) {
    const card = this.card(name);
    const names = await card.getByRole("term").allInnerTexts();
    const values = await card.getByRole("definition").allInnerTexts();
    const number = (text) => Number(/[\d,]+/.exec(text)[0].replaceAll(",", ""));
    return Object.fromEntries(names.map((name, at) => [name, number(values[at])]));
  }
}
