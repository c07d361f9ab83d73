// Insights: purchases come in as a file and the figures of the papers are there; a figure opens the list
// that it counts; an assumption is changed where it stands and can be taken back.
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { assert, expectAccessible, test, until } from "../harness.mjs";
import { Workspace } from "../pages/workspace.mjs";

const PURCHASES = join(import.meta.dirname, "../../data/cdnow-transactions.csv");

/** Asks the open tab over REST. */
const ask = (page, path, init) => page.evaluate(async ([path, init]) => {
  const answer = await window.satchel.fetch(path, init);
  return { status: answer.status, json: await answer.json() };
}, [path, init]);

/** A workspace with the purchases of CDNOW's customers, whose names are their numbers. */
async function cdnow(page, site) {
  const workspace = await new Workspace(page, site.url).begin();
  const query = new URLSearchParams({
    record: "transactions", on_reference: "create", currency: "USD", name: "cdnow.csv",
    mapping: JSON.stringify({ Id: "customer", Date: "date", Price: "amount", CDs: null }),
  });
  const body = await readFile(PURCHASES, "utf8");
  const { status, json } = await ask(page, `/api/import?${query}`, { method: "POST", body });
  assert.equal(status, 200, JSON.stringify(json).slice(0, 300));
  assert.equal(json.created, 6696);
  await ask(page, "/api/settings", { method: "PATCH", body: JSON.stringify({ currency: "USD" }) });
  return workspace;
}

/** The count that a list says it has. */
const total = async (page, path) => (await ask(page, path)).json.total;

test("insights: the purchases of CDNOW have the published figures on the page and over REST", async ({ page, site }) => {
  await cdnow(page, site);
  const { json } = await ask(page, "/api/reports/clv?as_of=1997-09-30&unit=week&horizon=39");
  const near = (found, published, within) => assert.ok(Math.abs(found - published) <= within, `${found}, not ${published}`);
  near(json.purchases_model.r, 0.243, 0.0013);
  near(json.purchases_model.alpha, 4.414, 0.023);
  near(json.purchases_model.log_likelihood, -9582.4, 0.05);
  const first = json.rows.find((row) => row.name === "1");
  near(first.expected_purchases, 1.226, 5e-4);
  near(first.alive, 0.72658, 2e-4);
  assert.equal(json.rows.length, 2357);

  await page.keyboard.press("g");
  await page.keyboard.press("i");
  await page.getByRole("heading", { level: 1, name: "Insights" }).waitFor();
  // Nobody bought anything lately: the page says when the last purchase was, and leads there.
  await page.getByText("The last purchase was on 30 Jun 1998").first().waitFor();
  await page.getByRole("button", { name: "Analyse as of that day" }).first().click();
  await page.getByText("All customers, 12 months to 30 Jun 1998").waitFor();
  await page.getByRole("link", { name: "Customers", exact: true }).last().click();
  await page.getByRole("heading", { name: "What is to come" }).waitFor();

  // As of the end of the weeks that the papers fit.
  await page.getByRole("button", { name: /^Analyse as of 30 Jun 1998/ }).click();
  await page.getByLabel("Analyse as of").fill("1997-09-30");
  await page.getByLabel("Analyse as of").press("Enter");
  for (const parameter of ["r 0.243", "α 4.414", "a 0.793", "b 2.426", "LL −9,582.4", "p 6.25", "q 3.744", "γ 15.44"]) {
    await page.getByText(parameter).first().waitFor();
  }
  await page.getByText("Fitted to 2,357 customers").waitFor();
  await expectAccessible(page);
});

test("insights: a cell of the grid opens the customers it counts, and assumptions are taken back", async ({ page, site }) => {
  await cdnow(page, site);
  await ask(page, "/api/settings", { method: "PATCH", body: JSON.stringify({ analysis_date: "1997-09-30", analysis_months: 9 }) });
  await page.keyboard.press("g");
  await page.keyboard.press("i");
  const grid = page.locator("figure, section").filter({ hasText: "Recency and frequency" }).first();
  const cell = grid.getByRole("link", { name: /^Recency 5, frequency 5/ });
  const said = await cell.getAttribute("aria-label");
  const count = Number(/: ([\d,]+) Best/.exec(said)[1].replace(",", ""));
  assert.ok(count > 50, said);
  await cell.click();
  await page.waitForURL(/\/customers\?/);
  await page.getByText(new RegExp(`^${count} of `)).first().waitFor();
  const filter = encodeURIComponent(JSON.stringify({ and: [{ field: "recency", is: 5 }, { field: "frequency", is: 5 }] }));
  assert.equal(await total(page, `/api/customers?limit=0&filter=${filter}`), count);

  await page.goBack();
  await page.getByRole("link", { name: "Customers", exact: true }).last().click();
  const value = page.locator(".home-stat").filter({ hasText: "Value of all" }).locator(".home-stat__value");
  await value.waitFor();
  const whole = await value.textContent();
  await page.getByRole("button", { name: /^Constant weight/ }).click();
  await page.getByLabel("Constant weight").fill("0.5");
  await page.getByLabel("Constant weight").press("Enter");
  await until("the value is half", async () => (await value.textContent()) !== whole);
  await page.keyboard.press("Control+z");
  await until("the value is as before", async () => (await value.textContent()) === whole);
  await page.getByRole("button", { name: /^Limits of recency/ }).click();
  await page.getByLabel("Limits of recency, in days").fill("9, 3");
  await page.getByLabel("Limits of recency, in days").press("Enter");
  await page.getByText("Four numbers that rise").waitFor();
});

