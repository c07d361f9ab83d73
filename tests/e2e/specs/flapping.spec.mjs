// Three browsers that sync with a pouchdb-server while they are killed, signed out and cut off, for three
// minutes; for longer by `cargo xtask faults sync-browser`. And that what is lost would be found.
import { after, test } from "node:test";
import assert from "node:assert/strict";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { missing } from "../flapping/server.mjs";
import { Trial } from "../flapping/trial.mjs";
import { serve } from "../harness.mjs";

const MINUTE_MS = 60_000;
/** Starting three browsers and coming to rest takes as long again on a slow machine. */
const AROUND_MS = 7 * MINUTE_MS;
const SEED = Date.now() % 1_000_000;

const skip = (await missing()) ?? false;
if (skip) console.log(skip);

const folders = [];
after(async () => {
  for (const folder of folders) await rm(folder, { recursive: true, force: true, maxRetries: 5 });
});

/** Lives through some time, and says what came of it. */
async function live(ms, mutant, signal) {
  const site = await serve();
  const folder = await mkdtemp(join(tmpdir(), "satchel-flapping-"));
  folders.push(folder);
  const trial = new Trial({ site: site.url, folder, seed: SEED, mutant });
  // A test that ran out of time leaves no browser behind.
  signal.addEventListener("abort", () => trial.killNow());
  try {
    await trial.open();
    await trial.run(ms);
    return trial.report(await trial.judge());
  } finally {
    await trial.close();
  }
}

test("no acknowledged edit is lost and all are the same, whatever breaks for three minutes", { skip, timeout: 3 * MINUTE_MS + AROUND_MS }, async ({ signal }) => {
  const found = await live(3 * MINUTE_MS, null, signal);
  assert.ok(found.isSound, `seed ${SEED}`);
});

test("a server that says it has written what it has not is found out", { skip, timeout: MINUTE_MS + AROUND_MS }, async ({ signal }) => {
  const found = await live(MINUTE_MS / 3, "dropped", signal);
  assert.ok(found.isHarmed, `seed ${SEED}`);
});
