// A CouchDB in memory (tests/couch) on loopback, for specs in which browsers talk to a database. It ends
// with the specs, and by itself after ten minutes.
import { spawn } from "node:child_process";
import { join, resolve } from "node:path";
import { createInterface } from "node:readline";
import { atEnd } from "../harness.mjs";

const ROOT = resolve(import.meta.dirname, "../../..");
const PROGRAM = process.env.SATCHEL_COUCH ?? join(ROOT, "target/debug/couch");

/** Who may do everything there. */
export const ADMIN = { user: "ann", secret: "hush & \"quiet\" 静" };

/** Starts a server that lets in pages of an origin. */
export async function couch(origin, { flavour = "couch" } = {}) {
  const words = ["--flavour", flavour, "--user", `${ADMIN.user}:${ADMIN.secret}`];
  if (origin) words.push("--origin", origin, "--expose", "retry-after");
  const child = spawn(PROGRAM, words, { stdio: ["pipe", "pipe", "inherit"] });
  const gone = new Promise((done) => child.once("exit", done));
  atEnd(async () => {
    child.stdin.end();
    await gone;
  });
  const found = {};
  await new Promise((done, failed) => {
    gone.then((code) => failed(new Error(`the server stopped (${code})`)));
    createInterface({ input: child.stdout }).on("line", (line) => {
      const [, what, address] = /^(listening|control) on (\S+)$/.exec(line) ?? [];
      if (what) found[what] = address;
      if (found.control && found.listening) done();
    });
  });
  const authorization = `Basic ${Buffer.from(`${ADMIN.user}:${ADMIN.secret}`).toString("base64")}`;
  const control = async (method, path, body) => {
    const answer = await fetch(`${found.control}/${path}`, { method, body: body && JSON.stringify(body) });
    if (!answer.ok) throw new Error(`${method} ${path}: ${answer.status} ${await answer.text()}`);
    return answer.headers.get("content-type")?.includes("json") ? answer.json() : undefined;
  };
  return {
    url: found.listening,
    control,
    /** Plants a fault: `{ kind: "503", count: null }` until `heal()`. */
    fault: (fault) => control("POST", "fault", fault),
    heal: () => control("DELETE", "fault"),
    /** The requests that came. */
    log: () => control("GET", "log"),
    /** Asks the database as another program does. */
    async ask(method, path, body) {
      const headers = { authorization, "content-type": "application/json" };
      const answer = await fetch(`${found.listening}/${path}`, { method, headers, body: body && JSON.stringify(body) });
      return { status: answer.status, json: await answer.json() };
    },
  };
}
