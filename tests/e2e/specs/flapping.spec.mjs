// Three browsers that sync with a pouchdb-server while they are killed, signed out and cut off, for three
// minutes; for longer by `cargo xtask faults sync-browser`. And that what is lost would be found.
import { test } from "node:test";
import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { missing } from "../flapping/server.mjs";
import { serve } from "../harness.mjs";

const PROGRAM = resolve(import.meta.dirname, "../flapping/main.mjs");
const MINUTE_MS = 60_000;
/** Starting three browsers and coming to rest takes longer than that on a slow machine. */
const AROUND_MS = 7 * MINUTE_MS;
const SEED = `${Date.now() % 1_000_000}`;

const skip = (await missing()) ?? false;
if (skip) console.log(skip);

/** Lives through some minutes; says whether what was to be found was. A process of its own, for the driver
    throws what it finds of a browser that was killed. */
async function live(minutes, words, signal) {
  const { url } = await serve();
  const folder = await mkdtemp(join(tmpdir(), "satchel-flapping-"));
  try {
    const child = spawn(process.execPath, [PROGRAM, "--minutes", `${minutes}`, "--seed", SEED, ...words], {
      stdio: ["ignore", "inherit", "inherit"],
      env: { ...process.env, SATCHEL_URL: url, SATCHEL_FAULTS_FOLDER: folder },
    });
    // A test that ran out of time leaves no browser behind.
    signal.addEventListener("abort", () => child.kill());
    return await new Promise((done) => child.once("exit", done));
  } finally {
    await rm(folder, { recursive: true, force: true, maxRetries: 5 });
  }
}

const check = (name, minutes, body) => test(name, { skip, timeout: minutes * MINUTE_MS + AROUND_MS }, body);

check("no acknowledged edit is lost and all have the same, whatever breaks for three minutes", 3, async ({ signal }) => {
  assert.equal(await live(3, [], signal), 0);
});

check("a server that says it has written what it has not is found out", 0.3, async ({ signal }) => {
  assert.equal(await live(0.3, ["--mutant", "dropped"], signal), 0);
});
