// One trial: work until the fault strikes at a moment of chance, open again, and compare what is
// there with what had been acknowledged. The ledger is kept by this process, outside of the
// browser and of the disk that dies; what is there is read raw and asked of the app as well.
import { closeSync, fsyncSync, mkdtempSync, openSync, readFileSync, readdirSync, rmSync, statSync, writeSync } from "node:fs";
import { join } from "node:path";
import { kill, open } from "./browser.mjs";
import { gaps, readRaw } from "./raw.mjs";
import * as work from "./work.mjs";

/** How long edits go on at most before the fault strikes. */
const EDITS_MS = 5000;
/** An import is struck until a little after it usually is done. */
const IMPORT_SPAN = 1.15;
/** How long a browser that is gone is waited for. */
const GONE_MS = 5000;

/** Waits for what a browser answers, but not for ever: one that was killed in the middle of a message
    leaves its driver with half of it, and what was asked of it is never answered. */
const lapse = (promise) => Promise.race([promise, new Promise((done) => setTimeout(done, GONE_MS))]);

/** What was acknowledged, written down before the next step is asked for. */
class Ledger {
  constructor(file) {
    this.file = openSync(file, "a");
    this.lines = [];
  }

  write(line) {
    this.lines.push(line);
    writeSync(this.file, `${JSON.stringify(line)}\n`);
    fsyncSync(this.file);
  }

  close() {
    closeSync(this.file);
  }
}

/** The files of a profile's IndexedDB with their sizes, and what LevelDB says of them. */
function files(profile) {
  const folder = join(profile, "Default/IndexedDB");
  const lines = [];
  for (const name of readdirSync(folder, { recursive: true })) {
    const file = join(folder, name);
    const found = statSync(file);
    if (!found.isFile()) continue;
    lines.push(`    ${name} ${found.size}`);
    if (name.endsWith("/LOG")) {
      const log = readFileSync(file, "utf8").trim().split("\n").slice(-6);
      lines.push(...log.map((line) => `      ${line}`));
    }
  }
  return lines.join("\n");
}

/** A place where browsers live and die. `volume` is the disk whose power is cut; without one they
    are only killed. */
export class Bench {
  constructor({ url, folder, volume = null, mutant = null, isAgain = true, chance }) {
    Object.assign(this, { url, folder, volume, mutant, isAgain, chance });
    this.home = volume ? volume.path : folder;
    this.ledger = new Ledger(join(folder, "acknowledged.jsonl"));
    this.sums = {
      edits: 0, acknowledged: 0, lost: 0, told: 0, wrong: 0,
      imports: 0, visible: 0, half: 0, orphans: 0, swept: 0,
    };
    this.findings = [];
    this.profile = null;
    this.context = null;
    this.runs = 0;
  }

  freshProfile() {
    if (this.profile) rmSync(this.profile, { recursive: true, force: true });
    this.profile = mkdtempSync(join(this.home, "profile-"));
    this.known = [];
  }

  async open() {
    this.context = await open(this.profile, { mutant: this.mutant });
    return this.context;
  }

  /** The fault: the power goes and takes the browser with it, or the browser alone is killed. */
  async strike() {
    this.volume?.cut();
    await kill(this.profile);
    await lapse(this.context.close()).catch(() => {});
    this.context = null;
    if (this.volume) {
      this.volume.unmount();
      this.volume.mount();
    }
  }

  async close() {
    if (this.context) {
      await lapse(this.context.close()).catch(() => {});
      await kill(this.profile);
      this.context = null;
    }
  }

  complain(run, what) {
    this.findings.push(`run ${run}: ${what}`);
    console.log(`  run ${run}: ${what}`);
  }

  /** Edits until the fault, on a new profile or on one that has been through faults before. */
  async edits(run) {
    const isNew = !this.isAgain || !this.profile || this.known === null;
    if (isNew) this.freshProfile();
    const context = await this.open();
    const page = isNew ? await work.found(context, this.url) : await work.reopen(context, this.url);
    // The list is there: that the workspace was made is acknowledged.
    const acknowledge = (line) => {
      this.ledger.write({ run, ...line });
      this.known.push(line);
    };
    if (isNew) acknowledge({ number: 0, name: null });
    // By REST there are a hundred times as many as by the form.
    this.isRest ??= await work.answersRest(page);
    const { isRest } = this;
    let struck = false;
    const before = isNew ? 0 : this.known.length;
    const moment = this.chance.next() * EDITS_MS;
    const editing = (isRest ? work.send : work.type)(page, run, 1, acknowledge)
      .catch((error) => { if (!struck) throw error; });
    await Promise.race([editing, new Promise((done) => setTimeout(done, moment))]);
    struck = true;
    await this.strike();
    await lapse(editing);

    this.sums.edits += 1;
    this.sums.acknowledged += this.known.length - before;
    console.log(`  run ${run}: struck ${Math.round(moment)} ms into edits, ${this.known.length - before} acknowledged, ${this.known.length} to be found`);
    const again = await this.open();
    const raw = await this.read(run, again);
    const there = new Set(raw?.words);
    const isThere = (name) => (name === null ? raw?.entries.length > 0 : there.has(name));
    const lost = this.known.filter(({ name }) => !isThere(name));
    if (lost.length > 0) {
      this.sums.lost += lost.length;
      const said = await work.tellsLoss(again, this.url);
      this.sums.told += said ? 1 : 0;
      this.complain(run, `${lost.length} of ${this.known.length} acknowledged changes are not on the disk (after ${Math.round(moment)} ms), and the app ${said ? "says so" : "does not say so"}`);
      this.known = null;
    } else {
      const torn = gaps(raw);
      if (torn.length > 0) this.wrong(run, `the journal has gaps: ${torn.join(", ")}`);
      await this.compare(run, await work.reopen(again, this.url), isRest, raw);
    }
    await this.close();
  }

