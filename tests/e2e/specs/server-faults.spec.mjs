// Every fault of a server once, as a browser sees it: what is written meanwhile stays and waits, one sentence
// says what is wrong, the server is not stormed, and once it is mended everything is there. All pairs of
// faults and requests are played natively (src/session/sync/tests/faults.rs); here the network is real.
// Several workspaces of one browser, each with a server of its own, go through their faults at once.
import { readFile } from "node:fs/promises";
import { assert, test, until } from "../harness.mjs";
import { ADMIN, couch } from "../couch/memory.mjs";
import { Settings } from "../pages/settings.mjs";
import { Database } from "../pages/sync.mjs";
import { Workspace } from "../pages/workspace.mjs";

const PASSING = "The server cannot be reached";
const SIGN_IN = "Sign in again.";
const FORBIDDEN = "You are signed in, but may not read and write in";
const GONE = "The database “crm” is gone.";
const REFUSED = "The server refuses a request.";
const BUSY = "The server asks for some patience";
const TITLES = [PASSING, SIGN_IN, FORBIDDEN, GONE, REFUSED, BUSY];
const IN_STEP = "What is here and there is the same.";

/** How long each fails, at least. */
const FAILING_MS = 20_000;
/** The same where it is not tried again. */
const STOPPED_MS = 6_000;
/** How long the page waits for a byte. */
const SILENT_MS = 60_000;

const GREET = { path: "/_local/", method: "GET" };
const KEEP = { path: "/_local/", method: "PUT" };
const FEED = { path: "_changes?style" };
const LEAVES = { path: "_bulk_get" };
const SEND = { path: "_bulk_docs" };

/** Which workspace meets which faults, where, and what is said. The slow ones have one of their own. */
const PLACES = [
  [{ kind: "hang", ...GREET, said: PASSING, slow: true }],
  [{ kind: "drip", ...KEEP, said: null, slow: true }],
  [{ kind: "401", ...FEED, said: SIGN_IN }, { kind: "403", ...SEND, said: FORBIDDEN }, { kind: "404", ...GREET, said: GONE }, { kind: "409", ...SEND, said: PASSING }, { kind: "no-cors", ...GREET, said: PASSING }],
  [{ kind: "412", ...FEED, said: PASSING }, { kind: "413", ...FEED, said: REFUSED }, { kind: "429", ...SEND, retry_after_s: 2, said: BUSY }],
  [{ kind: "500", ...LEAVES, said: PASSING }, { kind: "502", ...GREET, said: PASSING, cors: false }, { kind: "503", ...SEND, said: PASSING }],
  [{ kind: "login", ...GREET, said: PASSING }, { kind: "truncated", ...FEED, said: PASSING }, { kind: "shape", ...SEND, said: PASSING }],
  [{ kind: "empty", ...LEAVES, said: PASSING }, { kind: "gzip", ...FEED, said: PASSING }, { kind: "reset", ...SEND, said: PASSING }],
];

/** What a password looks like where it should not be. */
const SECRETS = [
  ADMIN.secret, encodeURIComponent(ADMIN.secret), JSON.stringify(ADMIN.secret).slice(1, -1), "hush",
  Buffer.from(`${ADMIN.user}:${ADMIN.secret}`).toString("base64"), Buffer.from(ADMIN.secret).toString("base64"),
];
const leaks = (text) => SECRETS.filter((secret) => text.includes(secret));

/** A new workspace of the browser, connected to a server of its own. */
async function place(context, site) {
  const server = await couch(new URL(site.url).origin);
  const page = await context.newPage();
  const console_ = [];
  page.on("console", (message) => console_.push(message.text()));
  const workspace = new Workspace(page, site.url);
  await workspace.shell.open("new");
  await page.getByRole("button", { name: workspace.words.empty }).click();
  await page.waitForURL(/\/w\/[^/]+\/customers$/);
  await workspace.shell.started();
  const settings = await new Settings(workspace).open("sync");
  return { server, page, console: console_, workspace, settings, paths: [], figures: [] };
}

async function connect({ server, page }, address = server.url) {
  await page.getByRole("button", { name: "Connect to a database" }).click();
  const form = new Database(page);
  await form.check({ server: address, database: "crm", ...ADMIN });
  return form;
}

async function create({ page }) {
  await page.getByRole("button", { name: "Create the database and connect" }).click();
  await page.getByText(IN_STEP).waitFor();
}

/** Makes a customer without leaving the page: over the REST surface of the workspace. */
const write = (page, name) => page.evaluate(async (name) => {
  const body = JSON.stringify({ kind: "company", name });
  const answer = await globalThis.satchel.fetch("/api/customers", { method: "POST", body });
  return answer.status;
}, name);

const here = (page) => page.evaluate(async () => {
  const answer = await globalThis.satchel.fetch("/api/customers?fields=name&limit=100");
  return (await answer.json()).items.map((item) => item.name).sort();
});

async function there(server) {
  const { json } = await server.ask("GET", "crm/_all_docs?include_docs=true&startkey=%22customer%3A%22&endkey=%22customer%3B%22");
  return json.rows.map((row) => row.doc.name).sort();
}

const pause = (ms) => new Promise((done) => setTimeout(done, ms));

