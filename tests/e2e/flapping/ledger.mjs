// What was acknowledged, kept outside of the browsers and of the server, and what of it has to be there
// when everything is quiet: of each field the acknowledged value with the greatest stamp, or one that was
// asked for later and whose answer nobody lived to hear.
import { createHash } from "node:crypto";
import { closeSync, openSync, writeSync } from "node:fs";

/** A value as text, with the members of objects in the order of their names. */
export function canonical(value) {
  if (Array.isArray(value)) return `[${value.map(canonical).join(",")}]`;
  if (value === null || typeof value !== "object") return JSON.stringify(value);
  const members = Object.keys(value).sort().map((name) => `${JSON.stringify(name)}:${canonical(value[name])}`);
  return `{${members.join(",")}}`;
}

/** The records by their ids, in canonical form. Of one that is gone only the id is left, and a device that
    made it and took it back before anybody heard of it alone has that. */
export function replica(documents) {
  const there = documents.filter(({ gone }) => !gone).map((document) => [document._id, canonical(document)]);
  return new Map(there.sort(([one], [other]) => (one < other ? -1 : 1)));
}

/** The hash of all records of a replica. */
export function hash(replica) {
  const sum = createHash("sha256");
  for (const text of replica.values()) sum.update(text).update("\n");
  return sum.digest("hex").slice(0, 16);
}

/** Which records differ, with what either has. */
export function differences(one, other) {
  const ids = new Set([...one.keys(), ...other.keys()]);
  return [...ids].filter((id) => one.get(id) !== other.get(id)).map((id) => ({ id, one: one.get(id), other: other.get(id) }));
}

/** A field of a document by its path, as the log of changes names it. */
function field(document, path) {
  const [name, member] = path.split(".");
  if (member !== undefined) return document[name]?.[member] ?? false;
  return document[name] ?? null;
}

export class Ledger {
  constructor(file) {
    this.file = openSync(file, "a");
    this.fields = new Map();
    /** Undoings that nobody heard the end of: they may bring back any value that was there. */
    this.hasLooseUndo = false;
    this.acknowledged = 0;
    this.unanswered = 0;
  }

  write(line) {
    writeSync(this.file, `${JSON.stringify({ at: new Date().toISOString(), ...line })}\n`);
  }

  of(record, path) {
    const key = `${record} ${path}`;
    if (!this.fields.has(key)) this.fields.set(key, { record, path, known: [], asked: [] });
    return this.fields.get(key);
  }

  /** An edit was acknowledged: values by record and path, under the stamp of its change. */
  acknowledge(device, stamp, values, what) {
    this.acknowledged += 1;
    this.write({ device, stamp, what, values });
    for (const [record, path, value] of values) this.of(record, path).known.push({ stamp, value, device });
  }

  /** An edit was asked for, and whoever was asked is gone. */
  leave(device, values, what) {
    this.unanswered += 1;
    this.write({ device, what, unanswered: values });
    if (what === "undo") this.hasLooseUndo = true;
    for (const [record, path, value] of values) this.of(record, path).asked.push({ value, device });
  }

  /** What is lost of what was acknowledged, and what is there that nobody wrote. */
  judge(documents) {
    const there = new Map(documents.map((document) => [document._id, document]));
    const lost = [];
    const strange = [];
    for (const { record, path, known, asked } of this.fields.values()) {
      if (known.length === 0) continue;
      const last = known.reduce((one, other) => (other.stamp > one.stamp ? other : one));
      const document = there.get(record);
      const value = document && field(document, path);
      const stamp = document && (document.stamps?.[path] ?? document.stamps?.["*"]);
      const said = { record, path, last, there: document ? { stamp, value } : null };
      if (!document || stamp < last.stamp) lost.push(said);
      else if (stamp === last.stamp) {
        if (canonical(value) !== canonical(last.value)) lost.push(said);
      } else {
        // What stood there before anybody wrote is among them.
        const may = this.hasLooseUndo ? [...asked, ...known, { value: field({}, path) }] : asked;
        const isAsked = may.some((one) => canonical(one.value) === canonical(value));
        // When it was thrown away is not known before.
        const isThrown = path === "deleted_at" && asked.length > 0;
        if (!isAsked && !isThrown) strange.push(said);
      }
    }
    return { lost, strange };
  }

  close() {
    closeSync(this.file);
  }
}
