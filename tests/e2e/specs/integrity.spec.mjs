// Only bytes whose hash the page knows are run, in the page and in the worker, whether the policy
// comes as headers or only in the page; and whoever cannot start Satchel is told why and how to
// get at the records. docs/adr/0009-loader-integrity.md says what follows from these.
import { BASE, assert, copySite, expectAccessible, folders, serve, test, until } from "../harness.mjs";
import { Shell } from "../pages/shell.mjs";

/** Starts the worker as the program does; answers "started" or the reason why not. */
const startWorker = (page) => page.evaluate(() =>
  globalThis.satchelBoot.startWorker().then(() => "started", (error) => `refused: ${error}`));

/** What the shell says is wrong, as shown, in English. */
async function cause(page) {
  const shell = page.locator("#shell[data-failed]");
  await shell.waitFor();
  assert.ok(await page.getByText("Save a copy of them").isVisible(), "the way to the records shows");
  assert.ok(await page.locator("section[lang=zh-CN] p:visible").count() >= 2, "in Chinese too");
  return shell.getAttribute("data-failed");
}

for (const headers of [true, false]) {
  for (const base of ["/", BASE]) {
    const where = `${headers ? "policy in header and page" : "policy in the page alone"}, under ${base}`;
    const options = { base, headers, dist: base === "/" ? folders.root : folders.base };

    test(`the worker's program starts (${where})`, async ({ page }) => {
      const site = await serve(options);
      await new Shell(page, site.url).open();
      assert.equal(await startWorker(page), "started");
    });

    test(`a page's program with one wrong bit is refused (${where})`, { allowErrors: true }, async ({ page }) => {
      const copy = await copySite(options.dist);
      await copy.damage(copy.asset("satchel", "wasm"));
      const site = await serve({ ...options, dist: copy.folder });
      await page.goto(site.url);
      assert.equal(await cause(page), "damaged");
    });

    for (const kind of ["wasm", "js"]) {
      test(`a worker's ${kind} with one wrong bit is refused (${where})`, { allowErrors: true }, async ({ page }) => {
        const copy = await copySite(options.dist);
        if (kind === "wasm") await copy.damage(copy.asset("worker", "wasm"));
        else await copy.edit(copy.asset("worker", "js"), (text) => `${text}\n// one line more\n`);
        const site = await serve({ ...options, dist: copy.folder });
        await new Shell(page, site.url).open();
        assert.match(await startWorker(page), /^refused: /);
      });
    }

    test(`the worker cannot reach another origin (${where})`, { allowErrors: true }, async ({ page }) => {
      const site = await serve(options);
      const other = await serve();
      await new Shell(page, site.url).open();
      assert.equal(await startWorker(page), "started");
      const [worker] = page.workers();
      const reach = (address) => worker.evaluate((url) =>
        fetch(url, { mode: "no-cors" }).then(() => "sent", () => "blocked"), address);
      assert.equal(await reach(`${site.url}icon.svg`), "sent");
      assert.equal(await reach(`${other.url}icon.svg`), "blocked");
    });
  }
}

test("a page's script with one line more is not run, and the page says so within five seconds", { allowErrors: true }, async ({ page }) => {
  const copy = await copySite();
  await copy.edit(copy.asset("satchel", "js"), (text) => `${text}\nglobalThis.tampered = true;\n`);
  const site = await serve({ dist: copy.folder });
  await page.goto(site.url);
  await page.getByRole("heading", { name: "Satchel has not started" }).waitFor({ timeout: 6_000 });
  assert.equal(await page.evaluate(() => globalThis.tampered), undefined);
});

test("another script of the same origin is not run", { allowErrors: true }, async ({ page }) => {
  const copy = await copySite();
  await copy.edit("rescue.js", () => "globalThis.injected = true;");
  const site = await serve({ dist: copy.folder });
  await new Shell(page, site.url).open();
  await page.evaluate((url) => new Promise((done) => {
    const script = document.createElement("script");
    script.src = url;
    script.onload = script.onerror = done;
    document.head.append(script);
  }), `${site.url}rescue.js`);
  assert.equal(await page.evaluate(() => globalThis.injected), undefined);
});

test("a missing program is named", { allowErrors: true }, async ({ page }) => {
  const copy = await copySite();
  await copy.remove(copy.asset("satchel", "wasm"));
  const site = await serve({ dist: copy.folder });
  await page.goto(site.url);
  assert.equal(await cause(page), "damaged");
  await expectAccessible(page, "the page that could not start");
});

test("a browser without WebAssembly is told so", { allowErrors: true }, async ({ page, site }) => {
  await page.addInitScript(() => { delete globalThis.WebAssembly; });
  await page.goto(site.url);
  assert.equal(await cause(page), "no-wasm");
});

test("a policy that forbids WebAssembly is named", { allowErrors: true }, async ({ page }) => {
  const copy = await copySite();
  await copy.edit("index.html", (text) => text.replace(" 'wasm-unsafe-eval'", ""));
  const site = await serve({ dist: copy.folder, headers: false });
  await page.goto(site.url);
  assert.equal(await cause(page), "blocked");
});

test("a script or program that is missing is never answered with a page", async ({ context, site }) => {
  for (const path of ["assets/satchel-gone.js", "assets/gone", "gone.wasm", "gone.js"]) {
    const answer = await context.request.get(site.url + path);
    assert.equal(answer.status(), 404, path);
    assert.doesNotMatch(answer.headers()["content-type"], /html/);
  }
});

test("the rescue page saves what is stored, without the program", async ({ page, site }) => {
  await page.goto(`${site.url}rescue.html`);
  await expectAccessible(page, "the rescue page");
  await page.evaluate(() => new Promise((done, failed) => {
    const request = indexedDB.open("satchel / rescue-probe", 3);
    request.onupgradeneeded = () => {
      const store = request.result.createObjectStore("pages");
      store.put(new Uint8Array([1, 2, 255]), 1);
      store.put({ at: new Date(5), text: "梅 𝄞", list: [1, null] }, "two");
    };
    request.onsuccess = () => { request.result.close(); done(); };
    request.onerror = () => failed(request.error);
  }));
  const download = page.waitForEvent("download");
  await page.getByRole("button", { name: "Save a copy" }).click();
  const stream = await (await download).createReadStream();
  let text = "";
  for await (const part of stream) text += part;
  const saved = JSON.parse(text);
  assert.equal(saved.format, "satchel-rescue");
  assert.deepEqual(saved.databases["satchel / rescue-probe"], {
    version: 3,
    problem: null,
    stores: {
      pages: {
        entries: [[1, { $bytes: "AQL/" }], ["two", { at: { $date: 5 }, text: "梅 𝄞", list: [1, null] }]],
        unreadable: [],
      },
    },
  });
  await until("the page says what it saved", () => page.getByText(/satchel-rescue-.*MB/).isVisible());
});
