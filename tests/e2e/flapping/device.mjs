// One device: a browser on a profile of its own with the workspace in it, which is killed and started again,
// signs in as a person does, and answers what REST and the screens are asked.
import { kill, killNow, open } from "../faults/browser.mjs";
import { start } from "../faults/work.mjs";
import { Database } from "../pages/sync.mjs";
import { Workspace } from "../pages/workspace.mjs";
import { DATABASE } from "./server.mjs";

/** How long a browser that is gone is waited for. */
const GONE_MS = 5000;
/** What takes longer hangs. */
const ASK_MS = 120_000;
const START_MS = 120_000;
/** How long a button is tried to be pressed. */
const PRESS_MS = 2000;
/** Of a hundred edits so many are made up where that is the planted fault. */
const UNWRITTEN_PERCENT = 20;

/** What was asked of a browser that was killed before it answered. */
export const GONE = Symbol("gone");

/** Asks the page, by its own function. */
async function within({ method, path, body, type, log }) {
  const reply = await globalThis.satchel.fetch(path, {
    method,
    headers: { "Content-Type": type },
    body: typeof body === "string" ? body : body && JSON.stringify(body),
  });
  const text = await reply.text();
  const isJson = reply.headers.get("Content-Type") === "application/json";
  const json = isJson && text ? JSON.parse(text) : null;
  const answer = { status: reply.status, change: reply.headers.get("Satchel-Change"), json, text: isJson ? null : text };
  const change = log && json?.[log];
  if (reply.ok && change) {
    const moment = new Date(Number.parseInt(change.slice(0, 12), 16) - 1).toISOString();
    const since = await globalThis.satchel.fetch(`/api/changes?limit=1000&since=${moment}`);
    answer.log = (await since.json()).items.find(({ id }) => id === change) ?? null;
  }
  return answer;
}

export class Device {
  /** `remembers`: whether the password is kept on the device. */
  constructor({ name, profile, site, way, server, remembers, mutant = null, chance }) {
    Object.assign(this, { name, profile, site, way, server, remembers, mutant, chance });
    this.context = null;
    this.page = null;
    this.planted = 0;
    this.problems = [];
    this.signedIn = 0;
  }

  get isThere() {
    return this.page !== null;
  }

  async launch() {
    const context = await open(this.profile);
    // What is asked of it while it is killed is never answered.
    this.gone = new Promise((done) => { this.end = () => done(GONE); });
    context.on("weberror", (event) => this.problems.push(`${this.name}: ${event.error()}`));
    this.context = context;
    return context;
  }

  /** Makes the workspace, and the database with it. */
  async found() {
    const context = await this.launch();
    const page = context.pages()[0] ?? (await context.newPage());
    const workspace = await new Workspace(page, this.site).begin();
    this.slug = /\/w\/([^/]+)\//.exec(page.url())[1];
    await workspace.goTo("settings/sync");
    await page.getByRole("button", { name: "Connect to a database" }).click();
    await this.check(page);
    await page.getByRole("button", { name: "Create the database and connect" }).click();
    await page.getByText("What is here and there is the same.").waitFor();
    this.page = page;
  }

  /** Joins the workspace that is in the database. */
  async join() {
    const context = await this.launch();
    const page = await start(context, this.site, "join");
    await this.check(page);
    await page.getByRole("button", { name: "Join", exact: true }).click();
    await page.waitForURL(/\/w\/[^/]+\/settings\/sync$/);
    this.slug = /\/w\/([^/]+)\//.exec(page.url())[1];
    this.page = page;
    // Who does not want to be remembered signs in at once.
    const same = page.getByText("What is here and there is the same.");
    await this.until("is in step", async () => (await same.count()) > 0);
  }

  async check(page) {
    if (!this.remembers) await page.getByLabel("Remember on this device").uncheck();
    await new Database(page).check({
      server: this.way.url, database: DATABASE, user: this.server.user, secret: this.server.secret,
    });
  }

  /** Starts the browser again on what its profile kept. */
  async reopen() {
    const context = await this.launch();
    this.page = await start(context, this.site, `w/${this.slug}/customers`);
    await this.page.getByRole("heading", { level: 1, name: "Customers", exact: true }).waitFor({ timeout: START_MS });
  }

