// Three browsers that sync with a pouchdb-server while they are killed, signed out and cut off, for as long
// as one likes. `cargo xtask faults sync-browser` serves the site, says what is asked for in the
// environment, and takes the folder away behind this program.
import { rmSync } from "node:fs";
import { missing } from "./server.mjs";
import { Trial } from "./trial.mjs";

const { SATCHEL_URL: site, SATCHEL_FAULTS_FOLDER: folder } = process.env;
const words = process.argv.slice(2);
const value = (name) => (words.includes(name) ? words[words.indexOf(name) + 1] : null);
const minutes = Number(value("--minutes"));
const seed = Number(value("--seed"));
const mutant = value("--mutant");

const why = await missing();
if (why) {
  console.log(`sync-browser: ${why}`);
  process.exit(3);
}

const trial = new Trial({ site, folder, seed, mutant });
// Told to end, or left alone by who called: no browser goes on.
const caller = process.ppid;
const stop = () => {
  trial.killNow();
  trial.server?.running?.stop("SIGKILL");
  rmSync(folder, { recursive: true, force: true });
  process.exit(130);
};
for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"]) process.on(signal, stop);
// A browser that was killed in the middle of a message leaves its driver with half of it, which it
// throws from a callback of its own. Every other error ends the run.
process.on("uncaughtException", (error) => {
  if (/Cannot find parent object|was not bound in the connection|Target page, context or browser has been closed/.test(error.message)) return;
  console.error(error);
  stop();
});
setInterval(() => { if (process.ppid !== caller) stop(); }, 1000).unref();

console.log(`three browsers and a pouchdb-server for ${minutes} minutes${mutant ? ` with the planted fault "${mutant}"` : ""}, seed ${seed}`);
let found;
try {
  await trial.open();
  await trial.run(minutes * 60_000);
  found = trial.report(await trial.judge());
} catch (error) {
  console.error(error);
  console.log(`seed ${seed}; it came to no end`);
  process.exitCode = 1;
  await trial.close().catch(() => {});
  process.exit();
}
await trial.close();
if (mutant) {
  // A test that cannot fail proves nothing: the planted fault has to be found.
  console.log(found.isHarmed ? "the planted fault was found: this test has teeth" : "the planted fault was NOT found: this test proves nothing");
  process.exit(found.isHarmed ? 0 : 1);
}
process.exit(found.isSound ? 0 : 1);
