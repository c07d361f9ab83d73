// Every key of the list of shortcuts, pressed as it is told there, and every command of the palette, chosen
// by its name: each does what it says. A key or command that is new here has no check, which fails.
import { assert, test, until } from "../harness.mjs";
import { ADMIN, couch } from "../couch/memory.mjs";
import { Deals } from "../pages/deals.mjs";
import { sheet, tabTo } from "../pages/keys.mjs";
import { Database } from "../pages/sync.mjs";

/** What stands on a key cap, as the browser names the key. */
const KEYS = { Ctrl: "Control", Esc: "Escape", "↑": "ArrowUp", "↓": "ArrowDown", "←": "ArrowLeft", "→": "ArrowRight" };
const HELD = ["Control", "Shift", "Alt"];

/** Presses keys as they are told: with one that is held together, else one after the other. */
async function press(page, caps) {
  const isLetter = (cap) => cap.length === 1 && caps[0] !== "Shift";
  const keys = caps.map((cap) => KEYS[cap] ?? (isLetter(cap) ? cap.toLowerCase() : cap));
  if (HELD.includes(keys[0])) await page.keyboard.press(keys.join("+"));
  else for (const key of keys) await page.keyboard.press(key);
}

/** The list of shortcuts: where, what, and the ways to press it. */
async function told(page) {
  await page.getByRole("heading", { level: 1 }).focus();
  await page.keyboard.press("?");
  const dialog = page.getByRole("dialog", { name: "Keyboard shortcuts" });
  await dialog.waitFor();
  const lines = await dialog.locator("section").evaluateAll((groups) => groups.flatMap((group) =>
    [...group.querySelectorAll("li")].map((line) => {
      const ways = [[]];
      for (const part of line.lastElementChild.children) {
        if (part.localName === "kbd") ways.at(-1).push(part.textContent);
        else ways.push([]);
      }
      return { what: `${group.querySelector("h3").textContent}: ${line.firstElementChild.textContent}`, ways };
    })));
  await page.keyboard.press("Escape");
  await dialog.waitFor({ state: "hidden" });
  return lines;
}

const closes = async (page, dialog) => {
  await dialog.waitFor();
  await page.keyboard.press("Escape");
  await dialog.waitFor({ state: "hidden" });
};

/** The row of the list that one is at, from 0. */
const row = (page) => page.getByRole("grid").evaluate((grid) => {
  const at = document.getElementById(grid.getAttribute("aria-activedescendant"));
  return at ? Number(at.closest("[aria-rowindex]").getAttribute("aria-rowindex")) - 2 : null;
});

class Desk {
  constructor(page, site) {
    this.page = page;
    this.deals = new Deals(page, site.url);
  }

  async go(path) {
    await this.deals.goTo(path);
    await this.atTitle();
  }

  /** Goes to a list as it begins, whatever was looked for or gone to in it. */
  async begin(path) {
    await this.deals.load(path);
    await this.atTitle();
  }

  async atTitle() {
    await this.deals.shell.heading.first().waitFor({ state: "attached" });
    await this.deals.shell.heading.first().focus();
  }

  /** The list of customers with the focus in it, at a row. */
  async list(at) {
    await this.begin("customers");
    await until("the list is filled", async () => (await this.page.getByRole("row").count()) > 5);
    await this.page.getByRole("grid").focus();
    for (let times = 0; times <= at; times += 1) await this.page.keyboard.press("j");
    await until("the row is there", async () => (await row(this.page)) === at);
  }

  dialog(name) {
    return this.page.getByRole("dialog", { name });
  }
}

const goes = (from, to) => async (desk, keys) => {
  await desk.go(from);
  await keys();
  await desk.page.waitForURL(to);
};

const shows = (name) => async (desk, keys) => {
  await desk.go("trash");
  await keys();
  await closes(desk.page, desk.dialog(name));
};

