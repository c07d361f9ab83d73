// Any list as a person uses it: conditions with AND and OR, groups with their heads, saved views.
import { Workspace } from "./workspace.mjs";

/** The lists of an open workspace. */
export class Lists extends Workspace {
  /** Goes to the list of a collection. */
  openList(collection, query = "") {
    return this.goTo(collection + query);
  }

  /** The form of a condition. */
  get form() {
    return this.page.getByRole("dialog", { name: "Filter" });
  }

  /** Adds a condition on a text; `beside` is the condition that it is enough instead of. */
  async filter(field, value, beside) {
    await this.page.getByRole("button", { name: "Filter", exact: true }).click();
    await this.form.getByLabel("Field", { exact: true }).selectOption({ label: field });
    await this.form.getByLabel("Value", { exact: true }).fill(value);
    if (beside) await this.form.getByLabel("Joined by").selectOption({ label: `OR: it is enough instead of ${beside}` });
    await this.form.getByRole("button", { name: "Apply" }).click();
    await this.form.waitFor({ state: "hidden" });
  }

  /** Groups by a field. */
  async groupBy(field) {
    await this.page.getByRole("button", { name: "Group by" }).click();
    await this.page.getByRole("menuitemradio", { name: field, exact: true }).click();
  }

  /** The head of a group. */
  head(name) {
    return this.page.getByRole("grid").getByRole("button", { name: new RegExp(`^${name}`) });
  }

  /** The names in the rows that show. */
  async names() {
    return this.page.getByRole("row").getByRole("link").allInnerTexts();
  }
}
