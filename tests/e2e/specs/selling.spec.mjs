// What belongs to selling beside the board: the products and people of a deal, views of deals that are
// saved, many deals changed at once, a list that goes out and comes back, and a second pipeline.
import { readFile } from "node:fs/promises";
import { assert, test, until } from "../harness.mjs";
import { Deals } from "../pages/deals.mjs";
import { Import } from "../pages/import.mjs";
import { Settings } from "../pages/settings.mjs";
import { WORDS } from "../pages/workspace.mjs";

const CHINESE = WORDS.zh;

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
  // What happened tells the product by its name.
  await page.getByRole("feed").getByText("added Grinder to Products").first().waitFor();
  await page.getByRole("button", { name: "Use sum as amount" }).click();
  await page.getByRole("button", { name: /^Amount €3,625/ }).waitFor();
  await deals.reload();
  await page.getByText("2 × €1,250").waitFor();
  await page.getByRole("button", { name: "Remove Grinder" }).first().click();
  await until("one line is left", async () => (await page.getByRole("button", { name: "Remove Grinder" }).count()) === 1);
  await page.keyboard.press("Control+z");
  await until("it is back", async () => (await page.getByRole("button", { name: "Remove Grinder" }).count()) === 2);
});

for (const [language, options, words] of [
  ["English", {}, { add: "Add person", search: "Search by name", remove: (name) => `Remove ${name}` }],
  ["Chinese", { locale: "zh-CN" }, { add: "添加人员", search: "按名称搜索", remove: (name) => `移除“${name}”` }],
]) {
  test(`a person has a part in a deal, and none any more (${language})`, options, async ({ page, site }) => {
    const deals = new Deals(page, site.url, language === "Chinese" ? CHINESE : undefined);
    await deals.begin("sample");
    await deals.openDeals("?layout=table");
    await page.getByRole("grid").getByRole("link").first().click();
    await page.getByRole("button", { name: words.add }).click();
    const form = page.getByRole("dialog", { name: words.add });
    await form.getByRole("searchbox", { name: words.search }).waitFor();
    // Who is found first is chosen by Enter.
    const name = (await form.getByRole("button").locator("span").first().innerText()).trim();
    await page.keyboard.type(name);
    await form.getByRole("button", { name }).first().waitFor();
    await page.keyboard.press("Enter");
    const remove = page.getByRole("button", { name: words.remove(name) });
    await remove.waitFor();
    await form.waitFor({ state: "hidden" });
    await deals.reload();
    await remove.click();
    await remove.waitFor({ state: "detached" });
    await page.getByRole("heading", { level: 1 }).focus();
    await page.keyboard.press("Control+z");
    await remove.waitFor();
  });
}

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
  await deals.openDeals();
  await page.getByRole("link", { name: /^Stuck/ }).first().click();
  await page.waitForURL(/\/deals\?/);
  await page.getByRole("tab", { name: /^Stuck/, selected: true }).waitFor();
  await page.getByRole("group", { name: /^Too long in its stage/ }).waitFor();
});

