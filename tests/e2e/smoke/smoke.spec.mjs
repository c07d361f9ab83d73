// The same few steps in every other browser that is here: Satchel opens, starts its worker, opens
// a deep link, and refuses a damaged program. What a browser lacks is not asked of it.
import { test as nodeTest } from "node:test";
import { assert, copySite, serve, until } from "../harness.mjs";
import { freshProfile, openFirefox } from "../drivers/firefox.mjs";
import { openWebKit } from "../drivers/webkit.mjs";

const { SATCHEL_FIREFOX, SATCHEL_WEBKIT, SATCHEL_WEBKIT_DRIVER, SATCHEL_XVFB } = process.env;
const browsers = [
  SATCHEL_FIREFOX && ["Firefox", (home) => openFirefox(SATCHEL_FIREFOX, home)],
  SATCHEL_WEBKIT && ["WebKit", (home) => openWebKit({
    driver: SATCHEL_WEBKIT_DRIVER,
    browser: SATCHEL_WEBKIT,
    display: SATCHEL_XVFB,
    home,
  })],
].filter(Boolean);

for (const [name, open] of browsers) {
  const smoke = (what, body) => nodeTest(`${name}: ${what}`, { timeout: 180_000 }, async () => {
    const profile = await freshProfile();
    const page = await open(profile.folder);
    try {
      await body(page);
    } finally {
      await page.close();
      await profile.remove();
    }
  });
  const started = (page) => until("Satchel starts", () =>
    page.evaluate("document.querySelector('h1') && !document.getElementById('shell')"));
  const startWorker = (page) =>
    page.evaluate("satchelBoot.startWorker().then(() => 'started', (error) => 'refused: ' + error)");

  smoke("opens, starts its worker, reloads, opens a deep link", async (page) => {
    const site = await serve();
    await page.goto(site.url);
    await started(page);
    assert.equal(await startWorker(page), "started");
    await page.reload();
    await started(page);
    await page.goto(`${site.url}w/mine/customers`);
    await started(page);
  });

  smoke("starts by the page's own policy, and keeps other scripts out", async (page) => {
    const site = await serve({ headers: false });
    await page.goto(site.url);
    await started(page);
    assert.equal(await startWorker(page), "started");
    await page.evaluate(`new Promise((done) => {
      const script = document.createElement("script");
      script.src = "${site.url}rescue.js";
      script.onload = () => done();
      script.onerror = () => done();
      document.head.append(script);
    })`);
    const loaded = await page.evaluate("typeof rescue");
    assert.equal(loaded, "undefined");
  });

  smoke("refuses programs with one wrong bit", async (page) => {
    const copy = await copySite();
    await copy.damage(copy.asset("worker", "wasm"));
    const site = await serve({ dist: copy.folder });
    await page.goto(site.url);
    await started(page);
    assert.match(await startWorker(page), /^refused: /);

    await copy.damage(copy.asset("satchel", "wasm"));
    const second = await serve({ dist: copy.folder });
    await page.goto(second.url);
    const cause = await until("the page says why", () =>
      page.evaluate("document.getElementById('shell')?.dataset.failed"));
    assert.equal(cause, "damaged");
  });
}
