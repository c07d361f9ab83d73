// What happens to a workspace when the world around it fails: no room, an emptied or damaged
// storage, a clock that is set back, names that are meant to break things. What needs a killed
// browser or a dead disk is in faults/, by `cargo xtask faults`.
import { assert, expectAccessible, test, until } from "../harness.mjs";
import { NAUGHTY } from "../naughty.mjs";
import { Workspace } from "../pages/workspace.mjs";

const DATABASE = "satchel/w/my-customers";

/** Reads or changes a database raw, in a page of the same origin in which the program does not run. */
async function raw(context, site, name, work, argument = null) {
  const page = await context.newPage();
  await page.goto(`${site.url}rescue.html`);
  const within = async (name, work, argument) => {
    const ask = (request) => new Promise((done, failed) => {
      request.onsuccess = () => done(request.result);
      request.onerror = () => failed(request.error);
    });
    const database = await ask(indexedDB.open(name));
    try {
      return await work(database, ask, argument);
    } finally {
      database.close();
    }
  };
  try {
    return await page.evaluate(`(${within})(${JSON.stringify(name)}, ${work}, ${JSON.stringify(argument)})`);
  } finally {
    await page.close();
  }
}

/** Flips a bit in the middle of a stored value. */
async function damage(database, ask, [store, at]) {
  const transaction = database.transaction(store, "readwrite");
  const keys = await ask(transaction.objectStore(store).getAllKeys());
  const key = keys.at(at);
  const bytes = new Uint8Array(await ask(transaction.objectStore(store).get(key)));
  bytes[bytes.length >> 1] ^= 1;
  await ask(transaction.objectStore(store).put(bytes, key));
  return keys.length;
}

/** How much the origin may store; null lifts the bound again. */
async function quota(page, site, quotaSize) {
  const session = await page.context().newCDPSession(page);
  const { origin } = new URL(site.url);
  await session.send("Storage.overrideQuotaForOrigin", { origin, ...(quotaSize === null ? {} : { quotaSize }) });
}

/** Opens the browser anew with no room to write. A browser remembers for a while how much room
    there was, so the bound has to be there before the storage is opened. */
async function reopenFull(browser, site, path) {
  await browser.restart();
  const page = browser.context.pages()[0] ?? (await browser.context.newPage());
  await quota(page, site, 1);
  const workspace = new Workspace(page, site.url);
  await workspace.shell.open(path);
  return workspace;
}

test("with no room left nothing saved is lost, what was typed stays, and with room again it goes on", async ({ browser, page: first, site }) => {
  await (await new Workspace(first, site.url).begin()).addCompany("Saved before");
  const workspace = await reopenFull(browser, site, "w/my-customers/customers");
  const { page } = workspace;
  await workspace.row("Saved before").waitFor();
  await page.getByRole("button", { name: "New customer" }).first().click();
  const dialog = page.getByRole("dialog", { name: /customer/i });
  const name = dialog.getByLabel("Name", { exact: true });
  await name.fill("Typed without room");
  await name.press("Enter");
  await dialog.getByText(/disk is full/).waitFor();
  assert.equal(await name.inputValue(), "Typed without room");
  assert.equal(await workspace.row("Typed without room").count(), 0);
  await quota(page, site, null);
  await name.press("Enter");
  await workspace.row("Typed without room").waitFor();
  await workspace.reload();
  await workspace.row("Typed without room").waitFor();
  await workspace.row("Saved before").waitFor();
});

test("a field edited without room says so until it is tried again", async ({ browser, page: first, site }) => {
  await (await new Workspace(first, site.url).begin()).addCompany("Atelier Moreau");
  const workspace = await reopenFull(browser, site, "w/my-customers/customers");
  const { page } = workspace;
  await page.getByRole("link", { name: "Atelier Moreau" }).click();
  await page.getByRole("heading", { level: 1, name: "Atelier Moreau" }).waitFor();
  await page.getByRole("button", { name: /^Website/ }).click();
  await page.keyboard.type("moreau.example");
  await page.keyboard.press("Enter");
  await page.getByText(/Not saved: storage is full/).waitFor();
  const website = page.getByRole("button", { name: /^Website moreau\.example/ });
  await website.waitFor({ state: "detached" });
  // Still no room: it says so again, and still has it.
  await page.getByRole("button", { name: "Try again" }).click();
  await page.getByText(/Not saved: storage is full/).waitFor();
  await quota(page, site, null);
  await page.getByRole("button", { name: "Try again" }).click();
  await website.waitFor();
  await workspace.reload();
  await website.waitFor();
});

