// The tickets as a person uses them: the queue with its figures, the board, and a ticket's page with
// its thread, what is written there and what was promised.
import { Workspace } from "./workspace.mjs";

/** The tickets of an open workspace. */
export class Tickets extends Workspace {
  /** Goes to the queue. */
  openTickets(query = "") {
    return this.goTo(`tickets${query}`);
  }

  /** Goes to a page of the settings. */
  openSettings(part) {
    return this.goTo(`settings/${part}`);
  }

  /** Makes a ticket by the form; what is not given stays as the form begins. */
  async addTicket(subject, { customer, isNew = false, text, priority } = {}) {
    await this.page.getByRole("heading", { level: 1 }).focus();
    await this.page.keyboard.press("n");
    await this.page.keyboard.press("t");
    const form = this.page.getByRole("dialog", { name: "New ticket" });
    await form.getByLabel("Subject", { exact: true }).fill(subject);
    if (customer) {
      await form.getByRole("combobox", { name: "Customer" }).fill(customer);
      const option = isNew ? `New company “${customer}”` : new RegExp(`^${customer}`);
      await form.getByRole("option", { name: option }).click();
    }
    if (text) await form.getByLabel("Description").fill(text);
    if (priority) await form.getByLabel("Priority").selectOption(priority);
    await form.getByRole("button", { name: "Add", exact: true }).click();
    await form.waitFor({ state: "hidden" });
    await this.saved();
  }

  /** Goes to a ticket of the queue. */
  async openTicket(subject) {
    await this.page.getByRole("link", { name: subject, exact: true }).first().click();
    await this.page.getByRole("heading", { level: 1, name: subject }).waitFor();
  }

  /** A tab of the queue. */
  tab(name) {
    return this.page.getByRole("tab", { name: new RegExp(`^${name}`) });
  }

  /** What one writes into on a ticket's page. */
  get composer() {
    return this.page.getByRole("region", { name: "Write", exact: true });
  }

  /** The text of the composer. */
  get text() {
    return this.composer.getByRole("textbox");
  }

  /** A message of the thread. */
  message(text) {
    return this.page.getByRole("article").filter({ hasText: text });
  }

  /** How far the ticket of the page has come. */
  status(word) {
    return this.page.locator(".page-header").getByText(word, { exact: true });
  }
}
