// The reader's clock and figures: a zone that is chosen holds on every screen, a moment in the other half
// of the year stands on its day, large amounts and dates are written as somebody likes them.
import { readFile } from "node:fs/promises";
import { PHONE, assert, expectAccessible, test, until } from "../harness.mjs";
import { Agenda } from "../pages/agenda.mjs";
import { Settings } from "../pages/settings.mjs";
import { WORDS, Workspace } from "../pages/workspace.mjs";

const BERLIN = { timezoneId: "Europe/Berlin" };
const AFTERNOON = new Date("2026-11-28T15:30:00Z");

/** Asks over REST, and gives the answer. */
const ask = (page, path, init) =>
  page.evaluate(async ([path, init]) => (await globalThis.satchel.fetch(path, init)).json(), [path, init]);

const post = (page, path, body) =>
  ask(page, path, { method: "POST", headers: { "Content-Type": "application/json" }, body: JSON.stringify(body) });

const general = (agenda) => new Settings(agenda).open("general");

test("a zone that is chosen holds where times are shown and entered, and after a reload", BERLIN, async ({ page, site }) => {
  await page.clock.setFixedTime(AFTERNOON);
  const agenda = await new Agenda(page, site.url).begin();
  await general(agenda);
  const zone = page.getByLabel("Time zone", { exact: true });
  await page.getByText("It is 16:30 on that clock now (UTC+01:00).").waitFor();
  await zone.getByRole("option", { name: "This device’s: Berlin (Europe)" }).waitFor({ state: "attached" });
  await expectAccessible(page);
  await zone.selectOption({ label: "Auckland (Pacific)" });
  await page.getByText("It is 04:30 on that clock now (UTC+13:00).").waitFor();

  // It is the next day there: so are the agenda's today and what is added for it.
  await agenda.goTo("home");
  await page.getByText("Sunday 29 November").waitFor();
  await agenda.goTo("agenda");
  await agenda.addTask("Call the harbour today 9:00");
  await agenda.entry("Call the harbour").getByText("09:00").waitFor();
  const stored = await ask(page, "/api/activities?fields=subject,due,at");
  assert.deepEqual(stored.items.map(({ due, at }) => [due, at]), [["2026-11-29", "2026-11-28T20:00:00Z"]]);

  // The form shows and takes the same clock.
  await page.reload();
  await agenda.shell.started();
  await page.getByRole("button", { name: "Call the harbour", exact: true }).click();
  const form = page.getByRole("dialog");
  assert.equal(await form.getByLabel("Time", { exact: true }).inputValue(), "09:00");
  await form.getByLabel("Time", { exact: true }).fill("23:45");
  await page.keyboard.press("Enter");
  await form.waitFor({ state: "hidden" });
  await agenda.saved();
  const moved = await ask(page, "/api/activities?fields=at");
  assert.equal(moved.items[0].at, "2026-11-29T10:45:00Z");

  // The device's clock again: the same moment, on its day and hour.
  await general(agenda);
  await zone.selectOption("");
  await page.getByText("It is 16:30 on that clock now").waitFor();
  await agenda.goTo("home");
  await page.getByText("Saturday 28 November").waitFor();
  await agenda.goTo("agenda?view=month&day=2026-11-29");
  await agenda.cell("2026-11-29").getByText("11:45").waitFor();
  await agenda.goTo("agenda");
  await page.getByRole("button", { name: "Call the harbour", exact: true }).click();
  assert.equal(await page.getByRole("dialog").getByLabel("Time", { exact: true }).inputValue(), "11:45");
});

test("a moment in the other half of the year stands on the day of its own clock", BERLIN, async ({ page, site }) => {
  await page.clock.setFixedTime(AFTERNOON);
  const agenda = await new Agenda(page, site.url).begin();
  // Half past midnight in July, which by winter's clock would be the day before.
  const made = await post(page, "/api/activities", { kind: "meeting", subject: "Midsummer", body: "By the lake", at: "2027-07-14T22:30:00Z" });
  assert.ok(made.id ?? made._id, JSON.stringify(made));
  await agenda.goTo("agenda?view=month&day=2027-07-15");
  await agenda.cell("2027-07-15").getByText("Midsummer").waitFor();
  assert.equal(await agenda.cell("2027-07-14").getByText("Midsummer").count(), 0);
  for (const [day, count] of [["2027-07-14", 0], ["2027-07-15", 1], ["2027-07-16", 0]]) {
    const filter = encodeURIComponent(JSON.stringify({ field: "at", is: day }));
    const found = await ask(page, `/api/activities?filter=${filter}`);
    assert.equal(found.items.length, count, day);
  }
});