test("an emptied storage is told from a new start", async ({ context, page, site }) => {
  const workspace = await new Workspace(page, site.url).begin();
  for (const name of ["Kanal & Co", "Verde Bistro", "Studio Kvadrat"]) await workspace.addCompany(name);
  const session = await context.newCDPSession(page);
  await page.goto("about:blank");
  await session.send("Storage.clearDataForOrigin", { origin: new URL(site.url).origin, storageTypes: "indexeddb" });
  for (const path of ["", "w/my-customers/customers"]) {
    await workspace.shell.open(path);
    await page.getByRole("heading", { name: "The browser has emptied Satchel’s storage" }).waitFor();
    await page.getByText("3 records", { exact: true }).waitFor();
    await page.getByText(new RegExp(String(new Date().getFullYear()))).or(page.getByText(/today/i)).first().waitFor();
    assert.equal(await page.getByRole("button", { name: "Start empty" }).count(), 0);
  }
  // Nothing is written before somebody chooses: it is the same when looked at again.
  await page.reload();
  await page.getByText("3 records", { exact: true }).waitFor();
});

/** Puts a database back to an earlier state, as a browser does that could not read the end of its
    files: the entries are gone, and their numbers are given again. */
async function lose(database, ask, lost) {
  const stores = [...database.objectStoreNames];
  const kept = [];
  for (const name of stores) {
    const store = database.transaction(name).objectStore(name);
    const keys = await ask(store.getAllKeys());
    const values = await ask(store.getAll());
    kept.push([name, store.autoIncrement, keys.map((key, at) => [key, values[at]])]);
  }
  const { name, version } = database;
  database.close();
  await ask(indexedDB.deleteDatabase(name));
  const opening = indexedDB.open(name, version);
  opening.onupgradeneeded = () => {
    for (const [store, autoIncrement] of kept) opening.result.createObjectStore(store, { autoIncrement });
  };
  const fresh = await ask(opening);
  const transaction = fresh.transaction(stores, "readwrite");
  for (const [store, , values] of kept) {
    for (const [key, value] of values) {
      if (store !== "journal" || !lost.includes(key)) transaction.objectStore(store).put(value, key);
    }
  }
  await new Promise((done) => { transaction.oncomplete = done; });
  fresh.close();
}

for (const [what, lost, missing, shown] of [
  ["end", [3, 4], /2 changes that had been saved/, ["Kanal & Co"]],
  ["middle", [3], /One change that had been saved/, ["Kanal & Co", "Studio Kvadrat"]],
]) {
  test(`a journal that has lost its ${what} is said, saved and gone on with`, async ({ context, page, site }) => {
    const workspace = await new Workspace(page, site.url).begin();
    for (const name of ["Kanal & Co", "Verde Bistro", "Studio Kvadrat"]) await workspace.addCompany(name);
    await page.goto("about:blank");
    await raw(context, site, DATABASE, lose, lost);
    for (const path of ["", "w/my-customers/customers"]) {
      await workspace.shell.open(path);
      await page.getByRole("heading", { name: "Satchel has found less than it had saved" }).waitFor();
      await page.getByText(missing).waitFor();
      await page.getByText("3 records", { exact: true }).waitFor();
      await page.getByText(shown.length === 1 ? "1 record" : "2 records", { exact: true }).waitFor();
    }
    await expectAccessible(page, "the page of a loss");
    // Scripts are told that nothing is open.
    assert.equal(await page.evaluate(async () => (await globalThis.satchel.fetch("/api/status")).status), 503);
    const download = page.waitForEvent("download");
    await page.getByRole("button", { name: "Back up now" }).click();
    const stream = await (await download).createReadStream();
    let text = "";
    for await (const part of stream) text += part;
    for (const name of shown) assert.ok(text.includes(name), name);
    await page.getByText(/saved as my-customers-/).waitFor();
    await page.getByRole("button", { name: "Open", exact: true }).click();
    for (const name of shown) await workspace.row(name).waitFor();
    assert.equal(await workspace.row("Verde Bistro").count(), 0);
    await workspace.addCompany("Afterwards");
    await page.reload();
    for (const name of [...shown, "Afterwards"]) await workspace.row(name).waitFor();
  });
}

