// The page that tries each call: all that the description has are there, each is answered as the description
// says, and what was written can be taken back from there.
import { PHONE, assert, expectAccessible, test, until } from "../harness.mjs";
import { Settings } from "../pages/settings.mjs";
import { WORDS, Workspace } from "../pages/workspace.mjs";

/** The page, and one call of it at a time. */
class ApiPage {
  constructor(page) {
    this.page = page;
    this.words = { try: "Try it", trying: "Asking" };
    this.answer = page.getByRole("region", { name: "Answer", exact: true });
  }

  async open(site, way = "sample", words = WORDS.en) {
    this.workspace = await new Workspace(this.page, site.url, words).begin(way);
    await new Settings(this.workspace).open("api");
    await this.heads.first().waitFor();
    return this;
  }

  /** The lines of the calls. */
  get heads() {
    return this.page.getByRole("button", { name: /^(GET|POST|PATCH|DELETE) \/api\// });
  }

  head(method, path) {
    const literal = `${method} ${path}`.replace(/[{}/]/g, "\\$&");
    return this.page.getByRole("button", { name: new RegExp(`^${literal}(?![/\\w{])`) });
  }

  async unfold(method, path) {
    const head = this.head(method, path);
    if (await head.getAttribute("aria-expanded") !== "true") await head.click();
    await this.try.waitFor();
  }

  get try() {
    return this.page.getByRole("button", { name: this.words.try });
  }

  /** Sends it, and gives the status. */
  async send() {
    await this.try.click();
    await this.page.getByRole("button", { name: this.words.trying }).waitFor({ state: "hidden" });
    await this.answer.locator(".chip").first().waitFor();
    return Number(await this.answer.locator(".chip").first().textContent());
  }

  async body() {
    const text = this.answer.getByRole("group", { name: "Body of the answer" });
    return await text.count() ? text.textContent() : "";
  }

  async undo() {
    await this.answer.getByRole("button", { name: "Undo", exact: true }).click();
    await this.answer.getByText("Undone.", { exact: true }).waitFor();
  }

  field(name) {
    return this.page.getByLabel(name, { exact: true });
  }
}

/** The operations of the description, the collections as one, with the statuses they may have. */
const described = async (page) => page.evaluate(async () => {
  const base = document.querySelector('meta[name="satchel-base"]').content;
  const { paths } = await (await fetch(`${base}openapi.json`)).json();
  const named = new Set(Object.keys(paths).map((path) => path.split("/")[2]).filter((name) => paths[`/api/${name}/{id}`] && name !== "customer"));
  const found = {};
  for (const [path, operations] of Object.entries(paths)) {
    const parts = path.split("/");
    const one = named.has(parts[2]) && !path.endsWith("/fit") ? 2 : parts[2] === "export" ? 3 : null;
    if (one) parts[one] = "{collection}";
    for (const [method, { responses }] of Object.entries(operations)) {
      found[`${method.toUpperCase()} ${parts.join("/")}`] = Object.keys(responses).map(Number);
    }
  }
  return found;
});

/** What each call is answered with, as it is prefilled, and whether it writes. */
const ANSWERS = [
  ["GET /api/status", 200],
  ["GET /api/settings", 200],
  ["GET /api/{collection}", 200],
  ["GET /api/{collection}/{id}", 200],
  ["GET /api/customer/{id}", 200],
  ["GET /api/scores/{record}/{id}", 200],
  ["GET /api/reports/{name}", 200],
  ["GET /api/changes", 200],
  ["GET /api/export/{collection}", 200],
  ["GET /api/backup", 200],
  ["POST /api/import", 200],
  ["POST /api/restore", 200],
  ["POST /api/{collection}", 201, "undo"],
  ["PATCH /api/{collection}/{id}", 200, "undo"],
  ["PATCH /api/settings", 200, "undo"],
  ["DELETE /api/{collection}/{id}", 200, "undo"],
  // The last of all of these.
  ["POST /api/undo", 200],
  ["POST /api/redo", 200],
  ["POST /api/models/{id}/fit", 200, "undo"],
];

test("each call of the description is tried, answered as described, and taken back", { timeout: 240_000 }, async ({ page, site }) => {
  const api = await new ApiPage(page).open(site);
  const description = await described(page);
  const heads = await api.heads.locator("code").allTextContents();
  const methods = await api.heads.locator(".chip").allTextContents();
  const shown = heads.map((path, at) => `${methods[at].trim()} ${path.trim()}`);
  assert.deepEqual([...shown].sort(), Object.keys(description).sort(), "the page and the description");
  assert.deepEqual(ANSWERS.map(([call]) => call).sort(), [...shown].sort(), "each is tried");
  // A model of the workspace's own, to be fitted.
  const made = await page.evaluate(async () => {
    const body = { name: "Large deals", record: "deals", target: "outcome", features: ["amount"] };
    const answer = await globalThis.satchel.fetch("/api/models", { method: "POST", body: JSON.stringify(body) });
    return [answer.status, await answer.text()];
  });
  assert.equal(made[0], 201, made[1]);
  const wrong = [];
  for (const [call, expected, undo] of ANSWERS) {
    const [method, path] = call.split(" ");
    await api.unfold(method, path);
    const hints = await page.locator("form.api__form :is(input, select)").evaluateAll((inputs) => inputs
      .filter((input) => !document.getElementById(input.getAttribute("aria-describedby") ?? "")?.textContent.trim())
      .map((input) => document.querySelector(`label[for="${input.id}"]`)?.textContent));
    if (hints.length) wrong.push(`${call}: nothing is said of ${hints}`);
    const warns = await page.locator("form.api__form .notice").count();
    if ((warns > 0) !== (method !== "GET")) wrong.push(`${call}: it is not said beforehand what it does`);
    const status = await api.send();
    if (status !== expected || !description[call].includes(status)) wrong.push(`${call}: ${status} ${await api.body()}`);
    if (!(await api.body())) wrong.push(`${call}: nothing is shown`);
    if (undo) await api.undo();
  }
  assert.deepEqual(wrong, []);
});

test("each report and each collection is answered too", { timeout: 240_000 }, async ({ page, site }) => {
  const api = await new ApiPage(page).open(site);
  const wrong = [];
  for (const [method, path, field] of [["GET", "/api/reports/{name}", "name"], ["GET", "/api/{collection}", "collection"], ["GET", "/api/export/{collection}", "collection"]]) {
    await api.unfold(method, path);
    const options = await api.field(field).locator("option").allTextContents();
    assert.ok(options.length > 10, `${path}: ${options}`);
    for (const option of options) {
      await api.field(field).selectOption(option);
      await page.locator(".api__address").getByText(option).waitFor();
      const status = await api.send();
      if (status !== 200) wrong.push(`${path} ${option}: ${status} ${await api.body()}`);
    }
  }
  assert.deepEqual(wrong, []);
});

test("a record that was added is there, and gone when it is taken back", async ({ page, site }) => {
  const api = await new ApiPage(page).open(site, "empty");
  const count = () => page.evaluate(async () => (await (await globalThis.satchel.fetch("/api/customers?limit=0")).json()).total);
  await api.unfold("POST", "/api/{collection}");
  await page.getByText("This changes the workspace. You can undo it afterwards.").waitFor();
  assert.equal(await api.send(), 201);
  assert.match(await api.body(), /"name": "Kanal & Co"/);
  await api.answer.locator("dt", { hasText: "satchel-change" }).waitFor();
  assert.equal(await count(), 1);
  await api.undo();
  assert.equal(await count(), 0);
  // What is erased for good is said to be.
  assert.equal(await api.send(), 201);
  assert.equal(await count(), 1);
  await api.unfold("DELETE", "/api/{collection}/{id}");
  await api.field("collection").selectOption("customers");
  await page.getByText("More parameters").click();
  await api.field("forever").selectOption("true");
  await page.getByText("This erases the record for good. It cannot be undone.").waitFor();
  assert.equal(await api.send(), 204);
  assert.equal(await api.answer.getByRole("button", { name: "Undo", exact: true }).count(), 0);
  assert.equal(await count(), 0);
  await page.getByText("There is no record of this kind yet. Add one first.").waitFor();
});

test("what is refused is said in words", async ({ page, site }) => {
  const api = await new ApiPage(page).open(site);
  await api.unfold("GET", "/api/{collection}/{id}");
  await api.field("id").fill("customer:none");
  assert.equal(await api.send(), 404);
  await api.answer.getByRole("alert").getByText("There is no such record or address.").waitFor();
  await api.unfold("POST", "/api/{collection}");
  await api.field("Body (JSON)").fill("{");
  assert.equal(await api.send(), 400);
  await api.answer.getByRole("alert").getByText("The address or the body cannot be read.").waitFor();
  await api.field("Body (JSON)").fill('{"kind":"company","name":""}');
  assert.equal(await api.send(), 422);
  await api.answer.getByRole("alert").getByText("Some values are not right. Nothing was saved.").waitFor();
});

test("the code runs as it is shown, and what no one answers outside is said", async ({ page, site }) => {
  const api = await new ApiPage(page).open(site);
  const code = page.getByRole("group", { name: "Code for this call" });
  const run = async () => {
    const text = (await code.textContent()).replace(/console\.log\(.*\);$/, "return answer.status;");
    return page.evaluate(`(async () => { ${text} })()`);
  };
  for (const [method, path, status] of [
    ["GET", "/api/{collection}", 200],
    ["POST", "/api/{collection}", 201],
    ["POST", "/api/import", 200],
    ["POST", "/api/restore", 200],
  ]) {
    await api.unfold(method, path);
    assert.equal(await run(), status, path);
  }
  await page.getByRole("radio", { name: "curl" }).check();
  await page.getByText("Only pages in this browser can make this call.").waitFor();
  assert.equal(await code.count(), 0);
  await api.unfold("GET", "/api/customer/{id}");
  await page.getByRole("radio", { name: "curl" }).check();
  assert.match(await code.textContent(), /^curl -fsS 'http:\/\/[^']+\/api\/customer\/customer:[0-9a-f-]{36}'$/);
  await page.getByRole("radio", { name: "Python" }).check();
  assert.match(await code.textContent(), /^import requests\n\nr = requests\.get\("http/);
  await api.unfold("GET", "/api/{collection}/{id}");
  await page.getByRole("radio", { name: "curl" }).check();
  assert.match(await code.textContent(), /^curl -fsS 'https:\/\/couch\.example\.org\/crm\/customer:/);
});

test("a link leads to a call, and keys do it all", async ({ page, site }) => {
  const api = await new ApiPage(page).open(site);
  await api.workspace.goTo("trash");
  await api.workspace.goTo("settings/api?call=report");
  const head = api.head("GET", "/api/reports/{name}");
  await until("the call has the focus", () => head.evaluate((node) => node === document.activeElement));
  assert.equal(await head.getAttribute("aria-expanded"), "true");
  await page.keyboard.press("Tab");
  await page.keyboard.press("Control+Enter");
  await api.answer.getByText("Done", { exact: true }).waitFor();
  await head.focus();
  await page.keyboard.press("Enter");
  await until("the address names none", () => !page.url().includes("call="));
  await api.head("GET", "/api/status").focus();
  await page.keyboard.press("Enter");
  await until("the address names it", () => page.url().endsWith("call=status"));
});

test("open calls are accessible on a phone, in both languages and in the dark", { viewport: PHONE, timeout: 180_000 }, async ({ page, site }) => {
  const api = await new ApiPage(page).open(site);
  await page.emulateMedia({ colorScheme: "dark" });
  for (const call of ["list", "import", "create", "customer"]) {
    await api.workspace.goTo(`settings/api?call=${call}`);
    await api.send();
    await page.getByText("More parameters").or(api.try).first().click();
    await expectAccessible(page, call);
  }
  await page.keyboard.press("Control+k");
  await page.keyboard.type("> language");
  await page.keyboard.press("Enter");
  await page.getByRole("button", { name: "试用" }).waitFor();
  await expectAccessible(page, "Chinese");
});
