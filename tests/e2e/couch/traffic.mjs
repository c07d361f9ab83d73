// Measures what sync costs on the wire, for docs/scale.md: browsers with the sample data keep in step with
// the CouchDB in memory, and what passes between them is counted. No spec: it prints, and takes some
// minutes. Once the site and `couch` are built: `node --test tests/e2e/couch/traffic.mjs`.
import { createServer, request as ask, Agent } from "node:http";
import { gzipSync } from "node:zlib";
import { assert, atEnd, openBrowser, test, until } from "../harness.mjs";
import { Settings } from "../pages/settings.mjs";
import { Shell } from "../pages/shell.mjs";
import { Database } from "../pages/sync.mjs";
import { Workspace } from "../pages/workspace.mjs";
import { ADMIN, couch } from "./memory.mjs";

const IDLE_S = Number(process.env.SATCHEL_IDLE_S ?? 130);
const EDITS = Number(process.env.SATCHEL_EDITS ?? 10);
/** So long nothing but a long poll happens when all is done. */
const QUIET_MS = 2_500;

/** What a request is for. */
function kind(method, path) {
  if (method === "OPTIONS") return "OPTIONS";
  if (path.includes("feed=longpoll")) return "_changes, waiting";
  const [, name] = /\/crm\/?([^?/]*)/.exec(path) ?? [];
  return name === undefined ? "/" : `${method} ${name || "(database)"}`;
}

/** Passes everything on to a database, and below `/db` only where it also passes a site on; counts what it
    passes on to the database, in bytes of the connection. */
async function counted(database, site) {
  const agent = new Agent({ keepAlive: true });
  const seen = new WeakMap();
  let rows = [];
  let running = 0;
  let last = Date.now();
  const server = createServer((request, response) => {
    const isDatabase = !site || request.url.startsWith("/db/") || request.url === "/db";
    const path = site && isDatabase ? request.url.slice(3) || "/" : request.url;
    const { hostname, port } = new URL(isDatabase ? database : site);
    const what = kind(request.method, path);
    const isWaiting = what === "_changes, waiting";
    const { socket } = request;
    if (isDatabase && !isWaiting) running += 1;
    if (isDatabase) last = Date.now();
    const onward = ask({ hostname, port, path, method: request.method, headers: request.headers, agent }, (answer) => {
      response.writeHead(answer.statusCode, answer.headers);
      const parts = [];
      answer.on("data", (part) => parts.push(part));
      answer.pipe(response);
      response.once("close", () => {
        if (!isDatabase) return;
        if (!isWaiting) running -= 1;
        last = Date.now();
        const { up, down } = seen.get(socket) ?? { up: 0, down: 0 };
        seen.set(socket, { up: socket.bytesRead, down: socket.bytesWritten });
        const body = Buffer.concat(parts);
        const small = body.length > 500 ? gzipSync(body, { level: 6 }).length : body.length;
        rows.push({ what, status: answer.statusCode, up: socket.bytesRead - up, down: socket.bytesWritten - down,
          body: body.length, small, isRefused: what === "POST _bulk_docs" && body.includes('"conflict"') });
      });
    });
    onward.on("error", () => response.destroy());
    response.once("close", () => { if (!response.writableEnded) onward.destroy(); });
    request.pipe(onward);
  });
  server.keepAliveTimeout = 120_000;
  await new Promise((done) => server.listen(0, "127.0.0.1", done));
  atEnd(() => { server.closeAllConnections(); server.close(); agent.destroy(); });
  return {
    url: `http://127.0.0.1:${server.address().port}`,
    isQuiet: () => running === 0 && Date.now() - last > QUIET_MS,
    take: () => rows.splice(0),
  };
}

const quiet = (devices) => until("quiet", () => devices.every(({ wire }) => wire.isQuiet()), 120_000);

/** A table of what passed, by what it was for. */
function told(title, rows, times = 1) {
  const by = new Map();
  for (const row of rows) {
    const one = by.get(row.what) ?? { count: 0, up: 0, down: 0, body: 0, small: 0 };
    one.count += 1;
    for (const part of ["up", "down", "body", "small"]) one[part] += row[part];
    by.set(row.what, one);
  }
  const total = { count: 0, up: 0, down: 0, body: 0, small: 0 };
  console.log(`\n${title}`);
  for (const [what, one] of [...by].sort()) {
    for (const part of Object.keys(total)) total[part] += one[part];
    const cells = [one.count, one.up, one.down, one.body, one.small].map((sum) => +(sum / times).toFixed(2));
    console.log(`  ${what.padEnd(22)} ${cells.map((cell) => String(cell).padStart(11)).join("")}`);
  }
  const cells = [total.count, total.up, total.down, total.body, total.small].map((sum) => +(sum / times).toFixed(2));
  console.log(`  ${"all".padEnd(22)} ${cells.map((cell) => String(cell).padStart(11)).join("")}`);
  console.log("  (requests, bytes up, bytes down, of that bodies, bodies as gzip)");
}

