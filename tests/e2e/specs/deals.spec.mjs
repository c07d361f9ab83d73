// A deal is made, moved by hand and by keys, won and lost; all of it is there after a reload and can
// be taken back. The table asks, selects and sums; a phone shows one stage at a time.
import { PHONE, assert, test, until } from "../harness.mjs";
import { Deals } from "../pages/deals.mjs";
import { throwAway } from "../pages/workspace.mjs";

const began = async (page, site, way = "empty") => {
  const deals = new Deals(page, site.url);
  await deals.begin(way);
  return deals;
};

test("a deal is made with a new customer, and one undo takes back both", async ({ page, site }) => {
  const deals = await began(page, site);
  await deals.addDeal("Lobby bar", { customer: "Hotel Bellavista", isNew: true, amount: "24800" });
  await deals.row("Hotel Bellavista").waitFor();
  await deals.openDeals();
  await deals.card("Lobby bar", "New").waitFor();
  await deals.lane("New").getByText("€24,800").first().waitFor();
  await page.reload();
  await deals.card("Lobby bar", "New").waitFor();
  await page.keyboard.press("Control+z");
  await deals.card("Lobby bar").waitFor({ state: "detached" });
  await page.getByRole("link", { name: /^Customers/ }).first().click();
  await page.getByText("No customers yet").waitFor();
});

test("words that mean no customer are said, and nothing typed is lost", async ({ page, site }) => {
  const deals = await began(page, site);
  await deals.openDeals();
  await page.getByRole("button", { name: "Add deal" }).first().click();
  const form = page.getByRole("dialog", { name: "New deal" });
  await form.getByRole("combobox", { name: "Customer" }).fill("Nobody");
  await form.getByLabel("Amount").fill("many");
  await form.getByRole("button", { name: "Add", exact: true }).click();
  await form.getByText(/not an amount/i).waitFor();
  assert.equal(await form.getByLabel("Amount").inputValue(), "many");
  assert.equal(await form.getByRole("combobox", { name: "Customer" }).inputValue(), "Nobody");
});

test("a card is moved by mouse and by keys, and stays there", async ({ page, site }) => {
  const deals = await began(page, site);
  await deals.addDeal("Kitchen renewal", { amount: "900" });
  await deals.openDeals();
  await deals.drag(deals.card("Kitchen renewal"), deals.lane("Qualified"));
  await deals.card("Kitchen renewal", "Qualified").waitFor();
  await deals.card("Kitchen renewal").focus();
  await page.keyboard.press("m");
  await page.keyboard.press("ArrowRight");
  await page.getByText("Kitchen renewal to Value proposed, place 1 of 1").waitFor();
  await page.keyboard.press("Enter");
  await deals.card("Kitchen renewal", "Value proposed").waitFor();
  await deals.reload();
  await deals.card("Kitchen renewal", "Value proposed").waitFor();
  await page.keyboard.press("Control+z");
  await deals.card("Kitchen renewal", "Qualified").waitFor();
  await page.keyboard.press("Control+z");
  await deals.card("Kitchen renewal", "New").waitFor();
});

test("a deal is won by its strip, and lost with a reason; undo opens it again", async ({ page, site }) => {
  const deals = await began(page, site);
  await deals.addDeal("Second machine", { amount: "12900" });
  await deals.openDeals();
  await deals.card("Second machine").getByRole("button", { name: "Move Second machine" }).click();
  await page.getByRole("menuitem", { name: "Won" }).click();
  await page.getByText("Second machine won").waitFor();
  await page.getByText("1 this quarter").first().waitFor();
  await page.getByRole("button", { name: "Undo", exact: true }).click();
  await deals.card("Second machine", "New").waitFor();
  await deals.card("Second machine").focus();
  await page.keyboard.press("m");
  for (let step = 0; step < 6; step += 1) await page.keyboard.press("ArrowRight");
  await page.keyboard.press("Enter");
  await deals.why("Second machine").waitFor();
  await page.keyboard.press("Escape");
  await page.getByText("Second machine stays in New").waitFor();
  await deals.card("Second machine", "New").getByRole("button", { name: "Move Second machine" }).click();
  await page.getByRole("menuitem", { name: "Lost", exact: true }).click();
  await deals.why("Second machine").getByRole("menuitem", { name: "Competitor" }).click();
  await page.getByText("Second machine lost").waitFor();
  await deals.card("Second machine").waitFor({ state: "detached" });
  await page.getByRole("radio", { name: "Table" }).check({ force: true });
  await page.getByRole("tab", { name: /^Lost 1/ }).click();
  await page.getByRole("link", { name: "Second machine" }).click();
  await page.getByText("Competitor").first().waitFor();
  await page.getByRole("button", { name: "Reopen deal" }).click();
  await until("it is back at its stage", async () => (await deals.stage.textContent()) === "New");
});

