// The peers of integration.spec.mjs: a pouchdb-server in memory, nginx before it with the settings of
// docs/deploy, and a Python that knows `requests`. All listen on this machine only, in a folder that
// goes with them. What is not there is said in one line, and the tests are then skipped.
import { spawn } from "node:child_process";
import { createHash } from "node:crypto";
import { cp, mkdir, mkdtemp, readFile, readdir, rm, writeFile } from "node:fs/promises";
import { existsSync } from "node:fs";
import { createServer } from "node:net";
import { homedir, tmpdir } from "node:os";
import { delimiter, join, resolve } from "node:path";

const HERE = import.meta.dirname;
const ROOT = resolve(HERE, "../../..");
const DEPLOY = join(ROOT, "docs/deploy");

/** The way to a program; none where it is not installed. */
export function program(name) {
  const folders = [...process.env.PATH.split(delimiter), "/usr/sbin", "/usr/local/sbin"];
  return folders.map((folder) => join(folder, name)).find(existsSync);
}

/** Runs a program to its end; it has a minute, or as many seconds as it is given. */
export function run(command, words, { seconds = 60, input = "", ...options } = {}) {
  return new Promise((done) => {
    const child = spawn(command, words, { ...options, timeout: seconds * 1000 });
    let out = "";
    let errors = "";
    child.stdout.on("data", (text) => (out += text));
    child.stderr.on("data", (text) => (errors += text));
    child.on("error", (error) => done({ code: -1, out, errors: String(error) }));
    child.on("close", (code) => done({ code: code ?? -1, out, errors }));
    child.stdin.on("error", () => {});
    child.stdin.end(input);
  });
}

/** A port that nobody has. */
export function freePort() {
  return new Promise((found) => {
    const server = createServer().listen(0, "127.0.0.1", () => {
      const { port } = server.address();
      server.close(() => found(port));
    });
  });
}

/** Starts a program and waits until an address answers what it is asked; `stop()` ends it. */
export async function start(command, words, address, { ask, ...options } = {}) {
  const child = spawn(command, words, { stdio: ["ignore", "pipe", "pipe"], ...options });
  let said = "";
  child.stdout.on("data", (text) => (said += text));
  child.stderr.on("data", (text) => (said += text));
  let isGone = false;
  const gone = new Promise((done) => child.once("close", done)).then(() => (isGone = true));
  child.once("error", (error) => (said += error));
  const stop = async () => {
    child.kill();
    const late = setTimeout(() => child.kill("SIGKILL"), 5_000);
    await gone;
    clearTimeout(late);
  };
  const end = Date.now() + 60_000;
  for (;;) {
    const answer = await fetch(address, ask).catch(() => null);
    if (answer) break;
    if (isGone || Date.now() > end) {
      await stop();
      throw new Error(`${command} does not answer: ${said}`);
    }
    await new Promise((done) => setTimeout(done, 100));
  }
  return { stop };
}

/** The folder of the project's tools. */
const { SATCHEL_CACHE, XDG_CACHE_HOME } = process.env;
const CACHE = SATCHEL_CACHE ?? join(XDG_CACHE_HOME ?? join(homedir(), ".cache"), "satchel");

/** nginx: the machine's, or else the program out of Debian's package, without installing it: that would
    start a server of the machine. None where neither can be had. */
async function nginx() {
  const machine = program("nginx");
  if (machine) return machine;
  const folder = join(CACHE, "nginx");
  const own = join(folder, "usr/sbin/nginx");
  if (!existsSync(own) && program("apt-get") && program("dpkg-deb")) {
    console.log("Fetching nginx (once; some seconds) …");
    await mkdir(folder, { recursive: true });
    const fetched = () => run("apt-get", ["-qq", "download", "nginx"], { cwd: folder });
    if ((await fetched()).code !== 0) {
      // The lists of packages may be missing or old.
      await run("apt-get", ["-qq", "update"], { seconds: 120 });
      await fetched();
    }
    const files = (await readdir(folder)).filter((name) => name.endsWith(".deb"));
    for (const file of files) await run("dpkg-deb", ["-x", file, "."], { cwd: folder });
  }
  return existsSync(own) && (await run(own, ["-v"])).code === 0 ? own : null;
}

