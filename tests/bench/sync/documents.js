// Customers as documents of a database, always the same: what one device writes and all others, and
// other programs, read.

import { customer } from "../data.js";

const hex = (number, digits) => number.toString(16).padStart(digits, "0");

/** The stamp of making: a time, a count, and the device (sync's own form). */
const stamp = (ms) => `${hex(ms, 12)}0000-00000000000000aa`;

/** The customer of a number, as a document. */
export function document(at) {
  const row = customer(at);
  // Made one after the other, as the ids say (RFC 9562, version 7).
  const ms = 1_700_000_000_000 + at * 1000;
  const time = hex(ms, 12);
  const id = `${time.slice(0, 8)}-${time.slice(8)}-7${hex(at % 4096, 3)}-8${row.id.slice(20, 23)}-${hex(at, 12)}`;
  const [given, ...rest] = row.name.split(" ");
  return {
    _id: `customer:${id}`,
    collection: "customers",
    v: 1,
    tags: Object.fromEntries(row.tags.map((tag) => [tag, true])),
    kind: "person",
    name: row.name,
    given_name: given,
    family_name: rest.at(-1),
    emails: { 1: { value: row.email.replace("@", `.${at}@`), type: "work" } },
    phones: { 1: { value: row.phone, type: "mobile" } },
    notes: row.notes,
    stamps: { "*": stamp(ms) },
  };
}
