// Customers by number, always the same: like those of the field, with a name, a company, e-mail,
// telephone, tags and a note.

const FIRST = ["Anna", "Hannah", "Joanna", "Liam", "Noah", "Emma", "Olivia", "Wei", "Priya", "Omar", "Lucía", "Jürgen", "Zsófia", "王"];
const LAST = ["Smith", "Kowalski", "Tanaka", "Zhang", "Dubois", "Novak", "Grão", "Lindqvist", "Papadopoulos"];
const COMPANY = ["Northwind Logistics Inc", "Acme Foods GmbH", "Globex Media Ltd", "Initech Energy SA", "Kanal & Co"];
const COUNTRY = ["US", "DE", "GB", "FR", "IN", "CN", "BR", "PL"];
const STAGE = ["lead", "qualified", "proposal", "negotiation", "customer", "churned"];
const TAG = ["vip", "newsletter", "partner", "trial", "inbound", "renewal", "press", "event"];

function mix(number) {
  let mixed = Math.imul(number + 1, 0x9e3779b1);
  mixed = Math.imul(mixed ^ (mixed >>> 15), 0x85ebca6b);
  return (mixed ^ (mixed >>> 13)) >>> 0;
}

const hex = (number) => number.toString(16).padStart(8, "0");

export function customer(at) {
  const pick = (salt, list) => list[mix(at * 31 + salt) % list.length];
  const [a, b, c, d] = [1, 2, 3, 4].map((salt) => hex(mix(at * 7 + salt * 1_000_003)));
  const first = pick(1, FIRST);
  const last = at % 5003 === 77 ? "Qvistgaard" : pick(2, LAST);
  const company = pick(3, COMPANY);
  return {
    id: `${a}-${b.slice(0, 4)}-4${b.slice(5)}-a${c.slice(1, 4)}-${hex(at)}${d.slice(0, 4)}`,
    name: `${first} ${String.fromCharCode(65 + (mix(at) % 26))}. ${last}`,
    company,
    email: `${first}.${last}${at % 1000}@${company.split(" ")[0]}.example`.toLowerCase(),
    phone: `+${1 + (mix(at) % 98)} ${100 + (mix(at ^ 9) % 900)} ${1_000_000 + (mix(at ^ 5) % 9_000_000)}`,
    country: pick(4, COUNTRY),
    stage: pick(5, STAGE),
    tags: [...new Set([pick(6, TAG), pick(7, TAG)])],
    created: 1_600_000_000_000 + mix(at ^ 3) * 20,
    updated: 1_700_000_000_000 + mix(at ^ 7) * 10,
    notes: "asked for a demo call again in spring, prefers email, signed nda, budget approved",
  };
}