  /** Ends every process of the browser at once. */
  async kill() {
    const { context } = this;
    Object.assign(this, { context: null, page: null });
    this.end?.();
    await kill(this.profile);
    await Promise.race([context?.close(), new Promise((done) => setTimeout(done, GONE_MS))]).catch(() => {});
  }

  killNow() {
    killNow(this.profile);
  }

  /** Waits for what the page does; what was asked of one that is killed is `GONE`. */
  async settled(doing) {
    const { page, gone } = this;
    let timer;
    const late = new Promise((_, failed) => {
      timer = setTimeout(() => failed(new Error(`${this.name} does not answer`)), ASK_MS);
    });
    const done = doing.catch((error) => {
      if (this.page === page) throw error;
      return GONE;
    });
    return Promise.race([done, gone, late]).finally(() => clearTimeout(timer));
  }

  /** Asks by REST; `log` names the member of the answer that names a change which is to be looked up. */
  ask(method, path, body, log) {
    if (!this.page) return Promise.resolve(GONE);
    const isFaked = this.mutant === "unwritten" && method === "PATCH" && this.chance.below(100) < UNWRITTEN_PERCENT;
    if (isFaked) {
      this.planted += 1;
      const time = Date.now().toString(16).padStart(12, "0");
      return Promise.resolve({ status: 200, change: `${time}ffff-${"f".repeat(16)}`, json: {} });
    }
    const type = typeof body !== "string" ? "application/json" : path.includes("restore") ? "application/jsonl" : "text/csv";
    return this.settled(this.page.evaluate(within, { method, path, body, type, log }));
  }

  /** The records as the device has them, and the hash that the app itself works out. */
  async replica() {
    const backup = await this.ask("GET", "/api/backup");
    const status = await this.ask("GET", "/api/status?hash=true");
    const lines = backup.text.trim().split("\n").map((line) => JSON.parse(line));
    return { documents: lines.filter(({ _id }) => _id), own: status.json.replica_hash };
  }

  /** Does what the line of sync asks for, as a person would: signs in again, or lets what was deleted go. */
  async tend() {
    const { page } = this;
    if (!page) return;
    const again = page.getByRole("button", { name: /Sign in again/ });
    const asks = page.getByRole("button", { name: /Sync has a question/ });
    const found = await this.settled(Promise.all([again.count(), asks.count()]));
    if (found === GONE) return;
    const [isSignedOut, isAsked] = found;
    if (isAsked) await this.settled(this.letGo());
    else if (isSignedOut) await this.settled(this.signIn());
  }

  async letGo() {
    await this.page.getByRole("button", { name: /Sync has a question/ }).click();
    await this.page.getByRole("button", { name: "Delete here too" }).click();
  }

  /** Waits for something, and does meanwhile what sync asks for. */
  async until(what, holds) {
    const end = Date.now() + START_MS;
    while (!(await holds())) {
      if (Date.now() > end) throw new Error(`${this.name} never ${what}: ${await this.page.locator("body").innerText()}`);
      await this.tend();
      await new Promise((done) => setTimeout(done, 100));
    }
  }

  async signIn() {
    const { page } = this;
    await page.getByRole("button", { name: /Sign in again/ }).click();
    const form = new Database(page);
    await form.secret.fill(this.server.secret);
    if (!this.remembers) await page.getByLabel("Remember on this device").uncheck();
    await page.getByRole("button", { name: "Sign in", exact: true }).click();
    await form.secret.waitFor({ state: "detached" });
    this.signedIn += 1;
  }

  /** Asks for a round now, as a person does who does not want to wait. */
  async syncNow() {
    const { page } = this;
    if (!page.url().endsWith("/settings/sync")) {
      await page.goto(`${this.site}w/${this.slug}/settings/sync`);
      await page.getByRole("heading", { level: 1 }).first().waitFor();
    }
    const button = page.getByRole("button", { name: /^(Sync now|Try now)$/ });
    // It may be gone while it is pressed, and another asked for: to sign in, or an answer.
    const press = () => button.click({ timeout: PRESS_MS }).then(() => true, () => false);
    await this.until("can sync", press);
  }

  /** A customer made by the form. */
  async addByForm(name) {
    const { page } = this;
    const workspace = new Workspace(page, this.site);
    if (!page.url().endsWith("/customers")) await workspace.toCustomers();
    await workspace.addCompany(name);
  }
}
