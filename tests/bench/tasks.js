// What the engine does with many customers, step by step, for tasks.mjs to measure.

import { customer } from "./data.js";
import start from "./engine.js";
import { score } from "./scoring.js";

const { memory } = await start();
const engine = globalThis.satchelBench;
const PAGE = 2048;
const quiet = (ms) => new Promise((done) => setTimeout(done, ms));

function page(from, count) {
  const rows = [];
  for (let at = from; at < from + count; at++) {
    const row = customer(at);
    const cells = [
      row.id, row.name, row.company, row.email, row.phone, row.country, row.stage,
      row.tags.join(","), row.created, row.updated, row.notes,
    ];
    rows.push(cells.join("\x1f"));
  }
  return new TextEncoder().encode(rows.join("\x1e"));
}

async function stage(from, count) {
  for (let at = 0; at < count; at += PAGE) {
    await engine.stage("customer", page(from + at, Math.min(PAGE, count - at)));
  }
}

async function until(holds) {
  while (!(await holds())) await quiet(10);
}

// Each step has marks around it, by which its tasks are found in the browser's trace.
globalThis.measure = async (count) => {
  const steps = [];
  const step = async (name, work) => {
    await quiet(100);
    performance.mark(`step ${steps.length}`);
    const begin = performance.now();
    await work();
    const took = performance.now() - begin;
    await quiet(50);
    performance.mark(`end ${steps.length}`);
    steps.push({ name, took, memory: memory.buffer.byteLength });
  };
  await engine.open("tasks");
  await engine.load();
  await step("stage an import, a page a task (with its rows made)", () => stage(0, count));
  await step("publish it", () => engine.publish());
  await step("search text", () => engine.prepare());
  await step("record of the first screen", () => engine.boot());
  await step("order of names", () => engine.order());
  await step("list by name, the first time", () => engine.search("ann"));
  await step("search", () => engine.search("qvistg"));
  await step("filter and order, the first time", () => engine.filter("DE", "proposal"));
  await step("filter and order", () => engine.filter("FR", "proposal"));
  await step("1,000 scattered edits", () => engine.edits(1000, false));
  await step("1,000 edits as one command", () => engine.edits(1000, true));
  await step("list by name after them", () => engine.search("ann"));
  await step("search text after them", () => engine.prepare());
  await step("fold", () => engine.settle());
  await step("load", () => engine.load());
  await step("history", () => engine.history());
  await step("search text after a load", () => engine.prepare());
  await engine.listen();
  await stage(count, count);
  await step("publish a second import, which another tab hears", async () => {
    await engine.publish();
    await until(async () => (await engine.heard()) === 2 * count);
  });
  await step("take it back, in both", async () => {
    await engine.undo();
    await until(async () => (await engine.heard()) === count);
  });
  await step("load with an import in the journal", () => engine.load());
  await step("fold all of it", () => engine.settle());
  await engine.close();
  return steps;
};
globalThis.score = score;
globalThis.ready = true;
