// All screens of a workspace by their addresses, for specs that look at every one of them.
import { until } from "../harness.mjs";

/** The screens; `/first` stands for the page of the first record of a list. */
export const PLACES = [
  "home", "customers", "customers/first", "deals", "deals?layout=table", "deals?layout=forecast", "deals/first", "tickets", "tickets?layout=board",
  "tickets/first", "campaigns", "campaigns/first", "segments", "segments/first", "insights", "insights/customers", "insights/needs",
  "insights/sales", "insights/models", "agenda", "agenda?view=week",
  "agenda?view=month", "activities", "needs", "transactions", "products", "owners", "trash", "import", "settings/general",
  "settings/fields", "settings/pipelines", "settings/templates", "settings/service", "settings/score", "settings/data", "settings/sync", "settings/api",
  "settings/api?call=import", "settings/api?call=report",
  "settings/shortcuts", "settings/about",
];

/** Goes to a place of the workspace that is open: as by a link, or by its address with the page loaded anew. */
export async function goTo(shell, place, { isLoaded = false } = {}) {
  const { page } = shell;
  const home = page.url().replace(/(\/w\/[^/]+\/).*$/, "$1");
  const address = home + place.replace(/\/first$/, "");
  if (isLoaded) {
    await page.goto(address);
    await shell.started();
    const { pathname } = new URL(page.url());
    if (!address.includes(pathname)) throw new Error(`there is no ${place}: it leads to ${pathname}`);
  } else {
    await shell.follow(address);
  }
  if (!place.endsWith("/first")) return;
  // By keys: what a narrow window leaves out of a row is still there for them.
  const card = page.locator("article[data-card]").first();
  const grid = page.getByRole("grid");
  await grid.getByRole("gridcell").first().or(card).waitFor();
  if (await card.count()) await card.press("Enter");
  else {
    await grid.press("j");
    await page.keyboard.press("Enter");
  }
  await until(`${place} is there`, () => page.url() !== address);
  await page.getByRole("heading", { level: 1 }).waitFor();
}
