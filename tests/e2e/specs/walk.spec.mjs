// Every screen by the keyboard alone: Tab leads to all that can be pressed and one sees where one is, what
// opens takes the focus in and gives it back, and every key of the list of shortcuts and every command of
// the palette does what it says.
import { PHONE, assert, test, until } from "../harness.mjs";
import { Deals } from "../pages/deals.mjs";
import { Import } from "../pages/import.mjs";
import { opens, sheet, tabTo, walk } from "../pages/keys.mjs";
import { goTo } from "../pages/places.mjs";
import { Settings } from "../pages/settings.mjs";

const begin = async (page, site, way = "sample") => {
  const deals = new Deals(page, site.url);
  await deals.begin(way);
  return deals;
};

const filled = (page) => until("the list is filled", async () => (await page.getByRole("row").count()) > 1);
const focused = (locator) => locator.evaluate((element) => element === document.activeElement);
const button = (page, name) => page.getByRole("main").getByRole("button", { name, exact: true }).first();

test("the first run by keys", async ({ page, site }) => {
  const deals = new Deals(page, site.url);
  await deals.shell.open();
  await walk(page, "the first run");
});

test("the list of customers by keys: its tools, what is selected, a preview", async ({ page, site }) => {
  const deals = await begin(page, site);
  await filled(page);
  await walk(page, "customers");
  const nav = page.getByRole("navigation").first();
  await opens(page, nav.getByRole("button").first());
  await opens(page, page.getByRole("button", { name: /^New/, exact: false }).and(page.locator("[aria-haspopup=menu]")).first());
  await opens(page, page.getByRole("button", { name: /^Search or type/ }));
  for (const name of ["Filter", "Sort", "Columns", "New view", "New customer"]) await opens(page, button(page, name), { key: name === "Sort" ? "Space" : "Enter" });

  // A filter, set, changed and taken away.
  await button(page, "Filter").focus();
  await page.keyboard.press("Enter");
  await tabTo(page, sheet(page).getByLabel("Field"));
  await page.keyboard.type("Lifecycle");
  await tabTo(page, sheet(page).getByLabel("Lead", { exact: true }));
  await page.keyboard.press("Space");
  await tabTo(page, sheet(page).getByRole("button", { name: "Apply" }));
  await page.keyboard.press("Enter");
  await page.waitForURL(/filter=/);
  await sheet(page).waitFor({ state: "hidden" });
  const under = page.url();
  await walk(page, "customers under a condition");
  // The walk goes along the views, which have conditions of their own.
  await page.goto(under);
  await filled(page);
  const chip = page.getByRole("group", { name: /^Lifecycle/ });
  await opens(page, chip.getByRole("button").first());
  await chip.getByRole("button").last().focus();
  await page.keyboard.press("Enter");
  await chip.waitFor({ state: "detached" });

  const grid = page.getByRole("grid");
  await tabTo(page, grid);
  await page.keyboard.press("j");
  await page.keyboard.press("x");
  await page.getByText("1 selected").waitFor();
  await walk(page, "a selection");
  // Going along the views takes the selection away.
  await tabTo(page, grid);
  for (const key of ["j", "x"]) await page.keyboard.press(key);
  const bar = page.getByRole("region", { name: "Actions for the selection" });
  for (const name of ["Set field", "Tag", "Owner"]) await opens(page, bar.getByRole("button", { name, exact: true }));
  await tabTo(page, grid);
  await page.keyboard.press("Escape");
  await bar.waitFor({ state: "detached" });
});