/** Meets a fault, and is mended. */
async function meet(place, { said, slow, kind, ...where }) {
  const { server, page } = place;
  const main = page.getByRole("main");
  const name = `Written at ${kind}`;
  place.paths.push(...(await server.log()));
  await server.control("DELETE", "log");
  // Something for every request to be about.
  const from = { kind: "company", name: `From elsewhere at ${kind}` };
  const id = `0192f0a7-b000-7000-8000-${kind.charCodeAt(0)}${kind.charCodeAt(1)}${kind.charCodeAt(2)}`.padEnd(36, "0");
  await server.fault({ kind, ...where });
  const began = Date.now();
  const stranger = where.path === LEAVES.path;
  if (stranger) assert.equal((await server.ask("PUT", `crm/customer:${id}`, from)).status, 201);
  assert.equal(await write(page, name), 201);
  const patience_ms = slow ? SILENT_MS + 20_000 : 20_000;
  const read = async () => {
    const text = await main.innerText();
    return TITLES.filter((title) => text.includes(title));
  };
  if (said) await until(`${kind}: ${said}`, async () => (await read()).includes(said), patience_ms);
  const stops = [SIGN_IN, FORBIDDEN].includes(said);
  const enough = began + (stops ? STOPPED_MS : FAILING_MS);
  do {
    // While it is tried again there is none.
    for (const title of await read()) assert.equal(title, said, `${kind}: one sentence`);
    await pause(500);
  } while (Date.now() < enough);
  const seconds = (Date.now() - began) / 1000;
  const log = await server.log();
  place.paths.push(...log);
  const struck = log.filter((row) => row.fault).length;
  // What the browser asks by itself before a request counts only where it is all that comes.
  const asked = log.filter((row) => row.method !== "OPTIONS" || kind === "no-cors").length;
  place.figures.push(`${kind}: ${asked} requests in ${seconds.toFixed(1)} s`);
  assert.ok(struck >= 1, `${kind}: no request met it`);
  assert.ok(asked <= seconds, `${kind}: ${asked} requests in ${seconds} s`);
  assert.ok((await here(page)).includes(name), `${kind}: what was written is here`);
  if (kind === "503") {
    const [download] = await Promise.all([
      page.waitForEvent("download"), page.getByRole("button", { name: "Export what is waiting" }).click(),
    ]);
    place.file = await readFile(await download.path(), "utf8");
    assert.ok(place.file.includes(name), "the file has what waits");
  }
  await server.heal();
  const secret = page.locator("form").getByLabel("Password", { exact: true }).and(page.locator("[type=password]"));
  if (said === SIGN_IN) {
    await secret.fill(ADMIN.secret);
    await page.getByRole("button", { name: "Sign in", exact: true }).click();
  } else if (said === FORBIDDEN) {
    await page.getByRole("button", { name: "Try now" }).click();
  } else {
    await page.evaluate(() => void dispatchEvent(new Event("online")));
  }
  await until(`${kind}: it is on the server`, async () => (await there(server)).includes(name), patience_ms);
  await main.getByText(IN_STEP).waitFor({ timeout: patience_ms });
  await until(`${kind}: both are the same`, async () => JSON.stringify(await there(server)) === JSON.stringify(await here(page)));
}

test("whatever a server does, what is written waits, is sent when it is mended, and nothing tells the password", { allowErrors: true, timeout: 240_000 }, async ({ context, site }) => {
  const urls = [];
  context.on("request", (request) => urls.push(request.url()));
  const places = [];
  for (let number = 0; number < PLACES.length; number += 1) places.push(await place(context, site));

  // Before it is connected: a name that nobody has, and a port that speaks no TLS.
  const [first, ...others] = places;
  assert.equal(await write(first.page, "Written at first"), 201);
  const plain = new URL(first.server.url);
  const nowhere = "https://couch.invalid";
  const form = await connect(first, nowhere);
  for (const address of [nowhere, `https://${plain.host}`]) {
    if (address !== nowhere) await form.check({ server: address });
    await first.page.getByRole("alert").filter({ hasText: `Nothing answers at ${address}.` }).waitFor();
    assert.equal(await first.page.getByRole("alert").count(), 1);
  }
  assert.deepEqual(await first.server.log(), []);
  await form.check({ server: first.server.url });
  await create(first);
  assert.deepEqual(await there(first.server), ["Written at first"]);
  await Promise.all(others.map(async (other) => {
    await connect(other);
    await create(other);
  }));

  const outcomes = await Promise.allSettled(places.map(async (place, number) => {
    for (const fault of PLACES[number]) await meet(place, fault);
  }));
  console.log(places.flatMap((place) => place.figures).join("\n"));
  const wrong = outcomes.filter((outcome) => outcome.status === "rejected");
  assert.deepEqual(wrong.map((outcome) => outcome.reason.message), []);

  // Nothing that leaves the device or stays on it in clear has the password; each search finds what is there.
  const paths = places.flatMap((place) => place.paths.map((row) => row.path));
  const last = places.at(-1);
  await last.settings.open("data");
  const backup = await last.settings.backUp();
  const kept = await last.page.evaluate(() => JSON.stringify({ ...localStorage }) + JSON.stringify({ ...sessionStorage }) + location.href);
  await last.page.evaluate(() => console.info("what is said is heard"));
  const said = places.flatMap((place) => place.console).join("\n");
  for (const [what, text, control] of [
    ["addresses at the server", paths.join("\n"), "/crm/_changes"],
    ["addresses of the browser", urls.join("\n"), `${last.server.url}/crm/_changes`],
    ["the file of what waits", places.find((place) => place.file).file, "Written at 503"],
    ["a backup", backup.text, "Written at gzip"],
    ["the console", said, "what is said is heard"],
    ["what the browser keeps", kept, last.server.url],
  ]) {
    assert.ok(text.includes(control), `${what}: the search finds what is there`);
    assert.deepEqual(leaks(text), [], `${what}: the password`);
  }
  assert.ok(leaks(`https://${ADMIN.user}:${encodeURIComponent(ADMIN.secret)}@couch`).length > 0);
});
