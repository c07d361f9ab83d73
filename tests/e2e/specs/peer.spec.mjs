// A database that means harm: everything in it is code, a bomb or a lie. What comes from there is text on every
// screen, goes nowhere, stops nobody, and can be taken back. Each eye that looks for the harm is held against a
// page where the harm is done.
import { createServer } from "node:http";
import { assert, atEnd, test, until } from "../harness.mjs";
import { BOMBS, TOO_MUCH, arm, bomb, memoryHeld, pagesMemory } from "../bombs.mjs";
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
async function connect(page, site, url, { wait_ms = 60_000, then } = {}) {
  const workspace = await new Workspace(page, site.url).begin();
  await new Settings(workspace).open("sync");
  await page.getByRole("button", { name: "Connect to a database" }).click();
  await new Database(page).check({ server: url, database: "crm", ...ADMIN });
  const button = page.getByRole("button", { name: "Connect", exact: true });
  await button.waitFor();
  await then?.();
  await button.click();
  await page.getByText(IN_STEP).waitFor({ timeout: wait_ms });
  return workspace;
}

/** The live documents of customers, as another program reads them. */
async function customers(server) {
  const { json } = await server.ask("GET", "crm/_all_docs?include_docs=true&conflicts=true&startkey=%22customer%3A%22&endkey=%22customer%3B%22");
  return json.rows.map(({ doc }) => doc);
}

const origins = (site, ...urls) => [site.url, ...urls].map((url) => new URL(url).origin);
const calm = (seen, evil) => assert.deepEqual({ ...seen, asked: evil.heard.map(({ path }) => path) },
  { dialogs: [], requests: [], violations: [], errors: [], titles: [], asked: [] });

