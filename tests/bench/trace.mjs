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
  browser.startTracing(page, { categories: ["toplevel", "blink.user_timing", "devtools.timeline"] });

/** Ends the trace, and prints the tasks of each step: `{ name, took, more }`, which lies between the
    marks `step n` and `end n`. */
export async function report(browser, title, steps, more = []) {
  const trace = JSON.parse(String(await browser.stopTracing())).traceEvents;
  console.log(`\n${title}: processor time of the page's tasks (ms)\n`);
  const heads = ["took (wall)", "in all", "longest task", "over 16", "over 50", ...more];
  console.log(`| step | ${heads.join(" | ")} |`);
  console.log(`|---|${heads.map(() => "---:|").join("")}`);
  for (const [at, { name, took, more = [] }] of steps.entries()) {
    const tasks = within(trace, at, isTask).map((task) => task.tdur / 1000);
    const all = tasks.reduce((sum, task) => sum + task, 0);
    const over = (most) => tasks.filter((task) => task > most).length;
    const longest = Math.max(0, ...tasks).toFixed(1);
    const cells = [name, took.toFixed(0), all.toFixed(0), longest, over(16), over(50), ...more];
    console.log(`| ${cells.join(" | ")} |`);
  }
}

/** What a trace calls the page's own script, and what the browser does with a page however it came to be. */
const SCRIPT = new Set(["FunctionCall", "EvaluateScript", "RunMicrotasks", "TimerFire", "FireAnimationFrame", "MinorGC", "MajorGC"]);
const RENDERING = new Set(["UpdateLayoutTree", "Layout", "PrePaint", "Paint", "Layerize", "Commit"]);

/** What the page's thread worked in each of so many steps, in milliseconds of the processor's time:
    `all` of it, and `own`, its script without the styles and layout that the browser owes in it. */
export function works(trace, steps) {
  const { traceEvents } = JSON.parse(String(trace));
  const sum = (events) => events.reduce((sum, event) => sum + event.tdur / 1000, 0);
  return Array.from({ length: steps }, (_, at) => {
    const scripts = outermost(within(traceEvents, at, (event) => SCRIPT.has(event.name)));
    const owed = outermost(within(traceEvents, at, (event) => RENDERING.has(event.name)));
    const inScripts = owed.filter((event) => scripts.some((script) => contains(script, event)));
    return { all: sum(within(traceEvents, at, isTask)), own: sum(scripts) - sum(inScripts) };
  });
}

const contains = (outer, inner) => outer.ts <= inner.ts && inner.ts + inner.dur <= outer.ts + outer.dur;

/** Those of some events of a thread that lie in no other of them. */
function outermost(events) {
  const sorted = events.toSorted((one, other) => one.ts - other.ts || other.dur - one.dur);
  let last;
  return sorted.filter((event) => {
    if (last && contains(last, event)) return false;
    last = event;
    return true;
  });
}

const isTask = (event) => event.name.endsWith("RunTask");

/** What the page's thread did of a sort between the marks of a step. */
function within(trace, at, isMeant) {
  const mark = (name) => trace.find((event) => event.name === name && event.cat.includes("user_timing"));
  const [begin, end] = [mark(`step ${at}`), mark(`end ${at}`)];
  return trace
    .filter((event) => event.pid === begin.pid && event.tid === begin.tid && event.ph === "X")
    .filter((event) => isMeant(event) && event.tdur !== undefined)
    .filter((event) => event.ts + event.dur > begin.ts && event.ts < end.ts);
}