test("a backup brings back what a journal has lost", async ({ context, page, site }) => {
  const workspace = await new Workspace(page, site.url).begin();
  for (const name of ["Kanal & Co", "Verde Bistro"]) await workspace.addCompany(name);
  const backup = await page.evaluate(async () => (await globalThis.satchel.fetch("/api/backup")).text());
  await workspace.addCompany("Studio Kvadrat");
  await page.goto("about:blank");
  await raw(context, site, DATABASE, lose, [3, 4]);
  await workspace.shell.open();
  const chooser = page.waitForEvent("filechooser");
  await page.getByRole("button", { name: "Choose file" }).click();
  await (await chooser).setFiles({ name: "my.satchel.jsonl", mimeType: "application/jsonl", buffer: Buffer.from(backup) });
  await page.getByRole("button", { name: /^Restore/ }).click();
  for (const name of ["Kanal & Co", "Verde Bistro"]) await workspace.row(name).waitFor();
  await page.reload();
  await workspace.row("Verde Bistro").waitFor();
});

test("a workspace is found where preferences were cleared, and what was emptied with them is said", async ({ context, page, site }) => {
  const workspace = await new Workspace(page, site.url).begin();
  await workspace.addCompany("Kanal & Co");
  await until("the note is in both places", () => page.evaluate(async () => {
    const kept = await (await caches.match("/sentinel/my-customers"))?.json();
    return kept?.sequence === 2;
  }));
  await page.evaluate(() => localStorage.clear());
  await page.goto("about:blank");
  await workspace.shell.open();
  assert.match(page.url(), /\/w\/my-customers\/home$/);
  await workspace.toCustomers();
  await workspace.row("Kanal & Co").waitFor();
  await page.evaluate(() => localStorage.clear());
  const session = await context.newCDPSession(page);
  await page.goto("about:blank");
  await session.send("Storage.clearDataForOrigin", { origin: new URL(site.url).origin, storageTypes: "indexeddb,local_storage" });
  await workspace.shell.open();
  await page.getByRole("heading", { name: "The browser has emptied Satchel’s storage" }).waitFor();
  assert.equal(await page.getByRole("button", { name: "Start empty" }).count(), 0);
});

test("an address that names no workspace here leads to those that are, and leaves nothing behind", async ({ page, site }) => {
  const workspace = await new Workspace(page, site.url).begin();
  await workspace.addCompany("Kanal & Co");
  await workspace.shell.open("w/another/customers");
  await page.getByRole("heading", { name: "There is no workspace “another” in this browser" }).waitFor();
  assert.equal(await page.getByRole("button", { name: "Start empty" }).count(), 0);
  const names = await page.evaluate(async () => (await indexedDB.databases()).map(({ name }) => name));
  assert.deepEqual(names, [DATABASE]);
  await expectAccessible(page, "the page of an unknown workspace");
  await page.getByRole("link", { name: "My customers" }).click();
  await workspace.row("Kanal & Co").waitFor();
});

test("an undo right at the start leaves the workspace", async ({ page, site }) => {
  const workspace = await new Workspace(page, site.url).begin();
  await page.keyboard.press("Control+z");
  await workspace.addCompany("Kanal & Co");
  await page.keyboard.press("Control+z");
  await workspace.row("Kanal & Co").waitFor({ state: "detached" });
  await page.keyboard.press("Control+z");
  await workspace.reload();
  await page.getByRole("button", { name: "New customer" }).first().waitFor();
  assert.match(page.url(), /\/w\/my-customers\/customers$/);
});

test("a damaged entry is said, and the rest is there", async ({ context, page, site }) => {
  const workspace = await new Workspace(page, site.url).begin();
  for (const name of ["Kanal & Co", "Verde Bistro", "Studio Kvadrat"]) await workspace.addCompany(name);
  await page.goto("about:blank");
  await raw(context, site, DATABASE, damage, ["journal", -2]);
  await workspace.shell.open("w/my-customers/customers");
  await workspace.row("Kanal & Co").waitFor();
  await workspace.row("Studio Kvadrat").waitFor();
  assert.equal(await workspace.row("Verde Bistro").count(), 0);
  await page.getByText(/cannot be read/).first().waitFor();
  // It is kept, and work goes on.
  await workspace.addCompany("After the damage");
  await page.reload();
  await workspace.row("After the damage").waitFor();
  await page.getByText(/cannot be read/).first().waitFor();
});