const rest = (page, method, path, body) => page.evaluate(async ([to, how]) => {
  const answer = await globalThis.satchel.fetch(to, how);
  const text = await answer.text();
  return { status: answer.status, json: text ? JSON.parse(text) : null };
}, [path, { method, headers: { "Content-Type": "application/json" }, body: body && JSON.stringify(body) }]);

/** How large documents are, by kind. */
function documents(rows) {
  const by = new Map();
  for (const { id, doc } of rows) {
    const name = id.split(":")[0];
    const sizes = by.get(name) ?? [];
    sizes.push(Buffer.byteLength(JSON.stringify(doc)));
    by.set(name, sizes);
  }
  console.log("\ndocuments by kind (count, mean bytes, median, largest)");
  for (const [name, sizes] of [...by].sort()) {
    sizes.sort((a, b) => a - b);
    const sum = sizes.reduce((a, b) => a + b, 0);
    const cells = [sizes.length, Math.round(sum / sizes.length), sizes[sizes.length >> 1], sizes.at(-1)];
    console.log(`  ${name.padEnd(16)}${cells.map((cell) => String(cell).padStart(9)).join("")}`);
  }
  const all = [...by.values()].flat();
  console.log(`  ${"all".padEnd(16)}${String(all.length).padStart(9)}${String(Math.round(all.reduce((a, b) => a + b, 0) / all.length)).padStart(9)}`);
}

for (const [name, isSame] of [["from another origin", false], ["under the site's own origin", true]]) {
  test(`what sync costs, ${name}`, { timeout: 900_000 }, async ({ page, site }) => {
    console.log(`\n=== ${name}`);
    const server = await couch(new URL(site.url).origin);
    const device = async (its) => {
      const wire = await counted(server.url, isSame ? site.url : null);
      const url = isSame ? `${wire.url}/` : site.url;
      return { page: its, wire, url, address: isSame ? `${wire.url}/db` : wire.url };
    };
    const anna = await device(page);
    const workspace = await new Workspace(page, anna.url).begin("sample");
    await workspace.saved();
    await new Settings(workspace).open("sync");
    await page.getByRole("button", { name: "Connect to a database" }).click();
    await new Database(page).check({ server: anna.address, database: "crm", ...ADMIN });
    await page.getByRole("button", { name: "Create the database and connect" }).click();
    await page.getByText("What is here and there is the same.").waitFor({ timeout: 120_000 });
    await quiet([anna]);
    told("the first push of the sample data, with the wizard", anna.wire.take());

    const { json } = await server.ask("GET", "crm/_all_docs?include_docs=true");
    if (!isSame) documents(json.rows);

    const other = await openBrowser();
    try {
      const ben = await device(other.context.pages()[0]);
      const shell = new Shell(ben.page, ben.url);
      const parts = new URLSearchParams({ server: ben.address, database: "crm", user: ADMIN.user });
      await shell.open(`join#${parts}`);
      await new Database(ben.page).check({ secret: ADMIN.secret });
      await ben.page.getByRole("button", { name: "Join", exact: true }).click();
      await ben.page.waitForURL(/\/w\/[^/]+\/settings\/sync$/);
      await shell.started();
      await ben.page.getByText("What is here and there is the same.").waitFor({ timeout: 120_000 });
      await quiet([anna, ben]);
      told("the first pull of a new device, with the wizard", ben.wire.take());
      anna.wire.take();

      await new Promise((done) => setTimeout(done, IDLE_S * 1000));
      const idle = [...anna.wire.take(), ...ben.wire.take()];
      told(`idle: two devices for ${IDLE_S} s, per device and hour`, idle, (2 * IDLE_S) / 3600);

      const { json: found } = await rest(page, "GET", `/api/customers?limit=${EDITS}`);
      const describe = async (its, id, description) => {
        const done = await rest(its, "PATCH", `/api/customers/${id}`, { description });
        assert.equal(done.status, 200, JSON.stringify(done));
      };
      const settled = async () => {
        await new Promise((done) => setTimeout(done, 1_000));
        await quiet([anna, ben]);
        return { one: anna.wire.take(), other: ben.wire.take() };
      };
      // The first edit reads all that was pushed before once more: it is told apart.
      await describe(page, found.items[0].id, "first");
      told("the first edit after the first push, its author", (await settled()).one);
      const wrote = { one: [], other: [] };
      for (const { id } of found.items) {
        await describe(page, id, `seen ${Date.now()}`);
        const { one, other: there } = await settled();
        wrote.one.push(...one);
        wrote.other.push(...there);
      }
      told(`an edit of a field, its author (mean of ${EDITS})`, wrote.one, EDITS);
      told(`an edit of a field, another device (mean of ${EDITS})`, wrote.other, EDITS);

      // One writes what the other, without a network, writes later.
      const back = { one: [], other: [] };
      for (const { id } of found.items) {
        await other.context.setOffline(true);
        await describe(page, id, "Anna's");
        await describe(ben.page, id, "Ben's, later");
        await new Promise((done) => setTimeout(done, 3_000));
        await quiet([anna]);
        anna.wire.take();
        ben.wire.take();
        await other.context.setOffline(false);
        await new Promise((done) => setTimeout(done, 2_000));
        const { one, other: there } = await settled();
        back.one.push(...one);
        back.other.push(...there);
      }
      told(`back with an edit over another's (mean of ${EDITS})`, back.other, EDITS);
      told(`the other device then (mean of ${EDITS})`, back.one, EDITS);

      // Both write the same record in the same moment.
      const both = [];
      for (const { id } of found.items) {
        await Promise.all([describe(page, id, "Anna's"), describe(ben.page, id, "Ben's")]);
        const { one, other: there } = await settled();
        both.push(...one, ...there);
      }
      const refused = both.filter((row) => row.isRefused).length;
      told(`both at once, of both (mean of ${EDITS}; refused in all: ${refused})`, both, EDITS);

      const { id } = found.items.at(-1);
      const size = async () => JSON.stringify((await server.ask("GET", `crm/${id}`)).json).length;
      const before = await size();
      const { status } = await rest(page, "DELETE", `/api/customers/${id}?forever=true`);
      assert.equal(status, 204);
      await settled();
      console.log(`\nan erased customer: ${before} bytes before, ${await size()} after`);
    } finally {
      await other.close();
    }
  });
}

