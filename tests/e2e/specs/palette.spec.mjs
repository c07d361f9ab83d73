// The palette and the keys: every record and every action by typing, in both languages, and the list
// of all keys.
import { PHONE, assert, expectAccessible, test, until } from "../harness.mjs";
import { Workspace } from "../pages/workspace.mjs";

const palette = (page) => page.getByRole("dialog").getByRole("combobox");

test("the palette finds a customer by name, e-mail and digits, and opens it by keys alone", async ({ page, site }) => {
  const workspace = await new Workspace(page, site.url).begin();
  await page.keyboard.press("n");
  await page.keyboard.press("c");
  const dialog = page.getByRole("dialog");
  await dialog.getByLabel("Name", { exact: true }).fill("Hotel Bellavista");
  await dialog.getByLabel(/E-mail/).fill("desk@bellavista.example");
  await dialog.getByLabel(/Phone/).fill("+41 91 555 01 64");
  await page.keyboard.press("Enter");
  await workspace.row("Hotel Bellavista").waitFor();
  for (const typed of ["bella", "desk@bella", "5550164", "lavis"]) {
    await page.keyboard.press("Control+k");
    await palette(page).fill(typed);
    await page.getByRole("option", { name: /^Hotel Bellavista/ }).waitFor();
    await page.keyboard.press("Enter");
    await page.getByRole("heading", { level: 1, name: "Hotel Bellavista" }).waitFor();
    await page.keyboard.press("g");
    await page.keyboard.press("c");
    await workspace.row("Hotel Bellavista").waitFor();
  }
  await page.keyboard.press("Control+k");
  await page.getByRole("group", { name: "Recent" }).getByText("Hotel Bellavista").waitFor();
  await palette(page).fill("no such thing");
  await page.keyboard.press("Enter");
  await page.waitForURL(/customers\?q=no(\+|%20)such(\+|%20)thing/);
  // A closed palette says nothing.
  await palette(page).waitFor({ state: "hidden" });
  const said = () => page.locator("dialog").filter({ has: page.locator("[role=combobox]") }).textContent();
  await until("it is silent", async () => !(await said()).includes("result"));
});

test("a call is written down from the palette and by keys, about the customer who was meant", async ({ page, site }) => {
  const workspace = await new Workspace(page, site.url).begin();
  await workspace.addCompany("Hotel Bellavista");
  await page.keyboard.press("Control+k");
  await palette(page).fill("bella");
  await page.getByRole("option", { name: /^Log a call with Hotel Bellavista/ }).click();
  await page.getByRole("heading", { level: 1, name: "Hotel Bellavista" }).waitFor();
  await page.getByRole("radio", { name: "Call" }).and(page.locator(":checked")).waitFor();
  await until("the words can be typed", () => page.evaluate(() => document.activeElement.tagName === "TEXTAREA"));
  assert.equal(new URL(page.url()).search, "");
  await page.keyboard.type("Wants two grinders.");
  await page.keyboard.press("Control+Enter");
  await page.getByRole("article").filter({ hasText: "Wants two grinders." }).waitFor();
  await page.getByRole("heading", { level: 1 }).focus();
  await page.keyboard.press("l");
  await page.keyboard.press("t");
  await page.getByRole("radio", { name: "Task" }).and(page.locator(":checked")).waitFor();
  await page.keyboard.press("Control+k");
  await palette(page).fill("bella");
  await page.getByRole("option", { name: /^New deal for Hotel Bellavista/ }).click();
  const form = page.getByRole("dialog", { name: "New deal" });
  assert.equal(await form.getByRole("combobox", { name: "Customer" }).inputValue(), "Hotel Bellavista");
});

test("every action is found by its name, and done", async ({ page, site }) => {
  await new Workspace(page, site.url).begin("sample");
  const run = async (typed) => {
    await page.keyboard.press("Control+k");
    await palette(page).fill(typed);
    await page.keyboard.press("Enter");
    await palette(page).waitFor({ state: "hidden" });
  };
  const leave = async () => {
    await page.keyboard.press("Escape");
    await page.getByRole("dialog").waitFor({ state: "hidden" });
  };
  await run("> new customer");
  await page.getByRole("dialog").getByLabel("Name", { exact: true }).waitFor();
  await leave();
  await run("> settings");
  await page.waitForURL(/settings\/general$/);
  await run("> trash");
  await page.waitForURL(/\/trash$/);
  await run("Hot this week");
  await page.waitForURL(/customers\?.*view=/);
  const theme = () => page.evaluate(() => document.documentElement.dataset.theme);
  await run("> light and dark");
  assert.equal(await theme(), "dark");
  const density = () => page.evaluate(() => document.documentElement.dataset.density);
  await run("> row height");
  assert.equal(await density(), "roomy");
  const [download] = await Promise.all([page.waitForEvent("download"), run("> back up")]);
  assert.match(download.suggestedFilename(), /\.satchel\.jsonl$/);
  await run("> keyboard");
  await page.getByRole("dialog", { name: "Keyboard shortcuts" }).waitFor();
  await leave();
  await run("> language");
  await page.getByRole("heading", { level: 1, name: "客户" }).waitFor();
  await run("> 切换语言");
  await page.getByRole("heading", { level: 1, name: "Customers" }).waitFor();
});

test("single letters can be switched off, and the keys with Ctrl stay", async ({ page, site }) => {
  const workspace = await new Workspace(page, site.url).begin();
  await page.keyboard.press("g");
  await page.keyboard.press(",");
  await page.getByRole("link", { name: "Shortcuts" }).click();
  await page.getByRole("switch", { name: "Single-letter shortcuts" }).uncheck();
  await page.getByRole("heading", { level: 1 }).focus();
  await page.keyboard.press("g");
  await page.keyboard.press("c");
  await page.keyboard.press("?");
  assert.match(page.url(), /settings\/shortcuts$/);
  assert.equal(await page.getByRole("dialog").count(), 0);
  await page.keyboard.press("Control+k");
  await palette(page).waitFor();
  await page.keyboard.press("Escape");
  await page.reload();
  await workspace.shell.started();
  assert.equal(await page.getByRole("switch", { name: "Single-letter shortcuts" }).isChecked(), false);
});

test("the palette and the list of keys are accessible on a phone", { viewport: PHONE }, async ({ page, site }) => {
  await new Workspace(page, site.url).begin("sample");
  await until("the list is filled", async () => (await page.getByRole("row").count()) > 5);
  await page.keyboard.press("Control+k");
  await palette(page).fill("a");
  await page.getByRole("option").first().waitFor();
  await expectAccessible(page, "the palette");
  await page.keyboard.press("Escape");
  await page.getByRole("dialog").waitFor({ state: "hidden" });
  await page.keyboard.press("?");
  await page.getByRole("dialog").waitFor();
  await expectAccessible(page, "the list of keys");
});
