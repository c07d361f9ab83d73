// The settings: what is changed there shows at once, is kept, and can be taken back; the workspaces of
// this browser; and the way in by the bare address.
import { PHONE, assert, expectAccessible, test, until } from "../harness.mjs";
import { Settings } from "../pages/settings.mjs";
import { WORDS, Workspace } from "../pages/workspace.mjs";

const edit = async (page, field, text) => {
  await page.getByRole("button", { name: field }).click();
  await page.keyboard.press("Control+a");
  await page.keyboard.type(text);
  await page.keyboard.press("Enter");
};

test("the workspace is renamed, the menu and the list of workspaces know it, and undo takes it back", async ({ page, site }) => {
  const workspace = await new Workspace(page, site.url).begin();
  const settings = await new Settings(workspace).open("general");
  await edit(page, /^Workspace name/, "Kaffeehaus Brandt");
  await edit(page, /^Your name/, "Maya");
  await page.getByLabel("Currency").selectOption("CHF");
  await page.getByLabel("Country for phone numbers").selectOption({ label: "Switzerland" });
  await settings.open("data");
  await settings.card("Workspaces in this browser").getByRole("heading", { name: "Kaffeehaus Brandt" }).waitFor();
  await page.getByRole("button", { name: "Kaffeehaus Brandt" }).first().waitFor();
  for (let times = 0; times < 4; times += 1) {
    await page.getByRole("heading", { level: 1 }).focus();
    await page.keyboard.press("Control+z");
  }
  await page.getByRole("button", { name: "My customers" }).first().waitFor();
});

test("the bare address opens the workspace one was in last, also after a restart", async ({ browser, page, site }) => {
  await (await new Workspace(page, site.url).begin()).addCompany("Hotel Bellavista");
  await browser.restart();
  const next = browser.context.pages()[0] ?? (await browser.context.newPage());
  const again = new Workspace(next, site.url);
  await again.shell.open();
  await next.getByRole("heading", { level: 1, name: "Today" }).waitFor();
  assert.match(next.url(), /\/w\/my-customers\/home$/);
  await again.toCustomers();
  await again.row("Hotel Bellavista").waitFor();
  await again.addCompany("Kanal & Co");
  // An address that names no screen leads Home.
  await again.shell.open("w/my-customers/no-such-screen");
  await next.getByRole("heading", { level: 1, name: "Today" }).waitFor();
  await until("the address says so", () => /\/w\/my-customers\/home$/.test(next.url()));
});

test("an own field is made, renamed, given options, put in order and thrown away", async ({ page, site }) => {
  const workspace = await new Workspace(page, site.url).begin();
  const settings = await new Settings(workspace).open("fields");
  const form = settings.card("Add own field");
  const add = async (label, type) => {
    await form.getByLabel("Label").fill(label);
    await form.getByLabel("Type").selectOption({ label: type });
    await form.getByRole("button", { name: "Add", exact: true }).click();
  };
  await form.getByRole("button", { name: "Add", exact: true }).click();
  await form.getByText("A value is needed here.").waitFor();
  await add("Roast", "Choice");
  await add("Machines", "Number");
  const card = settings.card("Customers");
  await edit(page, /^Options/, "Light, Dark");
  await page.getByRole("button", { name: /^Options Light, Dark/ }).waitFor();
  await edit(page, /^Label Roast/, "Favourite roast");
  await card.getByRole("button", { name: "Move Machines up" }).click();
  await until("it is first", async () =>
    /Machines/.test(await card.getByRole("listitem").first().textContent()));
  await card.getByRole("button", { name: "Move Machines to the trash" }).click();
  await card.getByRole("button", { name: /^Label Machines/ }).waitFor({ state: "detached" });
  await page.getByRole("button", { name: "Undo" }).click();
  await card.getByRole("button", { name: /^Label Machines/ }).waitFor();
  await workspace.reload();
  await card.getByRole("button", { name: /^Label Favourite roast/ }).waitFor();
});