test("a deal's page leads along its stages, to its customer and to its neighbours", async ({ page, site }) => {
  const deals = await began(page, site);
  await deals.addDeal("Decaf line", { customer: "Kanal & Co", isNew: true, amount: "9600" });
  await deals.addDeal("Filter brewers", { customer: "Kanal & Co", amount: "USD 4300" });
  await page.getByRole("link", { name: "Kanal & Co" }).click();
  await page.getByRole("link", { name: "Filter brewers" }).click();
  await page.getByRole("heading", { level: 1, name: "Filter brewers" }).waitFor();
  await deals.stage.focus();
  await page.keyboard.press("ArrowRight");
  await page.keyboard.press("ArrowRight");
  await page.keyboard.press("Enter");
  await until("it is there", async () => (await deals.stage.textContent()) === "Value proposed");
  await page.getByRole("button", { name: /^Amount/ }).click();
  assert.equal(await page.getByLabel("Amount", { exact: true }).inputValue(), "4300.00 USD");
  await page.keyboard.press("Escape");
  await page.getByLabel("Write a note").fill("Wants them in spring.");
  await page.keyboard.press("Control+Enter");
  await page.getByRole("article").filter({ hasText: "Wants them in spring." }).waitFor();
  await page.getByRole("article").filter({ hasText: "Value proposed" }).first().waitFor();
  await page.getByRole("link", { name: "Kanal & Co" }).first().click();
  await page.getByRole("heading", { level: 1, name: "Kanal & Co" }).waitFor();
  // Currencies are never summed together.
  await page.getByText("€9,600, USD 4,300").first().waitFor();
  await page.getByRole("button", { name: "Add deal" }).first().click();
  const form = page.getByRole("dialog", { name: "New deal" });
  assert.equal(await form.getByRole("combobox", { name: "Customer" }).inputValue(), "Kanal & Co");
  await page.keyboard.press("Escape");
  await deals.openDeals();
  await deals.card("Decaf line").click();
  await page.getByRole("heading", { level: 1, name: "Decaf line" }).waitFor();
  await page.keyboard.press("]");
  await page.getByRole("heading", { level: 1, name: "Filter brewers" }).waitFor();
});

test("who begins to write right after leaving a field goes on writing", async ({ page, site }) => {
  const deals = await began(page, site);
  await deals.addDeal("Filter brewers", { customer: "Kanal & Co", isNew: true, amount: "4300" });
  await deals.openDeals();
  await deals.card("Filter brewers").click();
  await page.getByRole("button", { name: /^Amount/ }).click();
  const amount = page.getByLabel("Amount", { exact: true });
  await amount.waitFor();
  const note = await page.getByLabel("Write a note").elementHandle();
  // Both within one frame, as a quick hand and a slow machine have it.
  await amount.evaluate((input, note) => {
    input.dispatchEvent(new KeyboardEvent("keydown", { key: "Escape", bubbles: true, cancelable: true }));
    note.focus();
  }, note);
  await page.evaluate(() => new Promise((drawn) => requestAnimationFrame(() => requestAnimationFrame(drawn))));
  await page.keyboard.type("Wants them in spring.");
  await page.keyboard.press("Control+Enter");
  await page.getByRole("article").filter({ hasText: "Wants them in spring." }).waitFor();
  // Where nobody went elsewhere, the field has the focus again.
  await page.getByRole("button", { name: /^Amount/ }).click();
  await page.keyboard.press("Escape");
  await until("the field has it", () => page.getByRole("button", { name: /^Amount/ }).evaluate((it) => it === document.activeElement));
});

