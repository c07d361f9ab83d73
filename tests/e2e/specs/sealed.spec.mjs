// An encrypted database: nothing that is in the records reaches the server, another device reads it by the
// passphrase, and who has no key sends nothing there. What looks for the needles is held against a database
// that is not encrypted, where it finds them all.
import { randomBytes } from "node:crypto";
import { PHONE, assert, expectAccessible, openBrowser, test, until } from "../harness.mjs";
import { between } from "../couch/between.mjs";
import { ADMIN, couch } from "../couch/memory.mjs";
import { Settings } from "../pages/settings.mjs";
import { Shell } from "../pages/shell.mjs";
import { Database } from "../pages/sync.mjs";
import { WORDS, Workspace } from "../pages/workspace.mjs";

const PASSPHRASE = "sieben Brücken über 静 Wasser";
const IN_STEP = "What is here and there is the same.";
const CUSTOMERS = 250;

/** Every text in which a needle could be told: as it is, as JSON, in an address, in base64 at each place, as hex. */
function shapes(needle) {
  const bytes = Buffer.from(needle);
  const base64 = [0, 1, 2].map((before) => {
    const text = Buffer.concat([Buffer.alloc(before), bytes]).toString("base64");
    // What stands at the ends depends on what is beside it.
    return text.slice(Math.ceil((before * 8) / 6), text.length - 4);
  });
  return [needle, JSON.stringify(needle).slice(1, -1), encodeURIComponent(needle), bytes.toString("hex"), bytes.toString("utf16le"), ...base64];
}

const found = (heard, needles) => needles.filter((needle) => shapes(needle).some((shape) => heard.includes(shape)));

/** A server behind one that writes down all that it is asked. */
async function recorded(site) {
  const { origin } = new URL(site.url);
  const server = await couch(origin);
  const peer = await between(server.url, origin);
  const asked = [];
  peer.before = ({ method, path, headers, body }) => {
    asked.push(`${method} ${path} ${JSON.stringify(headers)} ${body}`);
    return undefined;
  };
  return { server, url: peer.url, asked };
}

/** Makes customers whose every value is a needle. */
async function fill(page) {
  const customers = Array.from({ length: CUSTOMERS }, () => {
    const word = () => `nadel${randomBytes(7).toString("hex")}`;
    return { kind: "company", name: word(), website: `https://${word()}.example`, industry: word(), description: word() };
  });
  const statuses = await page.evaluate(async (customers) => {
    const made = [];
    for (const customer of customers) {
      const init = { method: "POST", headers: { "Content-Type": "application/json" }, body: JSON.stringify(customer) };
      made.push((await globalThis.satchel.fetch("/api/customers", init)).status);
    }
    return made;
  }, customers);
  assert.ok(statuses.every((status) => status === 201), `${[...new Set(statuses)]}`);
  const plain = ({ name, website, industry, description }) => [name, new URL(website).host, industry, description];
  return { first: customers[0].name, needles: customers.flatMap(plain) };
}

/** The customers that a word is looked for among, as they are on a device. */
const named = (page, word) => page.evaluate(
  (word) => globalThis.satchel.fetch(`/api/customers?q=${word}`).then((answer) => answer.text()), word);

/** Opens the last step of connecting to a database. */
async function look(page, workspace, url, database = "crm") {
  await new Settings(workspace).open("sync");
  await page.getByRole("button", { name: "Connect to a database" }).click();
  await new Database(page).check({ server: url, database, ...ADMIN });
}

const passphrase = (page) => page.getByLabel("Passphrase", { exact: true });
const again = (page) => page.getByLabel("Passphrase, once more", { exact: true });

/** Encrypts a database that is to be made. */
async function encrypt(page, workspace, url, database = "crm") {
  await look(page, workspace, url, database);
  await page.getByRole("checkbox", { name: "Encrypt what is sent" }).check();
  await passphrase(page).fill(PASSPHRASE);
  await again(page).fill(PASSPHRASE);
  await page.getByRole("button", { name: "Create the database and connect" }).click();
  await page.getByText("Encrypted end to end").waitFor({ timeout: 60_000 });
  await page.getByText(IN_STEP).waitFor({ timeout: 60_000 });
}

