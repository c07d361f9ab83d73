// Other systems, through a plain proxy before a database: every example of docs/integration.md is
// run as it stands there, with the hosts replaced by servers of this machine. No browser: what the app
// writes is taken from the page too, and the native tests hold it against what the engine writes.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { createServer } from "node:http";
import { readFile, writeFile } from "node:fs/promises";
import { join, resolve } from "node:path";
import { freePort, missing, peers, run, start } from "../couch/peers.mjs";

const GUIDE = await readFile(resolve(import.meta.dirname, "../../../docs/integration.md"), "utf8");
const OWN = "customer:0192f0a7-1111-7222-8333-444455556666";
// The first time something is installed.
const TIMEOUT_MS = 420_000;
const FAILURE = "Failed to fetch customer data";

const skip = await missing();
if (skip) console.log(skip);

/** The blocks of a section in a language. */
function blocks(section, language) {
  const text = GUIDE.split(/^## /m).find((part) => part.startsWith(`${section}\n`));
  assert.ok(text, `docs/integration.md has no section "${section}"`);
  return [...text.matchAll(/^```(\w+)\n(.*?)^```/gms)]
    .filter(([, kind]) => kind === language)
    .map(([, , code]) => code);
}

let here;
let hook;
const heard = [];
const local = (code) => code
  .replaceAll("https://crm.example.org", here.site)
  .replaceAll("https://couch.example.org", here.couch)
  .replaceAll("https://erp.example.org/changed", hook?.url);

const python = (code, ...words) => {
  const { command, env } = here.python;
  const options = { cwd: here.folder, env: { ...process.env, ...env } };
  return run(command, ["-", ...words], { ...options, input: local(code) });
};
const json = async (address, method, body, headers = {}) => {
  const answer = await fetch(address, {
    method, headers: { "content-type": "application/json", ...headers }, body: JSON.stringify(body),
  });
  return { status: answer.status, body: await answer.json() };
};
const document = async (id) => (await fetch(`${here.couch}/crm/${id}`)).json();
const without = ({ _rev, ...rest }) => rest;

before(async () => {
  if (skip) return;
  here = await peers();
  console.log(`Python has ${here.python.has}`);
  const made = await json(`${here.couch}/crm`, "PUT");
  assert.equal(made.status, 201);
}, { timeout: TIMEOUT_MS });
after(async () => {
  hook?.server.close();
  await here?.stop();
});

const check = (name, body) => test(name, { skip: skip ?? false, timeout: TIMEOUT_MS }, body);

check("a customer is written, and read by its id, its uuid and its id elsewhere", async () => {
  const [customer] = blocks("Write a customer", "json");
  await writeFile(join(here.folder, "customer.json"), customer);
  const [write] = blocks("Write a customer", "sh");
  const written = await run("sh", ["-c", local(write)], { cwd: here.folder });
  assert.equal(written.code, 0, written.errors);
  assert.equal(JSON.parse(written.out).id, OWN);
  // What sync writes beside it.
  const [alias] = blocks("How an id from elsewhere leads to a customer", "json").map(JSON.parse);
  const docs = [alias, { ...alias, _id: "alias:erp:123456" }];
  const bulk = await json(`${here.couch}/crm/_bulk_docs`, "POST", { new_edits: false, docs });
  assert.deepEqual(bulk.body, []);

  const uuid = OWN.slice("customer:".length);
  for (const id of ["123456", "erp:123456", "erp%3A123456", OWN, uuid, uuid.replaceAll("-", "")]) {
    const answer = await fetch(`${here.site}/api/customer/${id}`);
    assert.equal(answer.status, 200, id);
    assert.deepEqual(without(await answer.json()), JSON.parse(customer), id);
  }
  const [read] = blocks("Read a customer", "python");
  for (const id of [OWN, uuid]) {
    const asked = await python(read.replace('"123456"', JSON.stringify(id)));
    assert.match(asked.out, /^\{.*'name': 'Kanal & Co'/, asked.errors);
  }
  // As it stands there, word for word.
  const asked = await python(read);
  assert.match(asked.out, /^\{.*'name': 'Kanal & Co'/);
  const [curl] = blocks("Read a customer", "sh");
  const told = await run("sh", ["-c", local(curl)]);
  assert.equal(JSON.parse(told.out)._id, OWN, told.errors);
  const [script] = blocks("Read a customer", "js");
  const said = await run(process.execPath, ["--input-type=module", "-"], { input: local(script) });
  assert.equal(JSON.parse(said.out)._id, OWN, said.errors);
});

check("what nobody has is 404 and the sentence of failure", async () => {
  const [read] = blocks("Read a customer", "python");
  const nobody = { _id: "alias:shared", _rev: `1730614333714-${"f".repeat(32)}` };
  await json(`${here.couch}/crm/_bulk_docs`, "POST", { new_edits: false, docs: [nobody] });
  const absent = "0192f0a7-1111-7222-8333-000000000000";
  for (const id of ["999999", "shared", "a/b", "a%2Fb", "", absent, `customer:${absent}`, "_all_docs"]) {
    const address = `${here.site}/api/customer/${id}`;
    const answer = await fetch(address);
    assert.equal(answer.status, 404, id);
    assert.equal(answer.headers.get("content-type"), "application/json");
    assert.equal((await answer.json()).error, "not_found");
  }
  for (const id of ["999999", absent]) {
    const asked = await python(read.replace('"123456"', JSON.stringify(id)));
    assert.equal(asked.out.trim(), FAILURE, asked.errors);
  }
});

check("an alias that moves leads to the newer customer, whatever came last", async () => {
  const other = "0192f0a7-1111-7222-8333-777777777777";
  await json(`${here.couch}/crm/customer:${other}`, "PUT", { name: "Verde" });
  const [alias] = blocks("How an id from elsewhere leads to a customer", "json");
  const older = { ...JSON.parse(alias), _id: "alias:77" };
  const moved = JSON.parse(alias.replaceAll(OWN.slice(9), other).replaceAll(OWN.slice(9).replaceAll("-", ""),
    other.replaceAll("-", "")).replace("1730614333713", "1730614333999"));
  const newer = { ...moved, _id: "alias:77" };
  for (const docs of [[newer], [older], [newer]]) {
    await json(`${here.couch}/crm/_bulk_docs`, "POST", { new_edits: false, docs });
    const answer = await fetch(`${here.site}/api/customer/77`);
    assert.equal((await answer.json()).name, "Verde");
  }
});

check("only reading goes through, and never a page in the place of an answer", async () => {
  const address = `${here.site}/api/customer/123456`;
  for (const method of ["POST", "PUT", "DELETE", "PATCH", "OPTIONS"]) {
    const answer = await fetch(address, { method });
    assert.equal(answer.status, 405, method);
    assert.equal(answer.headers.get("allow"), "GET, HEAD");
    assert.equal((await answer.json()).error, "method_not_allowed");
  }
  const head = await fetch(address, { method: "HEAD" });
  assert.deepEqual([head.status, await head.text()], [200, ""]);
  assert.equal(head.headers.get("cache-control"), "no-store");
  assert.equal(head.headers.get("x-content-type-options"), "nosniff");
  // Not by fetch, which asks for a fresh answer whenever it is asked for this.
  const again = await run("curl", ["-si", address, "-H", `If-None-Match: ${head.headers.get("etag")}`,
    "-H", "Origin: https://evil.example"]);
  assert.match(again.out, /^HTTP\S+ 304 /);
  assert.doesNotMatch(again.out, /access-control/i);
  for (const path of ["/api", "/api/customers", "/api/customer", "/api/status", "/api/customer/..%2F_all_docs"]) {
    const answer = await fetch(here.site + path);
    assert.deepEqual([answer.status, (await answer.json()).error], [503, "no_workspace"], path);
  }
  const page = await fetch(`${here.site}/w/mine/customers`);
  assert.deepEqual([page.status, await page.text()], [200, "<title>Satchel</title>"]);
  assert.match(page.headers.get("content-security-policy"), /connect-src 'self';/);
  const relay = await fetch(`${here.site}/assets/sync-worker-00000000.js`);
  assert.match(relay.headers.get("content-security-policy"), /^default-src 'none'; connect-src https:/);
  assert.equal((await fetch(`${here.site}/assets/none.js`)).status, 404);
});

check("a customer is changed by another system and keeps what it had", async () => {
  const [change] = blocks("Write a customer", "python");
  const changed = await python(change);
  assert.equal(changed.code, 0, changed.errors);
  const { _rev, ...customer } = await document(OWN);
  assert.equal(_rev, changed.out.trim());
  const [before] = blocks("Write a customer", "json").map(JSON.parse);
  const tags = { ...before.tags, reference: true };
  assert.deepEqual(customer, { ...before, lifecycle: "evangelist", tags });
});

check("orders become transactions, once however often they are sent", async () => {
  const [send] = blocks("Orders of an ERP", "python");
  for (const word of ["written", "conflict"]) {
    const sent = await python(send);
    assert.equal(sent.code, 0, sent.errors);
    const lines = sent.out.trim().split("\n");
    assert.deepEqual(lines.map((line) => line.split(" ")[1]), [word, word]);
  }
  const [order] = blocks("Orders of an ERP", "json").map(JSON.parse);
  assert.deepEqual(without(await document(order._id)), order);
});

check("a form makes one ticket, however often it is sent", async () => {
  const [code] = blocks("A form that makes a ticket", "js");
  const script = join(here.folder, "form.mjs");
  await writeFile(script, local(code));
  const [ticket] = blocks("A form that makes a ticket", "json").map(JSON.parse);
  const [message, email] = ticket.description.split("\n\n");
  const shown = String(Date.parse(ticket.created_at));
  const form = new URLSearchParams({ token: "t-4711", shown_at: shown, subject: ticket.subject, message, email });
  const port = await freePort();
  const address = `http://127.0.0.1:${port}`;
  const running = await start(process.execPath, [script], address, {
    cwd: here.folder,
    env: { ...process.env, PORT: String(port) },
    ask: { method: "POST", body: form },
  });
  try {
    for (let time = 0; time < 2; time += 1) {
      const answer = await fetch(address, { method: "POST", body: form });
      assert.deepEqual([answer.status, await answer.text()], [200, "Thank you.\n"]);
    }
  } finally {
    await running.stop();
  }
  assert.deepEqual(without(await document(ticket._id)), ticket);
});

check("changes are passed on from where it stopped, and only once it arrived", async () => {
  let isDown = true;
  const server = createServer(async (request, response) => {
    let body = "";
    for await (const part of request) body += part;
    if (!isDown) heard.push(JSON.parse(body));
    response.writeHead(isDown ? 503 : 204).end();
  });
  await new Promise((done) => server.listen(0, "127.0.0.1", done));
  hook = { server, url: `http://127.0.0.1:${server.address().port}/` };
  const [pass] = blocks("Tell others what changed", "python");
  assert.notEqual((await python(pass, "--once")).code, 0, "nobody heard it");
  isDown = false;
  const passed = await python(pass, "--once");
  assert.equal(passed.code, 0, passed.errors);
  const kinds = new Set(heard.map(({ id }) => id.split(":")[0]));
  assert.ok(["customer", "transaction", "ticket"].every((kind) => kinds.has(kind)), [...kinds].join());
  assert.ok(!kinds.has("alias"));
  assert.equal(heard.find(({ id }) => id === OWN).document.name, "Kanal & Co");
  heard.length = 0;
  assert.equal((await python(pass, "--once")).code, 0);
  assert.deepEqual(heard, [], "nothing is new");
});

check("the caller's own rights count", async () => {
  const members = { admins: { names: ["boss"], roles: [] }, members: { names: ["reader"], roles: [] } };
  await json(`${here.couch}/crm/_security`, "PUT", members);
  await json(`${here.couch}/_users`, "PUT");
  const reader = { name: "reader", password: "secret", type: "user", roles: [] };
  const made = await json(`${here.couch}/_users/org.couchdb.user:reader`, "PUT", reader);
  assert.equal(made.status, 201, JSON.stringify(made.body));
  await json(`${here.couch}/_config/admins/boss`, "PUT", "boss");
  const basic = (words) => ({ authorization: `Basic ${btoa(words)}` });
  for (const id of ["123456", OWN]) {
    const address = `${here.site}/api/customer/${id}`;
    assert.equal((await fetch(address)).status, 401, id);
    assert.equal((await fetch(address, { headers: basic("reader:wrong") })).status, 401, id);
    const answer = await fetch(address, { headers: basic("reader:secret") });
    assert.deepEqual([answer.status, (await answer.json())._id], [200, OWN]);
  }
});

check("a database that does not answer is 502, in JSON", async () => {
  await here.stopCouch();
  for (const id of ["123456", OWN]) {
    const answer = await fetch(`${here.site}/api/customer/${id}`);
    assert.deepEqual([answer.status, (await answer.json()).error], [502, "no_database"]);
  }
});
