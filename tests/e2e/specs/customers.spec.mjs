// A customer is made, found, edited and thrown away, and everything is there after a reload, in
// another tab, after the browser was closed, and without a network.
import { assert, test, until } from "../harness.mjs";
import { Workspace, throwAway } from "../pages/workspace.mjs";

test("a customer made by keyboard is still there after a reload and a restart", async ({ browser, page, site }) => {
  const workspace = await new Workspace(page, site.url).begin();
  await page.keyboard.press("n");
  await page.keyboard.press("c");
  const dialog = page.getByRole("dialog");
  await dialog.getByLabel("Name", { exact: true }).fill("Hotel Bellavista");
  await page.keyboard.press("Enter");
  await workspace.row("Hotel Bellavista").waitFor();
  await workspace.reload();
  await workspace.row("Hotel Bellavista").waitFor();
  await browser.restart();
  const again = new Workspace(browser.context.pages()[0] ?? (await browser.context.newPage()), site.url);
  await again.shell.open("w/my-customers/customers");
  await again.row("Hotel Bellavista").waitFor();
});

test("what one tab saves the other shows, and undo is in both", async ({ context, page, site }) => {
  const one = await new Workspace(page, site.url).begin();
  const other = new Workspace(await context.newPage(), site.url);
  await other.shell.open("w/my-customers/customers");
  await one.addCompany("Kanal & Co");
  await other.row("Kanal & Co").waitFor();
  await page.bringToFront();
  await page.keyboard.press("Control+z");
  await one.row("Kanal & Co").waitFor({ state: "detached" });
  await other.row("Kanal & Co").waitFor({ state: "detached" });
});

// Half past six in Shanghai is still the evening before in Greenwich, whose clock nobody here looks at.
const EARLY = { timezoneId: "Asia/Shanghai" };
test("what was done early in the morning was done today, on the reader's clock", EARLY, async ({ page, site }) => {
  await page.clock.setFixedTime(new Date("2026-03-05T06:30:00+08:00"));
  const workspace = await new Workspace(page, site.url).begin();
  await workspace.addCompany("Kanal & Co");
  await page.getByRole("link", { name: "Kanal & Co" }).click();
  await page.getByLabel("Write a note").fill("Wants decaf.");
  await page.keyboard.press("Control+Enter");
  await page.getByRole("article").filter({ hasText: "Wants decaf." }).waitFor();
  await workspace.saved();
  await page.goBack();
  const contact = workspace.row("Kanal & Co").getByRole("gridcell").filter({ hasText: "Today" });
  await contact.first().waitFor();
  const found = await page.evaluate(async () => {
    const filter = JSON.stringify({ field: "last_contact", within: "today" });
    const answer = await globalThis.satchel.fetch(`/api/customers?filter=${encodeURIComponent(filter)}`);
    return (await answer.json()).total;
  });
  assert.equal(found, 1);
});

test("needs stand on a customer's page: added there, noted from a note and while one writes, taken back by one undo", async ({ page, site }) => {
  const workspace = await new Workspace(page, site.url).begin();
  await workspace.addCompany("Kanal & Co");
  await page.getByRole("link", { name: "Kanal & Co" }).click();
  const needs = page.getByRole("region", { name: "Needs", exact: true });
  const need = (name) => needs.getByRole("button", { name, exact: true });
  await page.getByRole("heading", { level: 1 }).focus();
  await page.keyboard.press("c");
  const form = page.getByRole("dialog", { name: "Add need" });
  await form.getByLabel("Need", { exact: true }).fill("Beans in small bags");
  assert.equal(await form.getByRole("combobox", { name: "Customer" }).inputValue(), "Kanal & Co");
  await form.getByRole("button", { name: "Add", exact: true }).click();
  await need("Beans in small bags").waitFor();
  await needs.getByText("Importance 3 of 5").waitFor();
  // Of what is being written, what is marked is the need.
  const field = page.getByLabel("Write a note", { exact: true });
  await field.fill("Met at the fair. They want oat milk. Nice people.");
  await field.evaluate((it) => it.setSelectionRange(17, 35));
  await field.press("Control+Shift+Enter");
  await need("They want oat milk").waitFor();
  const note = page.getByRole("article").filter({ hasText: "Met at the fair." });
  await note.waitFor();
  assert.equal(await field.inputValue(), "");
  await workspace.saved();
  await page.getByRole("heading", { level: 1 }).focus();
  await page.keyboard.press("Control+z");
  await need("They want oat milk").waitFor({ state: "detached" });
  await note.waitFor({ state: "detached" });
  await page.keyboard.press("Control+Shift+z");
  await note.focus();
  await page.keyboard.press("c");
  await need("Met at the fair").click();
  const dialog = page.getByRole("dialog", { name: "Met at the fair" });
  await dialog.getByText("Met at the fair. They want oat milk. Nice people.").waitFor();
  await dialog.getByRole("button", { name: "Move to trash" }).click();
  await need("Met at the fair").waitFor({ state: "detached" });
  await workspace.reload();
  await need("They want oat milk").waitFor();
});

