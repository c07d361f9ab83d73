// The same requests with nothing behind them: what the server and the way to it take. Nothing is
// stored, merged or shown.

import { document } from "./documents.js";

/** A database by its address and what signs in there. */
export function database(address, authorization) {
  const ask = async (method, path, body) => {
    const headers = { authorization, accept: "application/json", "content-type": "application/json" };
    const answer = await fetch(`${address}/${path}`, { method, headers, body: body && JSON.stringify(body) });
    if (!answer.ok) throw new Error(`${method} ${path}: ${answer.status} ${await answer.text()}`);
    return answer.json();
  };
  return { address, authorization, ask };
}

/** Makes a database of its own. */
export async function make(server, name) {
  const made = database(`${server.url}/${name}`, server.authorization);
  await made.ask("PUT", "");
  return made;
}

/** Sends so many documents in parts; how long that took, without the making of them. */
export async function push({ ask }, count, part) {
  let took = 0;
  for (let from = 0; from < count; from += part) {
    const docs = Array.from({ length: Math.min(part, count - from) }, (_, at) => document(from + at));
    const begun = performance.now();
    const rows = await ask("POST", "_bulk_docs", { docs });
    took += performance.now() - begun;
    const failed = rows.filter((row) => row.error);
    if (failed.length) throw new Error(`not taken: ${JSON.stringify(failed[0])}`);
  }
  return took;
}

/** Reads the feed and what is behind it in parts; how long that took, and how many there were. */
export async function pull({ ask }, part) {
  const begun = performance.now();
  let since = "0";
  let count = 0;
  for (;;) {
    const where = `style=all_docs&limit=${part}&seq_interval=${part}&since=${encodeURIComponent(since)}`;
    const { results, last_seq } = await ask("GET", `_changes?${where}`);
    if (results.length) {
      const docs = results.flatMap(({ id, changes }) => changes.map(({ rev }) => ({ id, rev })));
      const { results: found } = await ask("POST", "_bulk_get?latest=true", { docs });
      count += found.length;
    }
    since = String(last_seq);
    if (results.length < part) return { took: performance.now() - begun, count };
  }
}
