// A working day for each role, from the first look in the morning to the last in the evening, through
// the screens as a person uses them: by hand and by keys, in both languages, and without a network.
import { readFile } from "node:fs/promises";
import { assert, until } from "../harness.mjs";
import { day } from "../pages/day.mjs";

day("salesperson", async (one) => {
  const { page, t } = one;
  const hotel = one.say("Lakeside Hotel", "湖畔酒店");
  const anna = one.say("Anna Lindqvist", "林安娜");
  const machine = one.say("Two machines for the lobby", "大堂两台咖啡机");
  const lane = (stage) => page.getByRole("region", { name: new RegExp(`^${t(stage)}[,，]`) });
  const card = (name) => page.getByRole("article", { name: new RegExp(`^${name}[,，]`) });

  await one.step("sees what the day brings", () => one.area("h", "date-today"));
  await one.step("writes down a task in words", async () => {
    await one.quick(one.say("prepare samples today", "今天准备样品"));
    await page.getByText(one.say("prepare samples", "准备样品"), { exact: true }).first().waitFor();
  });
  await one.step("opens the customers", () => one.area("c", "customers-title"));
  await one.step("adds a company by the form", async () => {
    await one.keys("n", "c");
    const form = page.getByRole("dialog");
    await form.getByLabel(t("field-customer-name"), { exact: true }).fill(hotel);
    await form.getByLabel(one.begins("part-emails-value")).fill("desk@lakeside.example");
    await form.getByLabel(one.begins("part-phones-value")).fill("+41 91 555 01 64");
    await page.keyboard.press("Enter");
    await form.waitFor({ state: "hidden" });
    await one.saved();
  });
  await one.step("finds it by typing", async () => {
    await page.getByRole("searchbox").fill(hotel.slice(0, 4));
    await one.row(hotel).waitFor();
  });
  await one.step("opens its page", async () => {
    await page.getByRole("link", { name: hotel }).click();
    await page.getByRole("heading", { level: 1, name: hotel }).waitFor();
  });
  await one.step("writes its website in place", () => one.fact("field-customer-website", "lakeside.example"));
  await one.step("takes that back", async () => {
    await one.atHead();
    await one.keys("Control+z");
    await until("it is gone", async () => (await page.getByText("lakeside.example", { exact: true }).count()) === 0);
  });
  await one.step("and does it again", async () => {
    await one.keys("Control+Shift+z");
    await page.getByText("lakeside.example").first().waitFor();
  });
  await one.step("logs a call", async () => {
    await one.atHead();
    await one.keys("l", "c");
    const field = page.getByLabel(t("composer-call-hint"));
    await field.fill(one.say("Wants two machines before Easter.", "想在复活节前买两台机器。"));
    await field.press("Control+Enter");
    await one.entry(one.say("before Easter", "复活节前")).waitFor();
  });
  await one.step("writes a note", async () => {
    await one.atHead();
    await one.keys("l", "n");
    const field = page.getByLabel(t("composer-note"));
    await field.fill(one.say("The owner decides, not the bar manager.", "由老板决定，不是吧台经理。"));
    await field.press("Control+Enter");
    await one.entry(one.say("The owner decides", "由老板决定")).waitFor();
  });
  await one.step("adds the person who decides", async () => {
    await one.button("customer-add-person").click();
    const form = one.dialog("customer-add-person");
    await form.getByRole("searchbox", { name: t("field-search-record") }).fill(anna);
    await form.getByRole("button", { name: t("field-create-record", { name: anna }) }).click();
    await form.waitFor({ state: "hidden" });
    await page.getByRole("link", { name: anna }).first().waitFor();
  });
  await one.step("adds a deal from the customer", async () => {
    await one.button("customer-add-deal").click();
    const form = one.dialog("deal-form-title-new");
    await form.getByLabel(t("field-deal-name"), { exact: true }).fill(machine);
    await form.getByLabel(t("field-deal-amount")).fill("24800");
    await one.button("action-add", form).click();
    await form.waitFor({ state: "hidden" });
    await one.saved();
  });
  await one.step("opens the deal", async () => {
    await page.getByRole("link", { name: machine }).first().click();
    await page.getByRole("heading", { level: 1, name: machine }).waitFor();
  });
  await one.step("adds a line with a product", async () => {
    await one.button("deal-add-line").click();
    const form = one.dialog("deal-add-line");
    await form.getByLabel(t("part-lines-product"), { exact: true }).selectOption({ index: 1 });
    await form.getByLabel(t("part-lines-quantity")).fill("2");
    await form.getByLabel(t("part-lines-unit_price")).fill("12000");
    await one.button("action-add", form).click();
    await form.waitFor({ state: "hidden" });
  });
  await one.step("takes the sum as the amount", async () => {
    await one.button("deal-take-sum").click();
    await one.button("deal-take-sum").waitFor({ state: "detached" });
  });
  await one.step("says what comes next", () => one.fact("field-deal-next_step", one.say("Send the offer", "发送报价")));
  await one.step("moves it along its stages by keys", async () => {
    const stage = page.locator("[aria-current=step]");
    await stage.focus();
    await one.keys("ArrowRight", "Enter");
    await until("it is there", async () => (await stage.textContent()) === t("stage-qualified"));
  });
  await one.step("opens the board", () => one.area("d", "deals-title"));
  await one.step("carries the card to the next stage", async () => {
    // Stages with many cards show some of them: the deal is searched for.
    await page.getByRole("searchbox").fill(machine.slice(0, 6));
    await card(machine).waitFor();
    const from = await card(machine).boundingBox();
    const to = await lane("stage-value_proposed").boundingBox();
    await page.mouse.move(from.x + 40, from.y + 12);
    await page.mouse.down();
    await page.mouse.move(from.x + 60, from.y + 24, { steps: 3 });
    await page.mouse.move(to.x + to.width / 2, to.y + 200, { steps: 8 });
    await page.mouse.up();
    await lane("stage-value_proposed").getByRole("article", { name: new RegExp(`^${machine}`) }).waitFor();
  });
  await one.step("and to the one after it by keys", async () => {
    await card(machine).focus();
    await one.keys("m", "ArrowRight", "Enter");
    await lane("stage-proposal").getByRole("article", { name: new RegExp(`^${machine}`) }).waitFor();
  });
  await one.step("loses it, with the reason", async () => {
    await card(machine).getByRole("button", { name: t("deal-move-card", { name: machine }) }).click();
    await page.getByRole("menuitem", { name: t("deal-lose"), exact: true }).click();
    await one.dialog("deal-lose-title", { name: machine }).getByRole("menuitem", { name: t("option-lost_reason-timing") }).click();
    await one.told(t("toast-lost", { name: machine }));
  });
  await one.step("was too quick: takes it back", async () => {
    await one.button("action-undo").click();
    await card(machine).waitFor();
  });
  await one.step("wins it", async () => {
    await card(machine).getByRole("button", { name: t("deal-move-card", { name: machine }) }).click();
    await page.getByRole("menuitem", { name: t("deal-win"), exact: true }).click();
    await one.told(t("toast-won", { name: machine }));
  });
  await one.step("looks at all deals as a table", async () => {
    await page.getByRole("searchbox").fill("");
    await page.getByRole("radio", { name: t("deals-table") }).check({ force: true });
    await until("the table is filled", async () => (await page.getByRole("row").count()) > 5);
  });
  await one.step("sees who is stuck by a filter", async () => {
    await one.button("list-filter").click();
    const form = one.dialog("list-filter");
    await form.getByLabel(t("list-field")).selectOption({ label: t("field-deal-is_stale") });
    await one.button("action-apply", form).click();
    await page.waitForURL(/filter=/);
  });
  await one.step("keeps that as a view", async () => {
    await one.button("list-save-view").click();
    const form = one.dialog("list-view-name");
    await form.getByLabel(t("list-view-name")).fill(one.say("Stuck", "停滞"));
    await one.button("action-save", form).click();
    await page.getByRole("tab", { name: new RegExp(`^${one.say("Stuck", "停滞")}`), selected: true }).waitFor();
  });
  await one.step("tags all of them at once", async () => {
    await page.getByRole("grid").focus();
    await one.keys("Control+a");
    await one.button("kind-tag").click();
    const form = page.getByRole("dialog").filter({ hasText: t("action-add-tag") });
    await form.getByLabel(t("kind-tag")).fill(one.say("call back", "回访"));
    await one.button("action-add-tag", form).click();
    await form.waitFor({ state: "hidden" });
  });
  await one.step("goes back to the customer by search", async () => {
    await one.find(hotel);
    await page.getByRole("heading", { level: 1, name: hotel }).waitFor();
  });
  await one.step("sees the deal that was won there", async () => {
    await page.getByRole("link", { name: machine }).first().waitFor();
  });
  await one.step("plans the next contact", () => one.fact("field-customer-next_follow_up", "2027-01-15"));
  await one.step("takes the customers out as a file", async () => {
    await one.area("c", "customers-title");
    await until("the list is filled", async () => (await page.getByRole("row").count()) > 5);
    const download = page.waitForEvent("download");
    await one.button("action-export").click();
    await page.getByRole("menuitem", { name: t("export-columns-view") }).click();
    assert.match((await download).suggestedFilename(), /\.csv$/);
  });
  await one.step("finds everything the next morning", async () => {
    await one.reload();
    await page.getByRole("searchbox").fill(hotel.slice(0, 4));
    await one.row(hotel).waitFor();
  });
});