  /** Reads what is there. A browser that cannot open its storage has none, unless it can a little
      later; either is told, with what lies on the disk. */
  async read(run, context) {
    for (let left = 3; ; left -= 1) {
      try {
        return await readRaw(context, this.url);
      } catch (error) {
        this.complain(run, `${String(error).split("\n")[0]}\n${files(this.profile)}`);
        if (left === 0) return null;
        await new Promise((done) => setTimeout(done, 1000));
      }
    }
  }

  /** What the app shows must be what lies on the disk and what was acknowledged. */
  async compare(run, page, isRest, raw) {
    if (!isRest) {
      const shown = await work.count(page);
      if (shown !== raw.words.length) this.wrong(run, `the app shows ${shown} customers, the disk holds ${raw.words.length}`);
      return;
    }
    const shown = new Map((await work.namesByRest(page, "zq")).map(({ id, name }) => [id, name]));
    const last = new Map(this.known.filter(({ id }) => id).map(({ id, name }) => [id, name]));
    for (const [id, name] of last) {
      const now = shown.get(id);
      // A renaming that was on the disk but not yet acknowledged is no fault.
      if (now !== name && !(now && raw.words.indexOf(now) > raw.words.indexOf(name))) {
        this.wrong(run, `the app has ${now ?? "nothing"} where ${name} was acknowledged`);
      }
    }
  }

  wrong(run, what) {
    this.sums.wrong += 1;
    this.complain(run, what);
  }

  /** An import until the fault, on a profile of its own. Answers false where there is none to be had. */
  async import(run) {
    const { profile, known } = this;
    this.profile = null;
    try {
      const isDone = await this.importOnce(run);
      rmSync(this.profile, { recursive: true, force: true });
      return isDone;
    } finally {
      // Where it failed, what is left goes with the folder of all trials: why it failed is what counts.
      Object.assign(this, { profile, known });
    }
  }

  async importOnce(run) {
    this.freshProfile();
    const context = await this.open();
    let page = await work.found(context, this.url);
    this.isRest ??= await work.answersRest(page);
    if (!this.isRest) {
      await this.close();
      return false;
    }
    if (this.importing_ms === undefined) page = await this.calibrate(page);
    const started = Date.now();
    let struck = false;
    let answered = false;
    const moment = this.chance.next() * this.importing_ms * IMPORT_SPAN;
    const importing = work.importRows(page).then((report) => {
      if (struck) return;
      this.ledger.write({ run, import: report.batch, created: report.created });
      answered = true;
    }, (error) => { if (!struck) throw error; });
    await new Promise((done) => setTimeout(done, moment));
    struck = true;
    await this.strike();
    await lapse(importing);
    const after = Date.now() - started;

    this.sums.imports += 1;
    console.log(`  run ${run}: struck ${Math.round(moment)} ms into an import${answered ? ", which was acknowledged" : ""}`);
    const again = await this.open();
    const left = await this.read(run, again);
    const shown = left ? await work.count(await work.reopen(again, this.url)) - this.base : -this.base;
    const swept = left ? await readRaw(again, this.url) : null;
    if (!left) {
      this.sums.lost += 1;
      this.complain(run, "the workspace itself is gone");
    } else if (shown !== 0 && shown !== work.ROWS) {
      this.sums.half += 1;
      this.complain(run, `half an import: ${shown} of ${work.ROWS} rows (after ${after} ms)`);
    } else if (answered && shown === 0) {
      this.sums.lost += 1;
      this.complain(run, `an acknowledged import is gone (after ${after} ms)`);
    }
    if (shown === work.ROWS) this.sums.visible += 1;
    if (shown === 0 && left) {
      if (left.pages.length > 0) this.sums.swept += 1;
      if (swept.pages.length > 0) {
        this.sums.orphans += 1;
        this.complain(run, `${swept.pages.length} staged pages stay behind`);
      }
    }
    await this.close();
    return true;
  }

  /** One import that nothing disturbs: how long it takes. Then a new start. */
  async calibrate(page) {
    const before = await work.count(page);
    const start = Date.now();
    const report = await work.importRows(page);
    this.importing_ms = Date.now() - start;
    if (report.created !== work.ROWS) throw new Error(`the import made ${report.created} of ${work.ROWS}`);
    this.base = before;
    console.log(`  an import of ${work.ROWS} rows takes ${this.importing_ms} ms here`);
    await this.close();
    this.freshProfile();
    return work.found(await this.open(), this.url);
  }
}
