// A run: three devices and a server, edits at random on all, and faults at random under them. At the end
// everything is healed and waited for until it is quiet; then nothing that was acknowledged may be lost,
// and everybody has the same.
import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { Chance } from "../faults/chance.mjs";
import { Device } from "./device.mjs";
import { Desk, Editor } from "./edits.mjs";
import { Ledger, differences, hash, replica } from "./ledger.mjs";
import { PouchServer } from "./server.mjs";
import { Way } from "./way.mjs";

/** The last is the one whose network flaps. */
const NAMES = ["anna", "ben", "cleo"];
/** Between two edits of a device. */
const EDIT_MS = 250;
/** Between two faults. */
const FAULT_MS = 5000;
/** How long it may take until all is quiet, once everything is healed. */
const QUIET_MS = 240_000;
/** With a planted fault it may never be. */
const MUTANT_MS = 45_000;
/** How long nothing may be written for it to be quiet. */
const STILL_MS = 3000;
/** Where a device is connected to stands in the browser's local storage, which reaches the disk some seconds
    later: one that is killed before does not know it any more, and has to be connected again. */
const REMEMBERED_MS = 10_000;
/** What is not the same after so many rounds in which nothing changes stays so. */
const STILL_ROUNDS = 8;

const pause = (ms) => new Promise((done) => setTimeout(done, ms));

/** The faults that strike one after the other, and how often of all together. */
const FAULTS = [["kill", 35], ["expiry", 15], ["cut", 10], ["restart", 20], ["offline", 20]];

export class Trial {
  /** `mutant`: "dropped", "unseen" or "unwritten", a planted fault that has to be found. */
  constructor({ site, folder, seed, mutant = null, say = console.log }) {
    Object.assign(this, { site, folder, seed, mutant, say });
    this.desk = new Desk();
    this.ledger = new Ledger(join(folder, "ledger.jsonl"));
    this.sums = { kills: 0, restarts: 0, expiries: 0, flaps: 0 };
    this.errors = [];
    this.isOver = false;
    this.begin = Date.now();
    this.secrets = 0;
  }

  /** A source of chance of somebody's own, so that nobody's depends on how fast others are. */
  chance(who) {
    return new Chance(this.seed * 31 + who);
  }

  tell(what) {
    this.ledger.write({ fault: what });
  }

  async open() {
    const folder = join(this.folder, "server");
    mkdirSync(folder);
    this.server = await new PouchServer(folder).start();
    await this.server.setSecret(this.nextSecret());
    this.devices = [];
    for (const [at, name] of NAMES.entries()) {
      const isLast = at === NAMES.length - 1;
      const way = await new Way({
        server: this.server, chance: this.chance(10 + at),
        mutant: this.mutant === "unseen" && !isLast ? null : this.mutant,
      }).open();
      const device = new Device({
        name, site: this.site, way, server: this.server, profile: join(this.folder, name), chance: this.chance(20 + at),
        // One signs in anew each time.
        remembers: at !== 1, mutant: isLast ? this.mutant : null,
      });
      this.devices.push(device);
      await (at === 0 ? device.found() : device.join());
    }
    await pause(REMEMBERED_MS);
  }

  nextSecret() {
    this.secrets += 1;
    return `hush ${this.secrets} & "quiet" 静`;
  }

  /** Works and breaks things for so long. */
  async run(ms) {
    this.end = Date.now() + ms;
    const doing = this.devices.map((device, at) => this.work(device, this.chance(30 + at)));
    doing.push(this.break(this.chance(40)), this.flap(this.devices.at(-1), this.chance(41)));
    const failed = (error) => {
      this.errors.push(error);
      this.isOver = true;
    };
    await Promise.all(doing.map((one) => one.catch(failed)));
    if (this.errors.length > 0) throw this.errors[0];
  }

  get goesOn() {
    return !this.isOver && Date.now() < this.end;
  }

  async work(device, chance) {
    const editor = new Editor({ device, desk: this.desk, ledger: this.ledger, chance });
    for (let edits = 1; this.goesOn; edits += 1) {
      await pause(chance.next() * 2 * EDIT_MS);
      if (!device.isThere) continue;
      await editor.edit();
      // Signed in is who was asked to, a while later.
      if (edits % 8 === 0) await device.tend();
    }
  }

  async break(chance) {
    const kinds = FAULTS.flatMap(([kind, weight]) => Array(weight).fill(kind));
    while (this.goesOn) {
      await pause(chance.next() * 2 * FAULT_MS);
      const kind = kinds[chance.below(kinds.length)];
      const device = this.devices[chance.below(this.devices.length)];
      const ms = chance.next() * 4000;
      if (!this.goesOn) return;
      this.tell(`${kind} ${device.name}`);
      await this[kind](device, ms, chance);
    }
  }

  async kill(device, ms) {
    this.sums.kills += 1;
    await device.kill();
    await pause(ms / 2);
    await device.reopen();
  }

  /** The password is another one, for everybody. */
  async expiry() {
    this.sums.expiries += 1;
    await this.server.setSecret(this.nextSecret());
  }

  /** The sign-in of one device is no longer taken for a while. */
  async cut(device, ms) {
    this.sums.expiries += 1;
    device.way.signOut();
    await pause(ms);
    device.way.isSignedOut = false;
  }

  async restart(_, ms, chance) {
    this.sums.restarts += 1;
    await this.server.stop(chance.below(2) === 0 ? "SIGKILL" : "SIGTERM");
    await pause(ms / 2);
    await this.server.start();
  }

