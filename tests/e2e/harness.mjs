// What every end-to-end spec stands on: a server for the built site, a browser with a fresh
// profile, and the rule that nothing may reach the console as an error. Specs describe behaviour,
// page objects in pages/ know the screens; neither knows how a browser is started.
//
//   test("a customer is still there after a reload", async ({ page, site }) => { … });
//   test("the same under a base path", { site: "base" }, async ({ page, site }) => { … });
//
// `cargo xtask test --only e2e` sets the environment; run alone, `node --test` uses target/site.
import { after, test as nodeTest } from "node:test";
import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { createHash } from "node:crypto";
import { statfsSync } from "node:fs";
import { cp, mkdtemp, readFile, readdir, rm, writeFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { createInterface } from "node:readline";
import { chromium } from "playwright-core";

const ROOT = resolve(import.meta.dirname, "../..");
const ENV = {
  xtask: process.env.SATCHEL_XTASK ?? join(ROOT, "target/debug/xtask"),
  chromium: process.env.SATCHEL_CHROMIUM ?? "/usr/bin/chromium",
  site: process.env.SATCHEL_SITE ?? join(ROOT, "target/site"),
  siteBase: process.env.SATCHEL_SITE_BASE ?? join(ROOT, "target/site-base"),
  base: process.env.SATCHEL_BASE ?? "/teams/crm/",
};

/** The folders of the two built sites, for specs that change a copy. */
export const folders = { root: ENV.site, base: ENV.siteBase };

/** The path that the second site is hosted under. */
export const BASE = ENV.base;

/** Where profiles are: in memory where there is enough of it, since each test fills and removes one. */
const PROFILES = (() => {
  const [memory, enough] = ["/dev/shm", 4 * 2 ** 30];
  try {
    const { bavail, bsize } = statfsSync(memory);
    return bavail * bsize >= enough ? memory : tmpdir();
  } catch {
    return tmpdir();
  }
})();

/** The sizes that specs use: a desk and a phone. */
export const DESKTOP = { width: 1440, height: 900 };
export const PHONE = { width: 390, height: 844 };

// Root, no screen, and no network but this machine.
const FLAGS = [
  "--no-sandbox",
  "--disable-gpu",
  // Without it one more process would draw, which every test would start.
  "--in-process-gpu",
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
  "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1, EXCLUDE localhost",
];

const closers = [];
after(async () => {
  for (const close of closers.reverse()) await close();
});

/** Has something ended when the file's tests are done. */
export function atEnd(close) {
  closers.push(close);
}

/** Serves a folder; stopped when the file's tests are done, or by `stop()` before. */
export async function serve({ dist = ENV.site, base = "/", headers = true, port = 0 } = {}) {
  const words = ["serve", "--dist", dist, "--base", base, "--port", String(port)];
  if (!headers) words.push("--no-headers");
  const child = spawn(ENV.xtask, words, { stdio: ["ignore", "pipe", "inherit"] });
  const gone = new Promise((done) => child.once("exit", done));
  const url = await new Promise((found, failed) => {
    createInterface({ input: child.stdout }).on("line", (line) => {
      const address = /^Satchel is at (\S+)$/.exec(line)?.[1];
      if (address) found(address);
    });
    gone.then((code) => failed(new Error(`the server stopped (${code})`)));
  });
  const stop = async () => {
    child.kill();
    await gone;
  };
  closers.push(stop);
  return { url, port: Number(new URL(url).port), stop };
}

const servers = new Map();
function shared(which) {
  if (!servers.has(which)) {
    servers.set(which, which === "base"
      ? serve({ dist: ENV.siteBase, base: ENV.base })
      : serve());
  }
  return servers.get(which);
}

/** A copy of a built site, to damage or to change. Removed when the file's tests are done. */
export async function copySite(from = ENV.site) {
  const folder = await mkdtemp(join(tmpdir(), "satchel-site-"));
  closers.push(() => rm(folder, { recursive: true, force: true }));
  await cp(from, folder, { recursive: true });
  const names = await readdir(join(folder, "assets"));
  return {
    folder,
    /** The path of the asset of that name and kind, whatever its hash. */
    asset(name, kind) {
      const found = names.find((one) => one.startsWith(`${name}-`) && one.endsWith(`.${kind}`));
      assert.ok(found, `the site has no ${name}.${kind}`);
      return `assets/${found}`;
    },
    /** Replaces a file by what `change` makes of its text, and drops its compressed twins. */
    async edit(path, change) {
      const file = join(folder, path);
      await writeFile(file, change(await readFile(file, "utf8")));
      await this.plain(path);
    },
    /** Flips one bit in the middle of a file. */
    async damage(path) {
      const file = join(folder, path);
      const bytes = await readFile(file);
      bytes[bytes.length >> 1] ^= 1;
      await writeFile(file, bytes);
      await this.plain(path);
    },
    async remove(path) {
      await rm(join(folder, path));
      await this.plain(path);
    },
    /** Puts the next build in this one's place: another script, the page that names it, and the list. Gives
        the scripts before and after. */
    async next() {
      const script = this.asset("satchel", "js");
      const next = script.replace(/-[0-9a-f]+\.js$/, "-00000000.js");
      const held = await readFile(join(folder, script));
      const text = `${held}\n// next\n`;
      await writeFile(join(folder, next), text);
      const hash = (bytes) => `sha256-${createHash("sha256").update(bytes).digest("base64")}`;
      const rename = (page) => page.replaceAll(script, next).replaceAll(hash(held), hash(text));
      for (const name of ["index.html", "404.html"]) await this.edit(name, rename);
      await this.edit("sw.js", (worker) => rename(worker).replace(/BUILD = "\w+"/, 'BUILD = "next"'));
      await this.remove(script);
      return { script, next };
    },
    async plain(path) {
      for (const kind of ["br", "gz"]) await rm(join(folder, `${path}.${kind}`), { force: true });
    },
  };
}

/** A browser with a profile of its own, which can be closed and opened again. */
export async function openBrowser(options = {}) {
  const profile = await mkdtemp(join(PROFILES, "satchel-e2e-"));
  const { allowErrors = false, viewport = DESKTOP, ...rest } = options;
  const problems = [];
  const browser = {
    context: null,
    problems,
    /** Closes and opens the browser on the same profile, as a person does overnight. */
    async restart() {
      await browser.context?.close();
      browser.context = await chromium.launchPersistentContext(profile, {
        executablePath: ENV.chromium,
        args: FLAGS,
        viewport,
        locale: "en-GB",
        reducedMotion: "reduce",
        ...rest,
      });
      browser.context.setDefaultTimeout(15_000);
      watch(browser.context, problems);
      return browser.context;
    },
    async close() {
      await browser.context?.close();
      await rm(profile, { recursive: true, force: true, maxRetries: 5 });
      if (!allowErrors) assert.deepEqual(problems, [], "the console has errors");
    },
  };
  await browser.restart();
  return browser;
}

function watch(context, problems) {
  const look = (page) => {
    page.on("console", (message) => {
      if (message.type() === "error") problems.push(`${message.text()} (${message.location().url})`);
    });
    page.on("pageerror", (error) => problems.push(String(error)));
    page.on("crash", () => problems.push("the page crashed"));
  };
  for (const page of context.pages()) look(page);
  context.on("page", look);
  context.on("weberror", (event) => problems.push(String(event.error())));
}

/**
 * A test with a served site and a browser of its own. Options: `site` ("root" or "base"),
 * `allowErrors`, and whatever a Playwright context takes (viewport, locale, colorScheme, …).
 */
export function test(name, options, body) {
  if (typeof options === "function") return test(name, {}, options);
  const { site: which = "root", timeout = 120_000, ...rest } = options;
  return nodeTest(name, { timeout }, async ({ signal }) => {
    const site = await shared(which);
    const browser = await openBrowser(rest);
    // What a test that ran out of time still waits for would keep its file from ending.
    signal.addEventListener("abort", () => browser.context.close());
    try {
      const page = browser.context.pages()[0] ?? (await browser.context.newPage());
      await body({ page, browser, context: browser.context, site, problems: browser.problems });
    } catch (error) {
      // What the console said is most often why.
      if (browser.problems.length) error.message += `\nconsole: ${browser.problems.join("\n")}`;
      browser.problems.length = 0;
      throw error;
    } finally {
      await browser.close();
    }
  });
}

const AXE = createRequire(import.meta.url).resolve("axe-core/axe.min.js");
let axeSource;

/** WCAG 2.2 A and AA, and what is best practice. */
const RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"];
/** What can be otherwise in the other colours of the same page. */
const OF_COLOURS = ["color-contrast", "link-in-text-block"];

/** Fails with a readable list where axe finds a violation of WCAG 2.2 A or AA or a best practice; in all of
    the page, or within what a selector finds. The page is looked at in its colours, and then in the others:
    light and dark are one page with two sets of them. */
export async function expectAccessible(page, what = "the page", within = null) {
  axeSource ??= await readFile(AXE, "utf8");
  // Run as the automation's own code: the page's policy keeps scripts out, as it should.
  await page.evaluate(axeSource);
  const look = (runOnly) => page.evaluate(async ({ selector, runOnly }) => {
    // What passed is not listed element by element: nobody reads it.
    const { violations } = await globalThis.axe.run(selector ?? document, { runOnly, resultTypes: ["violations"] });
    return violations.map(({ id, help, nodes }) =>
      `${id}: ${help}\n${nodes.slice(0, 5).map((node) => `    ${node.target.join(" ")}`).join("\n")}`);
  }, { selector: within, runOnly });
  const found = await look(RULES);
  const [own, other] = await page.evaluate(() => matchMedia("(prefers-color-scheme: dark)").matches)
    ? ["dark", "light"] : ["light", "dark"];
  await page.emulateMedia({ colorScheme: other });
  const inOther = await look(OF_COLOURS);
  await page.emulateMedia({ colorScheme: own });
  found.push(...inOther.map((line) => `${other}: ${line}`));
  assert.equal(found.length, 0, `${what}: ${found.length} violations\n${found.join("\n")}`);
}

/** Waits until a condition holds, without sleeping longer than it must. */
export async function until(what, condition, wait_ms = 15_000) {
  const end = Date.now() + wait_ms;
  for (;;) {
    const value = await condition();
    if (value) return value;
    assert.ok(Date.now() < end, `did not happen in ${wait_ms} ms: ${what}`);
    await new Promise((done) => setTimeout(done, 25));
  }
}

export { assert };
