// The engine behind the interface of the storage benchmark: what it asks is asked of the program of
// tests/bench/program.rs. Rows go in as texts of a page each and come out as JSON, one crossing each.

import start from "./engine.js";

const exports = await start();
const engine = globalThis.satchelBench;
const PAGE = 2048;
const encoder = new TextEncoder();

async function take(kind, rows, cells) {
  let writing;
  for (let at = 0; at < rows.length; at += PAGE) {
    const page = rows.slice(at, at + PAGE).map((row) => cells(row).join("\x1f"));
    // A page is made while the one before it is written, as the other stores do.
    const next = engine.stage(kind, encoder.encode(page.join("\x1e")));
    // The first makes what the others go into.
    await (writing ?? next);
    writing = next;
  }
  await writing;
  await engine.publish();
}

const customer = (row) => [
  row.id, row.name, row.company, row.email, row.phone, row.country, row.stage,
  row.tags.join(","), row.created, row.updated, row.notes,
];
const deal = (row) => [row.id, row.customerId, row.title, row.amount, row.stage];
const rows = async (text) => JSON.parse(await text);

export default {
  label: "Satchel",
  open: () => engine.open("bench"),
  importC: (given) => take("customer", given, customer),
  importD: (given) => take("deal", given, deal),
  // What the page does when it is idle; then an edit, so that the next start finds one.
  async afterImport() {
    await engine.boot();
    const [first] = await rows(engine.first());
    await engine.update(first.id, `${first.notes}.`, String(first.updated));
  },
  first50: () => rows(engine.first()),
  // With the order of names, which the page makes before it shows the list.
  async loadAll() {
    const length = await engine.load();
    await engine.order();
    return { length };
  },
  get: (id) => engine.get(id).then((text) => text && JSON.parse(text), () => undefined),
  update: (id, patch) => engine.update(id, patch.notes, String(patch.updated)),
  filter: () => rows(engine.filter("DE", "proposal")),
  search: (term) => rows(engine.search(term)),
  agg: () => rows(engine.sums()),
  // Bytes of the program's memory, which the browser's own figures leave out.
  loadBytes: async () => exports.memory.buffer.byteLength,
};
