// The service worker: carries REST requests to an open tab and to nothing else, and lets a new
// build wait until it is asked.
import { assert, copySite, serve, test, until } from "../harness.mjs";
import { Shell } from "../pages/shell.mjs";

const ask = (page, path, init) => page.evaluate(async ([to, how]) => {
  const answer = await fetch(to, how);
  return {
    status: answer.status,
    type: answer.headers.get("Content-Type"),
    body: await answer.json(),
  };
}, [path, init]);

/** Puts an answer in the program's place; only for pages whose program does not run. */
const answerInstead = (page) => page.evaluate(() => {
  globalThis.satchelBoot.answer(async ({ method, path, headers, body }) => ({
    status: 201,
    headers: { "Content-Type": "application/json", "X-Kind": headers["x-kind"] ?? "" },
    body: JSON.stringify({ method, path, body: body ? new TextDecoder().decode(body) : null }),
  }));
});

test("without an open tab /api answers 503, never a page", { allowErrors: true }, async ({ page, context, site }) => {
  for (const path of ["api", "api/customers", "api/customer/customer:1"]) {
    const answer = await context.request.get(site.url + path);
    assert.equal(answer.status(), 503);
    assert.equal((await answer.json()).error, "no_workspace");
  }
  const shell = await new Shell(page, site.url).open();
  await shell.offlineReady();
  // A file of this origin, under the service worker, but no tab of the app.
  await page.goto(`${site.url}robots.txt`);
  const answer = await ask(page, `${site.url}api/status`);
  assert.equal(answer.status, 503);
  assert.equal(answer.body.error, "no_workspace");
});

test("requests reach the tab that asks, or another open one", { allowErrors: true }, async ({ page, context, problems }) => {
  // A site whose program does not start, so that the test can stand in for it.
  const copy = await copySite();
  await copy.damage(copy.asset("satchel", "wasm"));
  const site = await serve({ dist: copy.folder });
  await page.goto(site.url);
  const shell = new Shell(page, site.url);
  // A damaged program must not become part of an offline shell either.
  await page.locator("#shell[data-failed]").waitFor();
  const installed = () => page.evaluate(async () =>
    (await Promise.all((await navigator.serviceWorker.getRegistrations()).map((one) => one.active))).length
      ? "registered" : "none");
  await until("installing is refused", async () => (await installed()) === "none");
  assert.deepEqual(await page.evaluate(() => caches.keys()), []);

  // Whole files, but a page whose script never starts the program.
  const whole = await copySite();
  const second = await serve({ dist: whole.folder });
  await page.addInitScript(() => {
    WebAssembly.instantiate = () => Promise.reject(new Error("held back"));
    WebAssembly.instantiateStreaming = WebAssembly.instantiate;
  });
  await page.goto(second.url);
  await page.locator("#shell[data-failed=stopped]").waitFor();
  await shell.offlineReady();
  await answerInstead(page);
  const asked = await ask(page, `${second.url}api/customers?limit=2`, {
    method: "POST",
    headers: { "X-Kind": "import" },
    body: "name\nMei",
  });
  assert.deepEqual(asked, {
    status: 201,
    type: "application/json",
    body: { method: "POST", path: "/api/customers?limit=2", body: "name\nMei" },
  });
  const direct = await page.evaluate(async () =>
    (await globalThis.satchel.fetch("/api/customer/1")).json());
  assert.deepEqual(direct, { method: "GET", path: "/api/customer/1", body: null });

  const other = await context.newPage();
  await other.goto(`${second.url}robots.txt`);
  const carried = await ask(other, `${second.url}api/status`);
  assert.equal(carried.body.path, "/api/status");
  // An address typed into the browser shows the answer.
  const shown = await other.goto(`${second.url}api/status`);
  assert.equal(shown.status(), 201);
  await other.goto(`${second.url}robots.txt`);
  await other.evaluate((to) => {
    const form = document.createElement("form");
    form.method = "post";
    form.action = to;
    document.body.append(form);
    form.submit();
  }, `${second.url}api/import`);
  await until("the form goes nowhere", async () =>
    problems.some((text) => text.includes("form-action")));
});

test("a new build waits until it is asked, and the old one's files stay while a tab needs them", async ({ page, context }) => {
  const copy = await copySite();
  const site = await serve({ dist: copy.folder });
  const shell = await new Shell(page, site.url).open();
  await shell.offlineReady();
  const old = await page.evaluate(() => caches.keys());
  assert.equal(old.length, 1);

  const { script, next } = await copy.next();

  await page.evaluate(async () => {
    const registration = await navigator.serviceWorker.getRegistration();
    await registration.update();
  });
  const waits = () => page.evaluate(async () =>
    Boolean((await navigator.serviceWorker.getRegistration()).waiting));
  await until("the new build waits", waits);
  const second = await context.newPage();
  await new Shell(second, site.url).open();
  assert.ok(await waits(), "a second tab does not let it in");
  assert.equal(await second.evaluate(() => globalThis.satchelBoot.script), site.url + script);

  await page.evaluate(async () => {
    const { waiting } = await navigator.serviceWorker.getRegistration();
    const changed = new Promise((done) => {
      navigator.serviceWorker.addEventListener("controllerchange", done, { once: true });
    });
    waiting.postMessage({ type: "activate" });
    await changed;
  });
  await page.reload();
  await shell.started();
  assert.equal(await page.evaluate(() => globalThis.satchelBoot.script), site.url + next);
  // The second tab still runs the old build: its files are gone from the host, not from here.
  assert.equal((await page.evaluate(() => caches.keys())).length, 2);
  assert.equal(await second.evaluate(async (url) => (await fetch(url)).status, site.url + script), 200);
  await second.close();
  await page.reload();
  await shell.started();
  await until("the old build's files go", async () =>
    (await page.evaluate(() => caches.keys())).length === 1);
});
