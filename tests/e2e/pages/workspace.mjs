// An open workspace as a person uses it: the first run, the list of customers, a customer's page.
import { Shell } from "./shell.mjs";

/** The words of the screens in both languages, by what they are for. */
export const WORDS = {
  en: { customers: /^Customers/, empty: "Start empty", sample: "Try sample data", newCustomer: "New customer", name: "Name", add: "Add", saved: "Saved on this device", undo: "Undo" },
  zh: { customers: /^客户(?!分群)/, empty: "从空白开始", sample: "试用示例数据", newCustomer: "新建客户", name: "名称", add: "添加", saved: "已存到本机", undo: "撤销" },
};

/** Puts the record whose page it is into the trash. */
export async function throwAway(page) {
  await page.getByRole("button", { name: "More", exact: true }).click();
  await page.getByRole("menuitem", { name: "Move to trash" }).click();
}

/** A workspace in one tab. */
export class Workspace {
  constructor(page, url, words = WORDS.en) {
    this.page = page;
    this.words = words;
    this.shell = new Shell(page, url);
  }

  /** Answers the first run's question. */
  async begin(way = "empty") {
    await this.shell.open();
    await this.page.getByRole("button", { name: this.words[way] }).click();
    await this.page.waitForURL(/\/w\/[^/]+\/(customers|home)$/);
    await this.shell.started();
    if (this.page.url().endsWith("/home")) await this.toCustomers();
    return this;
  }

  /** Goes to the list of customers by the navigation. */
  async toCustomers() {
    await this.page.getByRole("link", { name: this.words.customers }).first().click();
    await this.page.waitForURL(/\/w\/[^/]+\/customers$/);
  }

  /** Makes a company by the form. */
  async addCompany(name) {
    await this.page.getByRole("button", { name: this.words.newCustomer }).first().click();
    const dialog = this.page.getByRole("dialog");
    await dialog.getByLabel(this.words.name, { exact: true }).fill(name);
    await dialog.getByLabel(this.words.name, { exact: true }).press("Enter");
    await dialog.waitFor({ state: "hidden" });
    await this.saved();
  }

  /** Waits until everything is on the disk. */
  async saved() {
    await this.page.getByText(this.words.saved).waitFor();
  }

  /** The address of a screen of the workspace that is open. */
  address(path) {
    return this.page.url().replace(/\/w\/([^/]+)\/.*$/, `/w/$1/${path}`);
  }

  /** Goes to a screen of the workspace as by a link. */
  follow(path) {
    return this.shell.follow(this.address(path));
  }

  /** The same when everything is on the disk. */
  async goTo(path) {
    await this.saved();
    await this.follow(path);
    return this;
  }

  /** Goes to a screen by its address, with the page loaded anew, when everything is on the disk. */
  async load(path) {
    await this.saved();
    await this.page.goto(this.address(path));
    await this.shell.started();
  }

  /** Opens the page anew, when everything is on the disk. */
  async reload() {
    await this.saved();
    await this.page.reload();
    await this.shell.started();
  }

  /** The row of a customer in the list. */
  row(name) {
    return this.page.getByRole("row").filter({ hasText: name });
  }
}