test("nothing that is in the records reaches the server, and another device reads it by the passphrase", {
  timeout: 240_000,
}, async ({ page, site }) => {
  const { server, url, asked } = await recorded(site);
  const anna = await new Workspace(page, site.url).begin();
  const { first, needles } = await fill(page);
  await encrypt(page, anna, url);
  const link = await page.getByRole("group", { name: "Link to join" }).innerText();

  const other = await openBrowser();
  try {
    const there = other.context.pages()[0];
    const shell = new Shell(there, site.url);
    await shell.open(new URL(link).pathname.slice(1) + new URL(link).hash);
    await new Database(there).check({ secret: ADMIN.secret });
    await there.getByText("The workspace is encrypted.").waitFor();
    await expectAccessible(there);
    const join = there.getByRole("button", { name: "Join", exact: true });
    await passphrase(there).fill("not the passphrase");
    await join.click();
    await there.getByText("This is not the passphrase of the database.").waitFor({ timeout: 60_000 });
    // As another keyboard types it: the accents apart.
    await passphrase(there).fill(PASSPHRASE.normalize("NFD"));
    await join.click();
    await there.waitForURL(/\/w\/[^/]+\/settings\/sync$/, { timeout: 60_000 });
    await shell.started();
    await there.getByText(IN_STEP).waitFor({ timeout: 60_000 });
    const ben = new Workspace(there, site.url);
    await until("what the first wrote is on the second", async () => (await named(there, first)).includes(first));
    await ben.toCustomers();
    const word = `nadel${randomBytes(7).toString("hex")}`;
    needles.push(word);
    await ben.addCompany(word);
    await there.getByText(/^Synced /).waitFor();
    // The first device has it, also after it was opened anew: it remembers the key.
    await anna.reload();
    await page.getByText(IN_STEP).waitFor({ timeout: 60_000 });
    await anna.toCustomers();
    await until("what the second wrote is on the first", async () => (await named(page, word)).includes(word));
  } finally {
    await other.close();
  }
  const heard = asked.join("\n");
  assert.ok(needles.length > 4 * CUSTOMERS);
  assert.deepEqual(found(heard, needles), []);
  assert.deepEqual(found(heard, [PASSPHRASE, PASSPHRASE.normalize("NFD"), "customer:", "settings:"]), []);
  const { json } = await server.ask("GET", "crm/_all_docs?include_docs=true");
  const ids = json.rows.map(({ id }) => id);
  assert.ok(ids.length > CUSTOMERS && ids.every((id) => id === "meta:keys" || /^(r:[0-9a-f]{66}|device:[0-9a-f]{16})$/.test(id)), `${ids}`);
  const names = new Set(json.rows.filter(({ id }) => id !== "meta:keys").flatMap(({ doc }) => Object.keys(doc)));
  assert.deepEqual([...names].sort(), ["_id", "_rev", "c", "e", "k"]);
  const devices = json.rows.filter(({ id }) => id.startsWith("device:"));
  assert.equal(devices.length, 2);
  assert.doesNotMatch(JSON.stringify(devices), /Chrome|Linux|owner:|browser|waiting/);
});

test("what looks for the needles finds them all where nothing is encrypted", { timeout: 120_000 }, async ({ page, site }) => {
  const { url, asked } = await recorded(site);
  const anna = await new Workspace(page, site.url).begin();
  const { needles } = await fill(page);
  await look(page, anna, url);
  await page.getByRole("button", { name: "Create the database and connect" }).click();
  await page.getByText(IN_STEP).waitFor({ timeout: 60_000 });
  assert.equal(await page.getByText("Encrypted end to end").count(), 0);
  assert.equal(found(asked.join("\n"), needles).length, 4 * CUSTOMERS);
});

