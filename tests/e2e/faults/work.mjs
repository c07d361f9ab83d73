// The work that is interrupted: a workspace is made, records are typed or sent, a file is read in.
// Each step says what was acknowledged before it goes on, and the caller writes that down outside
// of the browser.
import { DATABASE, word } from "./raw.mjs";

/** How many rows the file of an import has; fewer where the site was built quickly. */
export const ROWS = Number(process.env.SATCHEL_FAULTS_ROWS ?? 20_000);

const START_MS = 60_000;

/** A page with the program running. */
export async function start(context, url, path = "") {
  const page = context.pages()[0] ?? (await context.newPage());
  await page.goto(url + path);
  await page.locator("h1:not(#shell *)").first().waitFor({ state: "attached", timeout: START_MS });
  return page;
}

/** Makes the workspace, as a person does. */
export async function found(context, url) {
  const page = await start(context, url);
  await page.getByRole("button", { name: "Start empty" }).click();
  await page.waitForURL(/\/w\/[^/]+\//);
  await page.getByRole("button", { name: "New customer" }).first().waitFor({ timeout: START_MS });
  return page;
}

/** Opens the list of the workspace that is there. */
export async function reopen(context, url) {
  const page = await start(context, url, "w/my-customers/customers");
  await page.getByRole("heading", { level: 1, name: "Customers", exact: true }).waitFor({ timeout: START_MS });
  return page;
}

/** Whether the program says by itself that something it had saved is gone. */
export async function tellsLoss(context, url) {
  const page = await start(context, url, "w/my-customers/customers");
  return (await page.getByRole("heading", { name: /found less than it had saved|has emptied/ }).count()) > 0;
}

/** Whether the page answers REST requests. */
export const answersRest = (page) => page.evaluate(() => Promise.race([
  globalThis.satchel.fetch("/api/status").then((reply) => reply.ok, () => false),
  new Promise((done) => setTimeout(done, 3000, false)),
]));

/** Hears which entries of the journal are announced as being on the disk. */
async function listen(page) {
  await page.evaluate((name) => {
    globalThis.announced = 0;
    const channel = new BroadcastChannel(name);
    channel.onmessage = ({ data }) => {
      if (typeof data === "number") globalThis.announced = Math.max(globalThis.announced, data);
    };
    globalThis.announcements = channel;
  }, DATABASE);
}

/**
 * Makes customers by the form until the browser is gone. A customer is acknowledged when its entry
 * was announced, which the program does after its transaction is complete.
 */
export async function type(page, run, from, acknowledge) {
  await listen(page);
  for (let number = from; ; number += 1) {
    const before = await page.evaluate(() => globalThis.announced);
    await page.keyboard.press("n");
    await page.keyboard.press("c");
    const field = page.getByRole("dialog").getByLabel("Name", { exact: true });
    await field.fill(word(run, number));
    await field.press("Enter");
    await page.waitForFunction((before) => globalThis.announced > before, before, { polling: 5 });
    await acknowledge({ number, name: word(run, number) });
    await page.getByRole("dialog").waitFor({ state: "hidden" });
  }
}

/**
 * Makes customers by REST, and renames every third, until the browser is gone. The answer is the
 * acknowledgement. The page hands each over before it sends the next.
 */
export async function send(page, run, from, acknowledge) {
  await page.exposeFunction("acknowledged", acknowledge);
  await page.evaluate(async ({ run, from }) => {
    const ask = async (method, path, body) => {
      const reply = await globalThis.satchel.fetch(path, {
        method,
        headers: { "Content-Type": "application/json" },
        body: JSON.stringify(body),
      });
      if (!reply.ok) throw new Error(`${method} ${path}: ${reply.status} ${await reply.text()}`);
      return reply.json();
    };
    for (let number = from; ; number += 1) {
      const name = `zq${run}n${number}qz`;
      const made = await ask("POST", "/api/customers", { kind: "company", name });
      const id = made.id ?? made._id;
      await globalThis.acknowledged({ number, id, name });
      if (number % 3 === 0) {
        number += 1;
        const renamed = `zq${run}n${number}qz`;
        await ask("PATCH", `/api/customers/${id}`, { name: renamed });
        await globalThis.acknowledged({ number, id, name: renamed });
      }
    }
  }, { run, from });
}

/** Reads a file of customers in by REST. Answers what the program reports. */
export const importRows = (page, rows = ROWS) => page.evaluate(async (rows) => {
  const lines = ["Name,Email,Phone,City,Lifecycle"];
  for (let row = 0; row < rows; row += 1) {
    lines.push(`Import ${row},row${row}@import.example,+49 30 ${1000000 + row},Berlin,lead`);
  }
  const reply = await globalThis.satchel.fetch(
    "/api/import?record=customers&name=import.csv&on_duplicate=create",
    { method: "POST", headers: { "Content-Type": "text/csv" }, body: lines.join("\r\n") },
  );
  if (!reply.ok) throw new Error(`import: ${reply.status} ${await reply.text()}`);
  return reply.json();
}, rows);

/** The ids and names that the app itself has, by REST, of the customers whose name begins so. */
export const namesByRest = (page, beginning) => page.evaluate(async (beginning) => {
  const names = [];
  for (let cursor = null; ;) {
    const query = new URLSearchParams({ limit: "1000", fields: "id,name", ...(cursor ? { cursor } : {}) });
    const reply = await globalThis.satchel.fetch(`/api/customers?${query}`);
    if (!reply.ok) throw new Error(`customers: ${reply.status} ${await reply.text()}`);
    const { items, next } = await reply.json();
    for (const { id, _id, name } of items) {
      if (name.startsWith(beginning)) names.push({ id: id ?? _id, name });
    }
    if (!next) return names;
    cursor = next;
  }
}, beginning);

/** How many customers the app itself counts, in the heading of its list. */
export async function count(page) {
  const heading = page.getByRole("heading", { level: 1, name: "Customers", exact: true }).locator("xpath=..");
  const number = /\d[\d,.\s]*/.exec(await heading.innerText());
  return number ? Number(number[0].replace(/\D/g, "")) : 0;
}
