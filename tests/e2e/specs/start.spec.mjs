// Satchel starts: at the root, below a path, at a deep link, offline, and accessibly.
import { BASE, assert, expectAccessible, folders, serve, test, until } from "../harness.mjs";
import { Shell } from "../pages/shell.mjs";
import { Workspace } from "../pages/workspace.mjs";

for (const site of ["root", "base"]) {
  test(`the page opens with its heading (${site})`, { site }, async ({ page, site: { url } }) => {
    const shell = await new Shell(page, url).open();
    await shell.heading.waitFor();
    assert.equal(await page.title(), "Satchel");
    await expectAccessible(page);
  });

  test(`a deep link opens the app (${site})`, { site }, async ({ page, site: { url } }) => {
    const shell = await new Shell(page, url).open("w/mine/customers");
    await shell.heading.waitFor();
  });

  test(`after one visit it starts with the server gone (${site})`, async ({ page }) => {
    const own = await serve(site === "base" ? { dist: folders.base, base: BASE } : {});
    const shell = await new Shell(page, own.url).open();
    await shell.offlineReady();
    await own.stop();
    await page.reload();
    await shell.started();
    await shell.heading.waitFor();
    await shell.open("w/mine/customers");
    await shell.heading.waitFor();
  });
}

test("the service worker, which only the next start needs, is fetched once the list is there", async ({ page, site }) => {
  const workspace = await new Workspace(page, site.url).begin();
  await page.addInitScript(() => {
    const { register } = ServiceWorkerContainer.prototype;
    ServiceWorkerContainer.prototype.register = function (...given) {
      globalThis.seenBefore = document.querySelector("h1:not(#shell *)")?.textContent;
      return register.apply(this, given);
    };
  });
  await page.reload();
  await workspace.shell.offlineReady();
  const seen = await until("it is registered", () => page.evaluate(() => globalThis.seenBefore));
  assert.equal(seen, "Customers");
});

test("it opens on a phone, in the dark, in Chinese", {
  viewport: { width: 390, height: 844 },
  colorScheme: "dark",
  locale: "zh-CN",
}, async ({ page, site }) => {
  const shell = await new Shell(page, site.url).open();
  await shell.heading.waitFor();
  await expectAccessible(page);
});
