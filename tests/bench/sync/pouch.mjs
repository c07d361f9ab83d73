// PouchDB in a page of its own: the same documents from and to the same servers, with its `idb`
// adapter and the batches that it is fastest with.

import { readFile } from "node:fs/promises";
import { createServer } from "node:http";
import { createRequire } from "node:module";
import { join } from "node:path";

/** So many documents at a time: more and fewer are slower. */
const BATCH = 1000;

/** PouchDB and what it stands on, as one script: its package is made for bundlers. */
async function script() {
  const modules = process.env.SATCHEL_BENCH_MODULES;
  const require = createRequire(join(modules, "none.js"));
  const read = (path) => readFile(require.resolve(path), "utf8");
  const texts = {
    "spark-md5": await read("spark-md5"),
    vuvuzela: await read("vuvuzela"),
    uuid: await readFile(join(modules, "uuid/dist/umd/uuid.min.js"), "utf8"),
    events: await readFile(join(modules, "events/events.js"), "utf8"),
    "pouchdb-browser": await readFile(join(modules, "pouchdb-browser/lib/index.js"), "utf8"),
  };
  const wrapped = Object.entries(texts).map(([name, text]) => `${JSON.stringify(name)}(module, exports, require) {\n${text}\n}`);
  return `const texts = {\n${wrapped.join(",\n")}\n};
const loaded = {};
const load = (name) => {
  if (!loaded[name]) {
    loaded[name] = { exports: {} };
    texts[name].call(loaded[name].exports, loaded[name], loaded[name].exports, load);
  }
  return loaded[name].exports;
};
const pouch = load("pouchdb-browser");
window.PouchDB = pouch.default ?? pouch;`;
}

/** Serves the page. */
export async function serve() {
  const code = await script();
  const server = createServer((request, response) => {
    const isScript = request.url === "/pouch.js";
    response.setHeader("content-type", isScript ? "text/javascript" : "text/html");
    response.end(isScript ? code : "<!doctype html><title>PouchDB</title><script src=pouch.js></script>");
  });
  await new Promise((done) => server.listen(0, "127.0.0.1", done));
  const stop = () => {
    server.closeAllConnections();
    server.close();
  };
  return { url: `http://127.0.0.1:${server.address().port}`, stop };
}

/** Replicates a database into the page and from there to another; how long each took in milliseconds. */
export async function measure(page, url, from, to) {
  await page.goto(url);
  return page.evaluate(async ({ from, to, batch_size }) => {
    const remote = ({ address, user, secret }) =>
      new PouchDB(address, { auth: { username: user, password: secret }, skip_setup: true });
    const local = new PouchDB("bench", { adapter: "idb" });
    const timed = async (way, other) => {
      const begun = performance.now();
      const { ok, docs_written } = await local.replicate[way](remote(other), { batch_size });
      return { ok, count: docs_written, took: performance.now() - begun };
    };
    const pull = await timed("from", from);
    const push = await timed("to", to);
    await local.destroy();
    return { pull, push };
  }, { from, to, batch_size: BATCH });
}
