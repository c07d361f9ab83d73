// What is to be done is written in words or by a form, shows on Home, in the agenda and in the calendar, is
// moved and finished there, and can be taken back; the figures of Home are those of the lists they open.
import { PHONE, assert, expectAccessible, test, until } from "../harness.mjs";
import { Agenda, dayFromToday } from "../pages/agenda.mjs";
import { WORDS } from "../pages/workspace.mjs";
import { readFile } from "node:fs/promises";

const began = async (page, site, way = "empty", words = WORDS.en) => {
  const agenda = new Agenda(page, site.url, words);
  await agenda.begin(way);
  return agenda;
};

test("day: a task in words shows how it was understood before it is added, and is done by one key", async ({ page, site }) => {
  const agenda = await began(page, site);
  await agenda.addCompany("Kaffeehaus Brandt");
  await agenda.goTo("home");
  await agenda.quick.fill("call Brandt tomorrow 10:00!");
  await agenda.said.getByText("Tomorrow 10:00").waitFor();
  await agenda.said.getByText("Kaffeehaus Brandt").waitFor();
  await agenda.said.getByText("Important").waitFor();
  assert.equal(await page.locator(".quick__mark").allTextContents().then((all) => all.join("|")), "tomorrow|10:00");
  await agenda.quick.press("Enter");
  await agenda.saved();
  assert.equal(await agenda.quick.inputValue(), "");
  await agenda.goTo("agenda");
  await agenda.entry("call Brandt").getByRole("link", { name: "Kaffeehaus Brandt" }).waitFor();
  // The navigation counts what is to be done by today; what is due tomorrow is not.
  const counted = (count) => page.getByRole("link", { name: `Tasks and calendar${count}`, exact: true }).first();
  await counted("").waitFor();
  await agenda.addTask("prepare tasting set today");
  await counted(" 1").waitFor();
  await agenda.check("prepare tasting set").focus();
  await page.keyboard.press("Space");
  await page.getByText("prepare tasting set done").waitFor();
  await counted("").waitFor();
  await agenda.reload();
  await until("it stays done", () => agenda.check("prepare tasting set").isChecked());
  await page.keyboard.press("Control+z");
  await until("it is to be done again", async () => !(await agenda.check("prepare tasting set").isChecked()));
});

test("day: a day that no calendar has is said, a subject is asked for, and who of several is meant", async ({ page, site }) => {
  const agenda = await began(page, site);
  for (const name of ["Hotel Bellavista", "Hotel Alpenblick"]) await agenda.addCompany(name);
  await agenda.goTo("agenda");
  await agenda.quick.fill("call 31 Feb");
  await agenda.said.getByText("“31 Feb” is no day of the calendar").waitFor();
  await agenda.quick.fill("tomorrow 10:00");
  await agenda.quick.press("Enter");
  await agenda.said.getByText("Say what is to be done, too.").waitFor();
  assert.equal(await agenda.quick.inputValue(), "tomorrow 10:00");
  await agenda.quick.fill("call the hotel");
  await agenda.said.getByText("Whose?").waitFor();
  await agenda.said.getByRole("button", { name: "Hotel Alpenblick" }).click();
  await agenda.quick.press("Enter");
  await agenda.entry("call the hotel").getByRole("link", { name: "Hotel Alpenblick" }).waitFor();
});

test("day: a call is logged from anywhere, edited and thrown away, and each can be taken back", async ({ page, site }) => {
  const agenda = await began(page, site);
  await agenda.addCompany("Kanal & Co");
  await page.getByRole("heading", { level: 1 }).focus();
  await page.keyboard.press("l");
  await page.keyboard.press("c");
  const form = agenda.form("Log a call");
  await form.getByRole("combobox", { name: "Customer" }).fill("Kanal");
  await form.getByRole("option", { name: /^Kanal & Co/ }).click();
  await form.getByRole("button", { name: "Add", exact: true }).click();
  await form.getByText(/needed|required/i).first().waitFor();
  await form.getByLabel("Text").fill("They want the decaf line.");
  await form.getByLabel("Minutes").fill("12");
  await form.getByLabel("Text").press("Control+Enter");
  await form.waitFor({ state: "hidden" });
  await agenda.saved();
  await page.getByRole("link", { name: "Kanal & Co" }).click();
  await page.getByText("They want the decaf line.").waitFor();
  await agenda.goTo("agenda");
  await page.getByRole("button", { name: "They want the decaf line." }).click();
  const edit = agenda.form("Edit activity");
  await edit.getByLabel("Text").fill("They want the decaf line in March.");
  await edit.getByRole("button", { name: "Save", exact: true }).click();
  await page.getByRole("button", { name: "They want the decaf line in March." }).click();
  await agenda.form("Edit activity").getByRole("button", { name: "Move to trash" }).click();
  await page.getByRole("button", { name: /decaf line/ }).waitFor({ state: "detached" });
  await page.keyboard.press("Control+z");
  await page.getByRole("button", { name: "They want the decaf line in March." }).waitFor();
});

