// Lists: conditions in groups of which one is enough, rows in groups with totals, views that keep both.
import { assert, test, until } from "../harness.mjs";
import { Lists } from "../pages/lists.mjs";
import { WORDS } from "../pages/workspace.mjs";

test("lists: conditions are joined by AND and OR, in groups that the address keeps", async ({ page, site }) => {
  const lists = await new Lists(page, site.url).begin();
  for (const name of ["Kanal & Co", "Hotel Bellavista", "Hotel Kanal", "Verde"]) await lists.addCompany(name);
  const shown = (...names) => until(`the rows are ${names}`, async () => {
    const found = await lists.names();
    return found.length === names.length && names.every((name) => found.includes(name));
  });
  await lists.filter("Name", "verde");
  await shown("Verde");
  await lists.filter("Name", "hotel", "Name contains verde");
  await shown("Verde", "Hotel Bellavista", "Hotel Kanal");
  // A second group: both must be met.
  await lists.filter("Name", "kanal");
  await shown("Hotel Kanal");
  await lists.filter("Name", "bella", "Name contains kanal");
  await shown("Hotel Bellavista", "Hotel Kanal");
  const group = page.locator(".filter-chip__group");
  assert.equal(await group.count(), 2);
  const filter = JSON.parse(new URL(page.url()).searchParams.get("filter"));
  assert.deepEqual(filter.and.map((part) => part.or.length), [2, 2]);
  // A third into the second group, by the button in it.
  await group.nth(1).getByRole("button", { name: "Add a condition that is enough instead (OR)" }).click();
  await lists.form.getByLabel("Field", { exact: true }).selectOption({ label: "Name" });
  await lists.form.getByLabel("Value", { exact: true }).fill("ver");
  await lists.form.getByRole("button", { name: "Apply" }).click();
  await shown("Verde", "Hotel Bellavista", "Hotel Kanal");
  // The link opens the same; what is removed leaves its group.
  await page.reload();
  await shown("Verde", "Hotel Bellavista", "Hotel Kanal");
  assert.equal(await group.count(), 2);
  await group.nth(0).getByRole("button", { name: "Remove filter" }).first().click();
  await shown("Hotel Bellavista", "Hotel Kanal");
  assert.equal(await group.count(), 1);
});

test("lists: rows in groups have heads with counts and sums, fold, and are kept by a view", async ({ page, site }) => {
  const lists = await new Lists(page, site.url).begin("sample");
  await lists.openList("transactions");
  await page.getByRole("row").nth(3).waitFor();
  await lists.groupBy("Kind");
  const order = lists.head("Order");
  await order.waitFor();
  assert.match(await order.innerText(), /transactions?\s+Amount\s/);
  const groups = await page.evaluate(async () => {
    const total = async (query) => {
      const answer = await globalThis.satchel.fetch(`/api/transactions?limit=1${query}`);
      return (await answer.json()).total;
    };
    const of = (kind) => total(`&filter=${encodeURIComponent(JSON.stringify({ field: "kind", is: kind }))}`);
    const counts = await Promise.all(["order", "invoice", "payment", "refund"].map(of));
    return { total: await total(""), orders: counts[0], groups: counts.filter((count) => count > 0) };
  });
  // The rows of the grid are the records and the heads.
  const rows = async () => Number(await page.getByRole("grid").getAttribute("aria-rowcount"));
  const all = groups.total + groups.groups.length + 1;
  await until("all lines are there", async () => (await rows()) === all);
  const count = Number(/([\d,]+) transactions?/.exec(await order.innerText())[1].replace(",", ""));
  assert.equal(count, groups.orders);
  await order.click();
  await until("the group is folded", async () => (await rows()) === all - count);
  assert.equal(await order.getAttribute("aria-expanded"), "false");
  await order.click();
  await until("the group is open", async () => (await rows()) === all);
  // By keys: Enter folds where one is at a head, X selects the whole group.
  await page.getByRole("grid").focus();
  await page.keyboard.press("Home");
  await page.keyboard.press("x");
  await page.getByText(/^\d+ selected$/).waitFor();
  await page.keyboard.press("Escape");
  await page.keyboard.press("Enter");
  await until("the first group is folded", async () => (await rows()) < all);
  // The view keeps the groups.
  await page.getByRole("button", { name: "Save view" }).click();
  await page.getByRole("textbox", { name: "Name of the view" }).fill("By kind");
  await page.keyboard.press("Enter");
  await page.getByRole("tab", { name: /^By kind/ }).waitFor();
  await lists.saved();
  await page.getByRole("tab", { name: /^All/ }).click();
  await until("nothing is grouped", async () => (await rows()) === groups.total + 1);
  await page.getByRole("navigation").getByRole("link", { name: /^By kind/ }).click();
  await order.waitFor();
});

