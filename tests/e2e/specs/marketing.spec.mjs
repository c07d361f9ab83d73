// Segments and campaigns: conditions as a tree with live counts, lists chosen one by one, members from
// an audience, mails prepared, results read back in.
import { readFile } from "node:fs/promises";
import { assert, test, until } from "../harness.mjs";
import { Marketing } from "../pages/marketing.mjs";
import { WORDS } from "../pages/workspace.mjs";

const began = async (page, site, words) => {
  const marketing = new Marketing(page, site.url, words);
  await marketing.begin("sample");
  return marketing;
};

test("marketing: a segment is narrowed by a condition on what belongs to customers, saved, and undone", async ({ page, site }) => {
  const marketing = await began(page, site);
  await marketing.openRecord("segments", "Companies that buy");
  await until("the count is there", async () => (await marketing.count()) > 5);
  const before = await marketing.count();
  await page.getByRole("button", { name: "Condition", exact: true }).click();
  const line = marketing.lines.last();
  await line.getByLabel("Field").selectOption({ label: "Ticket: Open" });
  await until("it is narrower", async () => (await marketing.count()) < before && (await marketing.count()) > 0);
  const after = await marketing.count();
  await page.getByText(/Ticket: Open is Yes/).first().waitFor();
  await page.keyboard.press("Control+s");
  await page.getByText("Segment saved").waitFor();
  await marketing.reload();
  await until("it is as it was saved", async () => (await marketing.count()) === after);
  // The link to all of them leads to the customers under the same conditions.
  await page.getByRole("link", { name: /^All/ }).click();
  await page.waitForURL(/\/customers\?filter=/);
  await page.goBack();
  await until("it is there again", async () => (await marketing.count()) === after);
  await page.getByRole("heading", { level: 1 }).focus();
  await page.keyboard.press("Control+z");
  await until("it is as before", async () => (await marketing.count()) === before);
});

test("marketing: lines move by keys between groups, and steps are taken back before saving", async ({ page, site }) => {
  const marketing = await began(page, site);
  await marketing.openRecord("segments", "Leads worth a call");
  await marketing.lines.nth(2).waitFor();
  const inner = page.locator(".segment-group[data-inner] .segment-line");
  assert.equal(await inner.count(), 2);
  await marketing.lines.first().getByLabel("Field").focus();
  await page.keyboard.press("Alt+ArrowDown");
  await until("it is in the group", async () => (await inner.count()) === 3);
  await page.keyboard.press("Control+z");
  await until("it is out again", async () => (await inner.count()) === 2);
  const handle = marketing.lines.first().getByRole("button", { name: /^Move/ });
  await handle.focus();
  await page.keyboard.press("m");
  await page.getByText("Arrows move it").waitFor();
  await page.keyboard.press("ArrowDown");
  await until("it is carried in", async () => (await inner.count()) === 3);
  await page.keyboard.press("Escape");
  await until("it is back", async () => (await inner.count()) === 2);
  await page.getByRole("radio", { name: "None of" }).last().check({ force: true });
  await page.getByText(/none of:/).waitFor();
});

test("marketing: an unfinished condition is said and not saved", async ({ page, site }) => {
  const marketing = await began(page, site);
  await marketing.openRecord("segments", "Companies that buy");
  await page.getByRole("button", { name: "Condition", exact: true }).click();
  const line = marketing.lines.last();
  await line.getByLabel("Field").selectOption("needs.subject");
  await page.getByRole("button", { name: /^Save segment/ }).click();
  await page.getByText("A condition is unfinished").waitFor();
  await line.getByRole("alert").waitFor();
  await line.getByLabel("Value").fill("decaf");
  await line.getByRole("alert").waitFor({ state: "detached" });
});

test("marketing: conditions that were not saved are there when one comes back, and typing is one step", async ({ page, site }) => {
  const marketing = await began(page, site);
  await marketing.openRecord("segments", "Companies that buy");
  await marketing.lines.first().waitFor();
  const before = await marketing.lines.count();
  await page.getByRole("button", { name: "Condition", exact: true }).click();
  const line = marketing.lines.last();
  await line.getByLabel("Field").selectOption("needs.subject");
  await line.getByLabel("Value").pressSequentially("decaf");
  // Inside of the input, taking back is the input's own: no line goes.
  await page.keyboard.press("Control+z");
  assert.equal(await marketing.lines.count(), before + 1);
  await line.getByLabel("Value").fill("decaf");
  await line.getByLabel("Field").focus();
  await page.keyboard.press("Control+z");
  await until("what was typed is taken back", async () => (await line.getByLabel("Value").inputValue()) === "");
  assert.equal(await marketing.lines.count(), before + 1);
  await line.getByLabel("Value").fill("decaf");
  await page.reload();
  await page.getByText("These conditions were changed and are not saved yet.").waitFor();
  assert.equal(await marketing.lines.count(), before + 1);
  assert.equal(await marketing.lines.last().getByLabel("Value").inputValue(), "decaf");
  await page.getByRole("button", { name: "Back to what is saved" }).click();
  await until("the saved ones are there", async () => (await marketing.lines.count()) === before);
});

