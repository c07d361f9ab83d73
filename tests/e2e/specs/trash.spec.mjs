// The trash keeps what lies in it for 30 days, says how many are left, and then erases it by itself.
import { DESKTOP, PHONE, assert, test, until } from "../harness.mjs";
import { Workspace, throwAway } from "../pages/workspace.mjs";

const DAY_MS = 86_400_000;

/** A workspace of so many days ago, in which one customer was thrown away then and one the day after. */
async function thrown(page, site, days) {
  await page.clock.install({ time: Date.now() - days * DAY_MS });
  const workspace = await new Workspace(page, site.url).begin();
  for (const name of ["Hotel Bellavista", "Studio Kvadrat", "Kanal & Co"]) await workspace.addCompany(name);
  await page.getByRole("link", { name: "Hotel Bellavista" }).click();
  await throwAway(page);
  await workspace.saved();
  await page.clock.fastForward(DAY_MS);
  await workspace.toCustomers();
  await page.getByRole("link", { name: "Studio Kvadrat" }).click();
  await throwAway(page);
  await workspace.saved();
  return workspace;
}

/** Opens the workspace that many days later. */
async function later(page, workspace, days, path) {
  const to = page.url().replace(/\/w\/([^/]+)\/.*$/, `/w/$1/${path}`);
  // Nothing of it is open meanwhile.
  await page.goto("about:blank");
  await page.clock.fastForward(days * DAY_MS);
  await page.goto(to);
  await workspace.shell.started();
}

const line = (page, name) => page.getByRole("listitem").filter({ hasText: name });

/** Lets the minute after opening pass in which everything else is done. */
async function quiet(page, is) {
  await until("the quiet moment came", async () => {
    await page.clock.fastForward(16_000);
    return is();
  });
}

for (const [where, size] of [["a desk", DESKTOP], ["a phone", PHONE]]) {
  test(`on ${where}: what was thrown away 30 days ago is erased after opening, and nothing else`, async ({ page, site }) => {
    const workspace = await thrown(page, site, 40);
    await page.setViewportSize(size);
    await later(page, workspace, 28, "trash");
    await line(page, "Hotel Bellavista").getByText("1 day left").waitFor();
    await line(page, "Studio Kvadrat").getByText("2 days left").waitFor();

    await later(page, workspace, 1, "trash");
    await line(page, "Studio Kvadrat").getByText("1 day left").waitFor();
    await quiet(page, async () => (await line(page, "Hotel Bellavista").count()) === 0);
    await line(page, "Studio Kvadrat").waitFor();

    await later(page, workspace, 2, "home");
    await quiet(page, async () => (await page.getByText("Erased 1 record after 30 days in the trash").count()) === 2);
    await later(page, workspace, 0, "trash");
    await page.locator(".empty-state").getByText("The trash is empty").waitFor();
    await later(page, workspace, 0, "customers");
    await workspace.row("Kanal & Co").waitFor();
    assert.equal(await workspace.row("Hotel Bellavista").count(), 0);
    // Nobody here did it: what is taken back is what somebody did.
    const names = await page.evaluate(async () => {
      const answer = await globalThis.satchel.fetch("/api/changes");
      return (await answer.json()).items.map((change) => [change.verb, change.author ?? null]);
    });
    assert.deepEqual(names.filter(([verb]) => verb === "expire"), [["expire", null], ["expire", null]]);
  });
}
