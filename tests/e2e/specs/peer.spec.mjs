// A database that means harm: everything in it is code, a bomb or a lie. What comes from there is text on every
// screen, goes nowhere, stops nobody, and can be taken back. Each eye that looks for the harm is held against a
// page where the harm is done.
import { createServer } from "node:http";
import { assert, atEnd, test, until } from "../harness.mjs";
import { between } from "../couch/between.mjs";
import { ADMIN, couch } from "../couch/memory.mjs";
import { Documents, KINDS, bait, idOf, look, marksIn, payloads, watch } from "../hostile.mjs";
import { PLACES } from "../pages/places.mjs";
import { Settings } from "../pages/settings.mjs";
import { Database } from "../pages/sync.mjs";
import { Workspace } from "../pages/workspace.mjs";

const COLLECTIONS = { activity: "activities", "sla-policy": "sla-policies" };
const IN_STEP = "What is here and there is the same.";

/** A database of that name with documents in it. */
async function fill(server, documents, database = "crm") {
  await server.ask("PUT", database);
  for (let at = 0; at < documents.length; at += 500) {
    const { status, json } = await server.ask("POST", `${database}/_bulk_docs`, { docs: documents.slice(at, at + 500) });
    assert.equal(status, 201);
    assert.deepEqual(json.filter((row) => row.error), []);
  }
}

/** Connects a new workspace to a database that is there. */
async function connect(page, site, url, { way = "empty", wait_ms = 60_000 } = {}) {
  const workspace = await new Workspace(page, site.url).begin(way);
  await new Settings(workspace).open("sync");
  await page.getByRole("button", { name: "Connect to a database" }).click();
  await new Database(page).check({ server: url, database: "crm", ...ADMIN });
  await page.getByRole("button", { name: "Connect", exact: true }).click();
  await page.getByText(IN_STEP).waitFor({ timeout: wait_ms });
  return workspace;
}

/** Goes to a place of the open workspace as a link does, without loading the page anew. */
async function follow(page, place) {
  await page.evaluate(async (place) => {
    const link = document.createElement("a");
    link.href = location.pathname.replace(/^(.*?\/w\/[^/]+\/).*$/, `$1${place}`);
    document.body.append(link);
    link.click();
    link.remove();
    const drawn = () => new Promise((done) => requestAnimationFrame(() => setTimeout(done)));
    for (let tries = 0; tries < 200; tries += 1) {
      await drawn();
      if (location.href === link.href && document.querySelector("main h1")) break;
    }
    await drawn();
    await drawn();
  }, place);
}

const origins = (site, ...urls) => [site.url, ...urls].map((url) => new URL(url).origin);
const calm = (seen, evil) => assert.deepEqual({ ...seen, asked: evil.heard.map(({ path }) => path) },
  { dialogs: [], requests: [], violations: [], errors: [], titles: [], asked: [] });