test("what an edit costs where four devices look on", { timeout: 600_000 }, async ({ page, site }) => {
  const server = await couch(new URL(site.url).origin);
  await new Workspace(page, site.url).begin().then((workspace) => new Settings(workspace).open("sync"));
  await page.getByRole("button", { name: "Connect to a database" }).click();
  await new Database(page).check({ server: server.url, database: "crm", ...ADMIN });
  await page.getByRole("button", { name: "Create the database and connect" }).click();
  const inStep = (its) => its.getByText("What is here and there is the same.").waitFor({ timeout: 60_000 });
  await inStep(page);
  const pages = [page];
  const others = [];
  try {
    for (let number = 0; number < 3; number += 1) {
      const other = await openBrowser();
      others.push(other);
      const its = other.context.pages()[0];
      await new Shell(its, site.url).open(`join#${new URLSearchParams({ server: server.url, database: "crm", user: ADMIN.user })}`);
      await new Database(its).check({ secret: ADMIN.secret });
      await its.getByRole("button", { name: "Join", exact: true }).click();
      await inStep(its);
      pages.push(its);
    }
    const asked = async () => (await server.log()).filter(({ method }) => method !== "OPTIONS");
    const isPoll = ({ path }) => path.includes("feed=longpoll");
    const calm = async () => {
      for (let before = -1; ;) {
        const now = (await asked()).filter((row) => !isPoll(row)).length;
        if (now === before) return;
        before = now;
        await new Promise((done) => setTimeout(done, QUIET_MS));
      }
    };
    const write = async (its, name) => {
      const { status } = await rest(its, "POST", "/api/customers", { kind: "company", name });
      assert.equal(status, 201);
      await new Promise((done) => setTimeout(done, 1_000));
      await calm();
    };
    await write(page, "first");
    await server.control("DELETE", "log");
    const times = 2 * EDITS;
    for (let time = 0; time < times; time += 1) await write(pages[time % pages.length], `edit ${time}`);
    const rows = await asked();
    const polls = rows.filter(isPoll).length;
    console.log(`\n${times} edits on four devices: ${rows.length - polls} requests and ${polls} long polls`);
  } finally {
    for (const other of others) await other.close();
  }
});

