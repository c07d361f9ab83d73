// Goes through the screens of the built site with many customers, as a person does, and prints how
// long each step held the page's thread: importing a file, the list, search, edits of one and of
// all, undo. `cargo xtask bench` starts it.

import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Import } from "../e2e/pages/import.mjs";
import { Workspace } from "../e2e/pages/workspace.mjs";
import { customer } from "./data.js";
import { begin, launch, report, serve } from "./trace.mjs";

const [site, count] = [process.argv[2], Number(process.argv[3])];

/** A file of these customers as people export them. */
function file(notes) {
  const lines = ["Name,Company,Email,Phone,Country,Tags,Notes"];
  for (let at = 0; at < count; at++) {
    const row = customer(at);
    // Addresses are what customers are known by again.
    const email = row.email.replace("@", `.${at}@`);
    const cells = [row.name, row.company, email, row.phone, row.country, row.tags.join(";"), notes(row)];
    lines.push(cells.map((cell) => `"${cell}"`).join(","));
  }
  return `${lines.join("\n")}\n`;
}

const folder = await mkdtemp(join(tmpdir(), "satchel-bench-"));
const server = await serve(site);
const browser = await launch();
const steps = [];
try {
  const page = await browser.newPage({ viewport: { width: 1440, height: 900 }, locale: "en-GB", reducedMotion: "reduce" });
  page.on("pageerror", (error) => console.error(String(error)));
  page.on("console", (message) => message.type() === "error" && console.error(message.text()));
  page.setDefaultTimeout(Number(process.env.SATCHEL_PATIENCE_MS ?? 300_000));
  const quiet = (ms) => new Promise((done) => setTimeout(done, ms));
  const step = async (name, work) => {
    await quiet(1500);
    const at = steps.length;
    await page.evaluate((at) => performance.mark(`step ${at}`), at);
    const begun = performance.now();
    await work();
    const took = performance.now() - begun;
    await quiet(300);
    await page.evaluate((at) => performance.mark(`end ${at}`), at);
    steps.push({ name, took });
  };
  const rows = page.getByRole("row");
  const toast = (text) => page.getByText(text).first().waitFor();
  const bulk = page.getByRole("region", { name: "Actions for the selection" });
  const press = (name) => bulk.getByRole("button", { name, exact: true }).click();

  const workspace = await new Workspace(page, server.url).begin();
  const importing = new Import(page);
  await page.evaluate(() => navigator.serviceWorker.ready);
  await begin(browser, page);

  const bring = async (words, notes) => {
    await importing.open();
    const path = join(folder, "customers.csv");
    await writeFile(path, file(notes));
    await step(`${words}: read the file and look at it`, async () => {
      await page.locator("input[type=file]").setInputFiles(path);
      await importing.card("customers.csv").getByRole("table").waitFor();
    });
    await step(`${words}: match columns`, () => importing.toColumns());
    await step(`${words}: check all rows`, () => importing.toCheck());
    await step(`${words}: write and show`, () => importing.run());
  };
  const list = async () => {
    await page.getByRole("navigation", { name: "Main" }).getByRole("link", { name: /^Customers/ }).first().click();
    await rows.nth(10).waitFor();
  };
  await bring("import", (row) => row.notes);
  await step("the list", list);
  await step("reload", async () => {
    await page.reload();
    await rows.nth(10).waitFor();
  });
  await step("search", async () => {
    await page.getByRole("searchbox").pressSequentially("qvistg", { delay: 80 });
    await workspace.row("Qvistgaard").first().waitFor();
  });
  await step("search for all again", async () => {
    await page.getByRole("searchbox").fill("");
    await rows.nth(10).waitFor();
  });
  await step("add one customer", () => workspace.addCompany("Aaa One More"));
  await step("undo it", async () => {
    await page.keyboard.press("Control+z");
    await toast(/^Undone/);
  });
  const all = async () => {
    await page.getByRole("checkbox").first().click();
    await page.getByText(/^[\d,]+ selected$/).first().waitFor();
  };
  await step("select all", all);
  await step("tag all", async () => {
    await press("Tag");
    await page.getByRole("textbox", { name: "Tag" }).fill("everyone");
    await page.getByRole("button", { name: "Add tag" }).click();
    await toast(/^Tags of [\d,]+ records changed/);
  });
  await step("undo it", async () => {
    await page.keyboard.press("Control+z");
    await toast(/^Undone: .*/);
  });
  await step("give all an owner", async () => {
    await press("Owner");
    await page.getByRole("menuitem").first().click();
    await toast(/^Owner of [\d,]+ records changed/);
  });
  await step("move all to the trash", async () => {
    await press("Move to trash");
    await toast(/records moved to trash/);
  });
  await step("undo it", async () => {
    await page.keyboard.press("Control+z");
    await rows.nth(10).waitFor();
  });
  await bring("import of changes", () => "said something else");
  await step("the list", list);
} catch (error) {
  console.error(String(error).split("\n").slice(0, 6).join("\n"));
  process.exitCode = 1;
} finally {
  await report(browser, `${count} customers through the screens`, steps).catch(console.error);
  await browser.close();
  server.stop();
  await rm(folder, { recursive: true, force: true });
}