test("who meets an encrypted database without its key sends nothing until it is unlocked", {
  timeout: 120_000,
}, async ({ page, site }) => {
  const { server, url, asked } = await recorded(site);
  const anna = await new Workspace(page, site.url).begin();
  await encrypt(page, anna, url);
  const { json: keys } = await server.ask("GET", "crm/meta:keys");
  const other = await openBrowser();
  try {
    const there = other.context.pages()[0];
    const ben = await new Workspace(there, site.url).begin();
    await look(there, ben, url, "theirs");
    await there.getByRole("button", { name: "Create the database and connect" }).click();
    await there.getByText(IN_STEP).waitFor();
    const { status } = await server.ask("PUT", "theirs/meta:keys", { e: keys.e, slots: keys.slots });
    assert.ok(status === 201 || status === 202);
    await there.getByText("The database is encrypted.").waitFor({ timeout: 40_000 });
    const before = asked.length;
    const name = `nadel${randomBytes(7).toString("hex")}`;
    await ben.toCustomers();
    await ben.addCompany(name);
    await there.getByText("Passphrase needed").first().waitFor();
    await new Settings(ben).open("sync");
    await expectAccessible(there);
    await passphrase(there).fill("not the passphrase");
    await passphrase(there).press("Enter");
    await there.getByText("This is not the passphrase of the database.").waitFor({ timeout: 60_000 });
    await passphrase(there).fill(PASSPHRASE);
    await there.getByRole("button", { name: "Unlock" }).click();
    await there.getByText(IN_STEP).waitFor({ timeout: 60_000 });
    await there.getByText("Encrypted end to end").waitFor();
    assert.deepEqual(found(asked.slice(before).join("\n"), [name, "customer:"]), []);
    const { json } = await server.ask("GET", "theirs/_all_docs");
    assert.ok(json.rows.some(({ id }) => id.startsWith("r:")));

    await there.getByRole("button", { name: "Change the passphrase" }).click();
    const later = `${PASSPHRASE} & mehr`;
    await there.getByText(/Devices that are connected go on/).waitFor();
    await expectAccessible(there);
    await passphrase(there).fill(later);
    await passphrase(there).press("Enter");
    await there.getByText("The two are not the same.").waitFor();
    await again(there).fill(later);
    await again(there).press("Enter");
    await there.getByText("The database has another passphrase.").waitFor({ timeout: 60_000 });
    const { json: changed } = await server.ask("GET", "theirs/meta:keys");
    assert.equal(changed.slots.length, 1);
    assert.equal(changed.slots[0].k, keys.slots[0].k);
    assert.notEqual(changed.slots[0].c, keys.slots[0].c);
    assert.deepEqual(found(asked.join("\n"), [later]), []);
    await there.getByText(IN_STEP).waitFor({ timeout: 60_000 });
  } finally {
    await other.close();
  }
});

test("a passphrase is typed twice, can be shown, and what is wrong with it is said", async ({ page, site }) => {
  const { server, url } = await recorded(site);
  const anna = await new Workspace(page, site.url).begin();
  await look(page, anna, url);
  await page.getByRole("checkbox", { name: "Encrypt what is sent" }).check();
  await page.getByText(/nobody can restore it/).waitFor();
  const connect = page.getByRole("button", { name: "Create the database and connect" });
  await passphrase(page).fill("too short");
  await again(page).fill("too short");
  await connect.click();
  await page.getByText("At least 12 characters are needed.").waitFor();
  assert.ok(await passphrase(page).evaluate((node) => node === document.activeElement));
  await passphrase(page).fill(PASSPHRASE);
  await connect.click();
  await page.getByText("The two are not the same.").waitFor();
  assert.ok(await again(page).evaluate((node) => node === document.activeElement));
  assert.equal(await passphrase(page).getAttribute("type"), "password");
  assert.equal(await passphrase(page).getAttribute("autocomplete"), "new-password");
  await page.getByRole("checkbox", { name: "Show the passphrase" }).check();
  assert.equal(await passphrase(page).getAttribute("type"), "text");
  assert.equal(await passphrase(page).inputValue(), PASSPHRASE);
  await expectAccessible(page);
  // Nothing was made there yet.
  assert.equal((await server.ask("GET", "crm")).status, 404);
});

test("encrypting is accessible on a phone, in the dark, in Chinese", {
  viewport: PHONE, colorScheme: "dark", locale: "zh-CN",
}, async ({ page, site }) => {
  const { url } = await recorded(site);
  const anna = await new Workspace(page, site.url, WORDS.zh).begin();
  await new Settings(anna).open("sync");
  await page.getByRole("button", { name: "连接数据库" }).click();
  const field = (name) => page.getByRole("textbox", { name, exact: true });
  await field("服务器地址").fill(url);
  await field("数据库").fill("crm");
  await field("用户名").fill(ADMIN.user);
  await page.locator("form [type=password]").fill(ADMIN.secret);
  await page.getByRole("button", { name: "检查" }).click();
  await page.getByRole("checkbox", { name: "加密发送的内容" }).check();
  await page.getByLabel("再次输入加密口令").waitFor();
  await expectAccessible(page);
});