test("code in every field of every kind is text on every screen, and no address of it can be followed", {
  viewport: { width: 1440, height: 2000 }, timeout: 400_000,
}, async ({ page, site, problems }) => {
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
    await workspace.follow(place);
    await see(place);
  }
  for (const [kind, most] of [["customer", 5], ["deal", 3], ["ticket", 3], ["campaign", 2], ["segment", 2]]) {
    for (let n = 0; n < most; n += 1) {
      await workspace.follow(`${kind}/${idOf(kind, n).split(":")[1]}`);
      await see(`${kind} ${n}`);
    }
  }
  // What opens over a screen: the record of a list without pages, what a list is asked by, the palette, a new record.
  for (const place of ["products", "owners", "transactions"]) {
    await workspace.follow(place);
    const grid = page.getByRole("grid").first();
    if (await grid.count() === 0) continue;
    await grid.press("j");
    await page.keyboard.press("Enter");
    await see(`${place}, opened`);
    await page.keyboard.press("Escape");
  }
  await workspace.follow("customers");
  for (const name of ["Filter", "Sort", "Columns", "New customer"]) {
    await page.getByRole("main").getByRole("button", { name, exact: true }).first().click();
    await see(`customers, ${name}`);
    await page.keyboard.press("Escape");
  }
  for (const typed of ["script", "x.example"]) {
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
  assert.deepEqual(problems, []);
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
  // What one of them does itself may be under way.
  await until("the page is left", () => page.goto("about:blank").then(() => true, () => false));
  // What the policy says of these.
  problems.length = 0;
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

test("a document that is a bomb harms nobody, those beside it arrive, and what is not read is named", { timeout: 400_000 }, async ({ page, site }) => {
  const origin = new URL(site.url).origin;
  const server = await couch(origin);
  const peer = await between(server.url, origin);
  peer.change = arm;
  const documents = [{ _id: idOf("customer", 0), kind: "company", name: "Beside" }];
  const add = (more) => {
    documents.push({ _id: idOf("customer", documents.length), kind: "company", name: `With ${documents.length}`, ...more });
    return documents.at(-1)._id;
  };
  for (const name of Object.keys(BOMBS)) {
    add({ unknown: `@@${name}@@`, custom: { bomb: `@@${name}@@` }, size: `@@${name}@@`, tags: `@@${name}@@`, emails: `@@${name}@@` });
    add({ name: `@@${name}@@` });
  }
  const unread = Object.keys(TOO_MUCH).map((name) => add({ custom: `@@${name}@@` }));
  unread.push(add({ "half-name": 1 }));
  add({ name: "Beside it too" });
  await fill(server, documents);
  const seen = await watch(page, { allowed: origins(site, peer.url) });
  await page.addInitScript(() => {
    globalThis.longest = 0;
    new PerformanceObserver((list) => {
      for (const { duration } of list.getEntries()) globalThis.longest = Math.max(globalThis.longest, duration);
    }).observe({ type: "longtask" });
  });
  let [before, most] = [0, 0];
  const looks = setInterval(async () => { most = Math.max(most, await pagesMemory()); }, 100);
  const connected = connect(page, site, peer.url, { wait_ms: 120_000, then: async () => { before = await memoryHeld(page); } });
  // What is looked for in the page from then on takes memory of its own.
  const workspace = await connected.finally(() => clearInterval(looks));
  await page.getByText("Cannot be read here").waitFor();
  for (const id of unread) await page.getByText(id).waitFor();
  assert.equal(await page.getByText(/^customer:/).count(), unread.length);
  await workspace.follow("customers");
  for (const name of ["Beside it too", "With 1"]) await page.getByRole("row").filter({ hasText: name }).first().waitFor();
  const total = await page.evaluate(async () => (await (await globalThis.satchel.fetch("/api/customers?limit=0")).json()).total);
  assert.equal(total, documents.length - unread.length);
  // The page goes on: what is written is saved and sent.
  await workspace.addCompany("After the bombs");
  await until("it is there", async () => (await customers(server)).some(({ name }) => name === "After the bombs"), 60_000);
  for (const n of [1, 2, 3, 4, 5]) await workspace.follow(`customer/${documents[n]._id.split(":")[1]}`);
  const longest = await page.evaluate(() => globalThis.longest);
  const after = await memoryHeld(page);
  console.log(`${documents.length - 2} bombs, ${unread.length} refused: longest task ${longest} ms, ${before} MB before, at most ${most} MB meanwhile, ${after} MB after`);
  assert.deepEqual(seen.errors, []);
  assert.ok(most - before < 700, `${most - before} MB more meanwhile`);
  // The documents are a hundred of them, in the page and beside it.
  assert.ok(after - before < 600, `${after - before} MB more`);
  // A page that takes what comes does not stay as it was.
  const answer = bomb("deep").toString();
  const fails = await page.evaluate((text) => {
    const count = (value) => Array.isArray(value) && value.length ? 1 + count(value[0]) : 0;
    try {
      return count(JSON.parse(text));
    } catch (error) {
      return error.name;
    }
  }, answer);
  assert.equal(fails, "RangeError");
  await page.evaluate(() => { globalThis.held = new Uint8Array(700 << 20).fill(1); });
  assert.ok((await memoryHeld(page)) - after > 600, "what a page holds is seen");
});

/** Opens a page of the peer itself, which has no policy of the site's, and does something there. */
async function atPeer(context, peer, path, work) {
  const page = await context.newPage();
  try {
    await page.goto(peer.url + path);
    return await work(page);
  } finally {
    await page.close();
  }
}

test("a peer that sends elsewhere, asks for a sign-in, sets cookies and clears data gets nothing and takes nothing", {
  allowErrors: true, timeout: 400_000,
}, async ({ page, context, site }) => {
  const origin = new URL(site.url).origin;
  const evil = await bait();
  const server = await couch(origin);
  await fill(server, [{ _id: idOf("customer", 1), kind: "company", name: "First" }]);
  const peer = await between(server.url, origin);
  const elsewhere = (status) => () => peer.answer(status, "", { location: `${evil.url}/stolen` });
  const secrets = () => evil.heard.filter(({ headers }) => headers.authorization || headers.cookie || headers.referer);

  // A server that sends elsewhere from the first request on: not a database, and it learns nothing.
  peer.before = elsewhere(307);
  const workspace = await new Workspace(page, site.url).begin();
  await new Settings(workspace).open("sync");
  await page.getByRole("button", { name: "Connect to a database" }).click();
  const form = new Database(page);
  await form.check({ server: peer.url, database: "crm", ...ADMIN });
  await page.getByRole("alert").first().waitFor();
  assert.deepEqual(secrets(), []);
  const asked = evil.heard.length;
  peer.before = null;
  await page.getByRole("button", { name: "Check again" }).click();
  await page.getByRole("button", { name: "Connect", exact: true }).click();
  await page.getByText(IN_STEP).waitFor();

  // All that a server may say about cookies, caches, workers and where to go is said with every answer.
  peer.heard.length = 0;
  peer.change = (answer) => ({ ...answer, headers: {
    ...answer.headers, "set-cookie": "stolen=1; Path=/; Max-Age=9999", "clear-site-data": "\"*\"", "service-worker-allowed": "/",
    refresh: `0;url=${evil.url}/refresh`, link: `<${evil.url}/link>; rel=preload; as=fetch`, "www-authenticate": "Basic realm=x",
    "access-control-allow-credentials": "true", "strict-transport-security": "max-age=1",
  } });
  await workspace.follow("customers");
  await workspace.addCompany("Second");
  await page.getByText(/^Synced /).waitFor();
  await until("it came there", async () => (await server.ask("GET", "crm/_all_docs?startkey=%22customer%3A%22&endkey=%22customer%3B%22")).json.rows.length === 2);
  assert.deepEqual(await context.cookies(), []);
  assert.ok(peer.heard.length > 3, `${peer.heard.length}`);
  assert.deepEqual(peer.heard.filter(({ headers }) => headers.cookie || headers.referer), []);
  await workspace.reload();
  for (const name of ["First", "Second"]) await workspace.row(name).waitFor();

  // Every kind of redirect, of the preflights too: nothing is followed, and what is written waits.
  for (const status of [301, 307]) {
    peer.heard.length = 0;
    peer.before = elsewhere(status);
    await workspace.addCompany(`Under ${status}`);
    await until("it was tried", () => peer.heard.length > 1);
  }
  await page.getByText(/waiting|Offline/).first().waitFor();
  peer.before = null;
  await workspace.follow("settings/sync");
  await page.getByRole("button", { name: "Try now" }).click();
  await page.getByText(IN_STEP).waitFor();
  const { json } = await server.ask("GET", "crm/_all_docs?startkey=%22customer%3A%22&endkey=%22customer%3B%22");
  assert.equal(json.rows.length, 4);

  // It asks as servers ask browsers: what answers is the page's own form.
  peer.before = ({ method }) => method === "OPTIONS" ? null : peer.answer(401, "{\"error\":\"unauthorized\",\"reason\":\"x\"}", { "www-authenticate": "Basic realm=\"Type your password\"" });
  await server.ask("PUT", `crm/${idOf("customer", 50)}`, { kind: "company", name: "Ends the waiting" });
  await page.getByText("What you changed stays here, and is sent once you are signed in.").waitFor();
  peer.before = null;
  await page.locator("form").getByLabel("Password", { exact: true }).and(page.locator("[type=password]")).fill(ADMIN.secret);
  await page.getByRole("button", { name: "Sign in", exact: true }).click();
  await page.getByText(IN_STEP).waitFor();
  assert.equal(evil.heard.length, asked, "nothing was sent elsewhere while in step");
  assert.deepEqual(await context.cookies(), []);

  // The same words to a page that takes them.
  const html = { "content-type": "text/html" };
  peer.change = null;
  peer.before = () => peer.answer(200, "<!doctype html><title>x</title>", html);
  await atPeer(context, peer, "/page", (own) => own.evaluate(() => localStorage.setItem("kept", "1")));
  peer.before = ({ path }) => path === "/away"
    ? peer.answer(307, "", { location: `${evil.url}/away`, "access-control-allow-origin": "*" })
    : peer.answer(200, "<!doctype html><title>x</title>", { ...html, "set-cookie": "stolen=1; Max-Age=9999", "clear-site-data": "\"storage\"" });
  const kept = await atPeer(context, peer, "/page", (own) => own.evaluate(async () => {
    await fetch("/away").catch(() => {});
    return localStorage.getItem("kept");
  }));
  assert.deepEqual([kept, (await context.cookies()).length, evil.heard.length > asked], [null, 1, true]);
});

const companies = (count) => Array.from({ length: count }, (_, n) => ({ _id: idOf("customer", n), kind: "company", name: `Company ${n}` }));

test("a peer that deletes everything is asked about, and what goes can be brought back", { timeout: 400_000 }, async ({ page, site }) => {
  const server = await couch(new URL(site.url).origin);
  await fill(server, companies(60));
  const workspace = await connect(page, site, server.url);
  const deleteAll = async (more = { _deleted: true }) => {
    const docs = (await customers(server)).map(({ _conflicts, ...doc }) => more._deleted ? { _id: doc._id, _rev: doc._rev, ...more } : { ...doc, ...more });
    await server.ask("POST", "crm/_bulk_docs", { docs });
  };
  const asks = page.getByRole("alert").filter({ hasText: "60 records were deleted elsewhere. Delete them here too?" });
  const count = async (trash) => page.evaluate(async (trash) =>
    (await (await globalThis.satchel.fetch(`/api/customers?limit=0&trash=${trash}`)).json()).total, trash);
  for (const more of [{ _deleted: true }, { deleted_at: "2026-01-01T00:00:00Z" }, { gone: true }]) {
    await deleteAll(more);
    await asks.waitFor();
    await page.getByText("Sync has a question").first().waitFor();
    assert.deepEqual([await count("without"), await count("only")], [60, 0], JSON.stringify(more));
    await page.getByRole("button", { name: "Keep them" }).click();
    await page.getByText(IN_STEP).waitFor();
    assert.equal(await count("without"), 60);
    const there = await customers(server);
    assert.deepEqual(there.map(({ name, deleted_at, gone }) => [name.replace(/\d+/, ""), deleted_at, gone ?? undefined]),
      Array(60).fill(["Company ", undefined, undefined]), JSON.stringify(more));
  }
  await deleteAll();
  await asks.waitFor();
  await page.getByRole("button", { name: "Delete here too" }).click();
  await page.getByText(IN_STEP).waitFor();
  assert.deepEqual([await count("without"), await count("only")], [0, 60]);
  await workspace.goTo("trash");
  await page.getByText("Company 59").first().waitFor();
  const restored = await page.evaluate(async (ids) => {
    const answers = await Promise.all(ids.map((id) => globalThis.satchel.fetch(`/api/customers/${id}`, { method: "PATCH", body: JSON.stringify({ deleted_at: null }) })));
    return answers.map(({ status }) => status);
  }, companies(60).map(({ _id }) => _id));
  console.log("restored", new Set(restored));
  assert.deepEqual([await count("without"), await count("only")], [60, 0]);
  await until("they are there again", async () => (await customers(server)).length === 60);
});

/** A stamp as a document has them: of a moment, by another device. */
const stampOf = (ms, replica = "ffffffffffffffff") => `${(BigInt(ms) << 16n).toString(16).padStart(16, "0")}-${replica}`;

test("whatever times, revisions and branches a peer makes up, the later edit of a person stays", { timeout: 400_000 }, async ({ page, site }) => {
  const server = await couch(new URL(site.url).origin);
  const times = { ahead: Date.now() + 400 * 86_400_000, "of the year 9999": Date.UTC(9999, 11, 31), behind: 1, "of no time": 0xffff_ffff_ffff };
  const of = (n, name, more = {}) => ({ _id: idOf("customer", n), kind: "company", name, ...more });
  const documents = Object.entries(times).map(([name, ms], n) => of(n, `Forged ${name}`, {
    created_by: idOf("owner", 666), stamps: { "*": stampOf(ms), name: stampOf(ms) },
  }));
  documents.push(of(10, "Replayed"), of(11, "Flooded"));
  await fill(server, documents);
  const graft = async (n, generation, ids, more) => {
    const docs = [of(n, more.name, { ...more, _rev: `${generation}-${ids[0]}`, _revisions: { start: generation, ids } })];
    const { json } = await server.ask("POST", "crm/_bulk_docs", { new_edits: false, docs });
    assert.deepEqual(json, []);
  };
  const hex = (n) => n.toString(16).padStart(32, "0");
  const [, first] = (await customers(server)).find(({ name }) => name === "Replayed")._rev.split("-");
  for (let n = 0; n < 50; n += 1) {
    await graft(11, 2 + (n % 3), [hex(n + 1), ...Array.from({ length: 1 + (n % 3) }, (_, at) => hex(1000 + n * 10 + at))], {
      name: `Flood ${n}`, stamps: { "*": stampOf(times.ahead, hex(n).slice(16)) },
    });
  }
  const workspace = await connect(page, site, server.url);
  const status = async (id) => page.evaluate(async (id) => (await globalThis.satchel.fetch(`/api/customers/${id}`)).status, id);
  assert.equal(await status(idOf("customer", 3)), 404);
  await page.getByText("Cannot be read here").waitFor();
  await page.getByText(idOf("customer", 3)).waitFor();
  // A person edits each where it is shown.
  const ids = [0, 1, 2, 10, 11].map((n) => idOf("customer", n));
  for (const id of ids) {
    await workspace.follow(`customer/${id.split(":")[1]}`);
    await page.getByRole("button", { name: /^Website/ }).click();
    await page.keyboard.type("mine.example");
    await page.keyboard.press("Enter");
    await page.getByRole("button", { name: /^Website mine\.example/ }).waitFor();
    const renamed = await page.evaluate(async (id) => (await globalThis.satchel.fetch(`/api/customers/${id}`, {
      method: "PATCH", body: JSON.stringify({ name: `Mine ${id.slice(-2)}` }),
    })).json(), id);
    assert.equal(renamed.name, `Mine ${id.slice(-2)}`);
  }
  await workspace.saved();
  const mine = async () => (await customers(server)).filter(({ name, website }) => name.startsWith("Mine") && website?.includes("mine.example"));
  await until("the edits are there", async () => (await mine()).length === ids.length, 60_000);
  // Old revisions come again, and one that follows the first.
  await graft(10, 1, [first], { name: "Replayed" });
  await graft(10, 2, [hex(7), first], { name: "Replayed", stamps: { "*": stampOf(times.behind) } });
  await graft(10, 9, [hex(8), hex(9)], { name: "Replayed, as if later", stamps: { "*": stampOf(times.behind) } });
  await server.ask("PUT", `crm/${idOf("customer", 90)}`, { kind: "company", name: "After all of it" });
  await workspace.goTo("customers");
  await workspace.row("After all of it").waitFor();
  await until("there is one branch of each", async () => (await customers(server)).every(({ _conflicts }) => !_conflicts?.length), 30_000);
  assert.equal((await mine()).length, ids.length);
  await workspace.reload();
  for (const id of ids) await workspace.row(`Mine ${id.slice(-2)}`).waitFor();
  // What is written plainly, as another program does, is taken; and what stood there is not lost.
  const { _conflicts, stamps, ...plain } = (await mine()).find(({ _id }) => _id === ids[0]);
  await server.ask("PUT", `crm/${ids[0]}`, { ...plain, name: "Spoilt" });
  await workspace.row("Spoilt").waitFor();
  // Nobody takes back what others made, but what stood there before is told, and can be written again.
  const before = await page.evaluate(async (id) => {
    const { items } = await (await globalThis.satchel.fetch(`/api/changes?record=${id}&limit=100`)).json();
    return items.at(-1).records[0].fields.name.before;
  }, ids[0]);
  assert.equal(before, "Mine 00");
  const written = await page.evaluate(async ([id, name]) => {
    const answer = await globalThis.satchel.fetch(`/api/customers/${id}`, { method: "PATCH", body: JSON.stringify({ name }) });
    return answer.headers.get("satchel-change");
  }, [ids[0], before]);
  await workspace.row("Mine 00").waitFor();
  await until("it goes back", async () => (await mine()).length === ids.length, 60_000);
  // Nobody's clock became this device's: its changes are still of today.
  const made = Number(BigInt(`0x${written.split("-")[0]}`) >> 16n);
  assert.ok(Math.abs(made - Date.now()) < 3_600_000, `${written} is of ${new Date(made).toISOString()}`);
});

test("names that mean something to JavaScript are data, as keys and as values, here and when they go back", { timeout: 400_000 }, async ({ page, context, site }) => {
  const origin = new URL(site.url).origin;
  const server = await couch(origin);
  const peer = await between(server.url, origin);
  const NAMES = ["constructor", "prototype", "toString", "valueOf", "hasOwnProperty", "isPrototypeOf", "__defineGetter__", "__lookupSetter__", "then", "toJSON",
    "length", "name", "id", "_id", "_rev", "_deleted", "_attachments", "v", "stamps", "*", "collection", "displaced", "custom", "", " ", "n".repeat(10_240), "__proto__"];
  // What JSON.stringify would leave out, and what CouchDB would not take: the peer puts them in.
  const object = (value) => `{${NAMES.map((name) => `${JSON.stringify(name)}:${value(name)}`).join()}}`;
  const keyed = object((name) => JSON.stringify(`of ${name}`));
  const own = NAMES.filter((name) => !name.startsWith("_") && !["id", "name", "v", "stamps", "collection", "displaced", "custom", ""].includes(name));
  const top = own.map((name) => `${JSON.stringify(name)}:{"polluted":true}`).join();
  peer.change = (answer) => ({ ...answer, body: answer.body.toString()
    .replaceAll("\"@@keyed@@\"", keyed).replaceAll("\"@@set@@\"", object(() => "true")).replaceAll("\"@@poison@@\"", "{\"polluted\":true,\"__proto__\":{\"polluted\":true}}")
    .replaceAll("\"top\":1", `"__proto__":{"polluted":true},${top}`) });
  const documents = NAMES.map((name, n) => ({ _id: idOf("customer", n), kind: "company", name: name.slice(0, 200) || "-", industry: name, department: name, source: name }));
  documents.push({ _id: idOf("customer", 100), kind: "company", name: "Keyed", custom: "@@keyed@@", external_ids: "@@keyed@@", unresolved: "@@keyed@@", tags: "@@set@@" });
  documents.push({ _id: idOf("customer", 101), kind: "company", name: "Poisoned", custom: { a: "@@poison@@" }, emails: "@@keyed@@", phones: "@@keyed@@", top: 1 });
  documents.push(...NAMES.map((name, n) => ({ _id: idOf("custom-field", n), object: "customer", type: "text", key: name, label: name })));
  documents.push({ _id: idOf("pipeline", 1), name: "Pipeline", default: true, stages: "@@keyed@@" });
  documents.push({ _id: "settings:73617463-6865-6c2e-7365-7474696e6773", name: "__proto__", score_points: "@@keyed@@", score_off: "@@set@@" });
  await fill(server, documents);
  const seen = await watch(page, { allowed: origins(site, peer.url) });
  const workspace = await connect(page, site, peer.url);
  for (const place of ["customers", `customer/${idOf("customer", 100).slice(9)}`, `customer/${idOf("customer", 101).slice(9)}`, "home", "deals", "settings/fields",
    "settings/pipelines", "settings/score", "insights", "trash"]) {
    await workspace.follow(place);
    assert.equal((await page.evaluate(look)).polluted, undefined, place);
  }
  const polluted = async () => {
    const probe = () => [({}).polluted, Object.keys(Object.prototype).length, [].polluted, (() => {}).polluted, Object.prototype.toString.call([])].join();
    const places = [page, ...page.workers(), ...context.serviceWorkers()];
    return Promise.all(places.map((place) => place.evaluate(probe)));
  };
  const clean = await polluted();
  assert.ok(clean.length >= 2, "the page and the relay");
  assert.deepEqual([...new Set(clean)], [",0,,,[object Array]"]);
  const read = await page.evaluate(async (id) => {
    const { custom, external_ids, tags } = await (await globalThis.satchel.fetch(`/api/customers/${id}`)).json();
    return [Object.entries(custom), Object.entries(external_ids), tags];
  }, idOf("customer", 100));
  const pairs = NAMES.map((name) => [name, `of ${name}`]).sort();
  assert.deepEqual(read[1].sort(), pairs);
  assert.deepEqual(read[0].sort(), pairs.filter(([name]) => name !== ""));
  assert.deepEqual(read[2].sort(), [...NAMES].sort());
  // An edit sends it all back.
  peer.change = null;
  for (const n of [100, 101]) {
    const answer = await page.evaluate(async (id) => (await globalThis.satchel.fetch(`/api/customers/${id}`, {
      method: "PATCH", body: JSON.stringify({ name: "Edited" }) })).status, idOf("customer", n));
    assert.equal(answer, 200);
  }
  await workspace.saved();
  await until("it is there", async () => (await customers(server)).filter(({ name }) => name === "Edited").length === 2);
  const back = (await customers(server)).find(({ _id }) => _id === idOf("customer", 100));
  assert.deepEqual(Object.entries(back.external_ids).sort(), pairs);
  assert.deepEqual(Object.entries(back.custom).sort(), pairs);
  assert.deepEqual(Object.keys(back.tags).sort(), [...NAMES].sort());
  assert.deepEqual(seen, { dialogs: [], requests: [], violations: [], errors: [], titles: [] });
  console.log(`${NAMES.length} names as keys and values; clean in the page, ${page.workers().length} workers and ${context.serviceWorkers().length} service workers`);
  // A merge as it is often written does what is looked for.
  await page.evaluate(() => {
    const merge = (to, from) => {
      for (const [name, value] of Object.entries(from)) {
        if (value && typeof value === "object") merge(to[name] ??= {}, value);
        else to[name] = value;
      }
    };
    merge({}, JSON.parse("{\"__proto__\":{\"polluted\":true}}"));
  });
  assert.ok((await polluted())[0].startsWith("true,1,true"));
});
