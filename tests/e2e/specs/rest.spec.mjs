// REST in the browser: scripts of the page and, by the service worker, every page of this origin
// read and write the records of an open tab. What is answered is there after a reload, and without
// a network.
import { assert, test, until } from "../harness.mjs";
import { Shell } from "../pages/shell.mjs";
import { Workspace } from "../pages/workspace.mjs";

/** Asks by the page's own function, which needs no service worker. */
const direct = (page, path, init) => page.evaluate(async ([to, how]) => {
  const answer = await globalThis.satchel.fetch(to, how);
  const text = await answer.text();
  return {
    status: answer.status,
    type: answer.headers.get("Content-Type"),
    tag: answer.headers.get("ETag"),
    name: answer.headers.get("Content-Disposition"),
    text,
    json: text && answer.headers.get("Content-Type") === "application/json" ? JSON.parse(text) : null,
  };
}, [path, init]);

/** Asks through the service worker. */
const carried = (page, address, init) => page.evaluate(async ([to, how]) => {
  const answer = await fetch(to, how);
  const text = await answer.text();
  const type = answer.headers.get("Content-Type");
  return { status: answer.status, type, text, json: text && type === "application/json" ? JSON.parse(text) : null };
}, [address, init]);

const post = (body) => ({
  method: "POST",
  headers: { "Content-Type": "application/json" },
  body: JSON.stringify(body),
});

// A small company's files, in the manner of those that other systems hand out.
const ACCOUNTS = `account,sector,year_established,revenue,employees,office_location,subsidiary_of
Kanal Trading,retail,1996,1100.04,2822,United States,
Fjordline,medical,1999,251.41,495,Norway,
Moreau,retail,2001,88.10,12,France,Kanal Trading
`;
const PRODUCTS = `product,series,sales_price
GTX Pro,GTX,4821
MG Special,MG,55
`;
const TEAMS = `sales_agent,manager,regional_office
Moses Frase,Dustin Brinkmann,Central
Anna Snelling,Cara Losch,East
`;
const PIPELINE = `opportunity_id,sales_agent,product,account,deal_stage,engage_date,close_date,close_value
A1,Moses Frase,GTXPro,Kanal Trading,Won,10/20/2016,3/1/2017,4514
A2,Anna Snelling,MG Special,,Prospecting,,,
A3,Moses Frase,MG Special,Fjordline,Lost,10/25/2016,3/27/2017,0
A4,Anna Snelling,MG Special,Moreau,Engaging,10/26/2016,,
A5,Anna Snelling,GTX Pro,Fjordline,Won,11/2/2016,4/11/2017,5000
`;

const query = (parameters) => new URLSearchParams(parameters).toString();
const where = (filter) => query({ filter: JSON.stringify(filter) });

/** Imports the four files, and returns the answers. */
async function importAll(page) {
  const load = async (parameters, file) => {
    const answer = await direct(page, `/api/import?${query(parameters)}`, {
      method: "POST",
      headers: { "Content-Type": "text/csv" },
      body: file,
    });
    assert.equal(answer.status, 200, answer.text);
    const { read, created, updated, skipped, rejected } = answer.json;
    assert.equal(read, created + updated + skipped + rejected);
    return answer.json;
  };
  const currency = "USD";
  const accounts = await load({ record: "customers", name: "accounts.csv", currency }, ACCOUNTS);
  const products = await load({ record: "products", name: "products.csv", currency }, PRODUCTS);
  const teams = await load({
    record: "owners",
    name: "sales_teams.csv",
    mapping: JSON.stringify({
      sales_agent: "name",
      manager: "custom.manager",
      regional_office: "custom.regional_office",
    }),
  }, TEAMS);
  const pipeline = await load({
    record: "deals", name: "sales_pipeline.csv", currency, on_reference: "suggested",
  }, PIPELINE);
  return { accounts, products, teams, pipeline };
}

test("REST reaches the tab of the workspace that is named", async ({ page, context, site }) => {
  await new Workspace(page, site.url).begin();
  await direct(page, "/api/tags", post({ name: "first" }));
  const second = await context.newPage();
  await second.goto(`${site.url}new`);
  await second.getByRole("button", { name: "Start empty" }).click();
  await second.waitForURL(/\/w\/my-customers-2\/customers$/);
  const workspace = new Workspace(second, site.url);
  await workspace.shell.started();
  await workspace.shell.offlineReady();
  await direct(second, "/api/tags", post({ name: "second" }));
  for (const [slug, name] of [["my-customers", "first"], ["my-customers-2", "second"]]) {
    for (const from of [page, second]) {
      const found = await carried(from, `${site.url}api/tags?workspace=${slug}`);
      assert.deepEqual(found.json.items.map((tag) => tag.name), [name]);
    }
  }
  const own = await carried(second, `${site.url}api/tags`);
  assert.equal(own.json.items[0].name, "second");
});

