// The deals as a person uses them: the board with its lanes and cards, the table, a deal's page and
// the form that makes one.
import { Workspace } from "./workspace.mjs";

/** The deals of an open workspace. */
export class Deals extends Workspace {
  /** Goes to the deals. */
  openDeals(query = "") {
    return this.goTo(`deals${query}`);
  }

  /** Makes a deal by the form; what is not given stays as the form begins. */
  async addDeal(name, { customer, amount, isNew = false } = {}) {
    await this.page.getByRole("heading", { level: 1 }).focus();
    await this.page.keyboard.press("n");
    await this.page.keyboard.press("d");
    const form = this.page.getByRole("dialog", { name: "New deal" });
    await form.getByLabel("Name", { exact: true }).fill(name);
    if (customer) {
      const field = form.getByRole("combobox", { name: "Customer" });
      await field.fill(customer);
      const option = isNew ? `New company “${customer}”` : new RegExp(`^${customer}`);
      await form.getByRole("option", { name: option }).click();
    }
    if (amount) await form.getByLabel("Amount").fill(amount);
    await form.getByRole("button", { name: "Add", exact: true }).click();
    await form.waitFor({ state: "hidden" });
    await this.saved();
  }

  /** The lane of a stage. */
  lane(stage) {
    return this.page.getByRole("region", { name: new RegExp(`^${stage}, `) });
  }

  /** The card of a deal, wherever it is or in a lane. */
  card(name, stage) {
    const within = stage ? this.lane(stage) : this.page;
    return within.getByRole("article", { name: new RegExp(`^${name},`) });
  }

  /** The question why a deal was lost. */
  why(name) {
    return this.page.getByRole("dialog", { name: `Why was ${name} lost?` });
  }

  /** The stage that a deal's page shows as the present one. */
  get stage() {
    return this.page.locator("[aria-current=step]");
  }

  /** Carries a card by mouse to the middle of another element. */
  async drag(card, to) {
    const from = await card.boundingBox();
    const at = await to.boundingBox();
    await this.page.mouse.move(from.x + 40, from.y + 12);
    await this.page.mouse.down();
    await this.page.mouse.move(from.x + 60, from.y + 24, { steps: 3 });
    await this.page.mouse.move(at.x + at.width / 2, at.y + at.height / 2, { steps: 8 });
    await this.page.mouse.up();
  }
}
