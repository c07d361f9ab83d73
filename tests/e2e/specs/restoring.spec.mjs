// A server that is lost: the page asks what is to be done about it, and makes the database anew. What comes of
// other devices and of what goes wrong is played natively (src/session/sync/tests/restoring.rs).
import { PHONE, assert, expectAccessible, test, until } from "../harness.mjs";
import { ADMIN, couch } from "../couch/memory.mjs";
import { Settings } from "../pages/settings.mjs";
import { WORDS, Workspace } from "../pages/workspace.mjs";

const SAID = {
  en: {
    connect: "Connect to a database", create: "Create the database and connect", inStep: "What is here and there is the same.",
    sync: "Sync now", again: "Try now", gone: "The database “crm” is gone.", anew: "Make the database anew from this device",
    other: "Connect to another database", leave: "Disconnect from the database?",
    fields: ["Server address", "Database", "User", "Password"], check: /^Check/,
  },
  zh: {
    connect: "连接数据库", create: "创建数据库并连接", inStep: "本机与服务器的内容一致。",
    sync: "立即同步", again: "立即重试", gone: "数据库“crm”已不存在。", anew: "用本设备的数据重新创建数据库",
    other: "连接其他数据库", leave: "断开与数据库的连接？",
    fields: ["服务器地址", "数据库", "用户名", "密码"], check: /^检查/,
  },
};
/** How long it may be missing before somebody is asked. */
const MISSING_MS = 600_000;

async function there(server) {
  const { json } = await server.ask("GET", "crm/_all_docs?include_docs=true&startkey=%22customer%3A%22&endkey=%22customer%3B%22");
  return (json.rows ?? []).length;
}

/** A workspace with the sample, connected to a database that is gone then, until somebody is asked. */
async function losing(page, site, language) {
  const said = SAID[language];
  const server = await couch(new URL(site.url).origin);
  // The page's own clock goes on, and is put forward by ten minutes later.
  await page.clock.install();
  const workspace = await new Workspace(page, site.url, WORDS[language]).begin("sample");
  await new Settings(workspace).open("sync");
  const press = (name) => page.getByRole("button", { name, exact: true }).click();
  await press(said.connect);
  const [address, database, user, secret] = said.fields;
  const field = (name) => page.getByRole("textbox", { name, exact: true });
  await field(address).fill(server.url);
  await field(database).fill("crm");
  await field(user).fill(ADMIN.user);
  await page.locator("form").getByLabel(secret, { exact: true }).and(page.locator("[type=password]")).fill(ADMIN.secret);
  await page.getByRole("button", { name: said.check }).click();
  await press(said.create);
  await page.getByText(said.inStep).waitFor({ timeout: 60_000 });
  const before = await there(server);
  assert.ok(before > 0);
  assert.equal((await server.ask("DELETE", "crm")).status, 200);
  await page.getByRole("button", { name: said.sync }).or(page.getByRole("button", { name: said.again })).click();
  await page.getByRole("main").getByText(said.gone).first().waitFor();
  assert.equal(await page.getByRole("button", { name: said.anew }).count(), 0, "nobody is asked at once");
  // A request that is under way is given up by that: it has to be missed again then.
  await until("somebody is asked", async () => {
    await page.clock.fastForward(MISSING_MS);
    return page.getByRole("button", { name: said.anew }).waitFor({ timeout: 8_000 }).then(() => true, () => false);
  }, 60_000);
  return { server, before, said, press };
}

test("a database that is gone is made anew, and everything is sent", { allowErrors: true, timeout: 120_000 }, async ({ page, site }) => {
  const { server, before, said, press } = await losing(page, site, "en");
  assert.equal((await server.ask("GET", "crm")).status, 404, "it is not made unasked");
  // Who tries in vain is asked again at once.
  await press(said.again);
  await page.getByRole("button", { name: said.anew }).waitFor();
  // What keeps it from being made is said, with the way out.
  await server.fault({ kind: "401", method: "PUT", path: "crm" });
  await press(said.anew);
  const alert = page.getByRole("alert").filter({ hasText: "this user may not make one" });
  await alert.getByText(/then try again\.$/).waitFor();
  await server.heal();
  await press(said.other);
  const dialog = page.getByRole("dialog", { name: said.leave });
  await dialog.waitFor();
  await page.keyboard.press("Escape");
  await dialog.waitFor({ state: "hidden" });
  await press(said.anew);
  await page.getByText(said.inStep).waitFor({ timeout: 60_000 });
  await until("everything is there again", async () => (await there(server)) === before);
});

for (const [name, options, language] of [
  ["on a desk", {}, "en"],
  ["on a phone, in the dark, in Chinese", { viewport: PHONE, colorScheme: "dark", locale: "zh-CN" }, "zh"],
]) {
  test(`the question is accessible (${name})`, { allowErrors: true, timeout: 120_000, ...options }, async ({ page, site }) => {
    await losing(page, site, language);
    await expectAccessible(page);
  });
}