test("undo reaches over a reload", async ({ page, site }) => {
  const workspace = await new Workspace(page, site.url).begin();
  await workspace.addCompany("Fjordline Catering");
  await page.reload();
  await workspace.row("Fjordline Catering").waitFor();
  await page.keyboard.press("Control+z");
  await workspace.row("Fjordline Catering").waitFor({ state: "detached" });
  await page.keyboard.press("Control+Shift+z");
  await workspace.row("Fjordline Catering").waitFor();
});

test("a field edited in place is kept, and taken back", async ({ page, site }) => {
  const workspace = await new Workspace(page, site.url).begin();
  await workspace.addCompany("Atelier Moreau");
  await page.getByRole("link", { name: "Atelier Moreau" }).click();
  await page.getByRole("heading", { level: 1, name: "Atelier Moreau" }).waitFor();
  await page.getByRole("button", { name: /^Website/ }).click();
  await page.keyboard.type("moreau.example");
  await page.keyboard.press("Enter");
  const website = page.getByRole("button", { name: /^Website moreau\.example/ });
  await website.waitFor();
  await workspace.reload();
  await website.waitFor();
  await page.keyboard.press("Control+z");
  await website.waitFor({ state: "detached" });
});

test("a customer is called and written to at once, and empty fields show when asked for", async ({ page, site }) => {
  const workspace = await new Workspace(page, site.url).begin();
  await page.getByRole("button", { name: "New customer" }).first().click();
  const dialog = page.getByRole("dialog");
  await dialog.getByLabel("Name", { exact: true }).fill("Hotel Bellavista");
  await dialog.getByLabel(/E-mail/).fill("desk@bellavista.example");
  await dialog.getByLabel(/Phone/).fill("+41 91 555 01 64");
  await page.keyboard.press("Enter");
  await workspace.saved();
  await page.getByRole("link", { name: "Hotel Bellavista" }).click();
  const way = (name) => page.getByRole("link", { name, exact: true });
  assert.equal(await way("Call").getAttribute("href"), "tel:+41915550164");
  assert.equal(await way("E-mail").getAttribute("href"), "mailto:desk@bellavista.example");
  const legal = page.getByRole("button", { name: /^Legal name/ });
  const all = page.getByRole("button", { name: "Show empty fields" });
  await all.waitFor();
  assert.equal(await legal.count(), 0);
  await all.click();
  await legal.click();
  await page.keyboard.type("Bellavista AG");
  await page.keyboard.press("Enter");
  await page.getByRole("button", { name: "Hide empty fields" }).click();
  await page.getByRole("button", { name: /^Legal name Bellavista AG/ }).waitFor();
  assert.equal(await page.getByRole("button", { name: /^Tax number/ }).count(), 0);
  // Who must not be called has no button for it.
  await all.click();
  await page.getByRole("button", { name: /^Do not call/ }).click();
  await page.getByLabel("Do not call").selectOption({ label: "Yes" });
  await way("Call").waitFor({ state: "detached" });
});

