// Two devices and a database: what one writes is on the other, also what was written without the network
// and at the same time; and what a server does that is not well loses nothing.
import jsQR from "jsqr";
import { PHONE, assert, expectAccessible, openBrowser, test, until } from "../harness.mjs";
import { ADMIN, couch } from "../couch/memory.mjs";
import { Settings } from "../pages/settings.mjs";
import { Shell } from "../pages/shell.mjs";
import { Database } from "../pages/sync.mjs";
import { Workspace } from "../pages/workspace.mjs";
import { read } from "../png.mjs";

/** Connects a workspace to a database that is to be made. */
async function connect(page, server, site, database = "crm") {
  const workspace = await new Workspace(page, site.url).begin();
  await new Settings(workspace).open("sync");
  await page.getByRole("button", { name: "Connect to a database" }).click();
  await new Database(page).check({ server: server.url, database, ...ADMIN });
  await page.getByRole("button", { name: "Create the database and connect" }).click();
  await page.getByText("What is here and there is the same.").waitFor();
  return workspace;
}

/** Joins from another browser by the link that the first one shows. */
async function join(page, link, site) {
  const shell = new Shell(page, site.url);
  await shell.open(new URL(link).pathname.slice(1) + new URL(link).hash);
  await new Database(page).check({ secret: ADMIN.secret });
  await page.getByRole("button", { name: "Join", exact: true }).click();
  await page.waitForURL(/\/w\/[^/]+\/settings\/sync$/);
  await shell.started();
  return new Workspace(page, site.url);
}

/** The code beside the link says the same to a camera, in the light and in the dark. */
async function scans(page, link) {
  const code = page.getByRole("img", { name: "QR code of the link to join" });
  for (const colorScheme of ["light", "dark"]) {
    await page.emulateMedia({ colorScheme });
    const { width, height, pixels } = read(await code.screenshot());
    const colours = Uint8ClampedArray.from({ length: pixels.length * 4 }, (_, at) =>
      at % 4 === 3 ? 255 : (pixels[at >> 2] >> (16 - 8 * (at % 4))) & 255);
    const found = jsQR(colours, width, height, { inversionAttempts: "dontInvert" });
    assert.equal(found?.data, link, colorScheme);
    // White goes around it as far as readers ask for: four modules.
    const { topLeftCorner: { x, y }, version } = { ...found.location, version: found.version };
    const module = width / (17 + 4 * version + 8);
    assert.ok(x > 3.5 * module && y > 3.5 * module, `it begins at ${x}, ${y}; a module has ${module}`);
  }
  await page.emulateMedia({ colorScheme: "light" });
}

const synced = (page) => page.getByText(/^Synced /).waitFor();

test("what one device writes is on the other, also what was written without the network", async ({ page, context, site }) => {
  const server = await couch(new URL(site.url).origin);
  const anna = await connect(page, server, site);
  const link = await page.getByRole("group", { name: "Link to join" }).innerText();
  assert.ok(!link.includes("hush"), "the link has no secret");
  await scans(page, link);
  await anna.goTo("customers");
  await anna.addCompany("Kanal & Co");
  await synced(page);

  const other = await openBrowser();
  try {
    const there = other.context.pages()[0];
    const ben = await join(there, link, site);
    await ben.toCustomers();
    await ben.row("Kanal & Co").waitFor();
    await ben.addCompany("Hotel Bellavista");
    await anna.row("Hotel Bellavista").waitFor();

    // Without the network both write; with it, both have both.
    await context.setOffline(true);
    await anna.addCompany("Aria GmbH");
    await page.getByText(/waiting/).first().waitFor();
    await ben.addCompany("Birch Ltd");
    await context.setOffline(false);
    await anna.row("Birch Ltd").waitFor();
    await ben.row("Aria GmbH").waitFor();
    await anna.reload();
    for (const name of ["Kanal & Co", "Hotel Bellavista", "Aria GmbH", "Birch Ltd"]) await anna.row(name).waitFor();
  } finally {
    await other.close();
  }
  const { json } = await server.ask("GET", "crm/_all_docs?include_docs=true&startkey=%22customer%3A%22&endkey=%22customer%3B%22");
  assert.deepEqual(json.rows.map((row) => row.doc.name).sort(), ["Aria GmbH", "Birch Ltd", "Hotel Bellavista", "Kanal & Co"]);
  const log = await server.log();
  const asked = (log.rows ?? log).map((row) => `${row.method} ${row.path}`);
  assert.ok(asked.length > 10 && !asked.some((line) => line.includes("hush")), "no secret in an address");
});

