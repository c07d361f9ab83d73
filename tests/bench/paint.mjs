// From what a hand does to what is painted: a key in the search of many customers, a card that is
// carried on the board and dropped, a record that opens. What the page's thread works for it is
// printed beside a page of bare DOM (twin/) that does the same in the same browser. `cargo xtask
// bench` starts it.

import { cp, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { Deals } from "../e2e/pages/deals.mjs";
import { customer } from "./data.js";
import { begin, launch, serve, works } from "./trace.mjs";

const [site, count] = [process.argv[2], Number(process.argv[3])];
const DEALS = 10_000;
const TIMES = 60;
/** Milliseconds of a frame at sixty a second. */
const BUDGET = 16;
const LETTERS = "qvistgaard";
const STAGES = ["new", "qualified", "value_proposed", "proposal", "negotiation"];

const csv = (head, row, many) => {
  const lines = Array.from({ length: many }, (_, at) => row(at).map((cell) => `"${cell}"`).join(","));
  return `${head}\n${lines.join("\n")}\n`;
};
const customers = () => csv("Name,Company,Email,Phone,Country,Tags,Notes", (at) => {
  const row = customer(at);
  return [row.name, row.company, row.email.replace("@", `.${at}@`), row.phone, row.country, row.tags.join(";"), row.notes];
}, count);
const deals = () => csv("Name,Stage,Amount", (at) => [`Deal ${at}.`, STAGES[at % STAGES.length], 100 + at], DEALS);

/** Does something between two marks, after a rest, so that it is told apart from what was before. */
async function once(page, steps, name, act) {
  const at = steps.length;
  await page.waitForTimeout(120);
  await page.evaluate((at) => performance.mark(`step ${at}`), at);
  await act();
  await page.evaluate((at) => new Promise((painted) => {
    requestAnimationFrame(() => setTimeout(() => painted(performance.mark(`end ${at}`))));
  }), at);
  steps.push(name);
}

/** Carries a card from a lane to the middle of another: how far it is carried, and that it drops, are
    two things. */
async function carry(page, steps, card, to) {
  for (let time = 0; time < TIMES; time += 1) {
    const from = await card().boundingBox();
    const lane = await to().boundingBox();
    const x = lane.x + lane.width / 2;
    const y = lane.y + 300;
    await page.mouse.move(from.x + 40, from.y + 12);
    await page.mouse.down();
    await page.mouse.move(from.x + 60, from.y + 24, { steps: 3 });
    await page.mouse.move(x - 60, y);
    await once(page, steps, "carry a card", () => page.mouse.move(x, y));
    await once(page, steps, "drop it", () => page.mouse.up());
    await page.waitForTimeout(200);
  }
}

/** Presses with the mouse in the middle of an element, which is looked up unmeasured: what looks it up
    works in the page. */
async function press(page, steps, name, element, after) {
  for (let time = 0; time < TIMES; time += 1) {
    const box = await element(time).boundingBox();
    const at = [box.x + Math.min(box.width / 2, 20), box.y + box.height / 2];
    await page.mouse.move(...at);
    await once(page, steps, name, () => page.mouse.click(...at));
    await after();
  }
}

/** Types the letters of a word and takes them back, one key a time. */
async function type(page, steps) {
  for (let time = 0; time < TIMES; time += 1) {
    const letter = LETTERS[time % (2 * LETTERS.length)];
    await once(page, steps, "a key in the search", () => page.keyboard.press(letter ?? "Backspace"));
  }
}

async function product(browser, url) {
  const page = await browser.newPage({ viewport: { width: 1440, height: 900 }, locale: "en-GB", reducedMotion: "reduce" });
  page.setDefaultTimeout(60_000);
  page.on("pageerror", (error) => console.error(String(error)));
  const board = await new Deals(page, url).begin();
  const bring = (record, text) => page.evaluate(async ({ record, text }) => {
    const answer = await globalThis.satchel.fetch(`/api/import?record=${record}&name=made.csv`, { method: "POST", headers: { "content-type": "text/csv" }, body: text });
    if (!answer.ok) throw new Error(await answer.text());
  }, { record, text });
  await bring("customers", customers());
  await bring("deals", deals());
  const steps = [];
  await page.reload();
  await page.getByRole("row").nth(10).waitFor();
  await page.waitForTimeout(3000);
  await begin(browser, page);
  await page.getByRole("searchbox").focus();
  await type(page, steps);
  await page.getByRole("searchbox").fill("");
  const link = (at) => page.getByRole("row").nth(2 + (at % 8)).getByRole("link").first();
  await press(page, steps, "open a record", link, async () => {
    await page.locator(".record").waitFor();
    await page.goBack();
    await page.getByRole("row").nth(10).waitFor();
  });
  await page.getByRole("navigation", { name: "Main" }).getByRole("link", { name: /^Deals/ }).click();
  // Which card is first is left to chance: rows of a file that came in one millisecond have no order.
  const first = () => board.lane("New").getByRole("article").first();
  await first().waitFor();
  await carry(page, steps, first, () => board.lane("Qualified"));
  return { steps, trace: await browser.stopTracing() };
}

async function twin(browser, url) {
  const page = await browser.newPage({ viewport: { width: 1440, height: 900 } });
  page.on("pageerror", (error) => console.error(String(error)));
  await page.goto(url);
  await page.waitForFunction("globalThis.ready === true");
  await page.evaluate(([customers, deals]) => globalThis.fill(customers, deals), [count, DEALS]);
  const show = (what) => page.evaluate((what) => globalThis.show(what), what);
  await show("list");
  const steps = [];
  await begin(browser, page);
  await page.getByRole("searchbox").focus();
  await type(page, steps);
  await page.getByRole("searchbox").fill("");
  const link = (at) => page.getByRole("row").nth(2 + (at % 8)).getByRole("link");
  await press(page, steps, "open a record", link, () => show("list"));
  await show("board");
  const lane = (at) => page.locator(`[data-lane="${at}"]`);
  await carry(page, steps, () => lane(0).locator(".card").first(), () => lane(1));
  return { steps, trace: await browser.stopTracing() };
}

/** A part of the work of each kind of step, sorted. */
function sorted({ steps, trace }) {
  const done = works(trace, steps.length);
  const names = [...new Set(steps)];
  const of = (name, part) => done.filter((_, at) => steps[at] === name).map((work) => work[part]).sort((a, b) => a - b);
  return new Map(names.map((name) => [name, { own: of(name, "own"), all: of(name, "all") }]));
}

const at = (works, part) => works[Math.min(works.length - 1, Math.floor(works.length * part))];

const folder = await mkdtemp(join(tmpdir(), "satchel-twin-"));
await cp(resolve(import.meta.dirname, "twin"), folder, { recursive: true });
await cp(resolve(import.meta.dirname, "data.js"), join(folder, "data.js"));
await cp(join(site, "icon.svg"), join(folder, "icon.svg"));
const [server, bare] = [await serve(site), await serve(folder, "--no-headers")];
const browser = await launch();
try {
  const ours = sorted(await product(browser, server.url));
  const theirs = sorted(await twin(browser, bare.url));
  console.log(`\n${count} customers, ${DEALS} open deals: processor time of the page's thread until it is painted (ms), n = ${TIMES} each.`);
  console.log("Own work is the script's, without the browser's styles, layout and paint.\n");
  const heads = ["own: median", "own: 95 %", "all: 95 %", "bare DOM, own: 95 %", "bare DOM, all: 95 %", "all by bare DOM", `own within ${BUDGET}`];
  console.log(`| what | ${heads.join(" | ")} |\n|---|${heads.map(() => "---:|").join("")}`);
  for (const [name, work] of ours) {
    const bare = theirs.get(name);
    const cells = [at(work.own, 0.5), at(work.own, 0.95), at(work.all, 0.95), at(bare.own, 0.95), at(bare.all, 0.95), at(work.all, 0.95) / at(bare.all, 0.95)];
    console.log(`| ${name} | ${cells.map((cell) => cell.toFixed(1)).join(" | ")} | ${at(work.own, 0.95) <= BUDGET ? "yes" : "no"} |`);
  }
} finally {
  await browser.close();
  server.stop();
  bare.stop();
  await rm(folder, { recursive: true, force: true });
}