test("day: what comes again is there for the next time when it is done, and one undo takes back both", async ({ page, site }) => {
  const agenda = await began(page, site);
  await agenda.goTo("agenda");
  await page.keyboard.press("n");
  await page.keyboard.press("a");
  const form = agenda.form("New task");
  await form.getByLabel("Subject").fill("Count the stock");
  await form.getByLabel("Due").fill(dayFromToday(0));
  await form.getByLabel("Time", { exact: true }).fill("09:30");
  await form.getByLabel("Repeats").selectOption({ label: "Every week" });
  await form.getByLabel("Reminder").selectOption({ label: "15 minutes before" });
  await form.getByRole("button", { name: "Add", exact: true }).click();
  await form.waitFor({ state: "hidden" });
  await agenda.check("Count the stock").click();
  await until("the next one is there", async () => (await agenda.entry("Count the stock").count()) === 2);
  await agenda.goTo(`agenda?view=week&day=${dayFromToday(7)}`);
  await agenda.cell(dayFromToday(7)).getByText("09:30").waitFor();
  await page.keyboard.press("Control+z");
  await agenda.cell(dayFromToday(7)).getByText("Count the stock").waitFor({ state: "detached" });
});

test("day: an entry of the calendar is moved by keys and by the pointer, and days are reached by arrows", async ({ page, site }) => {
  const agenda = await began(page, site);
  await agenda.goTo("agenda?view=month&day=2027-03-10");
  await page.getByRole("heading", { name: "March 2027" }).waitFor();
  await agenda.cell("2027-03-10").focus();
  await page.keyboard.press("ArrowRight");
  await page.keyboard.press("ArrowDown");
  await until("the focus went along", () =>
    page.evaluate(() => document.activeElement.dataset.day === "2027-03-18"));
  await page.keyboard.press("Enter");
  const form = agenda.form("New task");
  assert.equal(await form.getByLabel("Due").inputValue(), "2027-03-18");
  await form.getByLabel("Subject").fill("Site survey");
  await form.getByLabel("Subject").press("Enter");
  await form.waitFor({ state: "hidden" });
  const slip = (day) => agenda.cell(day).getByRole("button", { name: /Site survey/ });
  await slip("2027-03-18").focus();
  await page.keyboard.press("Alt+ArrowRight");
  await slip("2027-03-19").waitFor();
  await until("the focus went along", () =>
    page.evaluate(() => document.activeElement.closest("[data-day]")?.dataset.day === "2027-03-19"));
  await slip("2027-03-19").dragTo(agenda.cell("2027-03-24"));
  await slip("2027-03-24").waitFor();
  await page.keyboard.press("Control+z");
  await slip("2027-03-19").waitFor();
  await page.keyboard.press("Control+z");
  await slip("2027-03-18").waitFor();
  await agenda.reload();
  await slip("2027-03-18").waitFor();
});

test("day: an entry that was moved is opened on its new day, and its subject and its end go along", async ({ page, site }) => {
  const agenda = await began(page, site);
  await agenda.goTo("agenda?view=month&day=2027-03-10");
  await agenda.cell("2027-03-10").focus();
  await page.keyboard.press("Enter");
  const form = agenda.form("New task");
  await form.getByLabel("Subject").fill("Site survey");
  await form.getByLabel("Subject").press("Enter");
  await form.waitFor({ state: "hidden" });
  const slip = (day) => agenda.cell(day).getByRole("button", { name: /Site survey/ });
  const edit = agenda.form("Edit task");
  await slip("2027-03-10").click();
  assert.equal(await edit.getByLabel("Due").inputValue(), "2027-03-10");
  await edit.getByRole("button", { name: "Cancel", exact: true }).click();
  await edit.waitFor({ state: "hidden" });
  await slip("2027-03-10").focus();
  await page.keyboard.press("Alt+ArrowRight");
  await slip("2027-03-11").click();
  await until("the form has the new day", async () => (await edit.getByLabel("Due").inputValue()) === "2027-03-11");
});

