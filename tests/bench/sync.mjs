// Sync beside PouchDB and beside the wire alone, in one run: so many documents pulled by a device that
// joins and pushed to an empty database, from and to each server. `cargo xtask bench sync` starts it.

import { launch, serve } from "./trace.mjs";
import { ADMIN, SERVERS } from "./sync/servers.mjs";
import * as pouch from "./sync/pouch.mjs";
import * as product from "./sync/product.mjs";
import { database, make, pull, push } from "./sync/wire.js";

const [site, counts, names] = [process.argv[2], process.argv[3].split(",").map(Number), process.argv[4].split(",")];
const without = new Set((process.env.SATCHEL_BENCH_WITHOUT ?? "").split(","));
/** The part that the wire alone is fastest with. */
const PART = 1000;
const PATIENCE_MS = 900_000;

/** Documents in a second. */
const speed = (count, { took }) => count / (took / 1000);

async function measured(server, count, pages, sites) {
  const [from, to] = [`bench${count}`, `bench${count}-product`];
  const browser = await launch();
  try {
    await product.found(browser, sites.url, server, from);
    const filled = database(`${server.url}/${from}`, server.authorization);
    const wire = { push: { took: await push(filled, count, PART) } };
    const read = await pull(filled, PART);
    wire.pull = { took: read.took * (count / read.count) };
    const own = await product.measure(browser, sites.url, server, { from, to, patience_ms: PATIENCE_MS });
    console.error(JSON.stringify({ server: server.name, count, wire, own }));
    const { doc_count } = await database(`${server.url}/${to}`, server.authorization).ask("GET", "");
    if (doc_count < count) throw new Error(`only ${doc_count} of ${count} documents were pushed`);
    let beside = null;
    if (!without.has("pouchdb")) {
      await make(server, `bench${count}-pouchdb`);
      const at = (name) => ({ address: `${server.url}/${name}`, ...ADMIN });
      const context = await browser.newContext();
      try {
        beside = await pouch.measure(await context.newPage(), pages.url, at(from), at(`bench${count}-pouchdb`));
      } finally {
        await context.close();
      }
    }
    return { wire, own, beside };
  } finally {
    await browser.close();
  }
}

const yes = (is) => (is ? "yes" : "no");
const rows = [];
const sites = await serve(site);
const pages = without.has("pouchdb") ? { stop() {} } : await pouch.serve();
try {
  for (const name of names) {
    for (const count of counts) {
      const origins = [sites.url, pages.url].filter(Boolean).map((url) => new URL(url).origin);
      const server = { ...(await SERVERS[name](origins)), admin: ADMIN };
      try {
        const { wire, own, beside } = await measured(server, count, pages, sites);
        for (const way of ["pull", "push"]) {
          const [satchel, alone] = [speed(count, own[way]), speed(count, wire[way])];
          const theirs = beside && speed(count, beside[way]);
          const ratio = (other) => (other ? (satchel / other).toFixed(2) : "");
          const figures = [alone, theirs, satchel].map((each) => (each ? each.toFixed(0) : "not run"));
          const met = satchel >= 0.7 * alone && (!theirs || satchel >= 1.5 * theirs);
          rows.push([name, count, way, ...figures, ratio(alone), ratio(theirs), yes(met),
            own[way].over50, own[way].longest.toFixed(0), own[way].requests,
            way === "pull" ? own.pull.usable.toFixed(0) : "", way === "pull" ? own.nothing.length : ""]);
        }
      } finally {
        await server.stop();
      }
    }
  }
} finally {
  pages.stop();
  sites.stop();
}
const heads = ["server", "documents", "way", "wire alone, docs/s", "PouchDB, docs/s", "Satchel, docs/s", "/ wire", "/ PouchDB",
  ">= 0.7 and 1.5", "tasks over 50 ms", "longest, ms", "requests", "first 1,000, ms", "requests without news"];
console.log(`\nOne run each (n = 1).\n\n| ${heads.join(" | ")} |\n|${heads.map((_, at) => (at < 3 ? "---|" : "---:|")).join("")}`);
for (const row of rows) console.log(`| ${row.join(" | ")} |`);
