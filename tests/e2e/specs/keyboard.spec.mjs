// A day's work without a pointer: what can be done is done by keys alone, and the focus is never lost.
import { assert, test, until } from "../harness.mjs";
import { Settings } from "../pages/settings.mjs";
import { Workspace } from "../pages/workspace.mjs";

/** Tabs until something of that role and name has the focus. */
async function tabTo(page, role, name) {
  const wanted = page.getByRole(role, { name }).first();
  for (let times = 0; times < 120; times += 1) {
    if (await wanted.evaluate((element) => element === document.activeElement).catch(() => false)) return;
    await page.keyboard.press("Tab");
  }
  assert.fail(`the Tab key does not lead to ${role} ${name}`);
}

test("a workspace is founded, filled, searched, edited, backed up and left by keys alone", async ({ page, site }) => {
  const workspace = new Workspace(page, site.url);
  await workspace.shell.open();
  await tabTo(page, "button", /Start empty/);
  await page.keyboard.press("Enter");
  await page.waitForURL(/\/w\/my-customers\/customers$/);
  await workspace.shell.started();
  await workspace.shell.heading.waitFor();

  for (const name of ["Hotel Bellavista", "Kanal & Co"]) {
    await page.keyboard.press("n");
    await page.keyboard.press("c");
    await page.getByRole("dialog").waitFor();
    await tabTo(page, "textbox", "Name");
    await page.keyboard.type(name);
    await page.keyboard.press("Enter");
    await workspace.row(name).waitFor();
  }

  // Into the list, along it, and into a customer.
  await tabTo(page, "grid", /Customers/);
  await page.keyboard.press("j");
  await page.keyboard.press("j");
  await page.keyboard.press("x");
  await page.getByText(/1 selected/).waitFor();
  await page.keyboard.press("x");
  await page.keyboard.press("Enter");
  await page.getByRole("heading", { level: 1, name: "Kanal & Co" }).waitFor();
  await tabTo(page, "button", /^Website/);
  await page.keyboard.press("Enter");
  await page.keyboard.type("kanal.example");
  await page.keyboard.press("Enter");
  await page.getByRole("button", { name: /^Website kanal\.example/ }).waitFor();
  await page.keyboard.press("Control+z");
  await page.getByRole("button", { name: /^Website kanal/ }).waitFor({ state: "detached" });
  await page.keyboard.press("Control+Shift+z");
  await page.getByRole("button", { name: /^Website kanal/ }).waitFor();

  // Anywhere by the palette.
  await page.keyboard.press("Control+k");
  await page.keyboard.type("bella");
  await page.getByRole("option", { name: /^Hotel Bellavista/ }).waitFor();
  await page.keyboard.press("Enter");
  await page.getByRole("heading", { level: 1, name: "Hotel Bellavista" }).waitFor();

  // The settings, by Tab and Enter.
  await page.keyboard.press("g");
  await page.keyboard.press(",");
  await page.waitForURL(/settings\/general$/);
  await tabTo(page, "button", /^Workspace name/);
  await page.keyboard.press("Enter");
  await page.keyboard.press("Control+a");
  await page.keyboard.type("Brandt");
  await page.keyboard.press("Enter");
  await page.getByRole("button", { name: /^Workspace name Brandt/ }).waitFor();
  // Into a group of radios leads the one that is chosen; the arrows choose another.
  await tabTo(page, "radio", "As the system");
  await page.keyboard.press("ArrowRight");
  await until("the theme follows", () =>
    page.evaluate(() => document.documentElement.dataset.theme === "light"));
  await tabTo(page, "link", "Pipelines and stages").catch(async () => {
    await page.keyboard.press("Control+Home");
    await tabTo(page, "link", "Pipelines and stages");
  });
  await page.keyboard.press("Enter");
  await page.waitForURL(/settings\/pipelines$/);
  await page.keyboard.press("Control+k");
  await page.keyboard.type("> data and storage");
  await page.keyboard.press("Enter");
  await page.waitForURL(/settings\/data$/);
  await tabTo(page, "button", "Back up now");
  const [download] = await Promise.all([page.waitForEvent("download"), page.keyboard.press("Enter")]);
  assert.match(download.suggestedFilename(), /\.satchel\.jsonl$/);

  // Leaving: the name is typed, and the workspace is gone.
  await tabTo(page, "button", "Erase workspace");
  await page.keyboard.press("Enter");
  await page.getByRole("dialog").waitFor();
  await tabTo(page, "textbox", /Type/);
  await page.keyboard.type("Brandt");
  await tabTo(page, "button", "Erase for good");
  await page.keyboard.press("Enter");
  await page.waitForURL(/\/new$/);
});

test("closing anything gives the focus back to where it was", async ({ page, site }) => {
  const workspace = await new Workspace(page, site.url).begin("sample");
  await new Settings(workspace).open("general");
  const opener = page.getByRole("button", { name: /^Workspace name/ });
  await opener.focus();
  const isBack = () => opener.evaluate((element) => element === document.activeElement);
  for (const open of ["Control+k", "?"]) {
    await page.keyboard.press(open);
    await page.getByRole("dialog").waitFor();
    await page.keyboard.press("Escape");
    await until(`the focus comes back after ${open}`, isBack);
    // It is closed at once, and said to be in a task of its own: no person is as fast.
    await page.waitForTimeout(100);
  }
});
