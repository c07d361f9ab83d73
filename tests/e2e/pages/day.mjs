// A working day: named steps that somebody takes one after another, in one language, with or without a
// network. What each step does is the specs'; here they are counted, told where one fails, and, where
// SATCHEL_DAYS names a folder, photographed.
import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import { assert, test } from "../harness.mjs";
import { sentences } from "./words.mjs";
import { WORDS, Workspace } from "./workspace.mjs";

const FOLDER = process.env.SATCHEL_DAYS;

/** The least that a day has to have. */
export const STEPS_MIN = 30;

const escaped = (text) => text.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");

/** A day of one person, in a workspace with the sample's records. */
export class Day extends Workspace {
  constructor({ page, context, site, role, locale }) {
    super(page, site.url, locale === "zh-CN" ? WORDS.zh : WORDS.en);
    Object.assign(this, { context, role, locale, steps: 0 });
    this.t = sentences(locale);
    this.isChinese = locale === "zh-CN";
    this.folder = FOLDER && join(FOLDER, `${role}-${locale}`);
  }

  /** Says a thing in the day's language: names and notes that people write. */
  say(english, chinese) {
    return this.isChinese ? chinese : english;
  }

  /** A name that begins with a sentence of the program. */
  begins(key, values) {
    return new RegExp(`^${escaped(this.t(key, values))}`);
  }

  /** One step: what is done, and what is seen after it. */
  async step(what, act) {
    this.steps += 1;
    try {
      await act();
    } catch (error) {
      if (this.folder) await this.photograph("failed");
      throw new Error(`step ${this.steps}, ${what}: ${error.message}`, { cause: error });
    }
    if (this.folder) await this.photograph(what);
  }

  async photograph(what) {
    await mkdir(this.folder, { recursive: true });
    const name = `${String(this.steps).padStart(2, "0")}-${what.toLowerCase().replace(/[^a-z0-9]+/g, "-").slice(0, 60)}.png`;
    await this.page.screenshot({ path: join(this.folder, name), caret: "hide", animations: "disabled" });
  }

  button(key, within = this.page) {
    return within.getByRole("button", { name: this.t(key), exact: true }).first();
  }

  /** Keys pressed one after another, outside of fields. */
  async keys(...keys) {
    for (const key of keys) await this.page.keyboard.press(key);
  }

  /** The head of the page has the focus, so that single letters are commands. */
  async atHead() {
    await this.shell.heading.focus();
  }

  /** Goes to an area by its keys and waits for its title. */
  async area(key, title) {
    await this.atHead();
    await this.keys("g", key);
    await this.page.getByRole("heading", { level: 1, name: this.t(title), exact: true }).waitFor();
  }

  /** A fact of a record's page is written in place. */
  async fact(key, value) {
    const field = this.t(key);
    await this.page.getByRole("button", { name: new RegExp(`^${escaped(field)}[,， ]`) }).first().click();
    const input = this.page.getByLabel(field, { exact: true }).first();
    if (await input.evaluate((it) => it.tagName) === "SELECT") await input.selectOption({ label: value });
    else {
      await input.fill(value);
      await input.press("Enter");
    }
    await this.saved();
  }

  dialog(key, values) {
    return this.page.getByRole("dialog", { name: this.t(key, values) }).first();
  }

  /** Adds a task in words, where the page has a field for it. */
  async quick(words) {
    const field = this.page.getByRole("textbox", { name: this.t("quick-label") });
    await field.fill(words);
    await field.press("Enter");
    await this.saved();
  }

  /** Chooses something in the menu of a button. */
  async menuOf(button, item) {
    await this.button(button).click();
    await this.page.getByRole("menuitem", { name: this.t(item), exact: true }).click();
  }

  /** Goes to a part of the settings. */
  settings(part) {
    return this.goTo(`settings/${part}`);
  }

  /** Finds something by the palette and opens it. */
  async find(text) {
    await this.keys("Control+k");
    const palette = this.page.getByRole("dialog");
    await palette.getByRole("combobox").fill(text);
    await palette.getByRole("option").filter({ hasText: text }).first().click();
    await palette.waitFor({ state: "hidden" });
  }

  /** The entry of a timeline or thread that holds a text. */
  entry(text) {
    return this.page.getByRole("article").filter({ hasText: text }).first();
  }

  /** The text of what happened in a message that shows after it. */
  async told(text) {
    await this.page.getByText(text).first().waitFor();
  }
}

/** A day of a role: in both languages, and once more without a network after the start. */
export function day(role, body) {
  for (const [how, locale, isOffline] of [["English", "en-GB", false], ["Chinese", "zh-CN", false], ["English, without a network", "en-GB", true]]) {
    test(`a day of a ${role} (${how})`, { locale, timeout: 300_000 }, async ({ page, context, site }) => {
      const one = new Day({ page, context, site, role: isOffline ? `${role}-offline` : role, locale });
      await one.begin("sample");
      if (isOffline) {
        await one.shell.offlineReady();
        await context.setOffline(true);
        await page.reload();
        await one.shell.started();
      }
      await body(one);
      assert.ok(one.steps >= STEPS_MIN, `${one.steps} steps`);
    });
  }
}
