// Tickets are worked through in the order of their promises and answered where they are read: replies
// and notes, canned texts, waiting and solving, satisfaction, needs. All of it survives a reload and can
// be taken back. What is promised, and which texts there are, is set in the settings.
import { PHONE, assert, expectAccessible, test, until } from "../harness.mjs";
import { Tickets } from "../pages/tickets.mjs";

const began = async (page, site, way = "empty") => {
  const tickets = new Tickets(page, site.url);
  await tickets.begin(way);
  return tickets;
};

test("tickets: the queue counts, its figures lead to what they count, and keys work on a row", async ({ page, site }) => {
  const tickets = await began(page, site, "sample");
  await page.getByRole("link", { name: /^Tickets \d+ at risk$/ }).first().click();
  await tickets.tab("By deadline").waitFor();
  const grid = page.getByRole("grid");
  const first = grid.getByRole("row").nth(1);
  await until("the late one is first", async () => /Late/.test(await first.textContent()));
  await page.getByRole("link", { name: /^Late 1/ }).click();
  await until("the late ones alone", async () => (await grid.getAttribute("aria-rowcount")) === "2");
  await tickets.openTickets();
  await grid.focus();
  await page.keyboard.press("j");
  await page.keyboard.press("Shift+R");
  await page.getByText(/: Solved$/).waitFor();
  await page.getByRole("button", { name: "Undo", exact: true }).click();
  await until("it is late again", async () => /Late/.test(await first.textContent()));
  await grid.focus();
  await page.keyboard.press("r");
  await until("the reply has the focus", () => tickets.text.evaluate((it) => it === document.activeElement));
});

test("tickets: a reply is kept and waits, a note stays in the team, and undo takes both back", async ({ page, site }) => {
  const tickets = await began(page, site);
  await tickets.addTicket("Steam wand leaks", { customer: "Hotel Bellavista", isNew: true, text: "It drips. Can someone come?" });
  await tickets.openTickets();
  await tickets.openTicket("Steam wand leaks");
  await tickets.message("It drips.").waitFor();
  await page.keyboard.press("i");
  await page.keyboard.type("Same model as in May");
  // What was typed is there after a reload.
  await page.reload();
  await until("the draft is there", async () => (await tickets.text.inputValue()) === "Same model as in May");
  await tickets.text.press("Control+Enter");
  await tickets.message("Same model as in May").getByText("Internal note").waitFor();
  await tickets.status("New").waitFor();
  await page.getByRole("heading", { level: 1 }).focus();
  await page.keyboard.press("r");
  await page.keyboard.type("We come today [between 14:00 and 16:00].");
  await page.keyboard.press("Control+Enter");
  await page.getByText(/Still to be checked: \[between 14:00 and 16:00\]/).waitFor();
  await tickets.text.fill("We come today at 15:00.");
  await tickets.text.press("Control+Enter");
  await tickets.message("We come today at 15:00.").waitFor();
  await tickets.status("Waiting for customer").waitFor();
  await tickets.saved();
  await page.getByRole("heading", { level: 1 }).focus();
  await page.keyboard.press("Control+z");
  await tickets.message("We come today at 15:00.").waitFor({ state: "detached" });
  await tickets.status("New").waitFor();
});

test("tickets: what a customer said by phone is entered by hand, and opens the ticket that waits", async ({ page, site }) => {
  const tickets = await began(page, site);
  await tickets.addTicket("Steam wand leaks", { customer: "Hotel Bellavista", isNew: true, text: "It drips." });
  await tickets.openTickets();
  await tickets.openTicket("Steam wand leaks");
  await page.getByRole("button", { name: "Waiting for customer", exact: true }).click();
  await tickets.status("Waiting for customer").waitFor();
  await page.getByRole("heading", { level: 1 }).focus();
  await page.keyboard.press("f");
  await page.keyboard.type("Tomorrow is fine, [after] ten.");
  await tickets.composer.getByLabel("Came by").selectOption("Chat");
  await tickets.composer.getByText("From Hotel Bellavista").waitFor();
  await tickets.composer.getByText("The ticket is open again with it").waitFor();
  // What was begun is there after a reload, with the way it came.
  await page.reload();
  await until("the draft is there", async () => (await tickets.text.inputValue()) === "Tomorrow is fine, [after] ten.");
  assert.equal(await tickets.composer.getByLabel("Came by").inputValue(), "chat");
  // A canned reply is none of what customers say, and brackets are theirs.
  assert.equal(await tickets.composer.getByRole("button", { name: /^Canned/ }).count(), 0);
  await tickets.text.press("Control+Enter");
  const message = tickets.message("Tomorrow is fine");
  await message.getByText("Hotel Bellavista").waitFor();
  await message.getByText(/, by Chat$/).waitFor();
  assert.equal(await message.getAttribute("data-direction"), "in");
  await tickets.status("Open").waitFor();
  await page.getByText("Answer added; the ticket is open again").first().waitFor();
  await tickets.saved();
  await page.getByRole("heading", { level: 1 }).focus();
  await page.keyboard.press("Control+z");
  await message.waitFor({ state: "detached" });
  await tickets.status("Waiting for customer").waitFor();
});

