// What the measurements in a browser share: a served folder, a Chromium, and the processor time of
// the page's tasks between two marks, which a busy machine does not lengthen.

import { spawn } from "node:child_process";
import { createRequire } from "node:module";
import { join, resolve } from "node:path";
import { createInterface } from "node:readline";

const root = resolve(import.meta.dirname, "../..");
const { chromium } = createRequire(join(root, "tests/e2e/package.json"))("playwright-core");

/** Serves a folder, with more words for the server; what stops it, and its address. */
export async function serve(folder, ...more) {
  const xtask = process.env.SATCHEL_XTASK ?? join(root, "target/debug/xtask");
  const words = ["serve", "--dist", folder, "--port", "0", ...more];
  const server = spawn(xtask, words, { stdio: ["ignore", "pipe", "inherit"] });
  const url = await new Promise((found) => {
    createInterface({ input: server.stdout }).on("line", (line) => {
      const address = /^Satchel is at (\S+)$/.exec(line)?.[1];
      if (address) found(address);
    });
  });
  return { url, stop: () => server.kill() };
}

/** A browser without a screen. */
export const launch = () => chromium.launch({
  executablePath: process.env.SATCHEL_CHROMIUM ?? "/usr/bin/chromium",
  args: ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run"],
});

/** Begins a trace of what a page does. */
export const begin = (browser, page) =>
  browser.startTracing(page, { categories: ["toplevel", "blink.user_timing"] });

/** Ends the trace, and prints the tasks of each step: `{ name, took, more }`, which lies between the
    marks `step n` and `end n`. */
export async function report(browser, title, steps, more = []) {
  const trace = JSON.parse(String(await browser.stopTracing())).traceEvents;
  console.log(`\n${title}: processor time of the page's tasks (ms)\n`);
  const heads = ["took (wall)", "in all", "longest task", "over 16", "over 50", ...more];
  console.log(`| step | ${heads.join(" | ")} |`);
  console.log(`|---|${heads.map(() => "---:|").join("")}`);
  for (const [at, { name, took, more = [] }] of steps.entries()) {
    const tasks = between(trace, at);
    const all = tasks.reduce((sum, task) => sum + task, 0);
    const over = (most) => tasks.filter((task) => task > most).length;
    const longest = Math.max(0, ...tasks).toFixed(1);
    const cells = [name, took.toFixed(0), all.toFixed(0), longest, over(16), over(50), ...more];
    console.log(`| ${cells.join(" | ")} |`);
  }
}

/** What the page's thread worked in each of so many steps, in milliseconds. */
export function works(trace, steps) {
  const { traceEvents } = JSON.parse(String(trace));
  return Array.from({ length: steps }, (_, at) => between(traceEvents, at).reduce((sum, task) => sum + task, 0));
}

/** The tasks of the page's thread between the marks of a step, in milliseconds. */
function between(trace, at) {
  const mark = (name) => trace.find((event) => event.name === name && event.cat.includes("user_timing"));
  const [begin, end] = [mark(`step ${at}`), mark(`end ${at}`)];
  return trace
    .filter((event) => event.pid === begin.pid && event.tid === begin.tid && event.ph === "X")
    .filter((event) => event.name.endsWith("RunTask") && event.tdur !== undefined)
    .filter((event) => event.ts + event.dur > begin.ts && event.ts < end.ts)
    .map((event) => event.tdur / 1000);
}