test("marketing: the list of segments counts who is in each, and follows what is written", async ({ page, site }) => {
  const marketing = await began(page, site);
  await marketing.openRecord("segments", "Companies that buy");
  await until("the count is there", async () => (await marketing.count()) > 5);
  const before = await marketing.count();
  await marketing.goTo("segments");
  const row = page.getByRole("row").filter({ hasText: "Companies that buy" });
  await row.getByRole("gridcell", { name: String(before), exact: true }).waitFor();
  await page.evaluate(async () => {
    const body = JSON.stringify({ kind: "company", name: "Kanal & Co", lifecycle: "customer" });
    await window.satchel.fetch("/api/customers", { method: "POST", body });
  });
  await row.getByRole("gridcell", { name: String(before + 1), exact: true }).waitFor();
});

test("marketing: a segment is frozen as a list, and is a condition of the customers' list", async ({ page, site }) => {
  const marketing = await began(page, site);
  await marketing.openRecord("segments", "Leads worth a call");
  await until("the count is there", async () => (await marketing.count()) > 0);
  const count = await marketing.count();
  await page.getByRole("button", { name: "Freeze as list" }).click();
  await page.getByRole("heading", { level: 1, name: /^Leads worth a call, / }).waitFor();
  await until("they are in it", async () => (await marketing.count()) === count);
  await marketing.saved();
  await page.getByRole("link", { name: /^All/ }).click();
  await page.waitForURL(/\/customers\?filter=/);
  await page.getByRole("group", { name: /^Segment/ }).first().waitFor();
  await until("the list has as many", async () => (await page.getByRole("grid").getAttribute("aria-rowcount")) === String(count + 1));
});

for (const [language, options, words] of [
  ["English", {}, { campaign: "Autumn blends", planned: "Spring machines", add: /^Add \d+ as members/, prepare: "Prepare e-mails", csv: "CSV for a mail tool", zip: "All as .eml in a zip", sent: "Mark all as sent", results: "Results from a file", moved: /^Members moved: 1\. Addresses of nobody in this campaign: 1\. Rows not understood: 1\./, template: "Template" }],
  ["Chinese", { locale: "zh-CN" }, { campaign: "秋季拼配", planned: "春季设备活动", add: /^将 \d+ 位添加为成员/, prepare: "准备邮件", csv: "供邮件工具使用的 CSV", zip: "全部存为 .eml（zip）", sent: "全部标为已发送", results: "从文件导入结果", moved: /^已更新成员：1。/, template: "模板" }],
]) {
  test(`marketing: members from the audience, mails prepared, results back in (${language})`, options, async ({ page, site }) => {
    const marketing = await began(page, site, language === "Chinese" ? WORDS.zh : undefined);
    await marketing.openRecord("campaigns", words.planned);
    await page.getByRole("button", { name: words.add }).click();
    const rows = page.locator(".campaign-table tbody tr");
    await rows.first().waitFor();
    await marketing.saved();
    await page.getByRole("button", { name: words.prepare }).click();
    const dialog = page.getByRole("dialog", { name: words.prepare });
    const link = await dialog.locator("a[href^='mailto:']").getAttribute("href");
    assert.match(link, /^mailto:[^?]+@[^?]+\?subject=.+&body=.+/);
    let download = page.waitForEvent("download");
    await dialog.getByRole("button", { name: words.zip }).click();
    const archive = await readFile(await (await download).path());
    assert.equal(archive.subarray(0, 4).toString("latin1"), "PK\x03\x04");
    download = page.waitForEvent("download");
    await dialog.getByRole("button", { name: words.csv }).click();
    const text = await readFile(await (await download).path(), "utf8");
    const addresses = text.split("\r\n").slice(1).map((row) => row.split(",")[0]).filter((cell) => cell.includes("@"));
    assert.ok(addresses.length > 3, text.slice(0, 400));
    await dialog.getByRole("button", { name: words.sent }).click();
    await dialog.locator("a[href^='mailto:']").waitFor({ state: "detached" });
    await page.keyboard.press("Escape");
    const chosen = page.waitForEvent("filechooser");
    await page.getByRole("button", { name: words.results }).click();
    await (await chosen).setFiles({
      name: "report.csv",
      mimeType: "text/csv",
      buffer: Buffer.from(`Email,Status\n${addresses[0].toUpperCase()},Opened\nnobody@nowhere.example,Clicked\n${addresses[1]},maybe\n`),
    });
    await page.getByText(words.moved).waitFor();
    await marketing.saved();
  });
}

