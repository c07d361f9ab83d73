// The suggestion on the pages of customers, deals and tickets: seen with its reason, done by its key and its
// button, put off, done, of no use, and taken back; in both languages.
import { assert, test, until } from "../harness.mjs";
import { Deals } from "../pages/deals.mjs";
import { Tickets } from "../pages/tickets.mjs";
import { WORDS } from "../pages/workspace.mjs";

const panel = (page, name = "Suggestion") => page.getByRole("region", { name, exact: true });

const began = async (page, site, way = "empty", words = WORDS.en) => {
  const deals = new Deals(page, site.url, words);
  await deals.begin(way);
  return deals;
};

const title = (page) => page.getByRole("heading", { level: 1 });

/** Opens the page of a company that was just made. */
const company = async (deals, name) => {
  await deals.addCompany(name);
  await deals.row(name).getByRole("link", { name }).click();
  await deals.page.getByRole("heading", { level: 1, name }).waitFor();
};

/** Gives the deal whose page it is a day to close. */
const closes = async (page, day) => {
  await page.getByRole("button", { name: /^Expected close/ }).click();
  await page.getByLabel("Expected close", { exact: true }).fill(day);
  await page.keyboard.press("Enter");
};

/** Opens the page of a new deal that was to close long ago. */
const overdue = async (deals) => {
  const { page } = deals;
  await deals.addDeal("Lobby bar");
  await deals.openDeals("?layout=table");
  await page.getByRole("link", { name: "Lobby bar", exact: true }).click();
  await page.getByRole("heading", { level: 1, name: "Lobby bar" }).waitFor();
  await closes(page, "2020-01-02");
  await panel(page).getByText("Set a new expected close, or close the deal").waitFor();
};

test("who cannot be reached is given a number by one key, and then nothing is suggested", async ({ page, site }) => {
  const deals = await began(page, site);
  await company(deals, "Kanal");
  await panel(page).getByText("Add a phone number or an e-mail address").waitFor();
  await panel(page).getByText("There is neither a number nor an address").waitFor();
  await title(page).focus();
  await page.keyboard.press("d");
  await until("the focus is in the number", () => page.evaluate(() =>
    document.activeElement.matches("[data-field=phones] input")));
  // Where one types, the key is a letter.
  await page.keyboard.type("d");
  assert.equal(await page.evaluate(() => document.activeElement.value), "d");
  await page.keyboard.press("Control+a");
  await page.keyboard.type("+45 12 34 56 78");
  await page.keyboard.press("Enter");
  await panel(page).waitFor({ state: "detached" });
  await deals.reload();
  await page.getByRole("heading", { level: 1, name: "Kanal" }).waitFor();
  assert.equal(await panel(page).count(), 0);
});

test("a deal that was to close is given a new day by the button", async ({ page, site }) => {
  const deals = await began(page, site);
  await overdue(deals);
  await panel(page).getByText(/^It was expected to close on .*2020, [\d,]+ days ago\.$/).waitFor();
  await panel(page).getByRole("button", { name: /^Set date/ }).click();
  await until("the focus is in the day", () => page.evaluate(() =>
    document.activeElement.matches("[data-field=expected_close] input")));
  await page.keyboard.press("Escape");
});

test("what is put off, done or of no use is not said, and one undo brings it back", async ({ page, site }) => {
  const deals = await began(page, site);
  await overdue(deals);
  const said = panel(page).getByText("Set a new expected close, or close the deal");
  const more = async (what) => {
    await panel(page).getByRole("button", { name: "Feedback", exact: true }).click();
    await page.getByRole("menuitem", { name: what, exact: true }).click();
  };
  for (const [answer, toast] of [
    [() => panel(page).getByRole("button", { name: "Later", exact: true }).click(), /^Put off for 7 days/],
    [() => more("Done"), /^Done\. This comes back/],
    [() => more("Not useful"), /^This is not suggested for Lobby bar again/],
  ]) {
    await answer();
    await said.waitFor({ state: "detached" });
    await page.getByText(toast).waitFor();
    // It is on the disk.
    await deals.reload();
    await page.getByRole("heading", { level: 1, name: "Lobby bar" }).waitFor();
    assert.equal(await said.count(), 0);
    await title(page).focus();
    await page.keyboard.press("Control+z");
    await said.waitFor();
  }
  // What was done is said again of another day, what is of no use is not.
  await more("Done");
  await said.waitFor({ state: "detached" });
  await closes(page, "2020-01-03");
  await said.waitFor();
  await more("Not useful");
  await said.waitFor({ state: "detached" });
  await closes(page, "2020-01-04");
  await page.getByRole("button", { name: /^Expected close .*2020/ }).waitFor();
  assert.equal(await said.count(), 0);
});

for (const [language, options, words] of [
  ["English", {}, { panel: "Suggestion", reply: "Reply to the customer", why: /due|waiting/, write: "Write", words: WORDS.en }],
  ["Chinese", { locale: "zh-CN" }, { panel: "建议", reply: "回复客户", why: /超时|还剩|等待/, write: "撰写", words: WORDS.zh }],
]) {
  test(`the ticket that is due first is answered by one key (${language})`, options, async ({ page, site }) => {
    const tickets = new Tickets(page, site.url, words.words);
    await tickets.begin("sample");
    await tickets.openTickets();
    await page.getByRole("gridcell").first().waitFor();
    await page.getByRole("grid").press("j");
    await page.keyboard.press("Enter");
    await page.waitForURL(/\/ticket\//);
    await panel(page, words.panel).getByText(words.reply, { exact: true }).waitFor();
    await panel(page, words.panel).getByText(words.why).first().waitFor();
    await title(page).focus();
    await page.keyboard.press("d");
    await until("the focus is in the reply", () => page.evaluate(() =>
      document.activeElement.matches(".ticket-composer__input")));
  });
}

test("each hot customer of Home has a button that does what its page suggests", async ({ page, site }) => {
  await began(page, site, "sample");
  await page.goto(page.url().replace(/\/w\/([^/]+)\/.*$/, "/w/$1/home"));
  const hot = page.getByRole("region", { name: "Hot customers" });
  await hot.getByRole("link").first().waitFor();
  const rows = await hot.locator(".card__row").evaluateAll((rows) => rows.map((row) => ({
    name: row.querySelector(".home__name").textContent,
    page: row.querySelector(".home__name").href,
    label: row.querySelector(".button").textContent,
    href: row.querySelector(".button").getAttribute("href"),
  })));
  assert.ok(rows.length > 2);
  for (const row of rows) {
    await page.goto(row.page);
    await page.getByRole("heading", { level: 1, name: row.name }).waitFor();
    const primary = panel(page).locator(".button[data-kind=primary]");
    if ((await primary.count()) === 0) continue;
    const words = await primary.innerText();
    // What only the page can do is opened there.
    const isHere = row.href.endsWith(new URL(row.page).pathname);
    assert.ok(isHere || words.startsWith(row.label), `${row.name}: ${row.label} and ${words}`);
  }
});
