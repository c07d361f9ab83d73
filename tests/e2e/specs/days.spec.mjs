// A working day for each role, from the first look in the morning to the last in the evening, through
// the screens as a person uses them: by hand and by keys, in both languages, and without a network.
import { assert, until } from "../harness.mjs";
import { day } from "../pages/day.mjs";

day("salesperson", async (one) => {
  const { page, t } = one;
  const hotel = one.say("Lakeside Hotel", "湖畔酒店");
  const anna = one.say("Anna Lindqvist", "林安娜");
  const machine = one.say("Two machines for the lobby", "大堂两台咖啡机");
  const lane = (stage) => page.getByRole("region", { name: new RegExp(`^${t(stage)}[,，]`) });
  const card = (name) => page.getByRole("article", { name: new RegExp(`^${name}[,，]`) });

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
  await one.step("adds a line with a new product", async () => {
    await one.button("deal-add-line").click();
    const form = one.dialog("deal-add-line");
    await form.getByLabel(t("field-product-name"), { exact: true }).fill(one.say("Lobby machine", "大堂咖啡机"));
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
    await one.button("deal-move-card", card(machine)).or(card(machine).getByRole("button", { name: t("deal-move-card", { name: machine }) })).first().click();
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
    await one.saved();
    await page.reload();
    await page.getByRole("searchbox").fill(hotel.slice(0, 4));
    await one.row(hotel).waitFor();
  });
});