test("marketing: two subject lines are made on the page, members dealt out among them, and one removed again", async ({ page, site }) => {
  const marketing = await began(page, site);
  await marketing.openRecord("campaigns", "Spring machines");
  const form = page.getByRole("dialog", { name: "Add version" });
  const add = async (name, subject) => {
    await page.getByRole("button", { name: "Add version" }).click();
    assert.equal(await form.getByLabel("Version", { exact: true }).inputValue(), name);
    await form.getByLabel("Subject line").fill(subject);
    await page.keyboard.press("Enter");
    await form.waitFor({ state: "hidden" });
    await page.getByText(`Version ${name} added`).first().waitFor();
  };
  await add("A", "Three roasts for shorter days");
  await page.getByRole("button", { name: /^Add \d+ as members/ }).click();
  const who = page.getByRole("region", { name: "Table of the members" });
  await who.getByRole("link").first().waitFor();
  const held = async (name) => who.getByRole("cell", { name, exact: true }).count();
  const all = await held("A");
  assert.ok(all > 3);
  await add("B", "Your October order");
  await page.getByRole("heading", { name: "Comparison of the versions" }).waitFor();
  await until("they are halved", async () => Math.abs((await held("A")) - (await held("B"))) <= 1);
  assert.equal((await held("A")) + (await held("B")), all);
  await page.getByRole("button", { name: "Prepare e-mails" }).click();
  const mail = page.getByRole("dialog", { name: "Prepare e-mails" });
  await mail.getByText(/^(Three roasts for shorter days|Your October order)$/).waitFor();
  await page.keyboard.press("Escape");
  // A name that another version has, and none, are refused at the field.
  await page.getByRole("button", { name: "Edit version B" }).click();
  const edit = page.getByRole("dialog", { name: "Edit version" });
  await edit.getByLabel("Version", { exact: true }).fill("A");
  await edit.getByRole("button", { name: "Save" }).click();
  await edit.getByRole("alert").or(edit.locator("[aria-invalid=true]")).first().waitFor();
  await edit.getByLabel("Version", { exact: true }).fill("Short");
  await edit.getByRole("button", { name: "Save" }).click();
  await page.getByRole("rowheader", { name: /^Short Your October order/ }).waitFor();
  await page.getByRole("button", { name: "Remove version Short" }).click();
  await until("all have the other", async () => (await held("A")) === all);
  await marketing.saved();
  await page.getByRole("heading", { level: 1 }).focus();
  await page.keyboard.press("Control+z");
  await page.getByRole("rowheader", { name: /^Short Your October order/ }).waitFor();
  await until("they are halved again", async () => Math.abs((await held("A")) - (await held("Short"))) <= 1);
});

test("marketing: a running campaign tells how far its members came, and which text is better", async ({ page, site }) => {
  const marketing = await began(page, site);
  await marketing.openRecord("campaigns", "Autumn blends");
  const steps = page.locator(".campaign-steps tr");
  await until("all steps are there", async () => (await steps.count()) === 6);
  const counts = (await page.locator(".campaign-steps b").allInnerTexts()).map(Number);
  assert.deepEqual(counts, [...counts].sort((a, b) => b - a), "each is part of the one above");
  await page.getByRole("heading", { name: "Comparison of the versions" }).waitFor();
  // A status by hand moves the steps, and is taken back by one undo.
  const status = page.locator(".campaign-table select").last();
  const before = counts.join();
  await page.getByRole("region", { name: "Members", exact: true }).getByLabel("Status", { exact: true }).selectOption({ label: "Sent" });
  await until("only those show", async () => (await page.locator(".campaign-table select").count()) < 20);
  await status.selectOption({ label: "Answered" });
  const now = async () => (await page.locator(".campaign-steps b").allInnerTexts()).join();
  await until("the steps moved", async () => (await now()) !== before);
  await page.getByRole("heading", { level: 1 }).focus();
  await page.keyboard.press("Control+z");
  await until("they are as before", async () => (await now()) === before);
});