test("where two wrote the same field both values are kept, and one is chosen for everybody", async ({ page, context, site }) => {
  const server = await couch(new URL(site.url).origin);
  const anna = await connect(page, server, site);
  const link = await page.getByRole("group", { name: "Link to join" }).innerText();
  await anna.goTo("customers");
  await anna.addCompany("Kanal");
  await synced(page);
  const other = await openBrowser();
  try {
    const there = other.context.pages()[0];
    const ben = await join(there, link, site);
    await ben.toCustomers();
    await ben.row("Kanal").waitFor();
    const list = await page.evaluate(() => globalThis.satchel.fetch("/api/customers").then((answer) => answer.json()));
    const [{ id }] = list.items;
    const writes = (on, values) =>
      on.evaluate(
        ({ id, values }) =>
          globalThis.satchel
            .fetch(`/api/customers/${id}`, {
              method: "PATCH",
              headers: { "Content-Type": "application/merge-patch+json" },
              body: JSON.stringify(values),
            })
            .then((answer) => answer.status),
        { id, values },
      );
    await context.setOffline(true);
    assert.equal(await writes(page, { name: "Kanal & Co", website: "https://kanal.example" }), 200);
    assert.equal(await writes(there, { name: "Kanal & Sons", industry: "hotels" }), 200);
    await synced(there);
    await context.setOffline(false);
    await page.getByText("1 conflict").first().waitFor();

    const badge = (at) => at.getByRole("main").getByRole("button", { name: "1 conflict" });
    const path = `customer/${id.split(":")[1]}`;
    await anna.goTo(path);
    await ben.goTo(path);
    for (const at of [page, there]) await badge(at).waitFor();
    await badge(page).click();
    const dialog = page.getByRole("dialog");
    await dialog.getByRole("radio", { name: "Kanal & Co" }).waitFor();
    await dialog.getByRole("radio", { name: "Kanal & Sons" }).waitFor();
    await expectAccessible(page);
    const stands = dialog.getByRole("radio").first();
    assert.ok(await stands.isChecked(), "what stands there stays, where nothing is chosen");
    await stands.press("2");
    const chosen = await dialog.locator(".conflict__choice:has(:checked) .conflict__value").innerText();
    await dialog.getByRole("button", { name: "Settle" }).click();
    await page.getByText("Conflict settled").waitFor();
    for (const at of [page, there]) {
      await at.getByRole("heading", { name: chosen, level: 1 }).waitFor();
      await badge(at).waitFor({ state: "detached" });
    }
    // What only one of them wrote was merged by itself.
    const record = await there.evaluate((id) => globalThis.satchel.fetch(`/api/customer/${id}`).then((answer) => answer.json()), id);
    assert.deepEqual([record.website, record.industry, record.conflicts], ["https://kanal.example", "hotels", undefined]);
  } finally {
    await other.close();
  }
});

