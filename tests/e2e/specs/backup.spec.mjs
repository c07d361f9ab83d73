// A workspace is backed up, lost and restored: here, beside, in place of nothing, and from a file that
// is damaged. Erasing it asks for its name.
import { assert, expectAccessible, test, until } from "../harness.mjs";
import { Settings, choose } from "../pages/settings.mjs";
import { WORDS, Workspace, throwAway } from "../pages/workspace.mjs";

const stocked = async (page, site, names) => {
  const workspace = await new Workspace(page, site.url).begin();
  for (const name of names) await workspace.addCompany(name);
  return workspace;
};

test("a backup is made, its age is seen, and replacing brings back what was deleted, by one undo", async ({ page, site }) => {
  const workspace = await stocked(page, site, ["Hotel Bellavista", "Kanal & Co"]);
  const side = page.getByRole("navigation", { name: "Main" }).first();
  await side.getByText("No backup yet").waitFor();
  const settings = await new Settings(workspace).open("data");
  const backup = await settings.backUp();
  assert.match(backup.name, /^my-customers-\d{4}-\d\d-\d\d\.satchel\.jsonl$/);
  assert.match(backup.text, /^\{"satchel_backup":1,/);
  assert.match(backup.text, /"name":"Hotel Bellavista"/);
  await side.getByText("Backed up today").waitFor();
  await settings.card("Backup").getByText("Nothing has changed since.").waitFor();

  await page.getByRole("link", { name: /^Customers/ }).first().click();
  await page.getByRole("link", { name: "Kanal & Co" }).click();
  await page.getByRole("heading", { level: 1, name: "Kanal & Co" }).waitFor();
  await throwAway(page);
  await page.getByRole("link", { name: /^Customers/ }).first().click();
  await workspace.row("Kanal & Co").waitFor({ state: "detached" });
  await workspace.addCompany("Made later");
  await settings.open("data");
  await choose(page, settings.card("Backup").getByRole("button", { name: "Choose file" }), backup.name, backup.text);
  await page.getByText(/was deleted here later and stays deleted/).waitFor();
  await page.getByRole("radio", { name: "Replace what is here" }).check();
  await page.getByText("1 record that is only here goes to the trash").waitFor();
  await page.getByRole("button", { name: /^Restore \d+ records?$/ }).click();
  await page.getByText(/restored from/).waitFor();
  await page.getByRole("link", { name: /^Customers/ }).first().click();
  await workspace.row("Kanal & Co").waitFor();
  assert.equal(await workspace.row("Made later").count(), 0);
  await page.keyboard.press("Control+z");
  await workspace.row("Made later").waitFor();
  await workspace.row("Kanal & Co").waitFor({ state: "detached" });
});

test("a backup opens beside what is here, and its workspace is switched to", async ({ page, site }) => {
  const workspace = await stocked(page, site, ["Hotel Bellavista"]);
  const settings = await new Settings(workspace).open("data");
  const backup = await settings.backUp();
  await choose(page, settings.card("Backup").getByRole("button", { name: "Choose file" }), backup.name, backup.text);
  await page.getByRole("radio", { name: "Into a new workspace" }).check();
  await page.getByRole("button", { name: /^Restore \d+ records?$/ }).click();
  await page.waitForURL(/\/w\/my-customers-2\/customers$/);
  await workspace.row("Hotel Bellavista").waitFor();
  await workspace.addCompany("Only beside");
  // The first one is as it was, and it is gone to by the menu.
  await page.getByRole("button", { name: "My customers" }).first().click();
  await page.getByRole("menuitemradio", { name: "My customers" }).first().click();
  await page.waitForURL(/\/w\/my-customers\/home$/);
  await workspace.toCustomers();
  await workspace.row("Hotel Bellavista").waitFor();
  assert.equal(await workspace.row("Only beside").count(), 0);
});

test("the first run restores a file, also one that is cut off, and says what is wrong with it", async ({ browser, page, site }) => {
  const workspace = await stocked(page, site, ["Hotel Bellavista", "Kanal & Co"]);
  const settings = await new Settings(workspace).open("data");
  const { name, text } = await settings.backUp();
  const lines = text.trimEnd().split("\n");
  const company = lines.findIndex((line) => line.includes("Hotel Bellavista"));
  lines[company] = "oops";
  const cut = lines.slice(0, -1).join("\n");

  await workspace.shell.open("new");
  const way = page.getByRole("button", { name: "Restore a backup" });
  await choose(page, way, "table.csv", "Name\nAnn\n");
  await page.getByRole("alert").getByText("table.csv is not a Satchel backup.").waitFor();
  await choose(page, way, name, cut);
  await page.getByText(`Line ${company + 1}: cannot be read as a record`).waitFor();
  await page.getByText(/the file ends here, before the backup does/).waitFor();
  await expectAccessible(page, "the preview of a damaged backup");
  await page.getByRole("button", { name: /^Restore \d+ records?$/ }).click();
  await page.waitForURL(/\/w\/my-customers-2\/customers$/);
  await workspace.row("Kanal & Co").waitFor();
  assert.equal(await workspace.row("Hotel Bellavista").count(), 0);
  assert.equal(browser.problems.length, 0);
});

test("what the browser emptied is told, and comes back from a file", async ({ page, site }) => {
  const workspace = await stocked(page, site, ["Hotel Bellavista"]);
  const settings = await new Settings(workspace).open("data");
  const { name, text } = await settings.backUp();
  await page.goto(`${site.url}rescue.html`);
  await page.evaluate(async () => {
    for (const { name: database } of await indexedDB.databases()) {
      await new Promise((done, failed) => {
        const request = indexedDB.deleteDatabase(database);
        request.onsuccess = done;
        request.onerror = failed;
      });
    }
  });
  await workspace.shell.open("w/my-customers/customers");
  await page.getByRole("heading", { level: 1, name: /has emptied/ }).waitFor();
  await page.getByText("1 record", { exact: true }).waitFor();
  await page.getByText(`Newest known: ${name}`, { exact: false }).waitFor();
  await page.getByRole("link", { name: "Open rescue page" }).waitFor();
  await expectAccessible(page, "the recovery screen");
  await choose(page, page.getByRole("button", { name: "Choose file" }), name, text);
  await page.getByRole("button", { name: /^Restore \d+ records?$/ }).click();
  await page.waitForURL(/\/w\/my-customers\/customers$/);
  await workspace.row("Hotel Bellavista").waitFor();
});

test("erasing a workspace asks for its name and takes only this one", async ({ page, site }) => {
  const workspace = await stocked(page, site, ["Hotel Bellavista"]);
  await workspace.shell.open("new");
  await page.getByRole("button", { name: WORDS.en.sample }).click();
  await page.waitForURL(/\/w\/sample\/home$/);
  const settings = await new Settings(workspace).open("data");
  await settings.card("Leave this device").getByRole("button", { name: "Erase workspace" }).click();
  const dialog = page.getByRole("dialog");
  await dialog.getByText("Erase “Sample” from this device?").waitFor();
  const erase = dialog.getByRole("button", { name: "Erase for good" });
  assert.equal(await erase.getAttribute("aria-disabled"), "true");
  await dialog.getByRole("textbox").fill("Sample");
  await erase.click();
  await page.waitForURL(/\/new$/);
  await until("its database is gone", async () =>
    page.evaluate(async () => (await indexedDB.databases()).every(({ name }) => !name.endsWith("/sample"))));
  await workspace.shell.open("w/my-customers/customers");
  await workspace.row("Hotel Bellavista").waitFor();
});
