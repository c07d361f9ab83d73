// A newer version, and what was begun to be written: the line that says one is there, letting it in, and
// that nothing is lost by it, nor by a page that ends on its own.
import { assert, copySite, expectAccessible, serve, test, until } from "../harness.mjs";
import { WORDS, Workspace } from "../pages/workspace.mjs";

const drafts = (page) => page.evaluate(() =>
  Object.keys(localStorage).filter((key) => key.includes("draft/")).length);

/** Opens the page of the one customer there is. */
const openCustomer = async (workspace, name) => {
  await workspace.row(name).getByRole("link", { name }).click();
  await workspace.page.getByRole("heading", { level: 1, name }).waitFor();
};

for (const [language, options, words] of [
  ["English", {}, {
    workspace: WORDS.en, ready: "A new version is ready. It starts when you reload.", reload: "Reload now", later: "Later",
    call: "Call", what: "What was said?", minutes: "Minutes", logged: "Added to the timeline",
  }],
  ["Chinese", { locale: "zh-CN" }, {
    workspace: WORDS.zh, ready: "新版本已就绪，重新加载后启用。", reload: "立即重新加载", later: "稍后",
    call: "电话", what: "谈了什么？", minutes: "分钟", logged: "已加入动态",
  }],
]) {
  test(`a newer version is told, let in by a press, and a half-written call is still there (${language})`, options, async ({ page, context }) => {
    const copy = await copySite();
    const site = await serve({ dist: copy.folder });
    const workspace = await new Workspace(page, site.url, words.workspace).begin();
    await workspace.shell.offlineReady();
    await workspace.addCompany("Hotel Bellavista");
    await openCustomer(workspace, "Hotel Bellavista");
    await page.getByRole("radio", { name: words.call }).check({ force: true });
    const text = page.getByLabel(words.what);
    await text.fill("Wants a second grinder,\nin spring");
    await page.getByLabel(words.minutes).fill("20");
    assert.equal(await page.getByText(words.ready).count(), 0);

    const { script, next } = await copy.next();
    const running = (tab) => tab.evaluate(() => globalThis.satchelBoot?.script);
    assert.equal(await running(page), site.url + script);
    // The browser looks for a newer build when Satchel is opened once more.
    const second = await context.newPage();
    await second.goto(site.url);
    const line = page.getByRole("status").filter({ hasText: words.ready });
    await line.waitFor();
    await expectAccessible(page, "the page with the line");
    // Whoever has no time now is left alone.
    const other = second.getByRole("status").filter({ hasText: words.ready });
    await other.getByRole("button", { name: words.later }).click();
    await other.waitFor({ state: "detached" });
    await second.close();
    assert.equal(await running(page), site.url + script);

    await line.getByRole("button", { name: words.reload }).click();
    await until("the new version runs", async () =>
      (await running(page).catch(() => "")) === site.url + next);
    await page.getByRole("heading", { level: 1, name: "Hotel Bellavista" }).waitFor();
    assert.equal(await text.inputValue(), "Wants a second grinder,\nin spring");
    assert.equal(await page.getByLabel(words.minutes).inputValue(), "20");
    assert.equal(await page.getByText(words.ready).count(), 0);
    // Once it was added it is no draft any more.
    await text.press("Control+Enter");
    await page.getByText(words.logged).first().waitFor();
    assert.equal(await text.inputValue(), "");
    await page.reload();
    await page.getByRole("heading", { level: 1, name: "Hotel Bellavista" }).waitFor();
    await page.getByText("Wants a second grinder,").first().waitFor();
    assert.equal(await page.locator("textarea").inputValue(), "");
    assert.equal(await drafts(page), 0);
  });
}

test("what was begun to be written survives a page that crashes, record by record", { allowErrors: true }, async ({ page, context, site }) => {
  const workspace = await new Workspace(page, site.url).begin();
  for (const name of ["Hotel Bellavista", "Kanal & Co"]) await workspace.addCompany(name);
  await openCustomer(workspace, "Hotel Bellavista");
  await page.locator("textarea").fill("Asked for a quote");
  await until("it is kept", async () => (await drafts(page)) === 1);
  const address = page.url();
  const session = await context.newCDPSession(page);
  // It does not answer: the page is gone.
  session.send("Page.crash").catch(() => {});
  await new Promise((done) => page.once("crash", done));
  await page.close();

  const next = await context.newPage();
  const again = new Workspace(next, site.url);
  await next.goto(address);
  await next.getByRole("heading", { level: 1, name: "Hotel Bellavista" }).waitFor();
  assert.equal(await next.locator("textarea").inputValue(), "Asked for a quote");
  // It belongs to this record and to no other.
  await next.keyboard.press("g");
  await next.keyboard.press("c");
  await openCustomer(again, "Kanal & Co");
  assert.equal(await next.locator("textarea").inputValue(), "");
  // What is erased takes its draft with it.
  await next.goBack();
  await again.row("Hotel Bellavista").waitFor();
  assert.equal(await drafts(next), 1);
  await next.goto(address.replace(/customer\/.*$/, "settings/data"));
  await next.getByRole("button", { name: "Erase workspace" }).click();
  const question = next.getByRole("dialog");
  await question.getByLabel(/Type/).fill("My customers");
  await question.getByRole("button", { name: "Erase for good" }).click();
  await next.waitForURL(/\/new$/);
  assert.equal(await drafts(next), 0);
});
