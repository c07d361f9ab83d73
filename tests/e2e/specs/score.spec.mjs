// The rules of the score in the user's hand: points of a rule, a rule that is off, a rule of one's own,
// what the customer's page and REST make of them, undo, back to the defaults; in both languages.
import { assert, test, until } from "../harness.mjs";
import { WORDS, Workspace } from "../pages/workspace.mjs";
import { Settings } from "../pages/settings.mjs";

const LANGUAGES = [
  ["English", {}, WORDS.en, {
    score: "Score", how: "How", rules: "Rules of the score", own: "Own rules", add: "Add rule", reach: "Reachability",
    unreachable: /^No phone number and no e-mail/, made: "What makes the score", counts: "Reachability counts",
    moved: "These rules change the score of 1 customer.", same: "With these rules every customer has the score that the defaults give.",
    edit: /^Edit/, name: "Name", points: "Points", save: "Save", cut: "The points make 134; a score ends at 100.", usual: "Back to the defaults",
    line: "Condition", remove: "Remove By the canal", wrong: "A whole number from −100 to 100", change: "0 in 7 days",
    table: /^The score of the last 13 weeks/, changed: "−6 (default −4)", holds: /holds of 1 customer/,
  }],
  ["Chinese", { locale: "zh-CN" }, WORDS.zh, {
    score: "评分", how: "评分说明", rules: "评分规则", own: "自定义规则", add: "添加规则", reach: "可联系性",
    unreachable: /^没有电话和邮箱/, made: "评分构成", counts: "启用“可联系性”",
    moved: "当前规则改变了 1 位客户的评分。", same: "按当前规则，所有客户的评分与默认规则相同。",
    edit: /^编辑/, name: "名称", points: "分值", save: "保存", cut: "各项合计 134 分，评分最高为 100。", usual: "恢复默认",
    line: "条件", remove: "移除“By the canal”", wrong: "请输入 −100 到 100 之间的整数", change: "7 天内 0",
    table: /^最近 13 周的评分/, changed: "−6（默认 −4）", holds: /符合 1 位客户/,
  }],
];

for (const [language, options, own, words] of LANGUAGES) {
  test(`the points of the score are changed, and the customer's score follows (${language})`, options, async ({ page, site }) => {
    const workspace = new Workspace(page, site.url, own);
    await workspace.begin();
    await workspace.addCompany("Kanal");
    await workspace.row("Kanal").getByRole("link").first().click();
    const card = page.getByRole("region", { name: words.score, exact: true });
    const total = (score) => card.getByText(String(score), { exact: true }).first().waitFor();
    await total(36);
    await card.getByText(words.change).waitFor();
    await card.getByRole("table", { name: words.table }).waitFor({ state: "attached" });
    const customer = page.url();

    await card.getByRole("link", { name: words.how }).click();
    await page.waitForURL(/settings\/score$/);
    await page.getByText(words.same).waitFor();
    const rule = page.getByRole("region", { name: words.reach });
    const step = rule.getByRole("button", { name: words.unreachable });
    const type = async (points) => {
      await step.click();
      await rule.getByRole("textbox").fill(points);
      await page.keyboard.press("Enter");
    };
    await type("101");
    await rule.getByText(words.wrong).waitFor();
    await page.keyboard.press("Escape");
    await type("-6");
    await rule.getByText(words.changed).waitFor();
    await page.getByText(words.moved).waitFor();
    await workspace.saved();
    await page.goto(customer);
    await total(34);

    await new Settings(workspace).open("score");
    await page.getByRole("heading", { level: 1 }).focus();
    await page.keyboard.press("Control+z");
    await page.getByText(words.same).waitFor();
    await page.getByRole("switch", { name: words.counts }).click({ force: true });
    await page.getByText(words.moved).waitFor();

    // A rule of one's own, from its form.
    await page.getByRole("button", { name: words.add }).click();
    const form = page.getByRole("region", { name: words.add });
    await form.getByLabel(words.name, { exact: true }).fill("By the canal");
    await form.getByLabel(words.points, { exact: true }).fill("94");
    await form.getByRole("button", { name: words.line, exact: true }).click();
    await form.getByRole("combobox").first().selectOption("name");
    await form.getByRole("combobox").nth(1).selectOption("contains");
    await form.getByRole("textbox").last().fill("Kan");
    await form.getByRole("button", { name: words.save }).click();
    await form.waitFor({ state: "detached" });
    await page.getByText(words.holds).waitFor();
    await workspace.saved();
    await page.goto(customer);
    await total(100);
    await card.getByText(words.cut).waitFor();
    await card.getByRole("list", { name: words.made }).getByText("By the canal").waitFor();
    const id = customer.split("/").pop();
    const told = await page.evaluate(async (id) => {
      const answer = await globalThis.satchel.fetch(`/api/scores/customers/${id}`);
      return answer.json();
    }, id);
    assert.equal(told.score.value, 100);
    assert.equal(told.score.sum, 134);
    assert.equal(told.score.factors[0].label, "By the canal");
    assert.equal(told.score.history.length, 13);

    await new Settings(workspace).open("score");
    await page.getByRole("button", { name: words.usual }).click();
    await page.getByText(words.same).waitFor();
    await page.getByRole("button", { name: words.remove }).waitFor({ state: "detached" });
    await page.getByRole("heading", { level: 1 }).focus();
    await page.keyboard.press("Control+z");
    await page.getByRole("button", { name: words.remove }).waitFor();
    await until("the rule counts again", () => page.getByText(words.moved).isVisible());
  });
}
