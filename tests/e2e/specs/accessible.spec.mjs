// What opens on a screen, held against WCAG 2.2 AA: light and dark, in both languages. The screens themselves
// are in places.spec.mjs; the steps of an import, the backups and what stands there in trouble are looked at
// where they are tested.
import { assert, expectAccessible, test, until } from "../harness.mjs";
import { Deals } from "../pages/deals.mjs";
import { sheet } from "../pages/keys.mjs";
import { Settings } from "../pages/settings.mjs";
import { sentences } from "../pages/words.mjs";
import { WORDS } from "../pages/workspace.mjs";

/** The screens of a workspace in a language. */
class Tour {
  constructor(page, site, locale) {
    this.page = page;
    this.say = sentences(locale);
    this.deals = new Deals(page, site.url, locale.startsWith("zh") ? WORDS.zh : WORDS.en);
  }

  async go(path) {
    await this.deals.goTo(path);
    await this.deals.shell.heading.first().waitFor({ state: "attached" });
  }

  /** A button of the page by the key of its sentence. */
  button(key, values) {
    const name = this.say(key, values);
    return this.page.getByRole("main").getByRole("button", { name }).first();
  }

  async filled() {
    await until("the list is filled", async () => (await this.page.getByRole("row").count()) > 1);
  }

  screen(what) {
    return expectAccessible(this.page, what);
  }

  /** Opens something, looks at it, and closes it. */
  async opened(what, open) {
    await open();
    await this.look(what);
    await this.page.keyboard.press("Escape");
    await sheet(this.page).waitFor({ state: "hidden" });
  }

  async look(what) {
    await sheet(this.page).waitFor();
    await expectAccessible(this.page, what, "dialog[open], [popover]:popover-open");
  }

  async press(key, values) {
    const button = this.button(key, values);
    await this.opened(this.say(key, values), () => button.click());
  }
}