test("insights: the sample has all its cards, and a chart's table and files say the same", async ({ page, site }) => {
  await new Workspace(page, site.url).begin("sample");
  await page.keyboard.press("g");
  await page.keyboard.press("i");
  for (const title of ["Recency and frequency", "Who buys again, by first quarter", "Needs noted by month", "Customer value"]) {
    await page.getByText(title, { exact: true }).first().waitFor();
  }
  await page.getByRole("link", { name: "Needs", exact: true }).last().click();
  await page.getByRole("heading", { name: "Which needs come together" }).waitFor();
});

test("insights: a model is made of a question, says how far it can be trusted, and deals say what it foresees", async ({ page, site }) => {
  const workspace = await new Workspace(page, site.url).begin("sample");
  await workspace.goTo("insights/models");
  await page.getByRole("combobox", { name: "What is to be foreseen" }).selectOption({ label: "Which open deals will be won" });
  // What is known only with the outcome is not offered.
  await page.getByRole("checkbox", { name: "Source", exact: true }).waitFor();
  assert.equal(await page.getByRole("checkbox", { name: /Stage|Closed|Lost reason|Probability/ }).count(), 0);
  await page.getByRole("button", { name: "Learn from the records" }).click();
  const card = page.getByRole("region", { name: "Which open deals will be won" });
  await card.getByText(/^Learnt from \d+ deals, \d+ of them with the outcome/).waitFor();
  await card.getByText(/AUC 0\.\d+/).waitFor();
  assert.ok(await card.getByRole("row").count() > 3);
  await expectAccessible(page);
  const { json: models } = await ask(page, "/api/models");
  assert.equal(models.total, 1);

  // A deal says the same as its scores over REST.
  const { json: open } = await ask(page, `/api/deals?limit=1&filter=${encodeURIComponent('{"field":"outcome","is":"open"}')}`);
  const { json: scores } = await ask(page, `/api/scores/deals/${open.items[0].id}`);
  const share = Math.round(scores.models[0].probability * 100);
  await page.goto(page.url().replace(/insights\/models$/, `deal/${open.items[0].id.replace(/^[a-z_]+:/, "")}`));
  await workspace.shell.started();
  const said = page.getByRole("region", { name: "Which open deals will be won" });
  await said.getByText(/is usual$/).waitFor();
  const shown = Number.parseFloat(await said.locator(".foretold__share").innerText());
  assert.ok(Math.abs(shown - share) <= 0.5 + 1e-9, `${shown} on the page, ${scores.models[0].probability} over REST`);

  // Taken back, nothing is foretold.
  await page.keyboard.press("Control+z");
  await said.waitFor({ state: "detached" });
  assert.equal((await ask(page, "/api/models")).json.total, 0);
});

test("insights: a model is fitted anew by itself once enough came, beside the page, and that is taken back", async ({ page, site }) => {
  const workspace = await new Workspace(page, site.url).begin("sample");
  const made = await ask(page, "/api/models", { method: "POST", body: JSON.stringify({
    name: "Who is for", record: "customers", target: '{"field":"lifecycle","is":"customer"}', features: ["source", "industry"],
  }) });
  assert.equal(made.status, 201, JSON.stringify(made.json).slice(0, 300));
  const before = made.json.n;
  await workspace.goTo("insights/models");
  const card = page.getByRole("region", { name: "Who is for" });
  await card.getByText(new RegExp(`^Learnt from ${before} `)).waitFor();

  // Learnt anew by hand, the page can be used meanwhile; stopped, nothing is written.
  await card.getByRole("button", { name: "Learn anew" }).click();
  await page.getByText("Learnt from the records as they are now").waitFor();

  // A tenth more, and at least twenty.
  const more = Math.max(20, Math.ceil(before / 10));
  const lines = Array.from({ length: more }, (_, at) => `Late ${at},company,${at % 3 ? "lead" : "customer"},${at % 2 ? "web" : "event"}`);
  const body = ["name,kind,lifecycle,source", ...lines].join("\n");
  const query = new URLSearchParams({
    record: "customers", name: "late.csv",
    mapping: JSON.stringify({ name: "name", kind: "kind", lifecycle: "lifecycle", source: "source" }),
  });
  const imported = await ask(page, `/api/import?${query}`, { method: "POST", body });
  assert.equal(imported.json.created, more, JSON.stringify(imported.json).slice(0, 300));
  await card.getByText(new RegExp(`${more} [a-z]+ more since`)).waitFor();
  const refits = async () => {
    const { json } = await ask(page, `/api/changes?record=${made.json.id}`);
    return json.items.filter((change) => change.verb === "refit").length;
  };
  assert.equal(await refits(), 1, "by hand");
  await until("it is refitted", async () => await refits() === 2, 60_000);
  await card.getByText(new RegExp(`^Learnt from ${before + more} `)).waitFor();
  assert.equal((await ask(page, "/api/models")).json.items[0].n, before + more);

  // Taken back, the earlier fit stands, and stays.
  await page.keyboard.press("Control+z");
  await page.getByText(/Refitted Who is for/).waitFor();
  await card.getByText(new RegExp(`^Learnt from ${before} `)).waitFor();
  await page.waitForTimeout(20_000);
  assert.equal((await ask(page, "/api/models")).json.items[0].n, before);
});
