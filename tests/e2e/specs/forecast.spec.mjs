// The screens of selling: the forecast of open deals and what became of closed ones. Each figure opens a
// list with as many deals; a target is set and taken back.
import { PHONE, assert, test, until } from "../harness.mjs";
import { Deals } from "../pages/deals.mjs";

/** How many deals the list has whose address is open. */
const listed = (page) =>
  page.evaluate(async () => {
    const filter = new URL(location.href).searchParams.get("filter");
    const answer = await window.satchel.fetch(`/api/deals?limit=0&filter=${encodeURIComponent(filter)}`);
    return (await answer.json()).total;
  });

/** Follows a link that says how many deals there are, and holds that against the list. */
const holds = async (page, link) => {
  const count = Number((await link.textContent()).replaceAll(",", ""));
  assert.ok(count > 0);
  await link.click();
  await page.waitForURL(/\/deals\?.*layout=table/);
  await page.getByRole("grid").getByRole("gridcell").first().waitFor();
  assert.equal(await listed(page), count);
  return count;
};

const began = async (page, site, way = "sample") => {
  const deals = new Deals(page, site.url);
  await deals.begin(way);
  return deals;
};

test("forecast: the counts of its table are those of the lists behind them", async ({ page, site }) => {
  const deals = await began(page, site);
  await deals.openDeals();
  await page.getByRole("radio", { name: "Forecast" }).check({ force: true });
  await page.waitForURL(/layout=forecast/);
  const table = page.locator(".forecast__table");
  const rows = table.locator("tbody tr");
  await rows.first().waitFor();
  const counts = await rows.evaluateAll((rows) => rows.map((row) => Number(row.cells[1].textContent) || 0));
  const total = counts.pop();
  assert.equal(counts.reduce((sum, count) => sum + count, 0), total);
  await holds(page, table.locator("[data-total] a").first());
  await page.goBack();
  await holds(page, table.locator("tbody tr td:nth-of-type(1) a").first());
});

test("forecast: a target draws its line and says the chance to reach it; undo takes both away", async ({ page, site }) => {
  const deals = await began(page, site);
  await deals.openDeals("?layout=forecast");
  await page.getByRole("heading", { name: "This quarter" }).waitFor();
  assert.equal(await page.getByText("Chance to reach it").count(), 0);
  await page.getByRole("button", { name: /^Target for a month/ }).click();
  await page.getByRole("textbox", { name: "Target for a month" }).fill("20000");
  await page.getByRole("textbox", { name: "Target for a month" }).press("Enter");
  await page.getByText("Chance to reach it").waitFor();
  await page.getByText("Target €20,000 a month").or(page.getByText("Target €20 k a month")).first().waitFor();
  await page.getByText("€60,000", { exact: true }).waitFor();
  await deals.saved();
  await page.keyboard.press("Control+z");
  await page.getByText("Chance to reach it").waitFor({ state: "detached" });
  assert.equal(await page.getByText(/^Target €20/).count(), 0);
});

test("forecast: without deals it says so, and a deal without a date gets a row", async ({ page, site }) => {
  const deals = await began(page, site, "empty");
  await deals.openDeals("?layout=forecast");
  await page.getByText("Nothing to forecast yet").waitFor();
  await deals.addDeal("Lobby bar", { amount: "24800" });
  await deals.openDeals("?layout=forecast");
  await page.locator(".forecast__table [data-total]").getByText("€24,800").first().waitFor();
});

test("forecast: on a phone its cards stand below each other", { viewport: PHONE }, async ({ page, site }) => {
  const deals = await began(page, site);
  await deals.openDeals("?layout=forecast");
  const chart = await page.locator(".forecast__main").boundingBox();
  const side = await page.locator(".forecast__side").boundingBox();
  assert.ok(side.y >= chart.y + chart.height - 1, "the quarter is below the table");
  assert.ok(chart.width <= page.viewportSize().width);
});

test("sales: stages, groups and reasons open the deals they count", async ({ page, site }) => {
  const deals = await began(page, site);
  await deals.goTo("insights/sales");
  for (const title of ["Deals from stage to stage", "Won by quarter", "Won by month", "Lost reasons", "Win rate"]) {
    await page.getByRole("heading", { name: title, exact: true }).waitFor();
  }
  const rates = page.locator(".insights__table");
  await holds(page, rates.locator("tfoot a").first());
  await page.goBack();
  await page.getByLabel("Win rate by").selectOption({ label: "Product" });
  await rates.getByRole("columnheader", { name: "Product" }).waitFor();
  await holds(page, rates.locator("tbody a").first());
  await page.goBack();
  const stage = page.locator(".bars__row").first();
  const reached = Number(await stage.locator(".bars__number").textContent());
  await stage.getByRole("link").click();
  await page.waitForURL(/\/deals\?/);
  await until("the list has as many", async () => (await listed(page)) === reached);
});
