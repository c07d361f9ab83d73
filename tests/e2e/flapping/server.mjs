// A pouchdb-server on a folder of its own, which can be ended and started again on what it kept, and whose
// one user can be given another password.
import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import { freePort, pouchServer, program, start } from "../couch/peers.mjs";

const USER = "ann";
export const DATABASE = "crm";

/** What is missing here, in a line; nothing where all is there. */
export async function missing() {
  if (!process.env.SATCHEL_POUCHDB_SERVER && !program("npm")) return "skipped: not installed: npm";
  try {
    await pouchServer();
    return null;
  } catch (error) {
    return `skipped: ${String(error.message).split("\n")[0]}`;
  }
}

/** The server that all devices sync with. */
export class PouchServer {
  constructor(folder) {
    this.folder = folder;
    this.user = USER;
    this.secret = null;
    this.running = null;
  }

  get url() {
    return `http://127.0.0.1:${this.port}`;
  }

  async start() {
    this.port ??= await freePort();
    await mkdir(join(this.folder, "data"), { recursive: true });
    const words = [await pouchServer(), "--host", "127.0.0.1", "--port", `${this.port}`, "--dir", "./data"];
    const own = ["--config", join(this.folder, "config.json"), "--no-stdout-logs"];
    this.running = await start(process.execPath, [...words, ...own], this.url, { cwd: this.folder });
    return this;
  }

  /** Ends the process; what it kept stays. */
  async stop(signal = "SIGTERM") {
    const { running } = this;
    this.running = null;
    await running?.stop(signal);
  }

  /** Only who knows the new password is let in from now on. */
  async setSecret(secret) {
    const headers = this.secret === null ? {} : { authorization: this.authorization };
    const answer = await fetch(`${this.url}/_config/admins/${USER}`, {
      method: "PUT", headers: { ...headers, "content-type": "application/json" }, body: JSON.stringify(secret),
    });
    if (!answer.ok) throw new Error(`the password cannot be changed: ${answer.status} ${await answer.text()}`);
    this.secret = secret;
  }

  get authorization() {
    return `Basic ${Buffer.from(`${USER}:${this.secret}`).toString("base64")}`;
  }

  async ask(path) {
    const answer = await fetch(`${this.url}/${DATABASE}${path}`, { headers: { authorization: this.authorization } });
    if (!answer.ok) throw new Error(`${path}: ${answer.status} ${await answer.text()}`);
    return answer.json();
  }

  /** How often the database was written. */
  async sequence() {
    return (await this.ask("")).update_seq;
  }

  /** The documents of records as they are there, without their revisions. */
  async documents() {
    const { rows } = await this.ask("/_all_docs?include_docs=true");
    return rows.map(({ doc: { _rev, ...rest } }) => rest).filter(({ collection }) => collection);
  }

  /** How many documents have more than one live branch. */
  async branched() {
    const { results } = await this.ask("/_changes?style=all_docs");
    return results.filter(({ changes }) => changes.length > 1).length;
  }
}
