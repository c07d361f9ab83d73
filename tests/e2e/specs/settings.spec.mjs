// The settings: what is changed there shows at once, is kept, and can be taken back; the workspaces of
// this browser; and the way in by the bare address.
import { assert, expectAccessible, test, until } from "../harness.mjs";
import { Settings } from "../pages/settings.mjs";
import { WORDS, Workspace } from "../pages/workspace.mjs";

const edit = async (page, field, text) => {
  await page.getByRole("button", { name: field }).click();
  await page.keyboard.press("Control+a");
  await page.keyboard.type(text);
  await page.keyboard.press("Enter");
};

test("the workspace is renamed, the menu and the list of workspaces know it, and undo takes it back", async ({ page, site }) => {
  const workspace = await new Workspace(page, site.url).begin();
  const settings = await new Settings(workspace).open("general");
  await edit(page, /^Workspace name/, "Kaffeehaus Brandt");
  await edit(page, /^Your name/, "Maya");
  await page.getByLabel("Currency").selectOption("CHF");
  await page.getByLabel("Country for phone numbers").selectOption({ label: "Switzerland" });
  await workspace.saved();
  await settings.open("data");
  await settings.card("Workspaces in this browser").getByRole("heading", { name: "Kaffeehaus Brandt" }).waitFor();
  await page.getByRole("button", { name: "Kaffeehaus Brandt" }).first().waitFor();
  for (let times = 0; times < 4; times += 1) {
    await page.getByRole("heading", { level: 1 }).focus();
    await page.keyboard.press("Control+z");
  }
  await page.getByRole("button", { name: "My customers" }).first().waitFor();
});

test("the bare address opens the workspace one was in last, also after a restart", async ({ browser, page, site }) => {
  await (await new Workspace(page, site.url).begin()).addCompany("Hotel Bellavista");
  await browser.restart();
  const next = browser.context.pages()[0] ?? (await browser.context.newPage());
  const again = new Workspace(next, site.url);
  await again.shell.open();
  await again.row("Hotel Bellavista").waitFor();
  assert.match(next.url(), /\/w\/my-customers\/customers$/);
  await again.addCompany("Kanal & Co");
  // An address that names no screen leads to the list.
  await again.shell.open("w/my-customers/no-such-screen");
  await again.row("Kanal & Co").waitFor();
  assert.match(next.url(), /\/w\/my-customers\/customers$/);
});

test("an own field is made, renamed, given options, put in order and thrown away", async ({ page, site }) => {
  const workspace = await new Workspace(page, site.url).begin();
  const settings = await new Settings(workspace).open("fields");
  const form = settings.card("Add own field");
  const add = async (label, type) => {
    await form.getByLabel("Label").fill(label);
    await form.getByLabel("Type").selectOption({ label: type });
    await form.getByRole("button", { name: "Add", exact: true }).click();
  };
  await form.getByRole("button", { name: "Add", exact: true }).click();
  await form.getByText(/needed|required|missing/i).waitFor();
  await add("Roast", "Choice");
  await add("Machines", "Number");
  const card = settings.card("Customers");
  await edit(page, /^Options/, "Light, Dark");
  await page.getByRole("button", { name: /^Options Light, Dark/ }).waitFor();
  await edit(page, /^Label Roast/, "Favourite roast");
  await card.getByRole("button", { name: "Move Machines up" }).click();
  await until("it is first", async () =>
    /Machines/.test(await card.getByRole("listitem").first().textContent()));
  await card.getByRole("button", { name: "Move Machines to the trash" }).click();
  await card.getByRole("button", { name: /^Label Machines/ }).waitFor({ state: "detached" });
  await page.getByRole("button", { name: "Undo" }).click();
  await card.getByRole("button", { name: /^Label Machines/ }).waitFor();
  await workspace.saved();
  await page.reload();
  await card.getByRole("button", { name: /^Label Favourite roast/ }).waitFor();
});

test("a stage is renamed, given a chance and put in order; one that is used stays", async ({ page, site }) => {
  const workspace = await new Workspace(page, site.url).begin("sample");
  const settings = await new Settings(workspace).open("pipelines");
  const card = settings.card("Sales");
  await edit(page, /^Stage Qualified/, "Met in person");
  await card.getByRole("button", { name: /^Stage Met in person/ }).waitFor();
  const stage = card.getByRole("listitem").filter({ hasText: "Met in person" });
  await stage.getByRole("button", { name: /^Probability/ }).click();
  await page.keyboard.press("Control+a");
  await page.keyboard.type("130");
  await page.keyboard.press("Enter");
  await stage.getByText("A chance is between 0 and 100 percent.").waitFor();
  await page.keyboard.press("Control+a");
  await page.keyboard.type("35");
  await page.keyboard.press("Enter");
  await stage.getByRole("button", { name: /^Probability 35/ }).waitFor();
  await stage.getByRole("button", { name: "Move Met in person up" }).click();
  await until("it is first", async () =>
    /Met in person/.test(await card.getByRole("listitem").first().textContent()));
  await card.getByRole("button", { name: "Remove stage Won" }).click();
  await page.getByText(/^Not changed:/).waitFor();
  await card.getByRole("button", { name: /^Stage Won/ }).waitFor();
});

test("what is stored is told in plain words, and checked", async ({ page, site }) => {
  const workspace = await new Workspace(page, site.url).begin("sample");
  const settings = await new Settings(workspace).open("data");
  const stored = settings.card("What is stored");
  await stored.getByRole("row", { name: /^Customers 240/ }).waitFor();
  await settings.card("On this device").getByText(/of about .* allowed/).first().waitFor();
  await page.getByRole("button", { name: "Check now" }).click();
  await page.getByText(/pages and entries, no damage/).waitFor();
});

for (const [name, options, words] of [
  ["light, English", {}, WORDS.en],
  ["dark, Chinese", { colorScheme: "dark", locale: "zh-CN" }, WORDS.zh],
  ["dark, a phone", { colorScheme: "dark", viewport: { width: 390, height: 844 } }, WORDS.en],
  ["light, Chinese", { locale: "zh-CN" }, WORDS.zh],
]) {
  test(`every part of the settings is accessible (${name})`, options, async ({ page, site }) => {
    const workspace = await new Workspace(page, site.url, words).begin("sample");
    const settings = new Settings(workspace);
    for (const part of ["general", "fields", "pipelines", "data", "shortcuts"]) {
      await settings.open(part);
      await expectAccessible(page, part);
    }
  });
}