const CHINESE = { locale: "zh-CN" };
test("lists: Chinese names are found by pinyin and initials, and sorted by sound", CHINESE, async ({ page, site }) => {
  const lists = await new Lists(page, site.url, WORDS.zh).begin();
  for (const name of ["张三贸易", "李四茶行", "曾氏餐饮", "Anna & Co", "重庆咖啡"]) await lists.addCompany(name);
  const order = ["Anna & Co", "重庆咖啡", "李四茶行", "曾氏餐饮", "张三贸易"];
  await until("they are sorted by pinyin", async () => (await lists.names()).join() === order.join());
  const search = page.getByRole("searchbox");
  for (const [typed, name] of [["zhangsan", "张三贸易"], ["zs", "张三贸易"], ["cqkf", "重庆咖啡"], ["zengshi", "曾氏餐饮"], ["李", "李四茶行"]]) {
    await search.fill(typed);
    await until(`${typed} finds ${name}`, async () => (await lists.names()).includes(name));
    assert.ok(!(await lists.names()).includes("Anna & Co"), typed);
  }
});

test("lists: a pasted table goes to the import with its columns", async ({ page, site }) => {
  await new Lists(page, site.url).begin();
  const paste = (text) => page.evaluate((text) => {
    const data = new DataTransfer();
    data.setData("text/plain", text);
    document.body.dispatchEvent(new ClipboardEvent("paste", { clipboardData: data, bubbles: true, cancelable: true }));
  }, text);
  // A sentence is no table.
  await paste("Just a sentence.");
  await paste("Name\tCity\tE-mail\nHotel Bellavista\tLugano\tdesk@bellavista.example\nVerde\tLyon\thello@verde.example\n");
  await page.waitForURL(/\/import$/);
  await page.getByRole("region", { name: "table.tsv" }).getByRole("table").waitFor();
  await page.getByRole("cell", { name: "Hotel Bellavista" }).or(page.getByText("Hotel Bellavista")).first().waitFor();
});

test("lists: an own field of tickets is a column there, and weeks begin with the chosen day", async ({ page, site }) => {
  const lists = await new Lists(page, site.url).begin();
  await lists.openList("settings/fields");
  await page.getByLabel("Label", { exact: true }).fill("Serial number");
  await page.getByLabel("Belongs to", { exact: true }).selectOption({ label: "Tickets" });
  await page.getByRole("button", { name: "Add", exact: true }).click();
  await page.getByRole("heading", { name: "Tickets" }).waitFor();
  await lists.openList("settings/general");
  await page.getByLabel("First day of the week").selectOption({ label: "Sunday" });
  await lists.reload();
  await until("the day is kept", async () => (await page.getByLabel("First day of the week").inputValue()) === "sunday");
  await lists.openList("settings/about");
  await page.getByText(/^Version \d/).waitFor();
  await page.getByText(/^Build [0-9a-f]{8}/).waitFor();
});

test("lists: a customer's page takes a transaction with its lines, and gives it back", async ({ page, site }) => {
  const lists = await new Lists(page, site.url).begin();
  await lists.addCompany("Kanal & Co");
  await page.getByRole("link", { name: "Kanal & Co" }).click();
  const card = page.getByRole("region", { name: "Transactions" });
  await card.getByRole("button", { name: "Add transaction" }).click();
  const form = page.getByRole("dialog", { name: "Add transaction" });
  await form.getByLabel("Number").fill("2026-1001");
  await form.getByLabel("Date").fill("2026-03-05");
  await form.getByLabel("Amount").fill("100");
  await form.getByRole("button", { name: "Add", exact: true }).click();
  await form.waitFor({ state: "hidden" });
  await card.getByRole("button", { name: "2026-1001" }).click();
  const one = page.getByRole("dialog", { name: "2026-1001" });
  await one.getByRole("button", { name: "Add product line" }).click();
  const line = page.getByRole("dialog", { name: "Add product line" });
  await line.getByLabel("Name").fill("House blend");
  await line.getByLabel("Quantity").fill("12");
  await line.getByLabel("Price").fill("20");
  await line.getByRole("button", { name: "Add", exact: true }).click();
  await one.getByText(/240/).first().waitFor();
  await one.getByRole("button", { name: "Use sum as amount" }).click();
  await one.getByRole("button", { name: /^Amount .*240/ }).waitFor();
  await one.getByRole("button", { name: "Move to trash" }).click();
  await card.getByRole("button", { name: "2026-1001" }).waitFor({ state: "detached" });
  await page.keyboard.press("Control+z");
  await card.getByText(/240/).waitFor();
  await lists.saved();
});