for (const [language, options, words] of [
  ["English", {}, {
    owner: "Owner", none: "None", tag: "Tag", add: "Add tag", selected: /^3 selected/,
    ownerSet: /^Owner of 3 records changed/, tagSet: /^Tags of 3 records changed/, undone: /^Undone: Changed 3 records/,
  }],
  ["Chinese", { locale: "zh-CN" }, {
    owner: "负责人", none: "无", tag: "标签", add: "添加标签", selected: /^已选 3 条/,
    ownerSet: /^已修改 3 条记录的负责人/, tagSet: /^已修改 3 条记录的标签/, undone: /^已撤销：修改 3 条记录/,
  }],
]) {
  test(`many deals get an owner, none, and a tag at once, and one undo each takes it back (${language})`, options, async ({ page, site }) => {
    const deals = new Deals(page, site.url, language === "Chinese" ? CHINESE : undefined);
    await deals.begin("sample");
    await deals.openDeals("?layout=table");
    const grid = page.getByRole("grid");
    const rows = grid.getByRole("row").filter({ has: page.getByRole("link") });
    await rows.nth(3).waitFor();
    const texts = async () => (await rows.allInnerTexts()).slice(0, 3);
    await grid.focus();
    await page.keyboard.press("j");
    await page.keyboard.press("x");
    await page.keyboard.press("Shift+ArrowDown");
    await page.keyboard.press("Shift+ArrowDown");
    await page.getByText(words.selected).waitFor();
    const bar = page.getByRole("region").filter({ hasText: words.selected });
    const before = await texts();
    const give = async (name) => {
      await bar.getByRole("button", { name: words.owner, exact: true }).click();
      await page.getByRole("menuitem", { name, exact: true }).click();
      await page.getByText(words.ownerSet).waitFor();
    };
    await bar.getByRole("button", { name: words.owner, exact: true }).click();
    const names = await page.getByRole("menuitem").allInnerTexts();
    assert.equal(names.at(-1).trim(), words.none);
    const name = names[0].trim();
    await page.keyboard.press("Escape");
    await give(words.none);
    await until("none has an owner", async () => (await texts()).every((text) =>
      names.every((owner) => !text.includes(owner.trim()))));
    await give(name);
    await until("all three have the owner", async () => (await texts()).every((text) => text.includes(name)));
    await bar.getByRole("button", { name: words.tag, exact: true }).click();
    const tag = page.getByRole("dialog").filter({ hasText: words.add });
    await tag.getByLabel(words.tag).fill("autumn");
    await tag.getByRole("button", { name: words.add }).click();
    await page.getByText(words.tagSet).waitFor();
    for (let times = 0; times < 3; times += 1) {
      await grid.focus();
      await page.keyboard.press("Control+z");
      await page.getByText(words.undone).first().waitFor();
    }
    await until("the owners are as before", async () => JSON.stringify(await texts()) === JSON.stringify(before));
    // So is the tag, which a deal's page shows; what happened with it stays told there.
    await rows.first().getByRole("link").first().click();
    await page.getByRole("heading", { level: 1 }).waitFor();
    assert.equal(await page.locator(".record__tags").getByText("autumn", { exact: true }).count(), 0);
  });
}

test("an exported list read back changes nothing", async ({ page, site }) => {
  const deals = await began(page, site, "sample");
  const importing = new Import(page);
  for (const [list, what] of [["customers", "The columns in view"], ["deals?layout=table", "The columns in view"], ["customers", "All fields"], ["deals?layout=table", "All fields"]]) {
    await deals.goTo(list);
    await until("the list is filled", async () => (await page.getByRole("row").count()) > 10);
    const download = page.waitForEvent("download");
    await page.getByRole("button", { name: "Export" }).first().click();
    await page.getByRole("menuitem", { name: what }).click();
    const file = await download;
    const text = await readFile(await file.path(), "utf8");
    const rows = text.trim().split("\r\n").length - 1;
    await deals.load("import");
    await importing.choose({ [file.suggestedFilename()]: text });
    await importing.toColumns();
    await importing.toCheck();
    assert.deepEqual(await importing.tiles(), [0, 0, rows, 0, 0], `${list}, ${what}`);
  }
});

test("a second pipeline has its own board, and a deal moves over and back", async ({ page, site }) => {
  const deals = await began(page, site);
  await deals.addDeal("Alpha", { amount: "100" });
  const settings = await new Settings(deals).open("pipelines");
  await settings.card("New pipeline").getByLabel("Name").fill("Renewals");
  await settings.card("New pipeline").getByRole("button", { name: "Add", exact: true }).click();
  await settings.card("Renewals").waitFor();
  await deals.saved();
  await openDeal(deals, "Alpha");
  await page.getByRole("button", { name: /^Pipeline/ }).click();
  await page.getByLabel("Pipeline", { exact: true }).selectOption({ label: "Renewals" });
  await page.getByRole("button", { name: /^Pipeline Renewals/ }).waitFor();
  await deals.openDeals();
  await deals.lane("New").waitFor();
  assert.equal(await deals.card("Alpha").count(), 0);
  await page.getByRole("button", { name: "Sales", exact: true }).click();
  await page.getByRole("menuitemradio", { name: "Renewals", checked: false }).click();
  await deals.card("Alpha", "New").waitFor();
  await page.keyboard.press("Control+z");
  await deals.card("Alpha").waitFor({ state: "detached" });
  await deals.openDeals();
  await deals.card("Alpha", "New").waitFor();
});