/** The program of pouchdb-server: installed once. */
export async function pouchServer() {
  if (process.env.SATCHEL_POUCHDB_SERVER) return process.env.SATCHEL_POUCHDB_SERVER;
  const lock = await readFile(join(HERE, "package-lock.json"));
  const folder = join(CACHE, `couch-${createHash("sha256").update(lock).digest("hex").slice(0, 12)}`);
  if (!existsSync(join(folder, "done"))) {
    console.log("Installing pouchdb-server (once; a minute) …");
    await mkdir(folder, { recursive: true });
    for (const name of ["package.json", "package-lock.json"]) await cp(join(HERE, name), join(folder, name));
    const words = ["ci", "--ignore-scripts", "--no-audit", "--no-fund", "--silent"];
    const { code, errors } = await run("npm", words, { cwd: folder, seconds: 300 });
    if (code !== 0) throw new Error(`pouchdb-server cannot be installed: ${errors.trim()}`);
    await writeFile(join(folder, "done"), "");
  }
  return join(folder, "node_modules/pouchdb-server/bin/pouchdb-server");
}

/** Python with `requests`: the machine's, one of its own, or else a few lines in its place. */
async function python(folder) {
  const machine = program("python3");
  if ((await run(machine, ["-c", "import requests"])).code === 0) {
    return { command: machine, env: {}, has: "the machine's requests" };
  }
  const own = join(folder, "python");
  const made = await run(machine, ["-m", "venv", own]);
  const command = join(own, "bin/python");
  if (made.code === 0 && (await run(command, ["-m", "pip", "install", "-q", "requests"])).code === 0) {
    return { command, env: {}, has: "requests in an environment of its own" };
  }
  return { command: machine, env: { PYTHONPATH: HERE }, has: "urllib in the place of requests" };
}

/** The settings of docs/deploy for this machine: other ports, no TLS, and a folder of its own. */
async function settings(folder, ports) {
  await mkdir(join(folder, "site/assets"), { recursive: true });
  await writeFile(join(folder, "site/index.html"), "<title>Satchel</title>");
  await writeFile(join(folder, "site/assets/sync-worker-00000000.js"), "");
  for (const name of ["satchel-headers.conf", "satchel-couch.conf"]) await cp(join(DEPLOY, name), join(folder, name));
  await writeFile(join(folder, "mime.types"), "types { text/html html; text/javascript js; application/wasm wasm; }");
  const changes = [
    ["listen 443 ssl;", `listen 127.0.0.1:${ports.nginx};`],
    ["127.0.0.1:5984", `127.0.0.1:${ports.couch}`],
    ["/srv/satchel", join(folder, "site")],
  ];
  let site = await readFile(join(DEPLOY, "nginx.conf"), "utf8");
  for (const [from, to] of changes) {
    if (!site.includes(from)) throw new Error(`docs/deploy/nginx.conf has no ${from}`);
    site = site.replaceAll(from, to);
  }
  await writeFile(join(folder, "site.conf"), site);
  const temporary = ["client_body", "proxy", "fastcgi", "uwsgi", "scgi"];
  await writeFile(join(folder, "nginx.conf"), [
    process.getuid?.() === 0 ? "user root;" : "",
    `daemon off; worker_processes 1; pid ${join(folder, "nginx.pid")}; error_log stderr warn;`,
    "events {} http { access_log off;",
    ...temporary.map((kind) => `${kind}_temp_path ${join(folder, kind)};`),
    "include site.conf; }",
  ].join("\n"));
}

/** What is missing here, in a line; nothing where all is there. */
export async function missing() {
  const names = ["python3", "curl", "npm"].filter((name) => !program(name));
  if (!(await nginx())) names.unshift("nginx");
  return names.length ? `skipped: not installed: ${names.join(", ")}` : null;
}

/** Starts all; `stop()` ends them and takes their folder away. */
export async function peers() {
  const folder = await mkdtemp(join(tmpdir(), "satchel-integration-"));
  const stops = [() => rm(folder, { recursive: true, force: true, maxRetries: 5 })];
  const stop = async () => {
    for (const one of stops.splice(0).reverse()) await one();
  };
  try {
    const ports = { couch: await freePort(), nginx: await freePort() };
    const couch = `http://127.0.0.1:${ports.couch}`;
    const words = [await pouchServer(), "--in-memory", "--host", "127.0.0.1", "--port", `${ports.couch}`];
    const own = ["--no-stdout-logs", "--config", join(folder, "config.json")];
    // What it logs and keeps beside goes where it stands.
    const database = await start(process.execPath, [...words, ...own], couch, { cwd: folder });
    stops.push(database.stop);
    await settings(folder, ports);
    const site = `http://127.0.0.1:${ports.nginx}`;
    const proxy = ["-p", folder, "-c", "nginx.conf"];
    stops.push((await start(await nginx(), proxy, site, { cwd: folder })).stop);
    return { folder, couch, site, python: await python(folder), stop, stopCouch: database.stop };
  } catch (error) {
    await stop();
    throw error;
  }
}
