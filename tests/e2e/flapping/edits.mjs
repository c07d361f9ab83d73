// What people do at random on a device: each edit is asked for, and what was acknowledged goes into the
// ledger. Which edit it is comes from the device's own chance, so that a seed does the same again.
import { GONE } from "./device.mjs";

/** More records than these are not made: many hands are on few. */
const RECORDS_MAX = 120;
/** So many of the first are those that everybody changes. */
const HOT = 6;
/** So many of one's own changes may be taken back. */
const UNDOABLE = 12;
const TAGS = ["vip", "partner", "north", "south"];

const KINDS = [
  { kind: "customer", collection: "customers", fields: ["name", "industry", "website", "description"], share: 6 },
  { kind: "deal", collection: "deals", fields: ["name", "next_step", "description"], share: 2 },
  { kind: "ticket", collection: "tickets", fields: ["subject", "description", "resolution"], share: 2 },
];

/** What is done, and how often of all together. */
const ACTS = [
  ["create", 14], ["change", 34], ["hot", 20], ["tag", 10], ["trash", 6], ["restore", 5], ["undo", 8],
  ["merge", 2], ["copy", 1], ["form", 2],
];

/** What all devices work on: the records that were made so far. */
export class Desk {
  constructor() {
    this.records = [];
    this.backups = [];
    this.counts = new Map();
    this.refused = new Map();
  }

  count(what) {
    this.counts.set(what, (this.counts.get(what) ?? 0) + 1);
  }
}

export class Editor {
  constructor({ device, desk, ledger, chance }) {
    Object.assign(this, { device, desk, ledger, chance });
    this.number = 0;
    this.own = [];
  }

  pick(list) {
    return list[this.chance.below(list.length)];
  }

  weighed(list) {
    let left = this.chance.below(list.reduce((sum, [, weight]) => sum + weight, 0));
    return list.find(([, weight]) => (left -= weight) < 0)[0];
  }

  /** A text that nobody wrote before. */
  word() {
    this.number += 1;
    return `${this.device.name} ${this.number}`;
  }

  uuid() {
    const part = (letters) => this.chance.below(16 ** letters).toString(16).padStart(letters, "0");
    const time = Date.now().toString(16).padStart(12, "0");
    return `${time.slice(0, 8)}-${time.slice(8)}-7${part(3)}-8${part(3)}-${part(6)}${part(6)}`;
  }

  /** One edit, whatever it is. */
  async edit() {
    const { records } = this.desk;
    const act = this.weighed(ACTS);
    if (records.length < HOT || (act === "create" && records.length < RECORDS_MAX)) return this.create();
    switch (act) {
      case "hot": return this.change(this.pick(records.slice(0, HOT)), 0);
      case "tag": return this.tag();
      case "trash": return this.trash();
      case "restore": return this.restore();
      case "undo": return this.undo();
      case "merge": return this.merge();
      case "copy": return this.copy();
      case "form": return this.form();
      default: return this.change(this.pick(records));
    }
  }

  /** Asks, and writes down what came of it. `values` are those that the edit writes. */
  async write(what, values, method, path, body, take = ({ change }) => [change, values]) {
    const log = { undo: "change", merge: "batch" }[what];
    const answer = await this.device.ask(method, path, body, log);
    if (answer === GONE) return this.ledger.leave(this.device.name, values, what);
    if (answer.status >= 300) {
      const problems = (answer.json?.problems ?? []).map(({ field, code }) => `${field} ${code}`);
      const why = [what, answer.status, answer.json?.error, ...problems].join(" ");
      this.desk.refused.set(why, (this.desk.refused.get(why) ?? 0) + 1);
      return null;
    }
    if (log && answer.json[log] && !answer.log) throw new Error(`${what}: the log does not have ${answer.json[log]}`);
    const [stamp, written] = take(answer);
    // What changes nothing has no change.
    if (!stamp) return null;
    this.ledger.acknowledge(this.device.name, stamp, written, what);
    this.desk.count(what);
    return stamp;
  }

  remember(stamp) {
    if (!stamp) return;
    this.own.push(stamp);
    if (this.own.length > UNDOABLE) this.own.shift();
  }

  async create() {
    const kind = this.weighed(KINDS.map((kind) => [kind, kind.share]));
    const record = `${kind.kind}:${this.uuid()}`;
    const [title] = kind.fields;
    const fields = { [title]: this.word(), ...(kind.kind === "customer" ? { kind: "company" } : {}) };
    const values = Object.entries(fields).map(([name, value]) => [record, name, value]);
    const made = await this.write("create", values, "POST", `/api/${kind.collection}`, { id: record, ...fields });
    if (made) this.desk.records.push({ record, kind });
  }