test("the table filters, tags many at once, sums and exports", async ({ page, site }) => {
  const deals = await began(page, site, "sample");
  await deals.openDeals("?layout=table");
  await until("the table is filled", async () => (await page.getByRole("row").count()) > 15);
  await page.getByRole("contentinfo").or(page.locator("footer")).getByText(/^Amount/).first().waitFor();
  await page.getByRole("searchbox").fill("kitchen");
  await page.waitForURL(/q=kitchen/);
  await until("only kitchens", async () => {
    const names = await page.getByRole("row").getByRole("link").allTextContents();
    return names.length > 0 && names.every((name) => name === "Kitchen renewal");
  });
  await page.getByRole("button", { name: "Filter", exact: true }).click();
  const filter = page.getByRole("dialog", { name: "Filter" });
  await filter.getByLabel("Field").selectOption({ label: "Stage" });
  await filter.getByLabel("Qualified", { exact: true }).check();
  await filter.getByRole("button", { name: "Apply" }).click();
  await page.getByRole("group", { name: "Stage is any of Qualified" }).waitFor();
  const cells = page.getByRole("row").filter({ has: page.getByRole("link") });
  const count = await cells.count();
  assert.equal(await cells.filter({ hasText: "Qualified" }).count(), count);
  await page.getByRole("grid").focus();
  await page.keyboard.press("Control+a");
  await page.getByRole("button", { name: "Set field" }).click();
  const form = page.getByRole("dialog", { name: "Set field" });
  await form.getByLabel("Field").selectOption({ label: "Stage" });
  await form.getByLabel("Value").selectOption({ label: "Proposal" });
  await form.getByRole("button", { name: "Apply" }).click();
  await page.getByText(/matches|are hidden|is hidden/).first().waitFor();
  await page.keyboard.press("Control+z");
  await until("they are back", async () => (await cells.count()) === count);
  const download = page.waitForEvent("download");
  await page.getByRole("button", { name: "Export" }).first().click();
  await page.getByRole("menuitem", { name: "The columns in view" }).click();
  assert.match((await download).suggestedFilename(), /^deals-.*\.csv$/);
});

test("a deal in the trash comes back", async ({ page, site }) => {
  const deals = await began(page, site);
  await deals.addDeal("Tasting room");
  await deals.openDeals();
  await deals.card("Tasting room").click();
  await throwAway(page);
  await page.getByText("No deals yet").waitFor();
  await page.getByRole("link", { name: /^Trash/ }).click();
  await page.getByText("Tasting room").first().waitFor();
  await page.getByRole("button", { name: "Restore" }).click();
  await page.getByRole("heading", { level: 1 }).focus();
  await page.keyboard.press("g");
  await page.keyboard.press("d");
  await deals.card("Tasting room", "New").waitFor();
});

test("a phone shows one stage and the edge of the next", { viewport: PHONE, hasTouch: true, isMobile: true }, async ({ page, site }) => {
  const deals = await began(page, site, "sample");
  await deals.openDeals();
  const first = deals.lane("New");
  await first.waitFor();
  await page.getByRole("button", { name: /^Proposal/ }).click();
  await until("the lane is in view", async () => {
    const box = await deals.lane("Proposal").boundingBox();
    return box.x >= 0 && box.x < 60;
  });
  const next = await deals.lane("Negotiation").boundingBox();
  assert.ok(next.x < PHONE.width, "the edge of the next lane shows");
});

test("what shows of a board is drawn, whatever it counts", async ({ page, site }) => {
  const deals = await began(page, site, "sample");
  await deals.openDeals();
  const more = page.getByRole("button", { name: /^Show \d+ more$/ });
  await more.first().waitFor();
  const full = page.getByRole("region").filter({ has: more, hasNot: page.getByRole("region") }).first();
  const name = await full.getAttribute("aria-label");
  const lane = page.getByRole("region", { name, exact: true });
  const count = Number(name.match(/, (\d+) deal/)[1]);
  const drawn = await lane.getByRole("article").count();
  assert.ok(count > drawn, `${drawn} of ${count} are drawn`);
  await lane.getByRole("button", { name: `Show ${count - drawn} more` }).click();
  await until("the rest is there", async () => (await lane.getByRole("article").count()) === count);
});