test("REST reaches a tab that came to its workspace without a new page, not one that has none", async ({ page, context, site }) => {
  const workspace = await new Workspace(page, site.url).begin();
  await direct(page, "/api/tags", post({ name: "first" }));
  await workspace.shell.offlineReady();
  // The browser knows this tab by the bare address.
  await workspace.shell.open();
  const second = await context.newPage();
  await new Shell(second, `${site.url}new`).open();
  await second.bringToFront();
  for (const address of ["api/tags", "api/tags?workspace=my-customers"]) {
    const found = await carried(second, site.url + address);
    assert.deepEqual(found.json?.items.map((tag) => tag.name), ["first"], `${address}: ${found.text}`);
  }
  const { status, json } = await direct(second, "/api/tags");
  assert.deepEqual([status, json.error, json.problems], [503, "no_workspace", []]);
});

test("REST says which methods there are, and HEAD has no body by either door", async ({ page, site }) => {
  await (await new Workspace(page, site.url).begin()).shell.offlineReady();
  for (const ask of [direct, carried]) {
    const head = await ask(page, `${site.url}api/customers`, { method: "HEAD" });
    assert.deepEqual([head.status, head.text], [200, ""]);
    const options = await ask(page, `${site.url}api/customers`, { method: "OPTIONS" });
    assert.deepEqual([options.status, options.text], [204, ""]);
  }
  const elsewhere = page.evaluate(() => globalThis.satchel.fetch("https://other.example/api/status"));
  await assert.rejects(elsewhere, /TypeError/);
});

test("a tab that is closed, or does not answer, is said to the one that asked", { allowErrors: true }, async ({ page, context, site }) => {
  const workspace = await new Workspace(page, site.url).begin();
  await workspace.shell.offlineReady();
  const asking = await context.newPage();
  await asking.goto(`${site.url}robots.txt`);
  // The tab keeps what it is asked to itself.
  await page.addInitScript(() => {
    navigator.serviceWorker.addEventListener("message", (event) => {
      if (event.data?.type !== "api") return;
      globalThis.asked = (globalThis.asked ?? 0) + 1;
      event.stopImmediatePropagation();
    }, { capture: true });
  });
  await page.reload();
  await workspace.shell.started();
  const began = Date.now();
  const closed = carried(asking, `${site.url}api/status`);
  await until("the tab was asked", () => page.evaluate(() => globalThis.asked > 0));
  await page.close();
  const answer = await closed;
  assert.deepEqual([answer.status, answer.json.error, answer.json.problems], [504, "timeout", []]);
  assert.match(answer.json.reason, /closed before it answered/);
  assert.ok(Date.now() - began < 20_000, "nobody waits for the time to run out");
  const alone = await carried(asking, `${site.url}api/status`);
  assert.deepEqual([alone.status, alone.json.error, alone.json.problems], [503, "no_workspace", []]);
});

