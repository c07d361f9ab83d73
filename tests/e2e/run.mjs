// Runs spec files as `cargo xtask test` gives them, with Node's own runner: so many at once, the longest first, so
// that none of them is left for the end; beside them, one after the other, those that wait for most of their time
// and would leave a processor idle. Says which tests took longest.
//
//   node run.mjs [--slots N] [--filter PATTERN] specs/a.spec.mjs specs/b.spec.mjs …
import { basename } from "node:path";
import { run } from "node:test";
import { spec as Spec } from "node:test/reporters";
import { parseArgs } from "node:util";

/** Those that wait: for minutes to pass, for a network to come back. */
const WAITING = ["flapping", "server-faults"];
/** Of the others those that take longest, the longest first. */
const LONG = ["places", "shortcuts", "accessible", "walk", "days"];
const SHOWN_MAX = 20;

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { slots: { type: "string", default: "2" }, filter: { type: "string" } },
});

const called = (file) => basename(file, ".spec.mjs");
/** Files in the order of a list; those that it does not name come last, as they were given. */
const inOrder = (files, list) => {
  const place = (file) => (list.includes(called(file)) ? list.indexOf(called(file)) : list.length);
  return files.toSorted((one, other) => place(one) - place(other));
};

const took = [];

/** Runs files, so many at once; done when all that they said is printed. */
function lane(files, concurrency) {
  if (files.length === 0) return Promise.resolve();
  const testNamePatterns = values.filter === undefined ? undefined : [new RegExp(values.filter)];
  const tests = run({ files, concurrency, testNamePatterns });
  for (const outcome of ["test:pass", "test:fail"]) {
    tests.on(outcome, ({ nesting, name, details }) => {
      if (outcome === "test:fail") process.exitCode = 1;
      if (nesting === 0) took.push({ name, ms: details.duration_ms });
    });
  }
  const said = tests.compose(new Spec());
  said.on("data", (text) => process.stdout.write(text));
  return new Promise((done) => said.once("end", done));
}

const waits = (file) => WAITING.includes(called(file));
await Promise.all([
  lane(inOrder(positionals.filter(waits), WAITING), 1),
  lane(inOrder(positionals.filter((file) => !waits(file)), LONG), Number(values.slots)),
]);
console.log("Seconds of the tests that took longest:");
const longest = took.toSorted((one, other) => other.ms - one.ms).slice(0, SHOWN_MAX);
for (const { name, ms } of longest) console.log(`${(ms / 1000).toFixed(1).padStart(8)}  ${name}`);