test("a workspace whose own settings are damaged is said, and opens with what is there", async ({ context, page, site }) => {
  const workspace = await new Workspace(page, site.url).begin();
  await workspace.addCompany("Kanal & Co");
  await page.goto("about:blank");
  // The first entry is the one that made the workspace.
  await raw(context, site, DATABASE, damage, ["journal", 0]);
  await workspace.shell.open();
  await page.getByRole("heading", { name: "Satchel has found less than it had saved" }).waitFor();
  await page.getByText("1 record", { exact: true }).waitFor();
  assert.equal(await page.getByRole("button", { name: "Start empty" }).count(), 0);
  await page.getByRole("button", { name: "Open", exact: true }).click();
  await workspace.toCustomers();
  await workspace.row("Kanal & Co").waitFor();
  await page.getByText(/cannot be read/).first().waitFor();
  await page.reload();
  await workspace.row("Kanal & Co").waitFor();
});

test("a damaged page is said, the rest is there, and nothing of it is thrown away", async ({ context, page, site }) => {
  const workspace = await new Workspace(page, site.url).begin("sample");
  await until("the list is filled", async () => (await page.getByRole("row").count()) > 15);
  await workspace.saved();
  const name = `satchel/w/${/\/w\/([^/]+)\//.exec(page.url())[1]}`;
  const address = page.url();
  await page.goto("about:blank");
  const before = await raw(context, site, name, damage, ["pages", 0]);
  await page.goto(address);
  await workspace.shell.started();
  await page.getByText(/cannot be read/).first().waitFor();
  await page.goto("about:blank");
  const after = await raw(context, site, name, (database, ask) =>
    ask(database.transaction("pages").objectStore("pages").count()));
  assert.equal(after, before);
});

for (const [what, back_ms] of [["ten minutes", 600_000], ["a day", 86_400_000]]) {
  test(`a clock that is set back by ${what} refuses no edit`, async ({ page, site }) => {
    const now = Date.now();
    await page.clock.setFixedTime(now);
    const workspace = await new Workspace(page, site.url).begin();
    await workspace.addCompany("Before");
    await page.clock.setFixedTime(now - back_ms);
    await workspace.addCompany("During");
    await page.reload();
    await workspace.addCompany("After a reload");
    await page.getByRole("link", { name: "During" }).click();
    await page.getByRole("button", { name: /^Website/ }).click();
    await page.keyboard.type("late.example");
    await page.keyboard.press("Enter");
    const website = page.getByRole("button", { name: /^Website late\.example/ });
    await website.waitFor();
    await workspace.reload();
    await website.waitFor();
    // The order of one's own edits is kept: the last one is taken back first.
    await page.keyboard.press("Control+z");
    await website.waitFor({ state: "detached" });
  });
}

test("names that are meant to break things are text, and come back as they were typed", {
  viewport: { width: 1440, height: 4000 },
}, async ({ page, site }) => {
  const violations = [];
  await page.exposeFunction("violated", (what) => violations.push(what));
  await page.addInitScript(() => {
    addEventListener("securitypolicyviolation", ({ violatedDirective, blockedURI }) =>
      globalThis.violated(`${violatedDirective} ${blockedURI}`));
  });
  page.on("dialog", (dialog) => violations.push(dialog.message()));
  const workspace = await new Workspace(page, site.url).begin();
  const dialog = page.getByRole("dialog", { name: /customer/i });
  const type = async (name) => {
    await page.keyboard.press("n");
    await page.keyboard.press("c");
    await dialog.getByLabel("Name", { exact: true }).fill(name);
    await page.keyboard.press("Enter");
  };
  for (const name of NAUGHTY) {
    await type(name);
    await dialog.waitFor({ state: "hidden" });
  }
  // One that is too long is refused where it stands, and stays.
  await type("w".repeat(256));
  await dialog.getByText(/255/).waitFor();
  assert.equal((await dialog.getByLabel("Name", { exact: true }).inputValue()).length, 256);
  await dialog.getByRole("button", { name: "Cancel" }).click();
  await workspace.saved();
  const links = page.getByRole("row").getByRole("link");
  const shown = async () => (await links.evaluateAll((links) => links.map((link) => link.textContent))).sort();
  const expected = [...NAUGHTY].sort();
  await until("all are listed", async () => (await links.count()) === NAUGHTY.length);
  assert.deepEqual(await shown(), expected);
  await page.reload();
  await until("all are listed again", async () => (await links.count()) === NAUGHTY.length);
  assert.deepEqual(await shown(), expected);
  await page.getByRole("link", { name: "<img src=x" }).click();
  await page.getByRole("heading", { level: 1, name: "<img src=x" }).waitFor();
  assert.notEqual(await page.title(), "run");
  assert.equal(await page.evaluate(() => ({}).polluted), undefined);
  assert.deepEqual(violations, []);
});
