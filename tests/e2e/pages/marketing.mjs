// Segments and campaigns as a person uses them.
import { Workspace } from "./workspace.mjs";

/** The marketing of an open workspace. */
export class Marketing extends Workspace {
  /** Goes to a list, and from there to the record of a name. */
  async openRecord(list, name) {
    await this.goTo(list);
    await this.page.getByRole("gridcell", { name, exact: true }).first().click();
    await this.page.keyboard.press("Enter");
    await this.page.getByRole("heading", { level: 1, name }).waitFor();
  }

  /** The lines of a segment's tree, in order. */
  get lines() {
    return this.page.locator(".segment-line");
  }

  /** How many customers the segment's page says there are. */
  async count() {
    return Number((await this.page.locator(".segment-side__count b").innerText()).replace(/\D/g, ""));
  }
}