test("what another program deletes of what was erased stays away, unless somebody never heard of it", { timeout: 300_000 }, async ({ page, site }) => {
  const server = await couch(new URL(site.url).origin);
  const anna = { page, wire: await counted(server.url) };
  const workspace = await new Workspace(page, site.url).begin();
  await new Settings(workspace).open("sync");
  await page.getByRole("button", { name: "Connect to a database" }).click();
  await new Database(page).check({ server: anna.wire.url, database: "crm", ...ADMIN });
  await page.getByRole("button", { name: "Create the database and connect" }).click();
  await page.getByText("What is here and there is the same.").waitFor();
  const made = [];
  for (const name of ["Heard of", "Not heard of"]) {
    const { status, json } = await rest(page, "POST", "/api/customers", { kind: "company", name });
    assert.equal(status, 201, JSON.stringify(json));
    made.push(json.id);
  }
  const standing = async (id) => {
    const { status, json } = await server.ask("GET", `crm/${id}`);
    return status === 200 ? (json.gone ? "erased" : json.deleted_at ? "in the trash" : "live") : json.reason;
  };
  const began = Date.now();
  await until("both are there", async () => (await Promise.all(made.map(standing))).every((one) => one === "live"), 60_000);
  console.log(`there after ${Date.now() - began} ms`);
  const other = await openBrowser();
  try {
    const ben = { page: other.context.pages()[0], wire: await counted(server.url) };
    const shell = new Shell(ben.page, site.url);
    await shell.open(`join#${new URLSearchParams({ server: ben.wire.url, database: "crm", user: ADMIN.user })}`);
    await new Database(ben.page).check({ secret: ADMIN.secret });
    await ben.page.getByRole("button", { name: "Join", exact: true }).click();
    await ben.page.getByText("What is here and there is the same.").waitFor({ timeout: 60_000 });
    const settled = async (...devices) => {
      await new Promise((done) => setTimeout(done, 2_000));
      await quiet(devices);
    };
    await settled(anna, ben);
    const sweep = async (id) => {
      const { json } = await server.ask("GET", `crm/${id}`);
      await server.ask("POST", "crm/_bulk_docs", { docs: [{ _id: id, _rev: json._rev, _deleted: true }] });
    };
    const [heard, unheard] = made;
    await rest(page, "DELETE", `/api/customers/${heard}?forever=true`);
    await settled(anna, ben);
    const told = [await standing(heard)];
    await sweep(heard);
    await settled(anna, ben);
    told.push(await standing(heard));
    await other.context.setOffline(true);
    await rest(page, "DELETE", `/api/customers/${unheard}?forever=true`);
    await settled(anna);
    told.push(await standing(unheard));
    await sweep(unheard);
    await settled(anna);
    told.push(await standing(unheard));
    await other.context.setOffline(false);
    await settled(anna, ben);
    told.push(await standing(unheard), await standing(heard));
    console.log(`erased and swept: ${told.join(", ")}`);
  } finally {
    await other.close();
  }
});

/** Fills a database with as many documents of a workspace as are wanted: those that are there, again and
    again under other ids. */
async function fill(server, wanted) {
  const { json } = await server.ask("GET", "crm/_all_docs?include_docs=true");
  const models = json.rows.map(({ doc }) => doc).filter(({ _id }) => /^(activity|transaction|customer|deal):/.test(_id));
  let made = json.rows.length;
  for (let time = 1; made < wanted; time += 1) {
    const docs = models.slice(0, wanted - made).map(({ _rev, external_ids, ...doc }) => {
      const end = time.toString(16).padStart(6, "0");
      return { ...doc, _id: doc._id.slice(0, -6) + end };
    });
    const { json: rows } = await server.ask("POST", "crm/_bulk_docs", { docs });
    made += rows.filter((row) => row.ok).length;
  }
  return made;
}

test("how soon a new device has a large database", { timeout: 900_000 }, async ({ page, site }) => {
  const server = await couch(new URL(site.url).origin);
  const workspace = await new Workspace(page, site.url).begin("sample");
  await workspace.saved();
  await new Settings(workspace).open("sync");
  await page.getByRole("button", { name: "Connect to a database" }).click();
  await new Database(page).check({ server: server.url, database: "crm", ...ADMIN });
  await page.getByRole("button", { name: "Create the database and connect" }).click();
  await page.getByText("What is here and there is the same.").waitFor({ timeout: 120_000 });
  // It would fetch all of it too.
  await page.close();
  for (const wanted of (process.env.SATCHEL_DOCUMENTS ?? "10000,50000").split(",").map(Number)) {
    const there = await fill(server, wanted);
    for (let time = 0; time < 3; time += 1) {
      const other = await openBrowser();
      try {
        const its = other.context.pages()[0];
        const shell = new Shell(its, site.url);
        await shell.open(`join#${new URLSearchParams({ server: server.url, database: "crm", user: ADMIN.user })}`);
        await new Database(its).check({ secret: ADMIN.secret });
        const join = its.getByRole("button", { name: "Join", exact: true });
        await join.waitFor();
        const began = performance.now();
        await join.click();
        await its.waitForURL(/\/w\/[^/]+\/settings\/sync$/);
        const opened = performance.now() - began;
        await its.getByText("What is here and there is the same.").waitFor({ timeout: 300_000 });
        const whole = performance.now() - began;
        console.log(`${there} documents: open after ${(opened / 1000).toFixed(1)} s, whole after ${(whole / 1000).toFixed(1)} s, `
          + `${Math.round(there / (whole / 1000))} documents/s`);
      } finally {
        await other.close();
      }
    }
  }
});