  async offline(device, ms, chance) {
    this.sums.flaps += 1;
    if (chance.below(2) === 0) {
      device.way.setDown(true);
      await pause(ms);
      device.way.setDown(false);
      return;
    }
    const { context } = device;
    // It may be killed meanwhile, and starts with a network.
    await context?.setOffline(true).catch(() => {});
    await pause(ms);
    await context?.setOffline(false).catch(() => {});
  }

  /** A network that comes and goes all the time. */
  async flap(device, chance) {
    while (this.goesOn) {
      device.way.cut_percent = 15;
      await pause(500 + chance.next() * 6000);
      if (device.isThere && this.goesOn) await this.offline(device, chance.next() * 3000, chance);
    }
  }

  /** Everything works again. */
  async heal() {
    for (const device of this.devices) {
      device.way.heal();
      if (!device.isThere) await device.reopen();
      await device.context.setOffline(false);
    }
  }

  /** What everybody has: the devices in their order, and the server last. */
  async replicas() {
    const all = [];
    for (const device of this.devices) {
      const { documents, own } = await device.replica();
      all.push({ name: device.name, own, replica: replica(documents.map(without)) });
    }
    const documents = (await this.server.documents()).map(without);
    all.push({ name: "server", own: null, documents, replica: replica(documents) });
    for (const one of all) one.hash = hash(one.replica);
    return all;
  }

  /** Waits until everybody has the same and nobody writes any more. */
  async quiet() {
    const end = Date.now() + (this.mutant ? MUTANT_MS : QUIET_MS);
    let rounds = 0;
    for (let was = ""; ;) {
      for (const device of this.devices) await device.syncNow();
      const before = await this.server.sequence();
      await pause(STILL_MS);
      const all = await this.replicas();
      const isStill = (await this.server.sequence()) === before;
      const now = all.map((one) => one.hash).join(" ");
      rounds = isStill && now === was ? rounds + 1 : 0;
      was = now;
      const isSame = all.every((one) => one.hash === all[0].hash);
      if ((isStill && isSame) || rounds === STILL_ROUNDS || Date.now() > end) return all;
    }
  }

  /** Heals, waits, and says what came of it. */
  async judge() {
    const begin = Date.now();
    await this.heal();
    const all = await this.quiet();
    const server = all.at(-1);
    const branched = await this.server.branched();
    const { lost, strange } = this.ledger.judge(server.documents);
    const differing = all.flatMap((one) => differences(one.replica, server.replica).map((found) => ({ device: one.name, ...found })));
    const own = new Set(all.slice(0, -1).map((one) => one.own)).size;
    const problems = this.devices.flatMap((device) => device.problems);
    return {
      quiet_ms: Date.now() - begin, hashes: all.map(({ name, hash }) => `${name} ${hash}`),
      records: server.replica.size, lost, strange, differing, isOwnSame: own === 1, branched, problems,
    };
  }

  /** Prints what was done and what came of it; says whether all is as it should be, and whether records are not. */
  report(found) {
    const { desk, ledger, sums, say } = this;
    const n = (number) => number.toLocaleString("en");
    const listed = (map) => [...map].sort().map(([what, count]) => `${what} ${n(count)}`).join(", ");
    const signedIn = this.devices.reduce((sum, device) => sum + device.signedIn, 0);
    const cuts = this.devices.reduce((sum, device) => sum + device.way.cuts, 0);
    const planted = this.devices.reduce((sum, device) => sum + device.planted + device.way.planted, 0);
    say(`${n(ledger.acknowledged)} acknowledged edits (${listed(desk.counts)}), ${n(ledger.unanswered)} without an answer, on ${n(found.records)} records`);
    if (desk.refused.size > 0) say(`refused: ${listed(desk.refused)}`);
    say(`${n(sums.kills)} kills, ${n(sums.restarts)} restarts of the server, ${n(sums.expiries)} expiries (signed in again ${n(signedIn)} times), ${n(sums.flaps)} flaps, ${n(cuts)} requests cut`);
    if (this.mutant) say(`the planted fault "${this.mutant}" struck ${n(planted)} times`);
    for (const [what, list] of [["lost", found.lost], ["written by nobody", found.strange], ["not the same as on the server", found.differing]]) {
      say(`${n(list.length)} ${what}`);
      for (const one of list.slice(0, 8)) say(`    ${JSON.stringify(one)}`);
    }
    say(`${n(found.branched)} documents with branches; hashes ${found.hashes.join(", ")}; quiet after ${n(found.quiet_ms)} ms`);
    for (const problem of found.problems.slice(0, 8)) say(`    ${problem}`);
    if (found.differing.length === 0 && !found.isOwnSame) say("the devices' own hashes differ");
    say(`seed ${this.seed}`);
    const wrong = found.lost.length + found.strange.length + found.differing.length;
    return { isSound: wrong + found.branched + found.problems.length === 0 && found.isOwnSame, isHarmed: wrong > 0 };
  }

  killNow() {
    for (const device of this.devices ?? []) device.killNow();
  }

  async close() {
    for (const device of this.devices ?? []) await device.kill();
    for (const device of this.devices ?? []) await device.way.close();
    await this.server?.stop();
    this.ledger.close();
  }
}

/** The record alone: the name of its collection is the kind of its id. */
const without = ({ collection, ...rest }) => rest;