test("wrong values are said at the field and nothing typed is lost", async ({ page, site }) => {
  const workspace = await new Workspace(page, site.url).begin();
  await page.getByRole("button", { name: "New customer" }).first().click();
  const dialog = page.getByRole("dialog");
  await dialog.getByLabel("Name", { exact: true }).fill("Verde");
  await dialog.getByLabel(/E-mail/).fill("not an address");
  await dialog.getByRole("button", { name: "Add", exact: true }).click();
  await dialog.getByText(/not an e-mail address/i).waitFor();
  assert.equal(await dialog.getByLabel(/E-mail/).inputValue(), "not an address");
  await dialog.getByLabel(/E-mail/).fill("hello@verde.example");
  await dialog.getByRole("button", { name: "Add", exact: true }).click();
  await workspace.row("Verde").waitFor();
});

test("the sample opens, is searched as one types, and works offline", async ({ context, page, site }) => {
  const workspace = await new Workspace(page, site.url).begin("sample");
  await until("the list is filled", async () => (await page.getByRole("row").count()) > 15);
  await workspace.shell.offlineReady();
  await context.setOffline(true);
  await page.reload();
  await page.getByRole("searchbox").fill("andr bakk");
  await workspace.row("Andrei Bakke").first().waitFor();
  await workspace.addCompany("Made offline");
  await page.getByRole("searchbox").fill("made off");
  await workspace.row("Made offline").waitFor();
});

// Without the service worker, which would bring the part from its cache.
test("where what answers questions does not arrive, the list is there, and a question can be asked again", {
  allowErrors: true,
  serviceWorkers: "block",
}, async ({ page, site }) => {
  const answers = "**/assets/split-asking-*.wasm";
  await page.route(answers, (route) => route.abort());
  const workspace = await new Workspace(page, site.url).begin();
  await workspace.addCompany("Hotel Bellavista");
  await workspace.addCompany("Kanal & Co");
  const main = page.getByRole("main");
  const people = page.getByRole("tab", { name: /^People/ });
  assert.equal(await people.innerText(), "People", "what is not known is not counted");
  await page.getByRole("searchbox").fill("kanal");
  const again = main.getByRole("button", { name: "Try again" });
  await again.waitFor();
  assert.equal(await page.getByText("No results").count(), 0);
  await page.unroute(answers);
  await again.click();
  await workspace.row("Kanal").waitFor();
  assert.equal(await workspace.row("Bellavista").count(), 0);
  assert.match(await people.innerText(), /People\s*0/);
});

test("the trash gives back what was thrown away", async ({ page, site }) => {
  const workspace = await new Workspace(page, site.url).begin();
  await workspace.addCompany("Studio Kvadrat");
  await page.getByRole("link", { name: "Studio Kvadrat" }).click();
  await throwAway(page);
  await page.getByRole("link", { name: /^Trash/ }).click();
  await page.getByText("Studio Kvadrat").first().waitFor();
  await page.getByRole("button", { name: "Restore" }).click();
  await page.getByRole("navigation", { name: "Main" }).getByRole("link", { name: /^Customers/ }).first().click();
  await workspace.row("Studio Kvadrat").waitFor();
});

test("what is asked of the list stands in its address, and going back undoes it", async ({ page, site }) => {
  await new Workspace(page, site.url).begin("sample");
  await until("the list is filled", async () => (await page.getByRole("row").count()) > 15);
  await page.getByRole("button", { name: "Filter", exact: true }).click();
  const form = page.getByRole("dialog", { name: "Filter" });
  await form.getByLabel("Field").selectOption({ label: "Lifecycle" });
  await form.getByLabel("Lead", { exact: true }).check();
  await form.getByRole("button", { name: "Apply" }).click();
  await page.getByRole("group", { name: /^Lifecycle is any of Lead/ }).waitFor();
  await page.waitForURL(/filter=/);
  const found = await page.locator("#page-title + span").textContent();
  await page.reload();
  await page.getByRole("group", { name: /^Lifecycle is any of Lead/ }).waitFor();
  await until("the same is found", async () => (await page.locator("#page-title + span").textContent()) === found);
  await page.getByRole("columnheader", { name: /^Last contact/ }).getByRole("button").click();
  await page.waitForURL(/sort=last_contact/);
  await page.goBack();
  await until("the order is the old one", () => !page.url().includes("sort="));
  await page.getByRole("button", { name: "Remove filter" }).click();
  await until("everything is listed", () => !page.url().includes("filter="));
});