test("a stage is renamed, given a chance and put in order; one that deals are in goes when they have a place", async ({ page, site }) => {
  const workspace = await new Workspace(page, site.url).begin("sample");
  const settings = await new Settings(workspace).open("pipelines");
  const card = settings.card("Sales");
  await edit(page, /^Stage Qualified/, "Met in person");
  await card.getByRole("button", { name: /^Stage Met in person/ }).waitFor();
  const stage = card.getByRole("listitem").filter({ hasText: "Met in person" });
  await stage.getByRole("button", { name: /^Probability/ }).click();
  await page.keyboard.press("Control+a");
  await page.keyboard.type("130");
  await page.keyboard.press("Enter");
  await stage.getByText("A chance is between 0 and 100 percent.").waitFor();
  await page.keyboard.press("Control+a");
  await page.keyboard.type("35");
  await page.keyboard.press("Enter");
  await stage.getByRole("button", { name: /^Probability 35/ }).waitFor();
  await stage.getByRole("button", { name: "Move Met in person up" }).click();
  await until("it is first", async () =>
    /Met in person/.test(await card.getByRole("listitem").first().textContent()));
  // One that deals are in goes when they have somewhere to go, and comes back with them.
  await card.getByRole("button", { name: "Remove stage Negotiation" }).click();
  const question = page.getByRole("dialog", { name: "Remove “Negotiation”?" });
  await question.getByText(/deals? (is|are) in this stage\. Choose where/).waitFor();
  assert.equal(await question.getByLabel("Stage").locator("option:checked").innerText(), "Proposal");
  await question.getByRole("button", { name: "Cancel" }).click();
  await card.getByRole("button", { name: /^Stage Negotiation/ }).waitFor();
  await card.getByRole("button", { name: "Remove stage Negotiation" }).click();
  await question.getByRole("button", { name: "Move deals and remove" }).click();
  await page.getByText("Stage Negotiation removed").first().waitFor();
  await card.getByRole("button", { name: /^Stage Negotiation/ }).waitFor({ state: "detached" });
  await page.getByRole("button", { name: "Undo" }).click();
  await card.getByRole("button", { name: /^Stage Negotiation/ }).waitFor();
  // A new one has no deals, and goes at once.
  await card.getByRole("button", { name: "Add stage" }).click();
  await card.getByRole("button", { name: "Remove stage New stage" }).click();
  await card.getByRole("button", { name: "Remove stage New stage" }).waitFor({ state: "detached" });
});

for (const [language, options, words] of [
  ["English", {}, {
    workspace: WORDS.en, make: "New pipeline", name: "Name", add: "Add", sales: "Sales", up: "Move Renewals up",
    forNew: "Use for new deals", isForNew: "For new deals", remove: "Remove pipeline Sales", removeLast: "Remove pipeline Renewals",
    count: /deals are in this pipeline\. Choose where they go\./, pipeline: "Pipeline", stage: "Stage", second: "Qualified", won: "Won",
    move: "Move deals and remove", gone: "Sales moved to trash", last: "Deals need a pipeline. Add another one first.",
  }],
  ["Chinese", { locale: "zh-CN" }, {
    workspace: WORDS.zh, make: "新建销售管道", name: "名称", add: "添加", sales: "销售", up: "上移“Renewals”",
    forNew: "用于新商机", isForNew: "新商机默认使用", remove: "移除销售管道“销售”", removeLast: "移除销售管道“Renewals”",
    count: /此销售管道有 \d+ 个商机，请选择移到哪里。/, pipeline: "销售管道", stage: "阶段", second: "已确认", won: "赢单",
    move: "移动商机并移除", gone: "已将“销售”移入回收站", last: "商机至少需要一个销售管道，请先添加一个。",
  }],
]) {
  test(`a pipeline is named, put first, taken for new deals, and another goes with its deals moved (${language})`, options, async ({ page, site }) => {
    const workspace = await new Workspace(page, site.url, words.workspace).begin("sample");
    const settings = await new Settings(workspace).open("pipelines");
    const deals = () => page.evaluate(async () =>
      (await (await satchel.fetch("/api/deals?limit=200")).json()).items
        .sort((a, b) => (a.id < b.id ? -1 : 1)));
    const form = settings.card(words.make);
    // Without a name it is not made.
    await form.getByRole("button", { name: words.add, exact: true }).click();
    await form.getByLabel(words.name).and(page.locator("[aria-invalid=true]")).waitFor();
    await form.getByLabel(words.name).fill("Renewals");
    await page.keyboard.press("Enter");
    const card = settings.card("Renewals");
    await card.waitFor();
    // The last one is no longer the first.
    const cards = () => page.getByRole("main").getByRole("heading", { level: 2 }).allInnerTexts();
    await card.getByRole("button", { name: words.up }).focus();
    await page.keyboard.press("Enter");
    await until("it is first", async () => (await cards())[0] === "Renewals");
    await until("the focus stays", () =>
      card.getByRole("button", { name: words.up }).evaluate((element) => element === document.activeElement));
    await settings.card(words.sales).getByText(words.isForNew).waitFor();
    await card.getByRole("button", { name: words.forNew }).click();
    await card.getByText(words.isForNew).waitFor();

    // What has deals is asked about; closing the question changes nothing.
    const remove = settings.card(words.sales).getByRole("button", { name: words.remove });
    await remove.click();
    const question = page.getByRole("dialog");
    await question.getByText(words.count).waitFor();
    await page.keyboard.press("Escape");
    await question.waitFor({ state: "hidden" });
    await settings.card(words.sales).waitFor();
    const before = await deals();
    await remove.click();
    await question.getByLabel(words.pipeline).selectOption({ label: "Renewals" });
    await question.getByLabel(words.stage).selectOption({ label: words.second });
    await question.getByRole("button", { name: words.move }).click();
    await page.getByText(words.gone).first().waitFor();
    await settings.card(words.sales).waitFor({ state: "detached" });
    const after = await deals();
    assert.equal(after.length, before.length);
    for (const deal of after) {
      const was = before.find((one) => one.id === deal.id);
      assert.notEqual(deal.pipeline, was.pipeline, deal.name);
      // What was won or lost stays so, on the day it was.
      const closed = was.stage === "won" || was.stage === "lost";
      assert.equal(deal.stage, closed ? was.stage : "qualified", deal.name);
      assert.equal(deal.closed_at, was.closed_at, deal.name);
    }
    assert.ok(after.some((deal) => deal.stage === "won") && after.some((deal) => deal.stage === "qualified"));
    // The last one stays.
    await card.getByRole("button", { name: words.removeLast }).click();
    await page.getByText(words.last).first().waitFor();
    await page.getByRole("heading", { level: 1 }).focus();
    await page.keyboard.press("Control+z");
    await settings.card(words.sales).waitFor();
    const restored = await deals();
    assert.deepEqual(
      restored.map(({ id, pipeline, stage, closed_at }) => ({ id, pipeline, stage, closed_at })),
      before.map(({ id, pipeline, stage, closed_at }) => ({ id, pipeline, stage, closed_at })),
    );
  });
}

