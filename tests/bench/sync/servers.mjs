// The two servers that are measured against: the CouchDB in memory of tests/couch, built for release,
// and a pouchdb-server in memory. Both listen on this machine only and end with the measurement.

import { spawn } from "node:child_process";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { freePort, pouchServer, start } from "../../e2e/couch/peers.mjs";

/** Who may do everything there. */
export const ADMIN = { user: "ann", secret: "hush" };
const authorization = `Basic ${Buffer.from(`${ADMIN.user}:${ADMIN.secret}`).toString("base64")}`;

/** Ours, which lets in pages of some origins. */
async function couch(origins) {
  const words = ["--user", `${ADMIN.user}:${ADMIN.secret}`, "--seconds", "7200"];
  for (const origin of origins) words.push("--origin", origin);
  const child = spawn(process.env.SATCHEL_COUCH, words, { stdio: ["pipe", "pipe", "inherit"] });
  const gone = new Promise((done) => child.once("exit", done));
  const url = await new Promise((found, failed) => {
    gone.then((code) => failed(new Error(`the server stopped (${code})`)));
    createInterface({ input: child.stdout }).on("line", (line) => {
      const address = /^listening on (\S+)$/.exec(line)?.[1];
      if (address) found(address);
    });
  });
  const stop = async () => {
    child.stdin.end();
    await gone;
  };
  return { name: "couch", url, authorization, stop };
}

/** Theirs, which lets in all pages. */
async function pouch() {
  const folder = await mkdtemp(join(tmpdir(), "satchel-bench-pouch-"));
  const port = await freePort();
  const url = `http://127.0.0.1:${port}`;
  const config = join(folder, "config.json");
  await writeFile(config, JSON.stringify({ admins: { [ADMIN.user]: ADMIN.secret } }));
  const words = [await pouchServer(), "--in-memory", "--host", "127.0.0.1", "--port", `${port}`];
  const own = ["--no-stdout-logs", "--config", config];
  const program = ["--max-old-space-size=6000", ...words, ...own];
  const { stop } = await start(process.execPath, program, url, { cwd: folder });
  const ended = async () => {
    await stop();
    await rm(folder, { recursive: true, force: true, maxRetries: 5 });
  };
  return { name: "pouchdb-server", url, authorization, stop: ended };
}

/** The servers by their names. */
export const SERVERS = { couch, "pouchdb-server": pouch };
