// Home, the agenda and the calendar as a person uses them.
import { Workspace } from "./workspace.mjs";

/** What is to be done in an open workspace. */
export class Agenda extends Workspace {
  /** The field for a task in words. */
  get quick() {
    return this.page.getByRole("textbox", { name: /^(Add a task in words|用一句话新建任务)$/ });
  }

  /** What the field says of how it was understood. */
  get said() {
    return this.page.locator(".quick__said");
  }

  /** Adds a task in words. */
  async addTask(words) {
    await this.quick.fill(words);
    await this.quick.press("Enter");
    await this.saved();
  }

  /** The row of an entry. */
  entry(subject) {
    return this.page.getByRole("listitem").filter({ has: this.page.getByRole("button", { name: subject, exact: true }) });
  }

  /** What finishes a task. */
  check(subject) {
    return this.page.getByRole("checkbox", { name: `Mark “${subject}” as done` });
  }

  /** A day of the calendar, as its cell. */
  cell(day) {
    return this.page.locator(`[role=gridcell][data-day="${day}"]`);
  }

  /** The form of an activity. */
  form(name) {
    return this.page.getByRole("dialog", { name });
  }
}

/** A day from today as fields have it. */
export function dayFromToday(days) {
  const at = new Date();
  const day = new Date(at.getFullYear(), at.getMonth(), at.getDate() + days);
  const two = (number) => String(number).padStart(2, "0");
  return `${day.getFullYear()}-${two(day.getMonth() + 1)}-${two(day.getDate())}`;
}