test("what is stored is told in plain words, and checked", async ({ page, site }) => {
  const workspace = await new Workspace(page, site.url).begin("sample");
  const settings = await new Settings(workspace).open("data");
  const stored = settings.card("What is stored");
  await stored.getByRole("row", { name: /^Customers 240/ }).waitFor();
  await settings.card("On this device").getByText(/of about .* allowed/).first().waitFor();
  await page.getByRole("button", { name: "Check now" }).click();
  await page.getByText(/pages and entries, no damage/).waitFor();
});

test("every part of the settings is accessible on a phone", { viewport: PHONE }, async ({ page, site }) => {
  const workspace = await new Workspace(page, site.url).begin("sample");
  const settings = new Settings(workspace);
  for (const part of ["general", "fields", "pipelines", "data", "shortcuts"]) {
    await settings.open(part);
    await expectAccessible(page, part);
  }
});

test("sample data come and go by one click, and are asked about once somebody has worked in them", async ({ page, site }) => {
  const workspace = await new Workspace(page, site.url).begin("empty");
  const settings = await new Settings(workspace).open("data");
  await settings.card("Workspaces in this browser").getByRole("button", { name: "Try sample data" }).click();
  await page.waitForURL(/\/w\/sample\/home$/);
  await workspace.shell.started();
  await settings.open("data");
  // In the sample itself there is nothing to bring.
  await page.getByRole("button", { name: "Remove sample data" }).waitFor();
  assert.equal(await page.getByRole("button", { name: "Try sample data" }).count(), 0);
  await page.getByRole("button", { name: "Remove sample data" }).click();
  await page.waitForURL(/\/w\/my-customers\//);
  await workspace.shell.started();
  await until("its database is gone", () => page.evaluate(async () =>
    (await indexedDB.databases()).every(({ name }) => !name.endsWith("/sample"))));

  await settings.open("data");
  await page.getByRole("button", { name: "Try sample data" }).click();
  await page.waitForURL(/\/w\/sample\/home$/);
  await workspace.shell.started();
  await workspace.shell.open("w/sample/customers");
  await workspace.addCompany("Hotel Bellavista");
  await settings.open("data");
  await page.getByText("You have worked in it, so its name is asked for first.").waitFor();
  await page.getByRole("button", { name: "Remove sample data" }).click();
  await page.getByRole("dialog", { name: "Erase “Sample” from this device?" }).waitFor();
});