test("code in every field of every kind is text on every screen, and no address of it can be followed", {
  viewport: { width: 1440, height: 3000 }, timeout: 180_000,
}, async ({ page, site }) => {
  const evil = await bait();
  const server = await couch(new URL(site.url).origin);
  const documents = new Documents(...payloads(evil.url));
  const all = documents.all();
  await fill(server, all);
  const seen = await watch(page, { allowed: origins(site, server.url) });
  const workspace = await connect(page, site, server.url);
  const shown = new Set();
  const alive = new Set();
  let [links, screens] = [0, 0];
  const see = async (where) => {
    const found = await page.evaluate(look);
    found.marks.forEach((mark) => shown.add(mark));
    found.alive.forEach((what) => alive.add(`${where}: ${what}`));
    links += found.links;
    screens += 1;
    assert.equal(found.polluted, undefined, where);
  };
  for (const place of PLACES.filter((place) => !place.endsWith("/first"))) {
    await follow(page, place);
    await see(place);
  }
  for (const [kind, most] of [["customer", 8], ["deal", 4], ["ticket", 4], ["campaign", 4], ["segment", 3]]) {
    for (let n = 0; n < most; n += 1) {
      await follow(page, `${kind}/${idOf(kind, n).split(":")[1]}`);
      await see(`${kind} ${n}`);
    }
  }
  // What opens over a screen: the record of a list without pages, what a list is asked by, the palette, a new record.
  for (const place of ["products", "owners", "transactions", "activities", "needs"]) {
    await follow(page, place);
    const grid = page.getByRole("grid").first();
    if (await grid.count() === 0) continue;
    await grid.press("j");
    await page.keyboard.press("Enter");
    await see(`${place}, opened`);
    await page.keyboard.press("Escape");
  }
  await follow(page, "customers");
  for (const name of ["Filter", "Sort", "Columns", "New customer"]) {
    await page.getByRole("main").getByRole("button", { name, exact: true }).first().click();
    await see(`customers, ${name}`);
    await page.keyboard.press("Escape");
  }
  for (const typed of ["script", "javascript", "img", "x.example"]) {
    await page.keyboard.press("Control+k");
    await page.getByRole("dialog").getByRole("combobox").fill(typed);
    await page.getByRole("option").first().waitFor();
    await see(`the palette, ${typed}`);
    await page.keyboard.press("Escape");
  }
  // What was put in came as it was, all of it.
  const there = await page.evaluate(async (kinds) => {
    const texts = [];
    for (const kind of kinds) {
      for (const trash of ["without", "only"]) {
        const answer = await globalThis.satchel.fetch(`/api/${kind}?limit=1000&trash=${trash}`);
        texts.push(JSON.stringify((await answer.json()).items ?? []));
      }
    }
    return texts.join();
  }, KINDS.map(([kind]) => COLLECTIONS[kind] ?? `${kind}s`));
  const [put, held] = [marksIn(JSON.stringify(all)), marksIn(there)];
  const fields = (marks) => new Set([...marks].map((mark) => mark.split("-")[0]));
  console.log(`payloads x fields: ${documents.payloads.length} x ${documents.fields.length}, ${put.size} pairs stored, `
    + `${held.size} read back; ${shown.size} pairs of ${fields(shown).size} fields shown on ${screens} screens with ${links} links`);
  assert.deepEqual([...alive], []);
  assert.deepEqual([...put].filter((mark) => !held.has(mark)).map((mark) => documents.fields[parseInt(mark, 36)]), []);
  assert.ok(put.size > 30_000 && shown.size > 4000 && fields(shown).size > 80);
  calm(seen, evil);
  await workspace.saved();
  // The same eyes on the same page, with one of them as an element instead of a text.
  const [all_of] = payloads(evil.url);
  const wrong = await page.evaluate(([texts, look]) => {
    const box = document.body.appendChild(document.createElement("div"));
    return texts.filter((text) => {
      box.innerHTML = text;
      return (0, eval)(`(${look})`)().alive.length > 0;
    }).length;
  }, [all_of, String(look)]);
  await until("the policy has kept something out", () => seen.violations.length > 5);
  console.log(`as elements ${wrong} payloads are found alive, and the policy stops ${seen.violations.length}`);
  assert.ok(wrong > 25, `${wrong}`);
});

test("the eyes see what code does on a page without a policy that takes it for more than text", { allowErrors: true }, async ({ page }) => {
  const evil = await bait();
  const [texts] = payloads(evil.url);
  const server = createServer((request, response) => {
    response.setHeader("content-type", "text/html; charset=utf-8");
    response.end(`<!doctype html><title>x</title><body><main><h1>x</h1>${texts.map((text) => `<p>${text}</p>`).join("\n")}`);
  });
  await new Promise((done) => server.listen(0, "127.0.0.1", done));
  atEnd(() => new Promise((done) => { server.close(done); server.closeAllConnections(); }));
  const seen = await watch(page, { allowed: [`http://127.0.0.1:${server.address().port}`] });
  // What it says may lead elsewhere before it is whole.
  await page.goto(`http://127.0.0.1:${server.address().port}/`, { waitUntil: "commit" });
  await until("dialogs, requests and the bait are seen", () => seen.dialogs.length > 0 && seen.requests.length > 0 && evil.heard.length > 0);
});
