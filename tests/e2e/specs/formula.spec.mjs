// Fields that are worked out: written in the settings, read on a record and in the list, sorted and filtered
// by, exported, and never written by hand.
import { readFile } from "node:fs/promises";
import { PHONE, assert, expectAccessible, test, until } from "../harness.mjs";
import { Deals } from "../pages/deals.mjs";
import { Settings } from "../pages/settings.mjs";
import { sentences } from "../pages/words.mjs";

/** Begins a field of deals in the form that makes one. */
async function begin(form, label, type) {
  await form.getByLabel("Label").fill(label);
  await form.getByLabel("Belongs to").selectOption({ label: "Deals" });
  await form.getByLabel("Type").selectOption({ label: type });
}

test("a formula is written in the settings and read on records, in the list and in files", async ({ page, site }) => {
  const deals = await new Deals(page, site.url).begin();
  await deals.addDeal("Beans", { customer: "Bellavista", amount: "1000", isNew: true });
  await deals.addDeal("Cups", { customer: "Kanal", amount: "300", isNew: true });
  const settings = await new Settings(deals).open("fields");
  const form = settings.card("Add own field");
  const add = form.getByRole("button", { name: "Add", exact: true });
  await begin(form, "Cost", "Money");
  await add.click();
  const card = settings.card("Deals");
  await card.getByRole("button", { name: "Label Cost edit" }).waitFor();

  // What is wrong is said with its place, at first quietly, and a formula that is wrong is not taken.
  await begin(form, "Margin", "Formula");
  const formula = form.getByLabel("Formula", { exact: true });
  await add.click();
  await form.getByText("A value is needed here.").waitFor();
  await formula.fill("amount - custom.price");
  await formula.press("Tab");
  await form.getByText("There is no field “custom.price” (character 10).").waitFor();
  await add.click();
  // Refused, the form stays filled in; taken, it would be empty.
  await page.waitForTimeout(300);
  assert.equal(await formula.inputValue(), "amount - custom.price");
  assert.equal(await card.getByRole("button", { name: "Label Margin edit" }).count(), 0);
  await expectAccessible(page, "a formula that is wrong");
  // The fields that it can name are offered, and while it is written it says what it gives.
  await formula.fill("amount * 2");
  await form.getByText(/^Cups: .*600/).waitFor();
  const insert = async () => {
    await form.getByRole("button", { name: "Insert field" }).click();
    await page.getByRole("menuitem", { name: "Cost", exact: true }).click();
  };
  // A name goes where one writes, and one goes on behind it.
  await formula.fill("amount - * 2");
  await formula.evaluate((field) => field.setSelectionRange(9, 9));
  await insert();
  await until("the formula has the focus", () => formula.evaluate((field) => field === document.activeElement));
  await page.keyboard.type(" ");
  assert.equal(await formula.inputValue(), "amount - custom.cost * 2");
  await formula.fill("amount -");
  await insert();
  assert.equal(await formula.inputValue(), "amount - custom.cost");
  await form.getByText("gives nothing of the latest records").waitFor();
  await add.click();
  const change = card.getByRole("button", { name: "Change the formula of Margin" });
  await change.waitFor();
  await card.getByText("amount - custom.cost", { exact: true }).waitFor();
  await deals.saved();
  await expectAccessible(page, "the settings with a formula");
  // Esc in the menu of the fields leaves the menu, and only then the form.
  await change.click();
  const changing = card.getByLabel("Formula", { exact: true });
  await changing.fill("amount - custom.cost - amount");
  await card.getByRole("button", { name: "Insert field" }).click();
  await page.getByRole("menuitem").first().waitFor();
  await page.keyboard.press("Escape");
  await page.getByRole("menuitem").first().waitFor({ state: "hidden" });
  assert.equal(await changing.inputValue(), "amount - custom.cost - amount");
  await changing.press("Escape");
  await card.getByText("amount - custom.cost", { exact: true }).waitFor();

  // On a record it follows what it reads, and cannot be written.
  await deals.openDeals("?layout=table&columns=name,amount,custom.margin&sort=-custom.margin");
  await page.getByRole("link", { name: "Beans" }).click();
  const cost = page.getByRole("button", { name: /^Cost / });
  await cost.click();
  await page.getByLabel("Cost", { exact: true }).fill("950");
  await page.keyboard.press("Enter");
  const worked = page.getByText("Margin", { exact: true }).locator("xpath=following-sibling::*");
  await worked.filter({ hasText: "50" }).waitFor();
  assert.equal(await page.getByRole("button", { name: /^Margin/ }).count(), 0);
  await expectAccessible(page, "a deal with a formula");
  await deals.saved();

  // The list shows it, sorts and filters by it, and undo takes what it follows back.
  await deals.openDeals("?layout=table&columns=name,amount,custom.margin&sort=-custom.margin");
  const names = async () => (await page.getByRole("row").getByRole("link").allInnerTexts()).join();
  const cell = (text) => page.getByRole("gridcell", { name: text });
  await cell(/^.?50(\.00)?$/).waitFor();
  assert.match(await names(), /^Beans.*Cups/s);
  await page.getByRole("link", { name: "Cups" }).click();
  await cost.click();
  await page.getByLabel("Cost", { exact: true }).fill("10");
  await page.keyboard.press("Enter");
  await worked.filter({ hasText: "290" }).waitFor();
  await deals.saved();
  await page.goBack();
  await cell(/290/).waitFor();
  await until("the larger margin is first", async () => /^Cups.*Beans/s.test(await names()));
  // A cell of it does not become an editor.
  const editor = page.locator(".cell-editor");
  await cell(/290/).dblclick();
  await page.waitForTimeout(300);
  assert.equal(await editor.count(), 0);
  await cell(/300/).first().dblclick();
  await editor.waitFor();
  await page.keyboard.press("Escape");
  await deals.openDeals(`?layout=table&columns=name,custom.margin&filter=${encodeURIComponent(JSON.stringify({ field: "custom.margin", gt: "100 EUR" }))}`);
  await until("one is found", async () => !(await names()).includes("Beans"));

  // A file has it, and a file that brings it is told that it is left out.
  await deals.openDeals("?layout=table&columns=name,custom.margin");
  await page.getByRole("grid").focus();
  await page.keyboard.press("Control+a");
  const [download] = await Promise.all([
    page.waitForEvent("download"),
    page.getByRole("region", { name: "Actions for the selection" }).getByRole("button", { name: "Export" }).click(),
  ]);
  assert.match(await readFile(await download.path(), "utf8"), /290/);

  // Another formula is worked out at once; without its field it says why it gives nothing.
  await settings.open("fields");
  await change.press("Enter");
  const changed = card.getByLabel("Formula", { exact: true });
  await until("the formula has the focus", () => changed.evaluate((field) => field === document.activeElement));
  await page.keyboard.press("Control+a");
  await page.keyboard.type("custom.cost + today");
  await page.keyboard.press("Control+Enter");
  await card.getByText("“+” at character 13 joins values that do not go together.").waitFor();
  await expectAccessible(page, "a formula that is changed");
  await page.keyboard.press("Escape");
  await until("the focus is back", () => change.evaluate((button) => button === document.activeElement));
  await page.keyboard.press("Enter");
  await changed.fill("round(custom.cost / amount * 100)");
  await page.keyboard.press("Control+Enter");
  await card.getByText("Cups: 3", { exact: true }).waitFor();
  await card.getByRole("button", { name: "Move Cost to the trash" }).click();
  await card.getByText("It gives nothing: There is no field “custom.cost”").waitFor();
  await page.getByRole("button", { name: "Undo" }).click();
  await card.getByText("Cups: 3", { exact: true }).waitFor();
});

