// The import as a person goes through it: files, columns, check, done.

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

  /** Chooses files: `{ name: content }`. */
  async choose(files) {
    const payload = Object.entries(files).map(([name, content]) => ({
      name,
      mimeType: "text/csv",
      buffer: Buffer.from(content),
    }));
    await this.page.locator("input[type=file]").setInputFiles(payload);
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
    await this.page.getByRole("columnheader").first().waitFor();
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
    return this.page.getByRole("row").filter({ hasText: new RegExp(`(row|第) ${number}\\b`) });
  }

  /** Writes, and waits until it is done. */
  async run() {
    await this.press(this.words.run);
    await this.page.getByRole("heading", { name: this.words.done }).waitFor();
  }

  /** The counts of a file that was imported: read, added, changed, merged, left, left out. */
  async counts(name) {
    const values = await this.card(name).getByRole("definition").allInnerTexts();
    return values.map((text) => Number(/[\d,]+/.exec(text)?.[0].replace(",", "")));
  }
}