test("a customer's page by keys: every fact, and what can be added", async ({ page, site }) => {
  const deals = await begin(page, site);
  await filled(page);
  await page.getByRole("grid").focus();
  await page.keyboard.press("j");
  await page.keyboard.press("Enter");
  await page.waitForURL(/\/customer\//);
  await deals.shell.heading.waitFor();
  await page.getByRole("button", { name: "Add tag" }).waitFor();
  await walk(page, "a customer");
  for (const name of ["Add tag", "Add address", "Add company"]) await opens(page, button(page, name));
  // A fact is edited by Enter, and Esc leaves it as it was, with the focus where it was.
  const facts = page.getByRole("region", { name: "Details" }).getByRole("button", { name: / (Edit|Add)$/ });
  const count = await facts.count();
  assert.ok(count > 8, `${count} facts`);
  for (let at = 0; at < count; at += 1) {
    const fact = facts.nth(at);
    const name = await fact.evaluate((element) => element.getAttribute("aria-label") ?? element.textContent);
    await fact.focus();
    await page.keyboard.press("Enter");
    await until(`${name} is edited`, () => page.evaluate(() =>
      document.activeElement.matches("input, select, textarea")));
    await page.keyboard.press("Escape");
    await until(`the focus comes back to ${name}`, () => focused(facts.nth(at)));
  }
});

test("the board by keys: from card to card, moved, its menu, lost with a reason", async ({ page, site }) => {
  const deals = await begin(page, site, "empty");
  for (const name of ["Alpha", "Beta", "Gamma"]) await deals.addDeal(name, { amount: "100" });
  await deals.openDeals();
  await deals.card("Gamma", "New").waitFor();
  await walk(page, "the board");
  await opens(page, button(page, "Filter"));
  await opens(page, button(page, /^Add deal D/));
  await opens(page, deals.lane("Qualified").getByRole("button", { name: /in Qualified/ }));
  const card = (name) => deals.card(name);
  const order = async (stage) => (await deals.lane(stage).getByRole("article").allInnerTexts()).map((text) => text.split("\n")[0]);
  const [first, second] = await order("New");
  await tabTo(page, card(first));
  await page.keyboard.press("ArrowDown");
  await until("the focus is on the card below", () => focused(card(second)));
  // Picked up and taken back.
  await page.keyboard.press("m");
  await page.keyboard.press("ArrowRight");
  await page.keyboard.press("Escape");
  assert.equal((await order("New")).length, 3);
  await until("the focus is on the card again", () => focused(card(second)));
  // Dropped a lane further, with the focus on it; and undone.
  await page.keyboard.press("m");
  await page.keyboard.press("ArrowRight");
  await page.keyboard.press("Enter");
  await deals.card(second, "Qualified").waitFor();
  await until("the focus is on the card", () => focused(card(second)));
  await page.keyboard.press("Control+z");
  await deals.card(second, "New").waitFor();
  // Up within its lane.
  await tabTo(page, card(second));
  await page.keyboard.press("m");
  await page.keyboard.press("ArrowUp");
  await page.getByText(`${second} to New, place 1 of`).waitFor();
  await until("the card keeps the focus", () => focused(card(second)));
  await page.keyboard.press("Enter");
  await until("it is first", async () => (await order("New"))[0] === second);
  // By its menu, lost with a reason.
  const menu = card(second).getByRole("button", { name: `Move ${second}` });
  await opens(page, menu);
  await menu.focus();
  await page.keyboard.press("Enter");
  await page.keyboard.press("End");
  await page.keyboard.press("Enter");
  const why = page.getByRole("menu", { name: `Why was ${second} lost?` });
  await why.waitFor();
  await until("the focus is in the question", () => why.evaluate((open) => open.contains(document.activeElement)));
  await page.keyboard.press("Escape");
  await why.waitFor({ state: "hidden" });
  await deals.card(second, "New").waitFor();
  await menu.focus();
  await page.keyboard.press("Enter");
  await page.keyboard.press("End");
  await page.keyboard.press("Enter");
  await why.waitFor();
  await page.keyboard.press("ArrowDown");
  await page.keyboard.press("Enter");
  await deals.card(second).waitFor({ state: "detached" });
  // Enter opens.
  await tabTo(page, card(first));
  await page.keyboard.press("Enter");
  await page.getByRole("heading", { level: 1, name: first }).waitFor();
});

test("the table of deals and a deal's page by keys", async ({ page, site }) => {
  const deals = await begin(page, site);
  await deals.openDeals("?layout=table");
  await filled(page);
  await walk(page, "the table of deals");
  await page.getByRole("grid").focus();
  await page.keyboard.press("j");
  await page.keyboard.press("Enter");
  await page.waitForURL(/\/deal\//);
  await page.getByRole("button", { name: "Add product line" }).waitFor();
  await walk(page, "a deal");
  for (const name of ["Add tag", "Add product line", "Add person", "Change Customer", "Lost"]) await opens(page, button(page, name));
  // Along the path of stages by arrows, and there by Enter.
  const stage = (await deals.stage.innerText()).trim();
  await tabTo(page, deals.stage);
  await page.keyboard.press(stage === "New" ? "ArrowRight" : "Home");
  const next = (await page.evaluate(() => document.activeElement.textContent)).trim();
  assert.notEqual(next, stage);
  await page.keyboard.press("Enter");
  await until("the deal is there", async () => (await deals.stage.innerText()).trim() === next);
});

test("products and owners by keys: made, and a cell edited", async ({ page, site }) => {
  const deals = await begin(page, site);
  for (const [list, make, name] of [["products", "Add product", "Zeta mill"], ["owners", "Add owner", "Zoe Zeta"]]) {
    await deals.goTo(list);
    await page.getByRole("button", { name: make }).waitFor();
    await filled(page);
    await walk(page, list);
    await opens(page, button(page, make));
    await button(page, make).focus();
    await page.keyboard.press("Enter");
    await tabTo(page, sheet(page).getByLabel("Name", { exact: true }));
    await page.keyboard.type(name);
    await page.keyboard.press("Enter");
    const row = page.getByRole("row").filter({ hasText: name });
    await row.waitFor();
    const grid = page.getByRole("grid");
    await tabTo(page, grid);
    await page.keyboard.press("Home");
    await page.keyboard.press("ArrowRight");
    await page.keyboard.press("e");
    await until("a cell is edited", () => page.evaluate(() => document.activeElement.matches("input")));
    await page.keyboard.press("Escape");
    await until("the focus comes back to the list", () => focused(grid));
    await page.keyboard.press("e");
    await page.keyboard.press("Control+a");
    await page.keyboard.type(`Changed ${name}`);
    await page.keyboard.press("Enter");
    await page.getByRole("row").filter({ hasText: `Changed ${name}` }).waitFor();
  }
});

test("the steps of an import by keys", async ({ page, site }) => {
  const deals = await begin(page, site, "empty");
  const importing = new Import(page);
  await deals.goTo("import");
  await page.getByRole("button", { name: "Choose files" }).waitFor();
  await walk(page, "an import without files");
  await importing.choose({ "people.csv": "Name,Email,Colour,Lifecycle\r\nKanal,mail@kanal.example,red,Lead\r\nBella,not an address,blue,Strange\r\n" });
  await walk(page, "an import with a file");
  await page.keyboard.press("Control+Enter");
  await page.getByRole("row").first().waitFor();
  await walk(page, "columns");
  await page.keyboard.press("Control+Enter");
  await importing.tiles();
  await walk(page, "the check");
  await page.keyboard.press("Control+Enter");
  await page.getByRole("heading", { name: importing.words.done }).waitFor();
  await walk(page, "what was imported");
});

test("the trash by keys", async ({ page, site }) => {
  const deals = await begin(page, site, "empty");
  await deals.addCompany("Hotel Bellavista");
  await page.getByRole("grid").focus();
  await page.keyboard.press("j");
  await page.keyboard.press("x");
  await tabTo(page, page.getByRole("region", { name: "Actions for the selection" }).getByRole("button", { name: "Move to trash" }));
  await page.keyboard.press("Enter");
  await deals.goTo("trash");
  await page.getByRole("button", { name: "Restore" }).waitFor();
  await walk(page, "the trash");
  await opens(page, page.getByRole("button", { name: "Empty the trash" }));
  await tabTo(page, page.getByRole("button", { name: "Restore" }));
  await page.keyboard.press("Enter");
  await page.getByRole("button", { name: "Restore" }).waitFor({ state: "detached" });
});

/** The screens that no other test here goes round. */
const OTHERS = {
  "service": ["tickets", "tickets?layout=board", "tickets/first", "settings/service"],
  "marketing": ["campaigns", "campaigns/first", "segments", "segments/first", "settings/templates"],
  "the day": ["home", "agenda", "agenda?view=week", "agenda?view=month", "activities"],
  "what else there is": ["needs", "transactions", "settings/about"],
};

for (const [area, places] of Object.entries(OTHERS)) {
  test(`every screen of ${area} by keys, and what opens there`, { timeout: 240_000 }, async ({ page, site }) => {
    const deals = await begin(page, site);
    for (const place of places) {
      await goTo(deals.shell, place);
      await page.getByRole("main").locator("button, a").first().waitFor({ state: "attached" });
      await walk(page, place);
      await goTo(deals.shell, place);
      const openers = page.getByRole("main").locator("[aria-haspopup]:visible");
      // Rows and cards have the same each: one of every name is enough.
      const names = await openers.evaluateAll((all) => all.map((one) => (one.getAttribute("aria-label") ?? one.textContent).replace(/\s.*/, "")));
      for (const [at, name] of names.entries()) if (names.indexOf(name) === at) await opens(page, openers.nth(at));
    }
  });
}

test("every part of the settings by keys", async ({ page, site }) => {
  const deals = await begin(page, site);
  const settings = new Settings(deals);
  for (const part of ["general", "fields", "pipelines", "data", "shortcuts"]) {
    await settings.open(part);
    await walk(page, part);
  }
  await settings.open("data");
  await opens(page, page.getByRole("button", { name: "Erase workspace" }).first());
  await settings.open("pipelines");
  const add = settings.card("New pipeline").getByLabel("Name");
  await tabTo(page, add);
  await page.keyboard.type("Renewals");
  await page.keyboard.press("Enter");
  await settings.card("Renewals").waitFor();
  await walk(page, "two pipelines");
  await opens(page, settings.card("Sales").getByRole("button", { name: "Remove pipeline Sales" }));
  const remove = settings.card("Renewals").getByRole("button", { name: "Remove pipeline Renewals" });
  await remove.focus();
  await page.keyboard.press("Enter");
  await remove.waitFor({ state: "detached" });
  // The button is gone with its pipeline: the focus is somewhere, all the same.
  await until("the focus is in the form", () => focused(add));
});

test("every screen by keys on a phone with a keyboard", { viewport: PHONE, timeout: 480_000 }, async ({ page, site }) => {
  const deals = await begin(page, site);
  await filled(page);
  await walk(page, "customers");
  await page.getByRole("grid").getByRole("link").first().focus();
  await page.keyboard.press("Enter");
  await page.waitForURL(/\/customer\//);
  await deals.shell.heading.waitFor();
  for (const part of ["Timeline", "Details", "Related"]) {
    await page.getByRole("tab", { name: part }).click();
    await walk(page, `a customer: ${part}`);
  }
  const again = ["deals", "deals?layout=table", "products", "owners", "import", "trash", "settings/general", "settings/pipelines", "settings/data"];
  for (const place of [...again, ...Object.values(OTHERS).flat()]) {
    await goTo(deals.shell, place);
    await page.getByRole("heading", { level: 1 }).first().waitFor({ state: "attached" });
    await walk(page, place);
  }
  await opens(page, page.getByRole("button", { name: "More" }));
});