test("tickets: a canned reply is found as one types and comes filled in", async ({ page, site }) => {
  const tickets = await began(page, site, "sample");
  await tickets.openTickets("?tab=all");
  await page.getByRole("grid").getByRole("link").first().click();
  await tickets.text.focus();
  await page.keyboard.press("/");
  const choice = page.getByRole("dialog", { name: "Canned replies" });
  await choice.getByRole("searchbox").fill("technician");
  await choice.getByText("1 of 3").waitFor();
  await page.keyboard.press("Enter");
  await until("it is filled in", async () => /a technician is on the way for ticket \d{4}\./.test(await tickets.text.inputValue()));
  assert.doesNotMatch(await tickets.text.inputValue(), /\{\{/);
});

test("tickets: solved, content, reopened, and a need noted by one key", async ({ page, site }) => {
  const tickets = await began(page, site);
  await tickets.addTicket("Decaf please", { customer: "Kanal & Co", isNew: true, text: "Half of our guests ask for decaf. Do you have some?" });
  await tickets.openTickets();
  await tickets.openTicket("Decaf please");
  await tickets.message("Half of our guests").focus();
  await page.keyboard.press("c");
  await page.getByText("Need noted: Half of our guests ask for decaf").waitFor();
  await page.keyboard.press("Shift+R");
  await tickets.status("Solved").waitFor();
  await page.getByRole("radio", { name: "4", exact: true }).check({ force: true });
  await page.getByText("4 of 5").waitFor();
  await page.getByRole("button", { name: "Reopen", exact: true }).click();
  await tickets.status("Open").waitFor();
  await page.getByRole("link", { name: "Kanal & Co" }).first().click();
  await page.getByRole("heading", { level: 1, name: "Kanal & Co" }).waitFor();
  await page.getByRole("link", { name: "Decaf please" }).waitFor();
  await page.getByRole("button", { name: "Add ticket" }).click();
  const form = page.getByRole("dialog", { name: "New ticket" });
  assert.equal(await form.getByRole("combobox", { name: "Customer" }).inputValue(), "Kanal & Co");
  // What the form filled in itself is not kept for a ticket of somebody else.
  await form.getByRole("button", { name: "Cancel", exact: true }).click();
  await form.waitFor({ state: "hidden" });
  await page.getByRole("heading", { level: 1 }).focus();
  await page.keyboard.press("n");
  await page.keyboard.press("t");
  await form.waitFor();
  await until("no customer is filled in", async () =>
    (await form.getByRole("combobox", { name: "Customer" }).inputValue()) === "");
});

test("tickets: what was solved since yesterday is a tab, and a view of mine counts before the queue was opened", async ({ page, site }) => {
  const tickets = await began(page, site);
  await tickets.addTicket("Decaf please");
  await tickets.addTicket("Grinder trips the breaker");
  await tickets.openTickets();
  const count = (name) => async () => Number(/\d+/.exec(await tickets.tab(name).innerText()));
  const recent = count("Resolved since yesterday");
  assert.equal(await recent(), 0);
  const grid = page.getByRole("grid");
  await grid.focus();
  await page.keyboard.press("j");
  await page.keyboard.press("Shift+R");
  await until("one was solved", async () => (await recent()) === 1);
  await tickets.tab("Resolved since yesterday").click();
  await until("it is the one that shows", async () => (await grid.getAttribute("aria-rowcount")) === "2");
  await page.evaluate(async () => {
    const ask = async (method, path, body) => (await (await window.satchel.fetch(path, { method, body: body && JSON.stringify(body) })).json());
    const { items: [me] } = await ask("GET", "/api/owners");
    const { items } = await ask("GET", "/api/tickets");
    for (const one of items) await ask("PATCH", `/api/tickets/${one.id}`, { owner: me.id });
    await ask("POST", "/api/views", { name: "On my desk", object: "tickets", query: "tab=mine" });
  });
  await tickets.goTo("customers");
  await page.getByRole("link", { name: "On my desk 1", exact: true }).waitFor();
});

test("tickets: the board moves a ticket by keys, and what is dropped below is solved", async ({ page, site }) => {
  const tickets = await began(page, site);
  await tickets.addTicket("Grinder trips the breaker");
  await tickets.openTickets("?layout=board");
  const card = page.getByRole("article", { name: /^Grinder trips/ });
  await card.focus();
  await page.keyboard.press("m");
  await page.keyboard.press("ArrowRight");
  await page.keyboard.press("Enter");
  await page.getByRole("region", { name: "Open, 1 ticket" }).waitFor();
  await card.getByRole("button", { name: "Move Grinder trips the breaker" }).click();
  await page.getByRole("menuitem", { name: "Solved" }).click();
  await card.waitFor({ state: "detached" });
  await page.keyboard.press("Control+z");
  await card.waitFor();
});

test("tickets: a policy that was set promises, and a template that was written is offered", async ({ page, site }) => {
  const tickets = await began(page, site);
  await tickets.openSettings("service");
  await page.getByLabel("Name", { exact: true }).fill("Around the clock");
  await page.getByRole("button", { name: "Add", exact: true }).click();
  await page.getByRole("heading", { name: "Around the clock" }).waitFor();
  await page.getByRole("button", { name: /^Monday/ }).click();
  await page.getByLabel("Monday", { exact: true }).fill("nine to five");
  await page.keyboard.press("Enter");
  await page.getByText(/Write spans/).first().waitFor();
  await page.getByLabel("Monday", { exact: true }).fill("8-12, 13-18:30");
  await page.keyboard.press("Enter");
  await page.getByRole("button", { name: /^Monday 8:00–12:00, 13:00–18:30/ }).waitFor();
  await page.getByRole("button", { name: /^Reply, normal/i }).click();
  await page.getByLabel(/^Reply, normal/i).fill("2");
  await page.keyboard.press("Enter");
  await page.getByRole("button", { name: /^Reply, normal 2 h/i }).waitFor();
  await tickets.openSettings("templates");
  await page.getByRole("button", { name: "Add template" }).click();
  await page.getByLabel("Name", { exact: true }).fill("Visit");
  await page.getByLabel("Text", { exact: true }).fill("Dear {{customer.given_name}}, about {{ticket.subject}}: [when]");
  await page.getByRole("button", { name: "Save" }).click();
  await page.getByText("Visit saved").waitFor();
  await tickets.addTicket("No water");
  await tickets.openTickets();
  await tickets.openTicket("No water");
  await page.getByRole("meter", { name: "First reply" }).waitFor();
  await page.getByRole("button", { name: /^Canned replies/ }).click();
  await page.getByRole("dialog").getByRole("button", { name: /Visit/ }).click();
  await until("what is not known is marked", async () =>
    (await tickets.text.inputValue()) === "Dear [Given name], about No water: [when]");
});

test("tickets: queue, page and settings are accessible", async ({ page, site }) => {
  const tickets = await began(page, site, "sample");
  await tickets.openTickets();
  await page.getByRole("grid").waitFor();
  await expectAccessible(page, "the queue");
  await tickets.openTickets("?layout=board");
  await page.getByRole("article").first().waitFor();
  await expectAccessible(page, "the board");
  await page.getByRole("article").first().click();
  await tickets.composer.waitFor();
  await expectAccessible(page, "a ticket");
  await tickets.openSettings("service");
  await page.getByRole("heading", { name: "Standard" }).waitFor();
  await expectAccessible(page, "the service policies");
  await tickets.openSettings("templates");
  await page.getByRole("button", { name: /^Edit/ }).first().click();
  await expectAccessible(page, "the templates");
});

test("tickets: on a phone everything is within reach", { viewport: PHONE, hasTouch: true, isMobile: true }, async ({ page, site }) => {
  const tickets = await began(page, site, "sample");
  await tickets.openTickets();
  await page.getByRole("grid").waitFor();
  const isWide = () => page.evaluate(() => document.documentElement.scrollWidth > innerWidth);
  assert.equal(await isWide(), false);
  await page.getByRole("grid").getByRole("link").first().click();
  await tickets.composer.waitFor();
  assert.equal(await isWide(), false);
});