let made = 0;
/** A name that stands among the first of a list. */
const first = () => `A Company ${(made += 1)}`;
const makes = async (desk) => {
  const name = first();
  await desk.begin("customers");
  await desk.deals.addCompany(name);
  await desk.page.getByRole("heading", { level: 1 }).focus();
  return desk.deals.row(name);
};

/** A step in the list: from a row to another. */
const steps = (from, to) => async (desk, keys) => {
  await desk.list(from);
  await keys();
  const count = Number(await desk.page.getByRole("grid").getAttribute("aria-rowcount")) - 1;
  await until("the row is another", async () => (await row(desk.page)) === (to < 0 ? count + to : to));
};

const CHECKS = {
  "Anywhere: Search and commands": async (desk, keys) => {
    await desk.go("trash");
    await keys();
    await until("the focus is in the palette", () =>
      desk.page.evaluate(() => document.activeElement.getAttribute("role") === "combobox"));
    await closes(desk.page, desk.dialog("Search and commands"));
  },
  "Anywhere: Undo": async (desk, keys) => {
    const company = await makes(desk);
    await keys();
    await company.waitFor({ state: "detached" });
  },
  "Anywhere: Redo": async (desk, keys) => {
    const company = await makes(desk);
    await desk.page.keyboard.press("Control+z");
    await company.waitFor({ state: "detached" });
    await keys();
    await company.waitFor();
  },
  "Anywhere: Go to Home": goes("trash", /\/home$/),
  "Anywhere: Go to Tasks and calendar": goes("trash", /\/agenda$/),
  "Anywhere: New task": shows("New task"),
  "Anywhere: Log a call": shows("Log a call"),
  "Anywhere: Log a meeting": shows("Log a meeting"),
  "Anywhere: Log an e-mail": shows("Log an e-mail"),
  "Anywhere: Log a visit": shows("Log a visit"),
  "Anywhere: Add note": shows("Add note"),
  "Anywhere: Go to Customers": goes("trash", /\/customers$/),
  "Anywhere: Go to Deals": goes("trash", /\/deals$/),
  "Anywhere: Go to Tickets": goes("trash", /\/tickets$/),
  "Anywhere: Go to Campaigns": goes("trash", /\/campaigns$/),
  "Anywhere: Go to Segments": goes("trash", /\/segments$/),
  "Anywhere: Go to Insights": goes("trash", /\/insights$/),
  "Anywhere: New ticket": shows("New ticket"),
  "Anywhere: Go to Trash": goes("customers", /\/trash$/),
  "Anywhere: Go to Settings": goes("customers", /\/settings\/general$/),
  "Anywhere: New customer": shows("New customer"),
  "Anywhere: New deal": shows("New deal"),
  "Anywhere: Import a file": goes("customers", /\/import$/),
  "Anywhere: Keyboard shortcuts": shows("Keyboard shortcuts"),
  "Lists: Next": steps(1, 2),
  "Lists: Previous": steps(2, 1),
  "Lists: First": steps(3, 0),
  "Lists: Last": steps(1, -1),
  "Lists: Open": async (desk, keys) => {
    await desk.list(1);
    const name = await desk.page.getByRole("row").nth(2).getByRole("link").first().innerText();
    await keys();
    await desk.page.waitForURL(/\/customer\//);
    await desk.page.getByRole("heading", { level: 1, name }).waitFor();
  },
  "Lists: Preview": async (desk, keys) => {
    await desk.list(1);
    const preview = desk.page.getByRole("complementary", { name: "Preview" });
    assert.equal(await preview.count(), 0);
    await keys();
    const names = await Promise.all([1, 2].map((at) =>
      desk.page.getByRole("row").nth(at + 1).getByRole("link").first().innerText()));
    await preview.getByRole("heading", { name: names[0] }).waitFor();
    await desk.page.keyboard.press("j");
    await preview.getByRole("heading", { name: names[1] }).waitFor();
    // From inside of it as well, Esc closes it and nothing else.
    await desk.page.keyboard.press("x");
    await tabTo(desk.page, preview.getByRole("link", { name: "Open" }));
    await desk.page.keyboard.press("Escape");
    await preview.waitFor({ state: "detached" });
    await desk.page.getByText("1 selected").waitFor();
    await until("the focus is in the list", () => desk.page.evaluate(() =>
      document.activeElement.getAttribute("role") === "grid"));
    await keys();
    await preview.waitFor();
    await keys();
    await preview.waitFor({ state: "detached" });
  },
  "Lists: Select": async (desk, keys) => {
    await desk.list(1);
    await keys();
    await desk.page.getByText("1 selected").waitFor();
    assert.equal(await desk.page.getByRole("row", { selected: true }).count(), 1);
  },
  "Lists: Extend the selection": async (desk, keys) => {
    await desk.list(2);
    await keys();
    await desk.page.getByText("2 selected").waitFor();
  },
  "Lists: Select all": async (desk, keys) => {
    await desk.list(0);
    await keys();
    const count = Number(await desk.page.getByRole("grid").getAttribute("aria-rowcount")) - 1;
    await desk.page.getByText(`${count} selected`).waitFor();
  },
  "Lists: Edit": async (desk, keys) => {
    const edited = () => desk.page.evaluate(() =>
      document.activeElement.closest("[data-column]")?.dataset.column ?? null);
    await desk.begin("customers");
    await desk.page.getByRole("tab", { name: /^People/ }).click();
    await desk.page.getByRole("grid").focus();
    await desk.page.keyboard.press("j");
    // A person's name is made of two others: what can be edited first is the lifecycle.
    await keys();
    await until("the first cell that can be is edited", async () => (await edited()) === "lifecycle");
    await desk.page.keyboard.press("Escape");
    // A cell one is at is edited, or it is said why not.
    await desk.page.keyboard.press("ArrowRight");
    await keys();
    await desk.page.getByText("Name cannot be edited in the list.").waitFor();
    await desk.page.keyboard.press("ArrowRight");
    await keys();
    await until("the cell is edited", async () => (await edited()) === "lifecycle");
    await desk.page.keyboard.press("Escape");
  },
  "Lists: Filter": async (desk, keys) => {
    await desk.list(1);
    await keys();
    await closes(desk.page, desk.dialog("Filter"));
  },
  "Lists: Sort": async (desk, keys) => {
    await desk.list(1);
    await keys();
    await closes(desk.page, desk.page.getByRole("menu", { name: "Sort" }));
  },
  "Lists: Views": async (desk, keys) => {
    await desk.list(1);
    await keys();
    const tab = desk.page.getByRole("tab", { selected: true });
    await until("the focus is on the tabs", () => tab.evaluate((element) => element === document.activeElement));
    await desk.page.keyboard.press("ArrowRight");
    await desk.page.getByRole("tab", { name: /^People/, selected: true }).waitFor();
  },
  "Board: Pick up and move a card": async (desk, keys) => {
    const { card, press: step } = await board(desk);
    await keys();
    await desk.page.getByText(`${card.name} to New, place`).waitFor();
    await step("ArrowRight");
    await step("Enter");
    await desk.deals.card(card.name, "Qualified").waitFor();
  },
  "Board: Drop": async (desk, keys) => {
    const { card, press: step } = await board(desk);
    await step("m");
    await step("ArrowRight");
    await keys();
    await desk.deals.card(card.name, "Qualified").waitFor();
  },
  "Board: Take back": async (desk, keys) => {
    const { card, press: step } = await board(desk);
    await step("m");
    await step("ArrowRight");
    await keys();
    await desk.deals.card(card.name, "New").waitFor();
    await until("nothing is carried", async () =>
      (await desk.page.locator("[data-lifted]").count()) === 0);
    assert.equal(await desk.deals.card(card.name, "Qualified").count(), 0);
  },
  "Tickets: Reply": writes("reply"),
  "Tickets: Internal note": writes("note"),
  "Tickets: From the customer": writes("from"),
  "Tickets: Assign": async (desk, keys) => {
    await ticket(desk);
    await keys();
    const owner = desk.page.getByLabel("Owner", { exact: true });
    await until("the owner is chosen", () => owner.evaluate((it) => it === document.activeElement));
    await desk.page.keyboard.press("Escape");
  },
  "Tickets: Resolve": async (desk, keys) => {
    const { page } = desk;
    await ticket(desk);
    await keys();
    await page.locator(".page-header").getByText("Solved", { exact: true }).waitFor();
    await page.keyboard.press("Control+z");
    await page.locator(".page-header").getByText("Solved", { exact: true }).waitFor({ state: "detached" });
  },
  "Tickets: Note as need": async (desk, keys) => {
    await ticket(desk);
    await keys();
    await desk.page.getByText(/^Need noted: /).first().waitFor();
    await desk.page.keyboard.press("Control+z");
  },
  "Tickets: New ticket": async (desk, keys) => {
    await desk.begin("tickets");
    await keys();
    await closes(desk.page, desk.dialog("New ticket"));
  },
  "Calendar: Day before, day after": along("2027-03-09", "2027-03-11"),
  "Calendar: Week before, week after": along("2027-03-03", "2027-03-17"),
  "Calendar: Month before, month after": along("2027-02-10", "2027-04-10"),
  "Calendar: Move an entry to another day": async (desk, keys) => {
    const { page } = desk;
    const name = `Survey ${(made += 1)}`;
    await calendar(desk);
    await page.keyboard.press("Enter");
    const subject = desk.dialog("New task").getByLabel("Subject");
    // The form begins its draft as it comes: no person types before it has.
    await until("the form has what was typed", async () => {
      await subject.fill(name);
      await page.waitForTimeout(100);
      return (await subject.inputValue()) === name;
    });
    await subject.press("Enter");
    const slip = page.getByRole("button", { name: new RegExp(name) });
    await slip.waitFor();
    // The form gives the focus back as it goes.
    await desk.dialog("New task").waitFor({ state: "hidden" });
    await page.waitForTimeout(100);
    await slip.focus();
    await keys();
    await until("it is on another day", async () =>
      ["2027-03-09", "2027-03-11"].includes(await slip.evaluate((it) => it.closest("[data-day]").dataset.day)));
  },
  "Calendar: New task on this day": async (desk, keys) => {
    await calendar(desk);
    await keys();
    assert.equal(await desk.dialog("New task").getByLabel("Due").inputValue(), "2027-03-10");
    await closes(desk.page, desk.dialog("New task"));
  },
  "Segments: Move a condition": async (desk, keys) => {
    const at = await segment(desk);
    await keys();
    await until("it is another", async () => [0, 2].includes(await at()));
  },
  "Segments: Pick up a condition on its handle": async (desk, keys) => {
    const at = await segment(desk);
    await keys();
    await desk.page.keyboard.press("ArrowDown");
    await desk.page.keyboard.press("Enter");
    await until("it is the last", async () => (await at()) === 2);
  },
  "Segments: Save segment": async (desk, keys) => {
    await segment(desk);
    await desk.page.getByLabel("Field", { exact: true }).first().focus();
    await keys();
    await desk.page.getByText("A condition is unfinished").first().waitFor();
  },
  "Records: Previous record of the list": neighbour(2, 1),
  "Records: Next record of the list": neighbour(1, 2),
  "Records: Add task": begins("Task"),
  "Records: Do what is suggested": async (desk, keys) => {
    const name = first();
    await desk.begin("customers");
    await desk.deals.addCompany(name);
    await desk.deals.row(name).getByRole("link", { name }).click();
    await desk.page.getByRole("region", { name: "Suggestion" }).getByText("Add a phone number").waitFor();
    await keys();
    await until("the focus is in the number", () => desk.page.evaluate(() =>
      document.activeElement.matches("[data-field=phones] input")));
    await desk.page.keyboard.press("Escape");
  },
  "Records: Note as need": async (desk, keys) => {
    await written(desk, "They want decaf by spring.");
    await desk.page.keyboard.press("Control+Enter");
    await desk.page.getByRole("article").filter({ hasText: "They want decaf" }).first().focus();
    await keys();
    await desk.page.getByText("Need noted: They want decaf by spring").first().waitFor();
  },
  "Records: Add, and note it as a need": async (desk, keys) => {
    await written(desk, "They want oat milk.");
    await keys();
    await desk.page.getByText("Need noted: They want oat milk").first().waitFor();
  },
  "Forms: Of two values, keep or take the other": async (desk, keys) => {
    desk.conflict ??= await inConflict(desk);
    await desk.go(desk.conflict);
    await desk.page.getByRole("main").getByRole("button", { name: "1 conflict" }).click();
    const values = desk.page.getByRole("dialog").getByRole("radio");
    // Whichever was chosen before, the key chooses the one it means.
    const chosen = [];
    for (const before of [0, 1]) {
      await values.nth(before).check();
      await keys();
      chosen.push(await values.nth(1).isChecked());
    }
    assert.equal(chosen[0], chosen[1]);
    await closes(desk.page, desk.page.getByRole("dialog"));
  },
  "Forms: The main button": async (desk, keys) => {
    const name = first();
    await desk.begin("customers");
    await desk.page.keyboard.press("n");
    await desk.page.keyboard.press("c");
    await tabTo(desk.page, desk.dialog("New customer").getByLabel("Name", { exact: true }));
    await desk.page.keyboard.type(name);
    await keys();
    await desk.dialog("New customer").waitFor({ state: "hidden" });
    await desk.deals.row(name).waitFor();
  },
  "Forms: Save": async (desk, keys) => {
    await edits(desk, "Cocoa");
    await keys();
    await desk.page.getByRole("button", { name: /^Workspace name Cocoa/ }).waitFor();
    await desk.page.getByRole("heading", { level: 1 }).focus();
    await desk.page.keyboard.press("Control+z");
    await desk.page.getByRole("button", { name: /^Workspace name Cocoa/ }).waitFor({ state: "detached" });
  },
  "Forms: Next field": async (desk, keys) => {
    await desk.begin("customers");
    await desk.page.keyboard.press("n");
    await desk.page.keyboard.press("c");
    await tabTo(desk.page, desk.dialog("New customer").getByLabel("Name", { exact: true }));
    await keys();
    await until("the next field has the focus", () =>
      desk.dialog("New customer").getByLabel(/E-mail/).evaluate((field) => field === document.activeElement));
    await closes(desk.page, desk.dialog("New customer"));
  },
  "Forms: Take back": async (desk, keys) => {
    await edits(desk, "Cocoa");
    await keys();
    await desk.page.getByRole("button", { name: /^Workspace name Sample/ }).waitFor();
  },
};

/** Where a record is of which two wrote the name: it comes from a database. */
async function inConflict(desk) {
  const server = await couch(new URL(desk.page.url()).origin);
  await desk.go("settings/sync");
  await desk.page.getByRole("button", { name: "Connect to a database" }).click();
  await new Database(desk.page).check({ server: server.url, database: "crm", ...ADMIN });
  await desk.page.getByRole("button", { name: "Create the database and connect" }).click();
  await desk.page.getByText("What is here and there is the same.").waitFor({ timeout: 60_000 });
  const uuid = "0192f0a7-b000-7000-8000-000000000001";
  const conflicts = { "0192f0a7b0000000-0000000000000001/name": { value: JSON.stringify("Kanal & Sons") } };
  await server.ask("PUT", `crm/customer:${uuid}`, { kind: "company", name: "Kanal & Co", conflicts });
  const isThere = (uuid) => globalThis.satchel.fetch(`/api/customers/${uuid}`).then(({ status }) => status === 200);
  await until("it came", () => desk.page.evaluate(isThere, uuid), 30_000);
  return `customer/${uuid}`;
}

/** Opens a field of the settings and types over it. */
async function edits(desk, text) {
  await desk.go("settings/general");
  await tabTo(desk.page, desk.page.getByRole("button", { name: /^Workspace name/ }));
  await desk.page.keyboard.press("Enter");
  await desk.page.keyboard.press("Control+a");
  await desk.page.keyboard.type(text);
}

/** The board with the focus on a card of its own. */
async function board(desk) {
  const name = `Deal ${(made += 1)}`;
  await desk.begin("deals");
  await desk.deals.addDeal(name, { amount: "100" });
  await desk.page.getByLabel("Search deals").fill(name);
  await desk.deals.card(name, "New").waitFor();
  await desk.deals.card(name, "New").focus();
  return { card: { name }, press: (key) => desk.page.keyboard.press(key) };
}

/** Writes a note on a customer's page, not added yet. */
async function written(desk, text) {
  await desk.list(1);
  await desk.page.keyboard.press("Enter");
  await desk.page.waitForURL(/\/customer\//);
  const field = desk.page.getByLabel("Write a note", { exact: true });
  // The page moves the focus to its title first, which may be later than the field is there.
  await until("the note is written and has the focus", async () => {
    await field.fill(text);
    return field.evaluate((it) => new Promise((done) => {
      requestAnimationFrame(() => requestAnimationFrame(() => done(it === document.activeElement)));
    }));
  });
}

/** Begins an entry of a kind on a customer's page: what is typed next goes into it. */
function begins(kind) {
  return async (desk, keys) => {
    await desk.list(1);
    await desk.page.keyboard.press("Enter");
    await desk.page.waitForURL(/\/customer\//);
    const chosen = desk.page.getByRole("main").getByRole("radio", { name: kind, exact: true });
    await chosen.waitFor({ state: "attached" });
    await keys();
    await until(`${kind} is chosen`, () => chosen.isChecked());
    await until("the focus is in the entry", () => desk.page.evaluate(() =>
      document.activeElement.matches("textarea")));
    await desk.page.keyboard.type("Said");
    assert.equal(await desk.page.locator("textarea").first().inputValue(), "Said");
    await desk.page.locator("textarea").first().fill("");
  };
}

/** The page of the ticket that is due first. */
async function ticket(desk) {
  await desk.begin("tickets");
  await desk.page.getByRole("gridcell").first().waitFor();
  await desk.page.getByRole("grid").press("j");
  await desk.page.keyboard.press("Enter");
  await desk.page.getByRole("region", { name: "Write", exact: true }).waitFor();
  await desk.page.getByRole("heading", { level: 1 }).focus();
}

/** Begins to write on a ticket's page: what is typed next goes into it. */
function writes(kind) {
  return async (desk, keys) => {
    await ticket(desk);
    await keys();
    const field = desk.page.getByRole("region", { name: "Write", exact: true }).getByRole("textbox");
    await until("the focus is in the text", () => field.evaluate((it) => it === document.activeElement));
    const chosen = desk.page.getByRole("radio", { name: { note: "Internal note", from: "From the customer" }[kind] ?? "Reply", exact: true });
    assert.ok(await chosen.isChecked());
    await desk.page.keyboard.type("Said");
    assert.equal(await field.inputValue(), "Said");
    await field.fill("");
  };
}

/** The calendar of a month with the focus on a day. */
async function calendar(desk) {
  await desk.go("agenda?view=month&day=2027-03-10");
  await desk.page.locator('[data-day="2027-03-10"]').focus();
}

/** Goes from a day of the calendar to one of these. */
function along(...days) {
  return async (desk, keys) => {
    await calendar(desk);
    await keys();
    await until(`the focus is on ${days.join(" or ")}`, async () =>
      days.includes(await desk.page.evaluate(() => document.activeElement.dataset.day)));
  };
}

/** A segment with the focus on the handle of the second of three conditions; gives where the focus is now. */
async function segment(desk) {
  const { page } = desk;
  await desk.begin("segments");
  await page.getByRole("gridcell", { name: "Companies that buy", exact: true }).first().click();
  await page.keyboard.press("Enter");
  const lines = page.locator(".segment-line");
  await lines.first().waitFor();
  while ((await lines.count()) < 3) {
    const count = await lines.count();
    await page.getByRole("button", { name: "Condition", exact: true }).first().click();
    await until("there is one more", async () => (await lines.count()) > count);
  }
  await lines.nth(1).getByRole("button", { name: /^Move/ }).focus();
  return () => page.evaluate(() =>
    [...document.querySelectorAll(".segment-line")].indexOf(document.activeElement.closest(".segment-line")));
}

function neighbour(from, to) {
  return async (desk, keys) => {
    await desk.list(from);
    const name = (at) => desk.page.getByRole("row").nth(at + 1).getByRole("link").first().innerText();
    const [here, there] = [await name(from), await name(to)];
    await desk.page.keyboard.press("Enter");
    await desk.page.getByRole("heading", { level: 1, name: here }).waitFor();
    await keys();
    await desk.page.getByRole("heading", { level: 1, name: there }).waitFor();
  };
}

test("every key of the list of shortcuts does what it says", { timeout: 400_000 }, async ({ page, site }) => {
  const desk = new Desk(page, site);
  await desk.deals.begin("sample");
  const lines = await told(page);
  const find = (what) => Object.keys(CHECKS).find((name) => what === name || what.startsWith(`${name},`));
  assert.deepEqual(lines.filter(({ what }) => !find(what)), [], "keys that nobody checks");
  assert.equal(new Set(lines.map(({ what }) => find(what))).size, Object.keys(CHECKS).length, "checks of keys that are not told");
  const wrong = [];
  for (const { what, ways } of lines) {
    for (const caps of ways) {
      await CHECKS[find(what)](desk, () => press(page, caps)).catch((error) => {
        wrong.push(`${what} (${caps.join(" ")}): ${error.message}`);
      });
    }
  }
  assert.deepEqual(wrong, []);
});

const COMMANDS = {
  "New customer": (desk) => closes(desk.page, desk.dialog("New customer")),
  "New deal": (desk) => closes(desk.page, desk.dialog("New deal")),
  "Import a file": (desk) => desk.page.waitForURL(/\/import$/),
  "Go to Home": (desk) => desk.page.waitForURL(/\/home$/),
  "Go to Tasks and calendar": (desk) => desk.page.waitForURL(/\/agenda$/),
  "New task": (desk) => closes(desk.page, desk.dialog("New task")),
  "Log a call": (desk) => closes(desk.page, desk.dialog("Log a call")),
  "Log a meeting": (desk) => closes(desk.page, desk.dialog("Log a meeting")),
  "Log an e-mail": (desk) => closes(desk.page, desk.dialog("Log an e-mail")),
  "Log a visit": (desk) => closes(desk.page, desk.dialog("Log a visit")),
  "Add note": (desk) => closes(desk.page, desk.dialog("Add note")),
  "New ticket": (desk) => closes(desk.page, desk.dialog("New ticket")),
  "New campaign": (desk) => closes(desk.page, desk.dialog("New campaign")),
  "New segment": (desk) => closes(desk.page, desk.dialog("New segment")),
  "Go to Tickets": (desk) => desk.page.waitForURL(/\/tickets$/),
  "Go to Campaigns": (desk) => desk.page.waitForURL(/\/campaigns$/),
  "Go to Segments": (desk) => desk.page.waitForURL(/\/segments$/),
  "Go to Rules of the score": (desk) => desk.page.waitForURL(/\/settings\/score$/),
  "Go to Insights": (desk) => desk.page.waitForURL(/\/insights$/),
  "Go to Customers": (desk) => desk.page.waitForURL(/\/customers$/),
  "Go to Deals": (desk) => desk.page.waitForURL(/\/deals$/),
  Products: (desk) => desk.page.waitForURL(/\/products$/),
  Owners: (desk) => desk.page.waitForURL(/\/owners$/),
  Needs: (desk) => desk.page.waitForURL(/\/needs$/),
  Transactions: (desk) => desk.page.waitForURL(/\/transactions$/),
  "Go to Trash": (desk) => desk.page.waitForURL(/\/trash$/),
  "Go to Settings": (desk) => desk.page.waitForURL(/\/settings\/general$/),
  "Go to Data and storage": (desk) => desk.page.waitForURL(/\/settings\/data$/),
  "Go to API": (desk) => desk.page.waitForURL(/\/settings\/api$/),
  "Go to Sync": (desk) => desk.page.waitForURL(/\/settings\/sync$/),
  "Back up now": (desk) => desk.page.waitForEvent("download"),
  "Restore a backup": async (desk) => {
    await desk.page.waitForURL(/\/settings\/data$/);
    await desk.page.getByRole("button", { name: "Choose file" }).waitFor();
  },
  Undo: (desk) => desk.page.getByText(/^Undone: Added A Company/).first().waitFor(),
  Redo: (desk) => desk.page.getByText(/^Redone: Added A Company/).first().waitFor(),
  "Switch between light and dark": (desk) => until("it is dark", () =>
    desk.page.evaluate(() => document.documentElement.dataset.theme === "dark")),
  "Switch row height": (desk) => until("the rows are higher", () =>
    desk.page.evaluate(() => document.documentElement.dataset.density === "roomy")),
  "Keyboard shortcuts": (desk) => closes(desk.page, desk.dialog("Keyboard shortcuts")),
  "Switch language": async (desk) => {
    await desk.page.locator("html[lang^=zh]").waitFor();
    await desk.page.keyboard.press("Control+k");
    await desk.page.keyboard.type("> 切换语言");
    await desk.page.keyboard.press("Enter");
    await desk.page.locator("html[lang=en]").waitFor();
  },
  // Last: it leaves the workspace.
  "New workspace": (desk) => desk.page.waitForURL(/\/new$/),
};

test("every command of the palette is there by its name, and does what it says", { timeout: 240_000 }, async ({ page, site }) => {
  const desk = new Desk(page, site);
  await desk.deals.begin("sample");
  await makes(desk);
  await page.keyboard.press("Control+k");
  await page.keyboard.type(">");
  const offered = sheet(page).getByRole("option");
  await until("the commands are there", async () => (await offered.count()) > 5);
  const names = await offered.evaluateAll((options) =>
    options.map((option) => option.querySelector(".command-palette__title").textContent));
  // The views stand there as well; they are the sample's.
  const views = ["Hot this week", "Leads to call"];
  assert.deepEqual([...names].sort(), [...Object.keys(COMMANDS), ...views].sort(), "commands and their checks");
  await page.keyboard.press("Escape");
  const wrong = [];
  for (const [name, check] of Object.entries(COMMANDS)) {
    try {
      await page.keyboard.press("Control+k");
      await page.keyboard.type(`> ${name}`);
      await sheet(page).getByRole("option", { selected: true }).filter({ hasText: name }).waitFor();
      await Promise.all([check(desk), page.keyboard.press("Enter")]);
    } catch (error) {
      wrong.push(`${name}: ${error.message}`);
      await page.keyboard.press("Escape");
    }
  }
  assert.deepEqual(wrong, []);
});
