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


test("explore", { timeout: 580_000, allowErrors: true }, async ({ page, site }) => {
  const origin = new URL(site.url).origin;
  const server = await couch(origin);
  const peer = await between(server.url, origin);
  peer.change = arm;
  await fill(server, [{ _id: idOf("customer", 9999), kind: "company", name: "First" }]);
  const seen = await watch(page, { allowed: origins(site, peer.url) });
  await page.addInitScript(() => {
    globalThis.longest = 0;
    new PerformanceObserver((list) => {
      for (const { duration } of list.getEntries()) globalThis.longest = Math.max(globalThis.longest, duration);
    }).observe({ type: "longtask" });
  });
  await connect(page, site, peer.url, { wait_ms: 120_000 });
  await follow(page, "customers");
  let n = 0;
  for (const name of Object.keys(BOMBS)) {
    const of = (which, more) => ({ _id: idOf("customer", ++n), kind: "company", name: `${which} ${name}`, ...more });
    for (const bomb of [of("unknown", { bomb: `@@${name}@@` }), of("own", { custom: { bomb: `@@${name}@@` } }), of("size", { size: `@@${name}@@`, tags: `@@${name}@@` }),
      of("name", { name: `@@${name}@@` }), of("custom", { custom: `@@${name}@@` })]) {
      const beside = of("Beside");
      beside.name = `Beside${n}x`;
      await page.evaluate(() => { globalThis.longest = 0; });
      const began = Date.now();
      const { json } = await server.ask("POST", "crm/_bulk_docs", { docs: [bomb, beside] });
      const arrived = await page.getByRole("row").filter({ hasText: beside.name }).first().waitFor({ timeout: 20_000 }).then(() => Date.now() - began, () => "NOT");
      const longest = await page.evaluate(() => globalThis.longest);
      const there = await page.evaluate(async (id) => { const a = await globalThis.satchel.fetch(`/api/customers/${id}`); const t = await a.text(); return [a.status, t.length]; }, bomb._id).catch((e) => String(e).slice(0,80));
      console.log(name, bomb.name, "arrived", arrived, "longest", longest, "there", String(there), await pagesMemory(), "MB", JSON.stringify(seen.errors));
      seen.errors.length = 0;
      if (arrived === "NOT") {
        console.log("   ", (await page.locator("footer, .frame__save, [role=status]").allInnerTexts()).join("|").slice(0, 300));
        const now = (await server.ask("GET", `crm/${bomb._id}`)).json;
        await server.ask("PUT", `crm/${bomb._id}`, { ...bomb, _rev: now._rev, bomb: 1, custom: {}, size: 1, name: "healed" });
        await page.getByRole("row").filter({ hasText: beside.name }).first().waitFor({ timeout: 40_000 }).catch(() => console.log("    still not"));
      }
    }
  }
});