test("day: a call is called something, and that can be changed", async ({ page, site }) => {
  const agenda = await began(page, site);
  await page.getByRole("heading", { level: 1 }).focus();
  await page.keyboard.press("l");
  await page.keyboard.press("c");
  const form = agenda.form("Log a call");
  await form.getByLabel("Subject").fill("First talk");
  await form.getByRole("button", { name: "Add", exact: true }).click();
  await form.waitFor({ state: "hidden" });
  await agenda.goTo("agenda");
  await page.getByRole("button", { name: "First talk", exact: true }).click();
  const edit = agenda.form("Edit activity");
  assert.equal(await edit.getByLabel("Subject").inputValue(), "First talk");
  await edit.getByLabel("Subject").fill("Second talk");
  await edit.getByRole("button", { name: "Save", exact: true }).click();
  await page.getByRole("button", { name: "Second talk", exact: true }).waitFor();
});

test("day: Enter on what a full day does not show leads to its week, not to a new task", async ({ page, site }) => {
  const agenda = await began(page, site);
  await agenda.goTo("agenda");
  for (const name of ["one", "two", "three", "four"]) await agenda.addTask(`count ${name} today`);
  await agenda.goTo("agenda?view=month");
  await agenda.cell(dayFromToday(0)).getByRole("button", { name: "1 more" }).focus();
  await page.keyboard.press("Enter");
  await page.waitForURL(/view=week/);
  assert.equal(await agenda.form("New task").count(), 0);
});

test("day: of whom a task in words is not, is said by a button", async ({ page, site }) => {
  const agenda = await began(page, site);
  await agenda.addCompany("The Coffee Co");
  await agenda.goTo("agenda");
  await agenda.quick.fill("send the quote");
  await agenda.said.getByText("No day").waitFor();
  assert.equal(await agenda.said.getByText("The Coffee Co").count(), 0);
  await agenda.quick.fill("order coffee");
  await agenda.said.getByRole("button", { name: "Nobody: leave out The Coffee Co" }).click();
  await agenda.said.getByText("The Coffee Co").waitFor({ state: "detached" });
  await agenda.quick.press("Enter");
  await agenda.saved();
  await agenda.entry("order coffee").waitFor();
  assert.equal(await agenda.entry("order coffee").getByRole("link").count(), 0);
});

test("day: tasks leave as a file that other calendars read", async ({ page, site }) => {
  const agenda = await began(page, site);
  await agenda.goTo("agenda");
  await agenda.addTask("call Brandt tomorrow 10:00");
  await agenda.addTask("some time");
  const coming = page.waitForEvent("download");
  await page.getByRole("button", { name: "Export .ics" }).click();
  const file = await readFile(await (await coming).path(), "utf8");
  assert.match(file, /BEGIN:VTODO\r\n[^]*SUMMARY:call Brandt\r\n/);
  assert.doesNotMatch(file, /some time/);
});

test("day: who goes through Home by keys stays where they are while minutes pass", async ({ page, site }) => {
  await page.clock.install();
  const agenda = new Agenda(page, site.url);
  await agenda.begin("sample");
  await page.getByRole("link", { name: /^Home/ }).first().click();
  const call = page.getByRole("button", { name: "Call back" }).first();
  await call.waitFor();
  for (const at of [page.getByRole("checkbox", { name: /^Mark “Call back”/ }).first(), call, page.locator(".agenda-row__about").last()]) {
    await at.focus();
    const now = await page.locator(".agenda-now time").innerText();
    await page.clock.fastForward(61_000);
    await until("another minute is told", async () => (await page.locator(".agenda-now time").innerText()) !== now);
    assert.equal(await at.evaluate((it) => it === document.activeElement), true);
  }
});