day("service agent", async (one) => {
  const { page, t } = one;
  const steam = one.say("Steam wand leaks again", "蒸汽棒又漏水了");
  const composer = page.getByRole("region", { name: t("ticket-write"), exact: true });
  const text = composer.getByRole("textbox");
  const grid = page.getByRole("grid");
  const status = (code) => page.locator(".page-header").getByText(t(`option-ticket-status-${code}`), { exact: true }).waitFor();
  const queue = async () => {
    await one.area("t", "tickets-title");
    await page.getByRole("tab", { name: one.begins("tickets-tab-deadline") }).waitFor();
  };
  const open = async (place) => {
    await grid.focus();
    for (let at = 0; at <= place; at += 1) await one.keys("j");
    await one.keys("Enter");
    await composer.waitFor();
  };

  await one.step("sees on Home which promises are near", async () => {
    await one.area("h", "date-today");
    await page.getByText(t("home-risk")).first().waitFor();
  });
  await one.step("opens the queue, nearest deadline first", queue);
  await one.step("sees who is late by the figure", async () => {
    await page.getByRole("link", { name: one.begins("tickets-late") }).click();
    await until("the late ones alone", async () => (await grid.getAttribute("aria-rowcount")) === "2");
  });
  await one.step("opens the late one by keys", () => open(0));
  await one.step("writes a note for the team", async () => {
    await one.atHead();
    await one.keys("i");
    await page.keyboard.type(one.say("Same model as in May", "和五月是同一型号"));
    await text.press("Control+Enter");
    await one.entry(one.say("Same model as in May", "和五月是同一型号")).waitFor();
  });
  await one.step("looks for a canned reply while writing", async () => {
    await one.atHead();
    await one.keys("r");
    await page.keyboard.press("/");
    const choice = one.dialog("canned-title");
    await choice.getByRole("searchbox").waitFor();
    await page.keyboard.press("ArrowDown");
    await choice.getByRole("button").first().click();
    await choice.waitFor({ state: "hidden" });
    await until("it is filled in", async () => /\d{4}/.test(await text.inputValue()) && !/\{\{/.test(await text.inputValue()));
  });
  await one.step("puts right what was to be checked, and sends", async () => {
    const words = await text.inputValue();
    await text.fill(words.replace(/\[[^\]]*\]/g, one.say("at 15:00", "15:00")));
    await text.press("Control+Enter");
    await status("waiting_customer");
  });
  await one.step("takes it back, and sends it after all", async () => {
    await one.saved();
    await one.atHead();
    await one.keys("Control+z");
    await status("new");
    await one.keys("Control+Shift+z");
    await status("waiting_customer");
  });
  await one.step("goes on with it", async () => {
    await one.button("ticket-resume").click();
    await status("open");
  });
  await one.step("escalates it", async () => {
    await one.menuOf("action-more", "ticket-escalate");
    await status("escalated");
  });
  await one.step("solves it by a key", async () => {
    await one.atHead();
    await one.keys("Shift+R");
    await status("resolved");
  });
  await one.step("notes how content the customer is", async () => {
    await page.getByRole("radio", { name: "4", exact: true }).check({ force: true });
    await page.getByText(t("ticket-of-five", { mark: "4" })).first().waitFor();
  });
  await one.step("goes back to the queue", queue);
  await one.step("writes down a new ticket while on the phone", async () => {
    await one.atHead();
    await one.keys("n", "t");
    const form = page.getByRole("dialog").last();
    await form.getByLabel(t("field-ticket-subject"), { exact: true }).fill(steam);
    const customer = one.say("Lakeside Hotel", "湖畔酒店");
    await form.getByRole("combobox", { name: t("field-ticket-customer") }).fill(customer);
    await form.getByRole("option", { name: t("customer-field-new", { name: customer }) }).click();
    await form.getByLabel(t("field-ticket-description")).fill(one.say("It drips since this morning. We need decaf too.", "今早开始漏水。我们还想要低因咖啡。"));
    await form.getByLabel(t("field-ticket-priority")).selectOption({ label: t("option-ticket-priority-urgent") });
    await one.button("action-add", form).click();
    await form.waitFor({ state: "hidden" });
    await one.saved();
  });
  await one.step("finds it in the queue by its priority", async () => {
    await one.button("list-filter").click();
    const form = one.dialog("list-filter");
    await form.getByLabel(t("list-field")).first().selectOption({ label: t("field-ticket-priority") });
    await form.getByLabel(t("option-ticket-priority-urgent"), { exact: true }).check();
    await one.button("action-apply", form).click();
    await one.row(steam).waitFor();
  });
  await one.step("opens it", async () => {
    await page.getByRole("link", { name: steam }).click();
    await page.getByRole("heading", { level: 1, name: steam }).waitFor();
  });
  await one.step("sees what was promised", () => page.getByRole("meter", { name: t("ticket-promise-reply") }).waitFor());
  await one.step("notes a need from what was said, by one key", async () => {
    await one.entry(one.say("It drips", "今早开始漏水")).focus();
    await one.keys("c");
    await page.getByText(t("need-noted", { need: "" }).slice(0, 5)).first().waitFor();
  });
  await one.step("answers, and it waits for the customer", async () => {
    await one.atHead();
    await one.keys("r");
    await page.keyboard.type(one.say("A technician comes today.", "技术员今天上门。"));
    await text.press("Control+Enter");
    await one.entry(one.say("A technician comes", "技术员今天上门")).waitFor();
    await status("waiting_customer");
  });
  await one.step("keeps what is half written over a reload", async () => {
    await one.saved();
    await one.atHead();
    await one.keys("i");
    await page.keyboard.type(one.say("Ask about the warr", "确认是否在保"));
    await page.reload();
    await until("it is there", async () => (await text.inputValue()) === one.say("Ask about the warr", "确认是否在保"));
  });
  await one.step("finishes it", async () => {
    await text.fill(one.say("Ask about the warranty", "确认是否在保修期内"));
    await text.press("Control+Enter");
    await one.entry(one.say("the warranty", "保修期内")).waitFor();
    await one.saved();
  });
  await one.step("looks at the customer", async () => {
    await page.getByRole("link", { name: one.say("Lakeside Hotel", "湖畔酒店") }).first().click();
    await page.getByRole("link", { name: steam }).first().waitFor();
  });
  await one.step("plans to call tomorrow, in words", async () => {
    await one.area("a", "nav-agenda");
    await one.quick(one.say("call the hotel tomorrow 10:00", "明天10点给酒店打电话"));
    await page.getByRole("button", { name: one.say("call the hotel", "给酒店打电话"), exact: true }).first().waitFor();
  });
  await one.step("looks at the week", async () => {
    await page.getByRole("radio", { name: t("agenda-week") }).check({ force: true });
    await grid.waitFor();
  });
  await one.step("sees the tickets as a board", async () => {
    await queue();
    await page.getByRole("radio", { name: t("tickets-board") }).check({ force: true });
    await page.getByRole("article").first().waitFor();
  });
  await one.step("moves one by keys, and back", async () => {
    const card = page.getByRole("article", { name: new RegExp(`^${steam}`) });
    await card.focus();
    await one.keys("m", "ArrowRight", "Enter");
    await one.saved();
    await one.keys("Control+z");
    await card.waitFor();
  });
  await one.step("writes a text for the next time", async () => {
    await one.settings("templates");
    await one.button("template-add").click();
    await page.getByLabel(t("field-template-name"), { exact: true }).fill(one.say("Visit", "上门"));
    await page.getByLabel(t("field-template-body"), { exact: true }).fill(one.say("We come [when].", "我们[何时]上门。"));
    await one.button("action-save").click();
    await one.told(t("template-saved", { name: one.say("Visit", "上门") }));
  });
  await one.step("adds a holiday to the promises", async () => {
    await one.settings("service");
    await page.locator("input[type=date]:visible").first().fill("2027-05-01");
    await page.getByRole("textbox", { name: t("service-holiday-name"), exact: true }).first().fill(one.say("Labour Day", "劳动节"));
    await one.button("service-holiday-add").click();
    await page.getByText(one.say("Labour Day", "劳动节")).waitFor();
  });
  await one.step("hears what is solved", async () => {
    await queue();
    // In English the tab of those since yesterday begins with the same word, and stands before it.
    await page.getByRole("tab", { name: one.begins("tickets-tab-resolved") }).last().click();
    await until("the solved ones", async () => (await page.getByRole("row").count()) > 5);
  });
  await one.step("finds all of it the next morning", async () => {
    await one.reload();
    await one.find(steam);
    await page.getByRole("heading", { level: 1, name: steam }).waitFor();
  });
});

day("marketer", async (one) => {
  const { page, t } = one;
  const segment = one.say("Hotels to win back", "待挽回的酒店");
  const campaign = one.say("Spring tasting", "春季品鉴会");
  const mail = one.say("Invitation", "邀请函");
  const grid = page.getByRole("grid");
  const lines = page.locator(".segment-line");
  const count = async () => Number((await page.locator(".segment-side__count b").innerText()).replace(/\D/g, ""));
  const file = async (press) => {
    const download = page.waitForEvent("download");
    await press();
    return readFile(await (await download).path());
  };
  const rows = page.locator(".campaign-table tbody tr");
  let before = 0;
  let addresses = [];

  await one.step("looks at the day", () => one.area("h", "date-today"));
  await one.step("looks for leads", async () => {
    await one.area("c", "customers-title");
    await one.button("list-filter").click();
    const form = one.dialog("list-filter");
    await form.getByLabel(t("list-field")).first().selectOption({ label: t("field-customer-lifecycle") });
    await form.getByLabel(t("option-lifecycle-lead"), { exact: true }).check();
    await one.button("action-apply", form).click();
    await page.waitForURL(/filter=/);
  });
  await one.step("groups them by their owner", async () => {
    await one.button("list-group-by").click();
    await page.getByRole("menuitemradio", { name: t("field-owner"), exact: true }).or(page.getByRole("menuitem", { name: t("field-owner"), exact: true })).first().click();
    await page.waitForURL(/group_by=/);
  });
  await one.step("keeps that as a view", async () => {
    await one.button("list-save-view").click();
    const form = one.dialog("list-view-name");
    await form.getByLabel(t("list-view-name")).fill(one.say("Leads by owner", "按负责人的线索"));
    await one.button("action-save", form).click();
    await page.getByRole("tab", { name: new RegExp(`^${one.say("Leads by owner", "按负责人的线索")}`), selected: true }).waitFor();
  });
  await one.step("opens the segments", () => one.area("s", "segments-title"));
  await one.step("begins a segment by conditions", async () => {
    await one.button("segments-new").click();
    const form = page.getByRole("dialog").last();
    await form.getByLabel(t("field-segment-name"), { exact: true }).fill(segment);
    await form.getByLabel(t("field-segment-kind"), { exact: true }).selectOption({ label: t("option-segment-kind-dynamic") });
    await one.button("action-add", form).click();
    await form.waitFor({ state: "hidden" });
    await one.saved();
  });
  await one.step("opens it", async () => {
    await one.find(segment);
    await page.getByRole("heading", { level: 1, name: segment }).waitFor();
  });
  await one.step("asks for those who may be e-mailed", async () => {
    await one.button("segment-add-line").click();
    await lines.last().getByLabel(t("list-field"), { exact: true }).selectOption({ label: t("field-customer-emails") });
    await lines.last().getByLabel(t("list-operator"), { exact: true }).selectOption({ label: t("op-not-empty") });
    await until("some are in it", async () => (await count()) > 20);
    before = await count();
  });
  await one.step("and have a deal in work", async () => {
    await one.button("segment-add-line").click();
    await lines.last().getByLabel(t("list-field"), { exact: true }).selectOption({ label: t("segments-field-of", { kind: t("kind-deal"), field: t("field-deal-outcome") }) });
    await until("it is there", async () => (await lines.count()) === 2);
  });
  await one.step("takes the second condition away", async () => {
    await one.button("segment-remove-line", lines.last()).click();
    await until("it is as before", async () => (await count()) === before);
  });
  await one.step("takes that back, and that again", async () => {
    await lines.first().getByLabel(t("list-field"), { exact: true }).focus();
    await one.keys("Control+z");
    await until("two again", async () => (await lines.count()) === 2);
    await one.button("segment-remove-line", lines.last()).click();
    await until("one again", async () => (await lines.count()) === 1);
  });
  await one.step("saves it by keys", async () => {
    await one.keys("Control+s");
    await one.told(t("segment-saved"));
  });
  await one.step("sees who is in it as a list", async () => {
    await page.getByRole("link", { name: new RegExp(`^${t("segment-all", { count: "" }).trim().slice(0, 2)}`) }).last().click();
    await page.waitForURL(/\/customers\?filter=/);
  });
  await one.step("comes back to where it was", async () => {
    await page.goBack();
    await until("it is there", async () => (await count()) === before);
  });
  await one.step("keeps those of today as a list", async () => {
    await one.button("segment-freeze").click();
    await page.getByRole("heading", { level: 1, name: new RegExp(`^${segment}.`) }).waitFor();
    await until("they are in it", async () => (await count()) === before);
  });
  await one.step("writes the text of a mail", async () => {
    await one.settings("templates");
    await one.button("template-add").click();
    await page.getByLabel(t("field-template-name"), { exact: true }).fill(mail);
    await page.getByLabel(t("field-template-kind"), { exact: true }).selectOption({ label: t("option-template-kind-email") });
    await page.getByLabel(t("field-template-subject"), { exact: true }).fill(one.say("A tasting in spring", "春季品鉴"));
    await page.getByLabel(t("field-template-body"), { exact: true }).fill("{{customer.name}}: 12 April / 4月12日");
    await one.button("action-save").click();
    await one.told(t("template-saved", { name: mail }));
  });
  await one.step("opens the campaigns", () => one.area("m", "campaigns-title"));
  await one.step("plans a campaign", async () => {
    await one.button("campaigns-new").click();
    const form = page.getByRole("dialog").last();
    await form.getByLabel(t("field-campaign-name"), { exact: true }).fill(campaign);
    await one.button("action-add", form).click();
    await form.waitFor({ state: "hidden" });
    await one.saved();
    await one.find(campaign);
    await page.getByRole("heading", { level: 1, name: campaign }).waitFor();
  });
  await one.step("says what it may cost", () => one.fact("field-campaign-budget", "2000"));
  await one.step("and what it cost", () => one.fact("field-campaign-actual_cost", "1500"));
  await one.step("chooses whom it reaches", async () => {
    await page.getByLabel(t("campaign-reach")).or(one.button("campaign-reach")).first().click();
    await page.getByRole("menuitem", { name: segment, exact: true }).click();
    await page.getByRole("link", { name: segment, exact: true }).waitFor();
  });
  await one.step("takes them in", async () => {
    await page.getByRole("button", { name: one.say(/^Add [\d,]+ as members/, /^将 [\d,]+ 位添加为成员/) }).click();
    await rows.first().waitFor();
    await one.saved();
  });
  await one.step("previews the mail of the first", async () => {
    await one.button("campaign-prepare").click();
    const dialog = one.dialog("campaign-prepare");
    await dialog.getByLabel(t("kind-template")).selectOption({ label: mail });
    assert.match(await dialog.locator("a[href^='mailto:']").getAttribute("href"), /^mailto:[^?]+@[^?]+\?subject=.+&body=.+/);
  });
  await one.step("and of the next", () => one.button("campaign-mail-next", one.dialog("campaign-prepare")).click());
  await one.step("takes all mails as an archive", async () => {
    const archive = await file(() => one.button("campaign-save-zip", one.dialog("campaign-prepare")).click());
    assert.equal(archive.subarray(0, 2).toString("latin1"), "PK");
  });
  await one.step("and as a list for the mail tool", async () => {
    const text = (await file(() => one.button("campaign-save-csv", one.dialog("campaign-prepare")).click())).toString("utf8");
    addresses = text.split("\r\n").slice(1).map((row) => row.split(",")[0]).filter((cell) => cell.includes("@"));
    assert.ok(addresses.length > 10, `${addresses.length} addresses`);
  });
  await one.step("notes that all were sent", async () => {
    await one.button("campaign-mark-all", one.dialog("campaign-prepare")).click();
    await page.keyboard.press("Escape");
    await one.saved();
  });
  await one.step("reads the tool's report in", async () => {
    const chosen = page.waitForEvent("filechooser");
    await one.button("campaign-results").click();
    const fates = addresses.slice(0, 9).map((address, at) => `${address},${["Opened", "Clicked", "Bounced"][at % 3]}`);
    await (await chosen).setFiles({ name: "report.csv", mimeType: "text/csv", buffer: Buffer.from(`Email,Status\n${fates.join("\n")}\n`) });
    await page.getByText(one.say(/^Members moved: 9\./, /^已更新成员：9。/)).waitFor();
  });
  await one.step("takes it back, and again", async () => {
    await one.saved();
    await one.atHead();
    await one.keys("Control+z");
    await one.saved();
    await one.keys("Control+Shift+z");
    await one.saved();
  });
  await one.step("notes an answer by hand", async () => {
    await page.locator(".campaign-table select").last().selectOption({ label: t("option-member-status-responded") });
    await one.saved();
  });
  await one.step("takes the members out as a file", async () => {
    const text = await file(() => page.locator(".campaign-members, main").getByRole("button", { name: t("action-export"), exact: true }).last().click());
    assert.ok(text.length > 200, `${text.length} bytes`);
  });
  await one.step("writes down what was asked for", async () => {
    await one.goTo("needs");
    await one.button("needs-new").click();
    const form = page.getByRole("dialog").last();
    await form.getByLabel(t("field-need-subject"), { exact: true }).fill(one.say("Decaf in small bags", "小包装低因豆"));
    await one.button("action-add", form).click();
    await form.waitFor({ state: "hidden" });
    await one.saved();
  });
  await one.step("plans the day of the tasting", async () => {
    await one.area("a", "nav-agenda");
    await one.quick(one.say("prepare the tasting tomorrow 9:00", "明天 9:00 准备品鉴会"));
  });
  await one.step("finds the campaign as it was left", async () => {
    await one.reload();
    await one.find(campaign);
    await rows.first().waitFor();
  });
});
