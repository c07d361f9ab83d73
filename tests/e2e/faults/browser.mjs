// A browser on a profile that outlives it, and the means to end it as a crash does: every process
// of it at once, without a word.
import { readFileSync, readdirSync } from "node:fs";
import { chromium } from "playwright-core";

const FLAGS = [
  "--no-sandbox",
  "--disable-gpu",
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
  "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1, EXCLUDE localhost",
];

// What the storage's durability would be without asking for more: the planted fault.
const RELAXED = () => {
  const original = IDBDatabase.prototype.transaction;
  IDBDatabase.prototype.transaction = function transaction(stores, mode) {
    return original.call(this, stores, mode, { durability: "relaxed" });
  };
};

/** Opens a browser on a profile. `mutant` plants a fault: "relaxed". */
export async function open(profile, { mutant = null } = {}) {
  const context = await chromium.launchPersistentContext(profile, {
    executablePath: process.env.SATCHEL_CHROMIUM ?? "/usr/bin/chromium",
    args: FLAGS,
    viewport: { width: 1280, height: 800 },
    locale: "en-GB",
    reducedMotion: "reduce",
    timeout: 60_000,
  });
  context.setDefaultTimeout(30_000);
  if (mutant === "relaxed") await context.addInitScript(RELAXED);
  return context;
}

/** Every process of the browser on a profile: the one that names it, and all it started. */
function processes(profile) {
  const parents = new Map();
  const ours = new Set();
  for (const name of readdirSync("/proc").filter((name) => /^\d+$/.test(name))) {
    try {
      const words = readFileSync(`/proc/${name}/cmdline`, "latin1").split("\0");
      const status = readFileSync(`/proc/${name}/stat`, "latin1");
      parents.set(name, status.slice(status.lastIndexOf(")") + 2).split(" ")[1]);
      if (words.includes(`--user-data-dir=${profile}`)) ours.add(name);
    } catch {
      // It ended while we looked.
    }
  }
  for (let before = -1; before !== ours.size;) {
    before = ours.size;
    for (const [name, parent] of parents) if (ours.has(parent)) ours.add(name);
  }
  return [...ours].map(Number).filter((id) => id !== process.pid);
}

/** Ends the browser on a profile at once, for when this program itself is told to end. */
export function killNow(profile) {
  for (const id of processes(profile)) {
    try {
      process.kill(id, "SIGKILL");
    } catch {
      // Gone already.
    }
  }
}

/** Ends the browser on a profile by SIGKILL, all of its processes, and waits until they are gone. */
export async function kill(profile) {
  let killed = 0;
  for (let left = 100; left > 0; left -= 1) {
    const found = processes(profile);
    if (found.length === 0) return killed;
    for (const id of found) {
      try {
        process.kill(id, "SIGKILL");
        killed += 1;
      } catch {
        // Gone already.
      }
    }
    await new Promise((done) => setTimeout(done, 20));
  }
  throw new Error(`the browser on ${profile} does not end`);
}