test("day: each figure of Home is that of the list it opens", async ({ page, site }) => {
  const agenda = await began(page, site, "sample");
  const counted = async () => {
    const table = page.getByRole("grid").first();
    await table.waitFor();
    // The head is a row, too.
    return Number(await table.getAttribute("aria-rowcount")) - 1;
  };
  const figure = (text) => Number(text.replaceAll(",", "").match(/\d+/)[0]);
  for (const name of [/^Stale deals/, /customers? without contact/]) {
    await agenda.goTo("home");
    const link = page.getByRole("link", { name }).first();
    const said = figure(await link.textContent().then((text) => text.replace("Stale deals", "")));
    assert.ok(said > 0, `${name} says ${said}`);
    await link.click();
    await until(`the list of ${name} has ${said}`, async () => (await counted()) === said);
  }
  await agenda.goTo("home");
  const stages = await page.locator(".home-strip__link").evaluateAll((links) => links.map((link) => link.textContent));
  assert.equal(stages.length, 5);
  await page.locator(".home-strip__link").first().click();
  const said = figure(stages[0].replace(/^\D+/, "").replace(/€.*$/, ""));
  await until(`the first stage has ${said}`, async () => (await counted()) === said);
});

test("day: Home, agenda, calendar and forms pass axe", { timeout: 240_000 }, async ({ page, site }) => {
  const agenda = await began(page, site, "sample");
  for (const path of ["home", "agenda", "agenda?view=month", "agenda?view=week", "activities"]) {
    await agenda.goTo(path);
    await until("something is there", () => page.getByRole("main").getByRole("button").count());
    await expectAccessible(page, path);
  }
  await agenda.goTo("agenda");
  for (const keys of ["na", "lm"]) {
    await page.getByRole("heading", { level: 1 }).focus();
    for (const key of keys) await page.keyboard.press(key);
    await page.getByRole("dialog").waitFor();
    await expectAccessible(page, `the form of ${keys}`);
    await page.keyboard.press("Escape");
  }
});

test("day: the same in Chinese", { locale: "zh-CN" }, async ({ page, site }) => {
  const agenda = await began(page, site, "empty", WORDS.zh);
  await agenda.addCompany("张三");
  await agenda.goTo("home");
  await agenda.quick.fill("明天上午10点给张三打电话！");
  await agenda.said.getByText("明天 10:00").waitFor();
  await agenda.said.getByText("张三").waitFor();
  await agenda.quick.press("Enter");
  await agenda.goTo("agenda");
  await agenda.entry("给张三打电话").getByRole("link", { name: "张三" }).waitFor();
  await expectAccessible(page, "the agenda in Chinese");
});

test("day: a phone shows the agenda first, and a month with what the day has below", { viewport: PHONE, hasTouch: true }, async ({ page, site }) => {
  const agenda = await began(page, site, "sample");
  await agenda.goTo("home");
  const top = async (locator) => (await locator.boundingBox()).y;
  const [first, strip] = [page.getByRole("region", { name: "Agenda" }), page.getByRole("region", { name: /^Pipeline/ })];
  await first.waitFor();
  assert.ok((await top(first)) < (await top(strip)), "the agenda comes before the pipeline");
  const width = await page.evaluate(() => document.documentElement.scrollWidth);
  assert.ok(width <= 390, `the page is ${width} wide`);
  await agenda.goTo("agenda?view=month");
  await agenda.addTask("visit Kanal today");
  await page.getByRole("listitem").getByRole("button", { name: "visit Kanal", exact: true }).waitFor();
  await expectAccessible(page, "a month on a phone");
});

test("day: a reminder stands above the page until it is put off or the task is done", async ({ page, site }) => {
  const agenda = await began(page, site);
  await page.keyboard.press("n");
  await page.keyboard.press("a");
  const form = agenda.form("New task");
  await form.getByLabel("Subject").fill("Call the roaster");
  await form.getByLabel("Due").fill(dayFromToday(-1));
  await form.getByLabel("Reminder").selectOption({ label: "When it is due" });
  await form.getByRole("button", { name: "Add", exact: true }).click();
  await form.waitFor({ state: "hidden" });
  const reminders = page.getByRole("region", { name: "Reminders" });
  await reminders.getByRole("button", { name: "Call the roaster" }).waitFor();
  await expectAccessible(page, "a reminder");
  await reminders.getByRole("button", { name: "In 15 minutes" }).click();
  await reminders.waitFor({ state: "detached" });
  await page.keyboard.press("Control+z");
  await reminders.getByRole("button", { name: "Done", exact: true }).click();
  await reminders.waitFor({ state: "detached" });
  await page.getByText("Call the roaster done").waitFor();
});