test("two devices see each other, and one that disconnects is gone", async ({ page, context, site }) => {
  const server = await couch(new URL(site.url).origin);
  const anna = await connect(page, server, site);
  const link = await page.getByRole("group", { name: "Link to join" }).innerText();
  const devices = (at) => at.getByRole("region", { name: "Devices", exact: true });
  const rows = (at) => devices(at).getByRole("listitem");
  await rows(page).filter({ hasText: "This device" }).filter({ hasText: "Chrome on Linux" }).waitFor();
  await devices(page).getByText("No other device works with this database yet.").waitFor();
  const stand = async () => (await server.ask("GET", "crm/_all_docs?startkey=%22device%3A%22&endkey=%22device%3B%22")).json.rows.length;
  await until("the first says that it is there", async () => (await stand()) === 1);

  const other = await openBrowser();
  try {
    const there = other.context.pages()[0];
    await join(there, link, site);
    await until("the second says that it is there", async () => (await stand()) === 2);
    await rows(there).nth(1).waitFor();
    assert.match(await rows(there).nth(0).innerText(), /This device/);
    assert.doesNotMatch(await rows(there).nth(1).innerText(), /This device/);
    await devices(page).getByRole("button", { name: "Refresh" }).click();
    await rows(page).nth(1).waitFor();
    assert.match(await rows(page).nth(1).innerText(), /Chrome on Linux\s+Me\s+Synced /);
    await expectAccessible(page);

    // What waits here is said at once, and the list comes by itself when the network is back.
    await context.setOffline(true);
    await anna.toCustomers();
    await anna.addCompany("Aria GmbH");
    await new Settings(anna).open("sync");
    await devices(page).getByText("The list is shown when the network is back.").waitFor();
    await context.setOffline(false);
    await rows(page).nth(1).waitFor();

    await there.getByRole("button", { name: "Disconnect" }).click();
    await there.getByRole("dialog").getByRole("button", { name: "Disconnect" }).click();
    await there.getByText("Disconnected. The data stay here and there.", { exact: true }).waitFor();
    assert.equal(await stand(), 1);
    await devices(page).getByRole("button", { name: "Refresh" }).click();
    await rows(page).nth(1).waitFor({ state: "detached" });

    // And who has no network leaves all the same.
    await context.setOffline(true);
    await page.getByRole("button", { name: "Disconnect" }).click();
    await page.getByRole("dialog").getByRole("button", { name: "Disconnect" }).click();
    await page.getByText(/so other devices list this one/).waitFor();
    await page.getByRole("button", { name: "Connect to a database" }).waitFor();
    await context.setOffline(false);
    assert.equal(await stand(), 1);
  } finally {
    await other.close();
  }
});

test("what another program writes appears, and a sign-in that is no longer taken is asked for anew", { allowErrors: true }, async ({ page, site }) => {
  const server = await couch(new URL(site.url).origin);
  const anna = await connect(page, server, site);
  await anna.goTo("customers");
  const made = await server.ask("PUT", "crm/customer:0192f0a7-b000-7000-8000-000000000001", { kind: "company", name: "From the shop" });
  assert.equal(made.status, 201);
  await anna.row("From the shop").waitFor();
  await server.fault({ kind: "401", count: null });
  await anna.addCompany("Written meanwhile");
  await page.getByRole("button", { name: /Sign in again/ }).click();
  await page.getByText("What you changed stays here, and is sent once you are signed in.").waitFor();
  await server.heal();
  await page.locator("form").getByLabel("Password", { exact: true }).and(page.locator("[type=password]")).fill(ADMIN.secret);
  await page.getByRole("button", { name: "Sign in", exact: true }).click();
  await page.getByText("What is here and there is the same.").waitFor();
  const { json } = await server.ask("GET", "crm/_all_docs?include_docs=true&startkey=%22customer%3A%22&endkey=%22customer%3B%22");
  assert.deepEqual(json.rows.map((row) => row.doc.name).sort(), ["From the shop", "Written meanwhile"]);
});

test("a wrong password, and a server that lets no page in, are told apart", { allowErrors: true }, async ({ page, site }) => {
  const open = await couch(new URL(site.url).origin);
  const closed = await couch();
  const workspace = await new Workspace(page, site.url).begin();
  await new Settings(workspace).open("sync");
  await page.getByRole("button", { name: "Connect to a database" }).click();
  const form = new Database(page);
  await form.check({ server: open.url, database: "crm", user: ADMIN.user, secret: "wrong" });
  await page.getByText("The server does not accept this sign-in.").waitFor();
  await page.getByRole("button", { name: "Check again" }).waitFor();
  await form.check({ server: closed.url, ...ADMIN });
  await page.getByText(`${closed.url} answers, but does not let this page in.`).waitFor();
  await page.getByText(`origins = ${new URL(site.url).origin}`).waitFor();
  await expectAccessible(page);
});

test("the connected page is accessible on a phone", { viewport: PHONE, colorScheme: "dark" }, async ({ page, site }) => {
  const server = await couch(new URL(site.url).origin);
  await connect(page, server, site);
  await expectAccessible(page);
});
