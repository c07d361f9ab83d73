// A database that means harm: everything in it is code, a bomb or a lie. What comes from there is text on every
// screen, goes nowhere, stops nobody, and can be taken back. Each eye that looks for the harm is held against a
// page where the harm is done.
import { readFile } from "node:fs/promises";
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

/** JSON of which something breaks, by what it is: it stands where a document says so. */
const BOMBS = {
  deep: () => "[".repeat(100_000) + "]".repeat(100_000),
  nested: () => "{\"a\":".repeat(100_000) + "1" + "}".repeat(100_000),
  keys: () => `{${Array.from({ length: 1_000_000 }, (_, at) => `"k${at}":1`).join()}}`,
  long: () => JSON.stringify("x".repeat(8 << 20)),
  items: () => `[${"1,".repeat(1_000_000)}1]`,
  numbers: () => "[1e308,-1e308,1e309,1e999999,0.1e-400,-0,123456789012345678901234567890]",
  number: () => "1e308",
  twice: () => "{\"a\":1,\"a\":2,\"__proto__\":{\"polluted\":1},\"__proto__\":3}",
  bytes: () => Buffer.from([0x22, 0xff, 0xfe, 0xc0, 0x80, 0xed, 0xa0, 0x80, 0xf5, 0x22]),
  half: () => "\"\\ud800 and \\udc00\"",
  "half-key": () => "{\"\\ud800\":1}",
  mark: () => Buffer.from("\"\ufeffmark\""),
  space: () => `[${" ".repeat(4 << 20)}]`,
};

/** Puts the bombs where the documents of an answer say so. */
function arm(answer) {
  if (!answer.body.includes("@@")) return answer;
  const parts = answer.body.toString("latin1").split(/"@@([a-z-]+)@@"/);
  const body = parts.map((part, at) => at % 2 ? Buffer.from(BOMBS[part]()) : Buffer.from(part, "latin1"));
  return { ...answer, body: Buffer.concat(body) };
}

/** How much memory the browser's pages have, in MB. */
async function pagesMemory() {
  const children = async (pid) => {
    const list = (await readFile(`/proc/${pid}/task/${pid}/children`, "utf8").catch(() => "")).split(" ").filter(Boolean);
    return [...list, ...(await Promise.all(list.map(children))).flat()];
  };
  let most = 0;
  for (const pid of await children(process.pid)) {
    const words = await readFile(`/proc/${pid}/cmdline`, "utf8").catch(() => "");
    if (!words.includes("--type=renderer")) continue;
    const [, kilobytes] = /VmRSS:\s+(\d+)/.exec(await readFile(`/proc/${pid}/status`, "utf8").catch(() => "")) ?? [];
    most = Math.max(most, Number(kilobytes ?? 0) / 1024);
  }
  return Math.round(most);
}

test("a document that is a bomb harms nobody, and those beside it arrive", { timeout: 180_000 }, async ({ page, site }) => {
  const origin = new URL(site.url).origin;
  const server = await couch(origin);
  const peer = await between(server.url, origin);
  peer.change = arm;
  const documents = [];
  for (const [at, name] of Object.keys(BOMBS).entries()) {
    const of = (n, more) => ({ _id: idOf("customer", at * 16 + n), kind: "company", ...more });
    documents.push(of(0, { name: `Beside ${name}` }));
    documents.push(of(1, { name: `Unknown ${name}`, bomb: `@@${name}@@` }));
    documents.push(of(2, { name: `Own ${name}`, custom: { bomb: `@@${name}@@` } }));
    documents.push(of(3, { name: `Size ${name}`, size: `@@${name}@@`, tags: `@@${name}@@` }));
    documents.push(of(4, { name: `@@${name}@@` }));
    if (name !== "keys") documents.push(of(5, { name: `Custom ${name}`, custom: `@@${name}@@` }));
  }
  await fill(server, documents);
  const seen = await watch(page, { allowed: origins(site, peer.url) });
  await page.addInitScript(() => {
    globalThis.longest = 0;
    new PerformanceObserver((list) => {
      for (const { duration } of list.getEntries()) globalThis.longest = Math.max(globalThis.longest, duration);
    }).observe({ type: "longtask" });
  });
  let most = 0;
  const looks = setInterval(async () => { most = Math.max(most, await pagesMemory()); }, 250);
  try {
    const began = Date.now();
    await connect(page, site, peer.url, { wait_ms: 120_000 });
    console.log(`connected in ${Date.now() - began} ms, longest task ${await page.evaluate(() => globalThis.longest)} ms, ${most} MB`);
    await follow(page, "customers");
    for (const name of Object.keys(BOMBS)) await page.getByRole("row").filter({ hasText: `Beside ${name}` }).first().waitFor();
    console.log(`longest task ${await page.evaluate(() => globalThis.longest)} ms, ${most} MB`);
  } finally {
    clearInterval(looks);
  }
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
  allowErrors: true,
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
  await follow(page, "customers");
  await workspace.addCompany("Second");
  await page.getByText(/^Synced /).waitFor();
  await until("it came there", async () => (await server.ask("GET", "crm/_all_docs?startkey=%22customer%3A%22&endkey=%22customer%3B%22")).json.rows.length === 2);
  assert.deepEqual(await context.cookies(), []);
  assert.ok(peer.heard.length > 3, `${peer.heard.length}`);
  assert.deepEqual(peer.heard.filter(({ headers }) => headers.cookie || headers.referer), []);
  await workspace.reload();
  for (const name of ["First", "Second"]) await workspace.row(name).waitFor();

  // Every kind of redirect, of the preflights too: nothing is followed, and what is written waits.
  for (const status of [301, 302, 303, 307, 308]) {
    peer.heard.length = 0;
    peer.before = elsewhere(status);
    await workspace.addCompany(`Under ${status}`);
    await until("it was tried", () => peer.heard.length > 1);
  }
  await page.getByText(/waiting|Offline/).first().waitFor();
  peer.before = null;
  await follow(page, "settings/sync");
  await page.getByRole("button", { name: "Try now" }).click();
  await page.getByText(IN_STEP).waitFor();
  const { json } = await server.ask("GET", "crm/_all_docs?startkey=%22customer%3A%22&endkey=%22customer%3B%22");
  assert.equal(json.rows.length, 7);

  // It asks as servers ask browsers: what answers is the page's own form.
  peer.before = () => peer.answer(401, "{\"error\":\"unauthorized\",\"reason\":\"x\"}", { "www-authenticate": "Basic realm=\"Type your password\"" });
  await page.getByRole("button", { name: "Sync now" }).click();
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

/** The live documents of customers, as another program reads them. */
async function customers(server) {
  const { json } = await server.ask("GET", "crm/_all_docs?include_docs=true&conflicts=true&startkey=%22customer%3A%22&endkey=%22customer%3B%22");
  return json.rows.map(({ doc }) => doc);
}

const companies = (count) => Array.from({ length: count }, (_, n) => ({ _id: idOf("customer", n), kind: "company", name: `Company ${n}` }));

test("a peer that deletes everything is asked about, and what goes can be brought back", { timeout: 180_000 }, async ({ page, site }) => {
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
    await page.getByText("Sync has a question").waitFor();
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