test("what is wrong in an address is left out, and is no change of the list", async ({ page, site }) => {
  await new Workspace(page, site.url).begin("sample");
  const list = page.url();
  const changed = page.getByText("Unsaved changes");
  const under = async (filter) => {
    await page.goto(`${list}?filter=${encodeURIComponent(filter)}`);
    await until("the list is filled", async () => (await page.getByRole("row").count()) > 2);
  };
  await under('{"field":"kind","is":"person"}');
  await changed.waitFor();
  for (const filter of ["{", '{"field":"name"}']) {
    await under(filter);
    await page.waitForLoadState("networkidle");
    assert.equal(await changed.count(), 0, filter);
    assert.match(await page.getByRole("tab").first().innerText(), /240/, filter);
    assert.match(await page.getByText(/^Rows /).innerText(), /of 240$/, filter);
  }
});

test("a view is saved, stands in the sidebar, and is deleted", async ({ page, site }) => {
  const workspace = await new Workspace(page, site.url).begin("sample");
  await until("the list is filled", async () => (await page.getByRole("row").count()) > 15);
  await page.getByRole("tab", { name: /^People/ }).click();
  await page.getByRole("button", { name: "New view" }).click();
  const form = page.getByRole("dialog", { name: "Name of the view" }).first();
  await form.getByLabel("Name of the view").fill("All people");
  await form.getByRole("button", { name: "Save" }).click();
  await page.getByRole("tab", { name: /^All people/, selected: true }).waitFor();
  await page.getByRole("link", { name: /^All people/ }).waitFor();
  await workspace.reload();
  await page.getByRole("tab", { name: /^All people/, selected: true }).waitFor();
  await page.getByRole("button", { name: "View", exact: true }).click();
  await page.getByRole("menuitem", { name: "Delete view" }).click();
  await page.getByRole("tab", { name: /^All people/ }).waitFor({ state: "detached" });
});

test("many are tagged at once, and one undo takes it back", async ({ page, site }) => {
  const workspace = await new Workspace(page, site.url).begin();
  await workspace.addCompany("Grão & Filhos");
  await workspace.addCompany("Kanal & Co");
  await page.getByRole("grid").focus();
  await page.keyboard.press("Control+a");
  await page.getByText("2 selected").waitFor();
  await page.getByRole("button", { name: "Tag", exact: true }).click();
  const form = page.getByRole("dialog", { name: /^Tag of/ });
  await form.getByLabel("Tag").fill("vip");
  await form.getByRole("button", { name: "Add tag" }).click();
  await page.getByText("Tags of 2 records changed").waitFor();
  await page.getByRole("link", { name: "Kanal & Co" }).click();
  await page.getByRole("button", { name: "Remove vip" }).waitFor();
  await page.keyboard.press("Control+z");
  await page.getByRole("button", { name: "Remove vip" }).waitFor({ state: "detached" });
});

test("a call is logged, and the neighbours in the list are a key away", async ({ page, site }) => {
  const workspace = await new Workspace(page, site.url).begin();
  await workspace.addCompany("Atelier Moreau");
  await workspace.addCompany("Verde Bistro");
  await page.getByRole("link", { name: "Atelier Moreau" }).click();
  await page.getByRole("heading", { level: 1, name: "Atelier Moreau" }).waitFor();
  await page.getByRole("radio", { name: "Call" }).check({ force: true });
  await page.getByLabel("What was said?").fill("Wants two grinders.");
  await page.keyboard.press("Control+Enter");
  await page.getByRole("article").filter({ hasText: "Wants two grinders." }).waitFor();
  await page.getByRole("heading", { level: 1 }).focus();
  await page.keyboard.press("]");
  await page.getByRole("heading", { level: 1, name: "Verde Bistro" }).waitFor();
  await page.keyboard.press("[");
  await page.getByRole("heading", { level: 1, name: "Atelier Moreau" }).waitFor();
});