test("a formula is written on a phone, in Chinese", { viewport: PHONE, locale: "zh-CN" }, async ({ page, site }) => {
  const say = sentences("zh-CN");
  const { WORDS } = await import("../pages/workspace.mjs");
  const deals = await new Deals(page, site.url, WORDS.zh).begin("sample");
  const settings = await new Settings(deals).open("fields");
  const form = settings.card(say("field-own-add"));
  await form.getByLabel(say("field-custom-field-label")).fill("客龄");
  await form.getByLabel(say("field-custom-field-type")).selectOption({ label: say("option-custom-field-type-formula") });
  const formula = form.getByLabel(say("field-custom-field-formula"), { exact: true });
  await formula.fill("days_between（created_at，");
  await formula.press("Tab");
  await form.getByText("公式在第 25 个字符处结束").waitFor();
  await expectAccessible(page, "a formula on a phone");
  await formula.fill("days_between（created_at，today）");
  await form.getByText(/：\d+$/).waitFor();
  await form.getByRole("button", { name: say("action-add"), exact: true }).click();
  await page.getByRole("button", { name: "修改客龄的公式" }).waitFor();
  await expectAccessible(page, "the settings with a formula on a phone");
});

test("a file that brings what is worked out is told so, and which required field a row misses", async ({ page, site }) => {
  const deals = await new Deals(page, site.url).begin();
  const settings = await new Settings(deals).open("fields");
  const form = settings.card("Add own field");
  await begin(form, "Cost", "Money");
  await form.getByLabel("Required in new records").check();
  await form.getByRole("button", { name: "Add", exact: true }).click();
  await begin(form, "Margin", "Formula");
  await form.getByLabel("Formula", { exact: true }).fill("amount - custom.cost");
  await form.getByRole("button", { name: "Add", exact: true }).click();
  await settings.card("Deals").getByRole("button", { name: "Label Margin edit" }).waitFor();
  await deals.saved();
  const buffer = Buffer.from("Deal Name,Amount,Cost,Margin,Stage\nBeans,100,60,40,Qualified\nCups,200,,30,Qualified\n");
  await page.goto(page.url().replace(/\/settings\/.*$/, "/import"));
  await deals.shell.started();
  await page.locator("input[type=file]").first().setInputFiles({ name: "deals.csv", mimeType: "text/csv", buffer });
  await page.getByRole("button", { name: /^Match columns/ }).last().click();
  const row = page.getByRole("row").filter({ hasText: "Margin" });
  await row.getByText("Worked out, or no field yet").waitFor();
  // Nor is it offered as a place, or its name for a new field.
  assert.equal(await page.locator("option", { hasText: "Margin" }).count(), 0);
  await page.getByRole("button", { name: /^Check all rows/ }).click();
  await page.getByText("Cost is missing. Correct the row").waitFor();
  await page.getByRole("button", { name: /^Import 1 record/ }).waitFor();
});
