// What belongs to selling beside the board: the products of a deal, views of deals that are saved, and
// a list that goes out and comes back.
import { readFile } from "node:fs/promises";
import { assert, test, until } from "../harness.mjs";
import { Deals } from "../pages/deals.mjs";
import { Import } from "../pages/import.mjs";

const began = async (page, site, way = "empty") => {
  const deals = new Deals(page, site.url);
  await deals.begin(way);
  return deals;
};

/** Opens the page of a deal from the table. */
const openDeal = async (deals, name) => {
  await deals.openDeals("?layout=table");
  await deals.page.getByRole("link", { name, exact: true }).click();
  await deals.page.getByRole("heading", { level: 1, name }).waitFor();
};

/** Adds a line to the deal whose page is open. */
const addLine = async (page, { product, choose, quantity, price, discount }) => {
  await page.getByRole("button", { name: "Add product line" }).click();
  const form = page.getByRole("dialog", { name: "Add product line" });
  if (choose) await form.getByLabel("Product", { exact: true }).selectOption({ label: choose });
  if (product) await form.getByLabel("Name").fill(product);
  await form.getByLabel("Quantity").fill(quantity);
  if (price) await form.getByLabel("Unit price").fill(price);
  if (discount) await form.getByLabel("Discount").fill(discount);
  await form.getByRole("button", { name: "Add", exact: true }).click();
  return form;
};

test("the products of a deal add up to its amount", async ({ page, site }) => {
  const deals = await began(page, site);
  await deals.addDeal("Lobby bar");
  await openDeal(deals, "Lobby bar");
  const wrong = await addLine(page, { product: "Grinder", quantity: "two", price: "1250" });
  await wrong.getByRole("alert").waitFor();
  await wrong.getByLabel("Quantity").fill("2");
  await wrong.getByRole("button", { name: "Add", exact: true }).click();
  await wrong.waitFor({ state: "hidden" });
  // The product is known from now on, with its price.
  await addLine(page, { choose: "Grinder", quantity: "1", discount: "10" });
  await page.getByText("1 × €1,250, less 10%").waitFor();
  await page.getByText("€3,625").first().waitFor();
  await page.getByRole("button", { name: "Use sum as amount" }).click();
  await page.getByRole("button", { name: /^Amount €3,625/ }).waitFor();
  await deals.saved();
  await page.reload();
  await page.getByText("2 × €1,250").waitFor();
  await page.getByRole("button", { name: "Remove Grinder" }).first().click();
  await until("one line is left", async () => (await page.getByRole("button", { name: "Remove Grinder" }).count()) === 1);
  await page.keyboard.press("Control+z");
  await until("it is back", async () => (await page.getByRole("button", { name: "Remove Grinder" }).count()) === 2);
});

test("a view of deals is saved with its filter and stands in the sidebar", async ({ page, site }) => {
  const deals = await began(page, site, "sample");
  await deals.openDeals("?layout=table");
  await page.getByRole("button", { name: "Filter", exact: true }).click();
  const filter = page.getByRole("dialog", { name: "Filter" });
  await filter.getByLabel("Field").selectOption({ label: "Too long in its stage" });
  await filter.getByRole("button", { name: "Apply" }).click();
  await page.waitForURL(/filter=/);
  await page.getByRole("button", { name: "Save view" }).click();
  const form = page.getByRole("dialog", { name: "Name of the view" }).first();
  await form.getByLabel("Name of the view").fill("Stuck");
  await form.getByRole("button", { name: "Save" }).click();
  await page.getByRole("tab", { name: /^Stuck/, selected: true }).waitFor();
  await deals.saved();
  await deals.openDeals();
  await page.getByRole("link", { name: /^Stuck/ }).first().click();
  await page.waitForURL(/\/deals\?/);
  await page.getByRole("tab", { name: /^Stuck/, selected: true }).waitFor();
  await page.getByRole("group", { name: /^Too long in its stage/ }).waitFor();
});

test("an exported list read back changes nothing", async ({ page, site }) => {
  const deals = await began(page, site, "sample");
  const importing = new Import(page);
  for (const [list, what] of [["customers", "The columns in view"], ["deals?layout=table", "The columns in view"], ["customers", "All fields"], ["deals?layout=table", "All fields"]]) {
    await page.goto(page.url().replace(/\/w\/([^/]+)\/.*$/, `/w/$1/${list}`));
    await deals.shell.started();
    await until("the list is filled", async () => (await page.getByRole("row").count()) > 10);
    const download = page.waitForEvent("download");
    await page.getByRole("button", { name: "Export" }).first().click();
    await page.getByRole("menuitem", { name: what }).click();
    const file = await download;
    const text = await readFile(await file.path(), "utf8");
    const rows = text.trim().split("\r\n").length - 1;
    await page.goto(page.url().replace(/\/w\/([^/]+)\/.*$/, "/w/$1/import"));
    await importing.choose({ [file.suggestedFilename()]: text });
    await importing.toColumns();
    await importing.toCheck();
    assert.deepEqual(await importing.tiles(), [0, 0, rows, 0, 0], `${list}, ${what}`);
  }
});