for (const locale of ["en-GB", "zh-CN"]) {
  const options = { locale, timeout: 300_000 };

  test(`customers are accessible, and all that opens there (${locale})`, options, async ({ page, site }) => {
    const tour = new Tour(page, site, locale);
    await tour.deals.shell.open();
    await tour.screen("the first run");
    await tour.deals.begin();
    await tour.screen("a list without records");
    await tour.go("products");
    await tour.screen("no products");
    await tour.go("trash");
    await tour.screen("an empty trash");
    await page.goto(site.url + "new");
    await page.getByRole("button", { name: tour.deals.words.sample }).click();
    await page.waitForURL(/\/w\/[^/]+\/home$/);
    await tour.deals.toCustomers();
    await tour.filled();
    await tour.screen("customers");
    const openers = page.locator("[aria-haspopup=menu]:visible");
    const count = await openers.count();
    for (let at = 0; at < count; at += 1) await tour.opened(`menu ${at}`, () => openers.nth(at).click());
    for (const key of ["list-filter", "list-columns", "list-new-view", "customers-new"]) await tour.press(key);
    await tour.opened("the palette", async () => {
      await page.keyboard.press("Control+k");
      await page.keyboard.type("a");
      await page.getByRole("option").first().waitFor();
    });
    await tour.opened("a palette that found nothing", async () => {
      await page.keyboard.press("Control+k");
      await page.keyboard.type("> zzzz");
    });
    await page.getByRole("heading", { level: 1 }).focus();
    await tour.opened("the list of shortcuts", () => page.keyboard.press("?"));
    await page.getByRole("grid").focus();
    for (const key of ["j", "j", "x"]) await page.keyboard.press(key);
    await page.keyboard.press("Space");
    await page.getByRole("complementary").waitFor();
    await tour.screen("a selection and a preview");
    await page.keyboard.press("Escape");
    for (const key of ["list-set-field", "kind-tag", "field-owner"]) {
      const name = tour.say(key);
      const button = page.locator(".bulk-bar").getByRole("button", { name, exact: true });
      await tour.opened(name, () => button.click());
    }
    await tour.go("customers?q=zzzzzz");
    await page.getByRole("main").getByText("zzzzzz").first().waitFor();
    await tour.screen("nothing is found");
  });

  test(`a customer is accessible, and all that opens there (${locale})`, options, async ({ page, site }) => {
    const tour = new Tour(page, site, locale);
    await tour.deals.begin("sample");
    await tour.filled();
    // A person, who has more facts than a company.
    const people = page.getByRole("tab").nth(1);
    await people.click();
    await people.and(page.locator("[aria-selected=true]")).waitFor();
    await page.getByRole("grid").getByRole("link").first().click();
    await tour.button("action-add-tag").waitFor();
    await tour.screen("a customer");
    for (const key of ["action-add-tag", "customer-add-address", "customer-add-company"]) await tour.press(key);
    // One fact of each sort, while it is edited.
    await tour.button("facts-show-empty").click();
    for (const key of ["field-customer-title", "field-customer-lifecycle", "field-customer-birthday", "field-customer-description"]) {
      await page.getByRole("button", { name: new RegExp(`^${tour.say(key)} `) }).click();
      await until("it is edited", () => page.evaluate(() => document.activeElement.matches("input, select, textarea")));
      await tour.screen(`${key} while it is edited`);
      await page.keyboard.press("Escape");
    }
    await page.locator("textarea").fill("Ein Satz");
    await page.locator("textarea").press("Control+Enter");
    await page.getByText(tour.say("toast-activity-logged")).first().waitFor();
    await tour.screen("a customer with an entry and a toast");
  });

  test(`deals are accessible, and all that opens there (${locale})`, options, async ({ page, site }) => {
    const tour = new Tour(page, site, locale);
    await tour.deals.begin("sample");
    await tour.go("deals");
    const card = page.getByRole("article").first();
    await card.waitFor();
    await tour.screen("the board");
    await tour.press("list-filter");
    await tour.press("deals-new");
    await tour.opened("the menu of a card", () => card.locator("[aria-haspopup=menu]").click());
    await card.focus();
    await page.keyboard.press("m");
    await page.keyboard.press("ArrowRight");
    await tour.screen("a card that is carried");
    await page.keyboard.press("Escape");
    await card.focus();
    await page.keyboard.press("Enter");
    await tour.button("action-add-tag").waitFor();
    await page.waitForURL(/\/deal\//);
    await tour.screen("a deal");
    for (const key of ["deal-add-line", "customer-add-person"]) await tour.press(key);
    await tour.opened("why it was lost", () => page.getByRole("button", { name: tour.say("option-outcome-lost"), exact: true }).click());
    await tour.go("deals?layout=table");
    await tour.filled();
    await tour.screen("the table of deals");
  });

  test(`the other lists and the settings are accessible (${locale})`, options, async ({ page, site }) => {
    const tour = new Tour(page, site, locale);
    await tour.deals.begin("sample");
    for (const [list, key] of [["products", "products-new"], ["owners", "owners-new"]]) {
      await tour.go(list);
      await tour.filled();
      await tour.screen(list);
      await tour.press(key);
      await page.getByRole("grid").focus();
      await page.keyboard.press("j");
      await page.keyboard.press("e");
      await until("a cell is edited", () => page.evaluate(() => document.activeElement.matches("input")));
      await tour.screen(`a cell of ${list}`);
      await page.keyboard.press("Escape");
    }
    await page.getByRole("grid").focus();
    for (const key of ["j", "x"]) await page.keyboard.press(key);
    await page.locator(".bulk-bar").getByRole("button", { name: tour.say("action-delete") }).click();
    await tour.go("trash");
    await tour.button("trash-restore").waitFor();
    await tour.screen("the trash");
    await tour.press("trash-empty-now");
    const settings = new Settings(tour.deals);
    for (const part of ["general", "fields", "pipelines", "data", "shortcuts"]) {
      await settings.open(part);
      await tour.screen(part);
    }
    await settings.open("data");
    await tour.press("workspace-erase");
    await settings.open("pipelines");
    const form = settings.card(tour.say("pipeline-new"));
    await form.getByRole("textbox").fill("Renewals");
    await page.keyboard.press("Enter");
    await settings.card("Renewals").waitFor();
    await tour.screen("two pipelines");
    await tour.press("pipeline-remove", { name: tour.say("pipeline-default") });
  });
}

test("what cannot be read in the other colours is found", async ({ page, site }) => {
  const tour = new Tour(page, site, "en-GB");
  await tour.deals.begin();
  await tour.screen("as it is");
  await page.evaluate(() => {
    document.querySelector("h1").style.color = "light-dark(#1b1a18, #33312e)";
  });
  await assert.rejects(tour.screen("planted"), /1 violations\ndark: color-contrast/);
});