test("the clock of a device that travels is followed without a reload", async ({ page, context, site }) => {
  const devtools = await context.newCDPSession(page);
  const travel = (timezoneId) => devtools.send("Emulation.setTimezoneOverride", { timezoneId });
  await travel("Europe/Berlin");
  await page.clock.setFixedTime(AFTERNOON);
  const agenda = await new Agenda(page, site.url).begin();
  await general(agenda);
  await page.getByText("It is 16:30 on that clock now").waitFor();
  await travel("");
  await travel("Asia/Kolkata");
  await page.evaluate(() => globalThis.dispatchEvent(new Event("focus")));
  await page.getByText("It is 21:00 on that clock now (UTC+05:30).").waitFor();
});

test("a list that is exported has its moments on the reader's clock, and they are the same moments", { timezoneId: "Asia/Kolkata" }, async ({ page, site }) => {
  const workspace = await new Workspace(page, site.url).begin();
  await workspace.addCompany("Hotel Bellavista");
  const { items: [{ created_at: created }] } = await ask(page, "/api/customers?fields=created_at");
  await page.getByRole("button", { name: "Export" }).first().click();
  const [download] = await Promise.all([
    page.waitForEvent("download"),
    page.getByRole("menuitem", { name: "All fields" }).click(),
  ]);
  const text = await readFile(await download.path(), "utf8");
  const [, written] = /(\d{4}-\d\d-\d\dT[\d:.]+\+05:30)/.exec(text) ?? [];
  assert.equal(new Date(written).getTime(), new Date(created).getTime());
});

for (const [words, locale, currency] of [[WORDS.en, "en-GB", "€"], [WORDS.zh, "zh-CN", "¥"]]) {
  const isChinese = locale === "zh-CN";
  test(`large amounts and dates are written as the reader likes them (${locale})`, { locale }, async ({ page, site }) => {
    const workspace = await new Workspace(page, site.url, words).begin("sample");
    const settings = await new Settings(workspace).open("general");
    const amounts = page.getByLabel(isChinese ? "大额金额" : "Large amounts", { exact: true });
    const sum = async () => {
      await workspace.goTo("home");
      await workspace.shell.heading.waitFor();
      const strip = page.locator(".home-strip");
      await strip.getByText(currency).first().waitFor();
      return strip.textContent();
    };
    for (const [code, pattern] of [
      ["thousands", /[\d.]+ (k|M)/],
      ["myriads", /[\d.,]+(万|亿)/],
      ["full", /\d{1,3}(,\d{3})+(?!\d)(?! [kM])/],
    ]) {
      await settings.open("general");
      await amounts.selectOption(code);
      assert.match(await sum(), pattern, code);
    }
    await workspace.reload();
    assert.doesNotMatch(await sum(), / k| M|万|亿/);
    await settings.open("general");
    await page.getByRole("radiogroup", { name: isChinese ? "日期" : "Dates" }).getByText(/^\d{4}-\d\d-\d\d$/).click();
    await expectAccessible(page);
    await workspace.goTo("deals?layout=table");
    await workspace.shell.heading.waitFor();
    await page.getByText(/^\d{4}-\d\d-\d\d$/).first().waitFor();
  });
}

test("a policy without hours says that its clocks never stop", async ({ page, site }) => {
  const workspace = await new Workspace(page, site.url).begin("sample");
  await new Settings(workspace).open("service");
  const day = (name) => page.getByRole("button", { name: new RegExp(`^${name}`) });
  const says = page.getByText("No day has hours");
  assert.equal(await says.count(), 0);
  await day("Saturday Closed").waitFor();
  for (const name of ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday"]) {
    await day(name).click();
    await page.keyboard.press("Control+a");
    await page.keyboard.press("Delete");
    await page.keyboard.press("Enter");
  }
  await says.waitFor();
  await day("Saturday Around the clock").waitFor();
  await day("Monday").click();
  await page.keyboard.type("9-12");
  await page.keyboard.press("Enter");
  await day("Saturday Closed").waitFor();
  await until("it is said no longer", async () => (await says.count()) === 0);
});

test("the settings of clock and figures fit a phone", { viewport: PHONE }, async ({ page, site }) => {
  const workspace = await new Workspace(page, site.url).begin();
  await new Settings(workspace).open("general");
  await page.getByLabel("Time zone", { exact: true }).waitFor();
  const overflow = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
  assert.ok(overflow <= 0, `${overflow} px wider than the screen`);
  await expectAccessible(page);
});
