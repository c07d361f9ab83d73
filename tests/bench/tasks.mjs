// Opens index.html in Chromium, has it work, and prints how long each step held the page's thread:
// by the processor time of its tasks, which a busy machine does not lengthen. `cargo xtask bench`
// starts it.

import { spawn } from "node:child_process";
import { createRequire } from "node:module";
import { join, resolve } from "node:path";
import { createInterface } from "node:readline";

const root = resolve(import.meta.dirname, "../..");
const { chromium } = createRequire(join(root, "tests/e2e/package.json"))("playwright-core");
const [folder, count] = [process.argv[2], Number(process.argv[3])];

const xtask = process.env.SATCHEL_XTASK ?? join(root, "target/debug/xtask");
const words = ["serve", "--dist", folder, "--port", "0", "--no-headers"];
const server = spawn(xtask, words, { stdio: ["ignore", "pipe", "inherit"] });
const url = await new Promise((found) => {
  createInterface({ input: server.stdout }).on("line", (line) => {
    const address = /^Satchel is at (\S+)$/.exec(line)?.[1];
    if (address) found(address);
  });
});
const browser = await chromium.launch({
  executablePath: process.env.SATCHEL_CHROMIUM ?? "/usr/bin/chromium",
  args: ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run"],
});

/** The tasks of the page's thread between two marks, in milliseconds of processor time. */
function between(trace, at) {
  const mark = (name) => trace.find((event) => event.name === name && event.cat.includes("user_timing"));
  const [begin, end] = [mark(`step ${at}`), mark(`end ${at}`)];
  return trace
    .filter((event) => event.pid === begin.pid && event.tid === begin.tid && event.ph === "X")
    .filter((event) => event.name.endsWith("RunTask") && event.tdur !== undefined)
    .filter((event) => event.ts + event.dur > begin.ts && event.ts < end.ts)
    .map((event) => event.tdur / 1000);
}

try {
  const page = await browser.newPage();
  page.on("pageerror", (error) => console.error(String(error)));
  page.on("console", (message) => message.type() === "error" && console.error(message.text()));
  page.setDefaultTimeout(900_000);
  await page.goto(url);
  await page.waitForFunction("globalThis.ready === true");
  await browser.startTracing(page, { categories: ["toplevel", "blink.user_timing"] });
  const steps = await page.evaluate((count) => globalThis.measure(count), count);
  const trace = JSON.parse(String(await browser.stopTracing())).traceEvents;
  console.log(`\n${count} customers: processor time of the page's tasks (ms)\n`);
  console.log("| step | took (wall) | in all | longest task | over 16 | over 50 | wasm MB |");
  console.log("|---|---:|---:|---:|---:|---:|---:|");
  for (const [at, { name, took, memory }] of steps.entries()) {
    const tasks = between(trace, at);
    const all = tasks.reduce((sum, task) => sum + task, 0);
    const over = (most) => tasks.filter((task) => task > most).length;
    const longest = Math.max(0, ...tasks).toFixed(1);
    const cells = [name, took.toFixed(0), all.toFixed(0), longest, over(16), over(50), (memory / 1e6).toFixed(1)];
    console.log(`| ${cells.join(" | ")} |`);
  }
} finally {
  await browser.close();
  server.kill();
}
