// The same few steps in every other browser that is here: Satchel opens, starts its worker, keeps a
// customer over a reload, opens a deep link, and refuses a damaged program. What a browser lacks is
// not asked of it.
import { test as nodeTest } from "node:test";
import { assert, copySite, serve, until } from "../harness.mjs";
import { freshProfile, openFirefox } from "../drivers/firefox.mjs";
import { openWebKit } from "../drivers/webkit.mjs";
import { WORDS } from "../pages/workspace.mjs";

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

  /** Marks what a script finds, so that the driver can point at it as a person does. */
  const find = (page, what, expression) => until(what, () => page.evaluate(`(() => {
    document.querySelector("[data-smoke]")?.removeAttribute("data-smoke");
    const found = ${expression};
    found?.setAttribute("data-smoke", "");
    return Boolean(found);
  })()`));
  const press = async (page, words) => {
    await find(page, `a button "${words}"`, `[...(document.querySelector("dialog[open]") ?? document).querySelectorAll("button")]
      .find((button) => button.checkVisibility() && button.textContent.trim().startsWith(${JSON.stringify(words)}))`);
    await page.click("[data-smoke]");
  };
  const shows = (page, text) => until(`the page shows ${text}`, () =>
    page.evaluate(`document.body.innerText.includes(${JSON.stringify(text)})`));

  for (const [locale, words] of [["en", WORDS.en], ["zh-CN", WORDS.zh]]) {
    smoke(`a customer is still there after a reload (${locale})`, async (page) => {
      const site = await serve();
      await page.goto(site.url);
      await started(page);
      await page.evaluate(`localStorage.setItem("satchel/locale", JSON.stringify("${locale}"))`);
      await page.reload();
      await started(page);
      await press(page, words.empty);
      await press(page, words.newCustomer);
      await find(page, "the form's first field", `document.querySelector("dialog[open] input[type=text], dialog[open] input:not([type])")`);
      await page.click("[data-smoke]");
      await page.type("Kanal 运河 & Co");
      await press(page, words.add);
      await shows(page, "Kanal 运河 & Co");
      await shows(page, words.saved);
      await page.reload();
      await started(page);
      await shows(page, "Kanal 运河 & Co");
    });
  }

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
