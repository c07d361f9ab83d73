// Faults that no test inside the page can make: the browser is killed, or the power goes, and what
// was acknowledged before must be there afterwards. `cargo xtask faults` serves the site, says what
// is asked for in the environment, and cleans up behind this program whatever happens to it.
import { rmSync } from "node:fs";
import { killNow } from "./browser.mjs";
import { bound, Chance } from "./chance.mjs";
import { Bench } from "./trial.mjs";
import { Volume, whyNot } from "./volume.mjs";

const { SATCHEL_URL: url, SATCHEL_FAULTS_FOLDER: folder } = process.env;
const [fault, ...words] = process.argv.slice(2);
const value = (name) => words[words.indexOf(name) + 1];
const runs = Number(value("--runs"));
const seed = Number(value("--seed"));
const mutant = words.includes("--mutant") ? value("--mutant") : null;

/** No trial takes longer, unless something hangs. */
const TRIAL_MS = 180_000;
/** All together may not take longer than this for each. */
const RUN_MS = 40_000;

const why = fault === "power" ? whyNot() : null;
if (why) {
  console.log(`${fault}: not run: ${why}`);
  process.exit(3);
}

let volume = null;
try {
  volume = fault === "power" ? new Volume(folder) : null;
  volume?.mount();
} catch (error) {
  volume?.remove();
  console.log(`${fault}: not run: this machine lets nobody mount a disk (${String(error.stderr ?? error).trim()})`);
  process.exit(3);
}

const isAgain = fault === "kill" || words.includes("--again");
const bench = new Bench({ url, folder, volume, mutant, isAgain, chance: new Chance(seed) });
const end = Date.now() + 120_000 + runs * RUN_MS;
const named = mutant ? `${fault} with the planted fault "${mutant}"` : fault;
console.log(`${named}: ${runs} runs, ${isAgain ? "all edits on one profile" : "each on a new profile"}, seed ${seed}`);
// Told to end, or left alone by who called: nothing stays mounted, no browser goes on.
const caller = process.ppid;
const stop = () => {
  if (bench.profile) killNow(bench.profile);
  volume?.remove();
  rmSync(folder, { recursive: true, force: true });
  process.exit(130);
};
for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"]) process.on(signal, stop);
// A browser that was killed in the middle of a message leaves its driver with half of it, which it
// throws from a callback of its own. Every other error ends the trials.
process.on("uncaughtException", (error) => {
  if (/Cannot find parent object|was not bound in the connection|Target page, context or browser has been closed/.test(error.message)) return;
  console.error(error);
  stop();
});
setInterval(() => { if (process.ppid !== caller) stop(); }, 1000).unref();

let done = 0;
let hasImports = true;
try {
  for (; done < runs && Date.now() < end; done += 1) {
    const trial = async () => {
      // With the planted fault a workspace may be gone whole, and there is nothing to import into.
      if (done % 2 === 1 && hasImports && !mutant) {
        hasImports = await bench.import(done);
        if (hasImports) return;
      }
      await bench.edits(done);
    };
    let timer;
    const late = new Promise((_, failed) => {
      timer = setTimeout(() => failed(new Error(`run ${done} hangs`)), TRIAL_MS);
    });
    await Promise.race([trial(), late]).finally(() => clearTimeout(timer));
  }
} finally {
  await bench.close().catch(() => {});
  volume?.remove();
}

const { edits, acknowledged, lost, told, wrong, imports, visible, half, orphans, swept } = bench.sums;
const what = fault === "power" ? "power cuts" : "kills";
const n = (number) => number.toLocaleString("en");
console.log(`${n(edits)} ${what} while editing ${bench.isRest ? "by REST" : "by the form"}: ${n(lost)} of ${n(acknowledged)} acknowledged changes lost, ${n(wrong)} shown wrong`);
if (lost > 0) console.log(`the app says so by itself in ${n(told)} of the runs with a loss while editing`);
if (imports > 0) {
  console.log(`${n(imports)} ${what} while importing: ${n(half)} half imports (${n(visible)} whole, ${n(imports - visible)} none), ${n(orphans)} with pages left behind (${n(swept)} swept)`);
} else if (!mutant) {
  console.log("importing: not run (this build answers no POST /api/import)");
}
console.log(`seed ${seed}; none in ${done} runs bounds the rate of a run that fails at ${bound(done)} (95 %)`);
if (done < runs) console.log(`stopped after ${done} of ${runs} runs: the time was over`);

const failures = lost + wrong + half + orphans;
if (mutant) {
  // A test that cannot fail proves nothing: the planted fault has to be found.
  console.log(lost > 0 ? "the planted fault was found: this test has teeth" : "the planted fault was NOT found: this test proves nothing");
  process.exit(lost > 0 ? 0 : 1);
}
process.exit(failures > 0 || done < runs ? 1 : 0);