  async change({ record, kind }, at = this.chance.below(kind.fields.length)) {
    const name = kind.fields[at];
    const word = (name) => (name === "website" ? `https://${this.word().replace(" ", "-")}.example` : this.word());
    const values = [[record, name, word(name)]];
    // Sometimes two at once.
    const other = kind.fields[this.chance.below(kind.fields.length)];
    if (other !== name && this.chance.below(4) === 0) values.push([record, other, word(other)]);
    const body = Object.fromEntries(values.map(([, path, value]) => [path, value]));
    this.remember(await this.write("change", values, "PATCH", `/api/${kind.collection}/${record}`, body));
  }

  async tag() {
    const customers = this.desk.records.filter(({ kind }) => kind.kind === "customer");
    const { record } = this.pick(customers);
    const path = `/api/customers/${record}`;
    const now = await this.device.ask("GET", path);
    if (now === GONE || now.status !== 200) return;
    const tags = new Set(now.json.tags ?? []);
    const tag = this.pick(TAGS);
    const has = !tags.delete(tag);
    if (has) tags.add(tag);
    // What came meanwhile may make it another tag too: only this one is what was meant.
    const values = [[record, `tags.${tag}`, has]];
    this.remember(await this.write("tag", values, "PATCH", path, { tags: [...tags], rev: now.json.rev }));
  }

  async trash() {
    const { record, kind } = this.pick(this.desk.records);
    const take = ({ change, json }) => [change, [[record, "deleted_at", json?.deleted_at]]];
    const path = `/api/${kind.collection}/${record}`;
    this.remember(await this.write("trash", [[record, "deleted_at", null]], "DELETE", path, undefined, take));
  }

  async restore() {
    const { record, kind } = this.pick(this.desk.records);
    const values = [[record, "deleted_at", null]];
    this.remember(await this.write("restore", values, "PATCH", `/api/${kind.collection}/${record}`, { deleted_at: null }));
  }

  /** What a change of the log wrote. */
  static written(log) {
    return (log?.records ?? []).flatMap(({ id, fields }) =>
      Object.entries(fields).map(([path, { after }]) => [id, path, after]));
  }

  async undo() {
    if (this.own.length === 0) return;
    const change = this.own.splice(this.chance.below(this.own.length), 1)[0];
    const take = ({ json, log }) => [json.change, Editor.written(log)];
    await this.write("undo", [], "POST", "/api/undo", { change }, take);
  }

  /** A file is read in, whose first row is a customer that is there and whose second is a new one. */
  async merge() {
    const customers = this.desk.records.filter(({ kind }) => kind.kind === "customer");
    const { record } = this.pick(customers);
    const now = await this.device.ask("GET", `/api/customers/${record}`);
    if (now === GONE || now.status !== 200 || now.json.deleted_at) return;
    const industry = this.word();
    const rows = [["Name", "Industry"], [now.json.name, industry], [this.word(), this.word()]];
    const file = rows.map((row) => row.join(",")).join("\r\n");
    const query = new URLSearchParams({ record: "customers", name: "merged.csv", on_duplicate: "update" });
    const take = ({ json, log }) => [json.batch, Editor.written(log)];
    await this.write("merge", [[record, "industry", industry]], "POST", `/api/import?${query}`, file, take);
  }

  /** A backup of some device some time ago is merged in: what it has came another way, under its own stamps. */
  async copy() {
    const backup = await this.device.ask("GET", "/api/backup");
    if (backup === GONE || backup.status !== 200) return;
    const { backups } = this.desk;
    backups.push(backup.text);
    if (backups.length > 6) backups.shift();
    const query = "/api/restore?mode=merge";
    const answer = await this.device.ask("POST", query, this.pick(backups));
    if (answer === GONE) return;
    if (answer.status >= 300) throw new Error(`a backup is not merged in: ${answer.status} ${JSON.stringify(answer.json)}`);
    this.desk.count("copy");
  }

  /** One by the screens: acknowledged is what is said to be on this device. */
  async form() {
    const { device } = this;
    const name = this.word();
    const done = await device.settled(device.addByForm(name).then(() => true));
    if (done === GONE) return this.ledger.leave(device.name, [], "form");
    const filter = JSON.stringify({ field: "name", is: name });
    const found = await device.ask("GET", `/api/customers?${new URLSearchParams({ filter, fields: "id,name,rev" })}`);
    if (found === GONE) return this.ledger.leave(device.name, [], "form");
    if (found.json?.items?.length !== 1) throw new Error(`${name} was saved by the form, and is not there`);
    const [{ id, rev }] = found.json.items;
    this.ledger.acknowledge(device.name, rev, [[id, "name", name]], "form");
    this.desk.count("form");
  }
}
