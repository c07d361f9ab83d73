// Sync, as far as it needs no server: what is typed wrong is said at its field, a server that is not there
// is told apart, a link fills in the form, and keys are enough.
import { createServer } from "node:net";
import { PHONE, assert, expectAccessible, test } from "../harness.mjs";
import { Settings } from "../pages/settings.mjs";
import { Shell } from "../pages/shell.mjs";
import { Database } from "../pages/sync.mjs";
import { WORDS, Workspace } from "../pages/workspace.mjs";

/** A port of this machine at which nothing answers. */
async function deadPort() {
  const server = createServer();
  await new Promise((done) => server.listen(0, "127.0.0.1", done));
  const { port } = server.address();
  await new Promise((done) => server.close(done));
  return port;
}

/** A workspace with the form of a database open. */
async function connecting(page, site) {
  const workspace = await new Workspace(page, site.url).begin();
  await new Settings(workspace).open("sync");
  await page.getByRole("button", { name: "Connect to a database" }).click();
  return new Database(page);
}

/** Whether a field has the focus. */
const hasFocus = (field) => field.evaluate((node) => node === document.activeElement);

test("what is typed wrong is said at its field, all at once, and the first has the focus", async ({ page, site }) => {
  const form = await connecting(page, site);
  await form.check();
  assert.equal(await page.getByText("A value is needed here.").count(), 4);
  assert.ok(await hasFocus(form.field("Server address")));
  await form.check({ server: "ftp://example.org", database: "My CRM", user: "ann", secret: "hush" });
  await page.getByText("This is not an address. It is https:// and the name of the server.").waitFor();
  await page.getByText(/^A database name starts with a small letter/).waitFor();
  assert.equal(await form.field("Server address").getAttribute("aria-invalid"), "true");
  assert.equal(await form.field("User").getAttribute("aria-invalid"), null);
  await form.field("Server address").fill("https://ann:hush@example.org");
  await page.getByText(/^Take name and password out of the address/).waitFor();
  await form.check({ server: "couch.example.org" });
  assert.ok(await hasFocus(form.field("Database")));
  assert.equal(await form.secret.inputValue(), "hush");
});

test("an address that can be read on the way is warned of, and one of this machine is not", async ({ page, site }) => {
  const form = await connecting(page, site);
  const warning = page.getByText(/^This address is not encrypted/);
  await form.field("Server address").fill("http://192.168.0.7:5984");
  await warning.waitFor();
  await form.field("Server address").fill("http://127.0.0.1:5984");
  await warning.waitFor({ state: "detached" });
});

test("where nothing answers, what to do is said, and what was typed stays", { allowErrors: true }, async ({ page, site }) => {
  const form = await connecting(page, site);
  const server = `http://127.0.0.1:${await deadPort()}`;
  await form.check({ server, database: "crm", user: "ann", secret: "hush" });
  const alert = page.getByRole("alert").filter({ hasText: `Nothing answers at ${server}.` });
  await alert.waitFor();
  await alert.getByText(/whether the server is running/).waitFor();
  assert.equal(await form.field("Server address").inputValue(), server);
  assert.equal(await form.secret.inputValue(), "hush");
  await expectAccessible(page);
  await page.getByRole("button", { name: "Check again" }).click();
  await alert.waitFor();
});

test("a token asks for no name", async ({ page, site }) => {
  const form = await connecting(page, site);
  await page.getByText("Token", { exact: true }).click();
  await form.field("User").waitFor({ state: "detached" });
  await page.locator("form").getByLabel("Token", { exact: true }).and(page.locator("[type=password]")).waitFor();
});

test("the form is filled in and sent by keys alone", { allowErrors: true }, async ({ page, site }) => {
  const form = await connecting(page, site);
  assert.ok(await hasFocus(form.field("Server address")), "the form begins with the focus");
  await page.keyboard.type(`http://127.0.0.1:${await deadPort()}`);
  await page.keyboard.press("Tab");
  await page.keyboard.type("crm");
  await page.keyboard.press("Tab");
  await page.keyboard.press("Tab");
  await page.keyboard.type("ann");
  await page.keyboard.press("Tab");
  await page.keyboard.type("hush");
  await page.keyboard.press("Enter");
  await page.getByRole("alert").filter({ hasText: "Nothing answers at" }).waitFor();
});

test("changes of this device are noted as another owner's, also after a reload", async ({ page, site }) => {
  const workspace = await new Workspace(page, site.url).begin("sample");
  const settings = await new Settings(workspace).open("sync");
  const owner = settings.card("You are").getByLabel("Owner");
  const other = await owner.locator("option").last().innerText();
  await owner.selectOption({ label: other });
  await workspace.reload();
  assert.equal(await owner.locator("option:checked").innerText(), other);
});

test("a link fills in the form that joins a team, all but the password", async ({ page, site }) => {
  const shell = new Shell(page, site.url);
  await shell.open();
  await page.getByRole("link", { name: "Join a team" }).click();
  await page.getByRole("heading", { level: 1, name: "Join a team" }).waitFor();
  const form = new Database(page);
  assert.equal(await form.field("Server address").inputValue(), "");
  await page.goto("about:blank");
  await shell.open("join#server=https%3A%2F%2Fcouch.example.org%2Fdb&database=crm&user=ann");
  assert.equal(await form.field("Server address").inputValue(), "https://couch.example.org/db");
  assert.equal(await form.field("Database").inputValue(), "crm");
  assert.equal(await form.field("User").inputValue(), "ann");
  assert.equal(await form.secret.inputValue(), "");
  await expectAccessible(page);
  await page.goto("about:blank");
  await shell.open("join#server=nowhere");
  await page.getByText(/^The link is not whole/).waitFor();
});

for (const [name, options, language] of [
  ["on a desk", {}, "en"],
  ["on a phone, in the dark, in Chinese", { viewport: PHONE, colorScheme: "dark", locale: "zh-CN" }, "zh"],
]) {
  test(`the page of sync is accessible (${name})`, options, async ({ page, site }) => {
    const workspace = await new Workspace(page, site.url, WORDS[language]).begin();
    await new Settings(workspace).open("sync");
    const begin = page.getByRole("button", { name: language === "en" ? "Connect to a database" : "连接数据库" });
    await begin.waitFor();
    await expectAccessible(page);
    await begin.click();
    await page.locator("form").getByRole("textbox").first().waitFor();
    await expectAccessible(page);
  });
}