// What is known of Kanal & Co: three purchases a month apart, the next due in five days, a need, an urgent ticket.
const known = async (page) => {
  await page.evaluate(async () => {
    const send = async (path, body) => {
      const answer = await globalThis.satchel.fetch(path, { method: "POST", body: JSON.stringify(body) });
      return answer.json();
    };
    const { items } = await (await globalThis.satchel.fetch("/api/customers")).json();
    const customer = items[0].id;
    for (const date of ["2025-12-10", "2026-01-09", "2026-02-08"]) {
      await send("/api/transactions", { kind: "order", customer, date, amount: "100.00 EUR" });
    }
    await send("/api/needs", { subject: "Decaf", status: "open", customer });
    await send("/api/tickets", { subject: "Leak", status: "new", priority: "urgent", customer });
  });
};

test("a score stands in the list, on the page with what makes it, and on Home", async ({ page, site }) => {
  await page.clock.setFixedTime(new Date("2026-03-05T10:00:00Z"));
  const workspace = await new Workspace(page, site.url).begin();
  await workspace.addCompany("Kanal & Co");
  await known(page);
  await workspace.addCompany("Alder");
  const cell = (name, text) => workspace.row(name).getByRole("gridcell", { name: text, exact: true });
  await cell("Kanal & Co", "54").waitFor();
  await cell("Kanal & Co", "5·1·1").waitFor();
  await cell("Kanal & Co", "€300.00").or(cell("Kanal & Co", "€300")).waitFor();
  await cell("Alder", "36").waitFor();
  const foot = page.locator("footer").filter({ hasText: "Average score" });
  await foot.filter({ hasText: "Average score 45" }).waitFor();
  await page.getByRole("columnheader", { name: /^Score/ }).getByRole("button").click();
  await page.waitForURL(/sort=-?score/);
  await page.getByRole("link", { name: "Kanal & Co" }).click();
  const card = page.getByRole("region", { name: "Score", exact: true });
  const made = card.getByRole("list", { name: "What makes the score" });
  const texts = async () => (await made.getByRole("listitem").allTextContents()).map((text) => text.trim());
  await made.waitFor();
  assert.deepEqual(await texts(), [
    "Usually buys every 30 days; day 25+15",
    "Last purchase 25 days ago+8",
    "1 open need+3",
    "1 urgent ticket open−8",
    "No phone number and no e-mail−4",
  ]);
  await card.getByRole("listitem").filter({ hasText: "Tickets solved" }).filter({ hasText: "+8" }).waitFor();
  await card.getByText("54", { exact: true }).first().waitFor();
  // What is done shows at once, here and on Home.
  await page.evaluate(async () => {
    const { items } = await (await globalThis.satchel.fetch("/api/tickets")).json();
    await globalThis.satchel.fetch(`/api/tickets/${items[0].id}`, { method: "PATCH", body: JSON.stringify({ status: "resolved" }) });
  });
  await card.getByText("62", { exact: true }).first().waitFor();
  await page.getByRole("link", { name: "Home", exact: true }).first().click();
  const hot = page.getByRole("region", { name: "Hot customers" });
  await hot.getByText("Usually buys every 30 days; day 25 · Last purchase 25 days ago").waitFor();
  await hot.getByText("62", { exact: true }).waitFor();
  assert.equal(await hot.getByText("Alder").count(), 0);
  await hot.getByRole("link", { name: "Open", exact: true }).click();
  await page.getByRole("heading", { level: 1, name: "Kanal & Co" }).waitFor();
});