for (const site of ["root", "base"]) {
  const under = site === "root" ? "/" : "a base path";

  test(`REST under ${under}: a customer is made, read, changed and thrown away`, { site, allowErrors: true }, async ({ page, context, site }) => {
    const workspace = await new Workspace(page, site.url).begin();
    const id = "customer:0192f0a7-1111-7222-8333-444455556666";
    const body = { id, kind: "company", name: "Hotel Bellavista", external_ids: { salesforce: "001A" } };
    const made = await direct(page, "/api/customers", post(body));
    assert.equal(made.status, 201, made.text);
    assert.equal((await direct(page, "/api/customers", post(body))).status, 200, "a repeat");
    // The screens hear of it.
    await workspace.row("Hotel Bellavista").waitFor();

    await workspace.shell.offlineReady();
    const api = (path) => new URL(path, site.url).href;
    for (const of of [id, id.slice(9), "salesforce:001A", "001A", encodeURIComponent(id)]) {
      const found = await carried(page, api(`api/customer/${of}`));
      assert.equal(found.status, 200, of);
      assert.equal(found.json.name, "Hotel Bellavista");
      assert.deepEqual(found.json.related.open_deals, []);
      assert.deepEqual(found.json.related.open_tickets, []);
    }
    const patched = await carried(page, api(`api/customers/${id}`), {
      method: "PATCH",
      headers: { "Content-Type": "application/merge-patch+json", "If-Match": made.tag },
      body: JSON.stringify({ name: "Bellavista" }),
    });
    assert.equal(patched.status, 200, patched.text);
    await workspace.row("Bellavista").waitFor();
    const stale = await carried(page, api(`api/customers/${id}`), {
      method: "PATCH", headers: { "If-Match": made.tag }, body: JSON.stringify({ name: "x" }),
    });
    assert.equal(stale.status, 412, stale.text);
    // A page of this origin that is not the app asks by the service worker, too.
    const other = await context.newPage();
    await other.goto(api("robots.txt"));
    const listed = await carried(other, api("api/customers?fields=name"));
    assert.deepEqual(listed.json, { total: 1, items: [{ id, name: "Bellavista" }], next: null });
    const named = await carried(other, api("api/status?workspace=my-customers"));
    assert.equal(named.json.workspace, "my-customers");
    assert.ok(named.json.storage.used_bytes > 0);
    const unknown = await carried(other, api("api/status?workspace=another"));
    assert.deepEqual([unknown.status, unknown.json.error], [404, "no_workspace"]);
    assert.equal((await carried(other, api("api/nothing"))).status, 404);
    assert.equal((await carried(other, api("api/customers"), { method: "PUT", body: "{}" })).status, 405);
    assert.equal((await carried(other, api("api/customers"), post({ nam: "x" }))).status, 422);
    // What the description says is where the app is.
    const described = await carried(other, api("openapi.json"));
    assert.equal(JSON.parse(described.text).openapi, "3.1.0");
    const gone = await carried(page, api(`api/customers/${id}?forever=true`), { method: "DELETE" });
    assert.equal(gone.status, 204);
    assert.equal((await carried(page, api(`api/customer/${id}`))).status, 404);
    // Without a tab nothing answers, and never with a page.
    await page.goto(api("robots.txt"));
    const alone = await carried(page, api("api/status"));
    assert.deepEqual([alone.status, alone.json.error], [503, "no_workspace"]);
    await page.goto(site.url + "new");
    await workspace.shell.started();
    const closed = await direct(page, "/api/status");
    assert.deepEqual([closed.status, closed.json.error], [503, "no_workspace"]);
  });

  test(`REST under ${under}: a pipeline is imported, asked about, exported, backed up and restored`, { site, timeout: 180_000 }, async ({ page, context, site }) => {
    const workspace = await new Workspace(page, site.url).begin();
    const { accounts, products, teams, pipeline } = await importAll(page);
    assert.deepEqual(
      [accounts.created, products.created, teams.created, pipeline.created],
      [3, 2, 2, 5],
    );
    assert.equal(pipeline.rejected, 0);
    const gtx = pipeline.unknown.find((one) => one.value === "GTXPro");
    assert.deepEqual([gtx.became, gtx.taken_for], ["record", "GTX Pro"]);

    const ask = async (path) => {
      const answer = await direct(page, path);
      assert.equal(answer.status, 200, answer.text);
      return answer.json;
    };
    const figures = async () => {
      const won = await ask(`/api/deals?${where({ field: "outcome", is: "won" })}&sort=-amount`);
      const alone = await ask(`/api/deals?${where({ field: "customer", empty: true })}&limit=0`);
      const retail = await ask(`/api/deals?${where({ field: "customer.industry", is: "retail" })}&limit=0`);
      const east = await ask(`/api/owners?${where({ field: "custom.regional_office", is: "East" })}`);
      return {
        won: won.items.map((deal) => deal.amount.minor),
        alone: alone.total,
        retail: retail.total,
        east: east.items.map((owner) => owner.name),
      };
    };
    const expected = { won: [500000, 451400], alone: 1, retail: 2, east: ["Anna Snelling"] };
    assert.deepEqual(await figures(), expected);
    const hash = (await ask("/api/status")).content_hash;

    // The same after a reload, and without a network.
    await page.reload();
    await workspace.shell.started();
    await workspace.shell.offlineReady();
    await context.setOffline(true);
    await page.reload();
    await workspace.shell.started();
    assert.deepEqual(await figures(), expected);
    assert.equal((await ask("/api/status")).content_hash, hash);
    await context.setOffline(false);

    const file = await direct(page, "/api/export/deals?format=csv&sort=name&fields=name,customer,amount");
    assert.match(file.name, /^attachment; filename="deals-\d{4}-\d\d-\d\d\.csv"$/);
    assert.equal(file.text.trim().split("\r\n").length, 6);

    const backup = await direct(page, "/api/backup");
    assert.equal(backup.type, "application/jsonl");
    const first = (await ask("/api/deals?limit=1")).items[0];
    await direct(page, `/api/deals/${first.id}?forever=true`, { method: "DELETE" });
    assert.notEqual((await ask("/api/status")).content_hash, hash);
    const restored = await direct(page, "/api/restore?mode=replace", { method: "POST", body: backup.text });
    assert.equal(restored.status, 200, restored.text);
    assert.equal(restored.json.is_whole, true);
    assert.equal((await ask("/api/status")).content_hash, hash);
    assert.deepEqual(await figures(), expected);

    // One undo takes an import back, and the screens show it.
    const undone = await direct(page, "/api/undo", post({ batch: accounts.batch }));
    assert.equal(undone.status, 200, undone.text);
    await until("the customers are gone", async () =>
      (await ask("/api/customers?limit=0")).total === 0);
  });
}
