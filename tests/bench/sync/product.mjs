// Satchel in a browser of its own: joins a database as a device does that comes anew, and then sends
// all of it to another. What was asked of the server, and when, the browser's automation sees; how long
// the page's thread was held, the page says.

import { Settings } from "../../e2e/pages/settings.mjs";
import { Shell } from "../../e2e/pages/shell.mjs";
import { Database } from "../../e2e/pages/sync.mjs";
import { Workspace } from "../../e2e/pages/workspace.mjs";

/** So many records are what somebody begins to work with. */
const FIRST = 1000;

/** Keeps an account of the page's long tasks, and of how many customers it shows first. */
function account(first) {
  const kept = { tasks: [], usable: null };
  Object.defineProperty(globalThis, "__account", { value: kept });
  new PerformanceObserver((list) => {
    for (const { startTime, duration } of list.getEntries()) {
      kept.tasks.push({ at: performance.timeOrigin + startTime, took: duration });
    }
  }).observe({ type: "longtask", buffered: true });
  const look = () => {
    for (const link of document.querySelectorAll("nav a")) {
      const [, count] = /^Customers\D*([\d,]+)$/.exec(link.textContent.trim()) ?? [];
      if (count && Number(count.replaceAll(",", "")) >= first) {
        kept.usable = performance.timeOrigin + performance.now();
        return;
      }
    }
    setTimeout(look, 20);
  };
  document.addEventListener("DOMContentLoaded", look);
}

/** What is asked of a database, and when. */
function asked(context) {
  const requests = [];
  context.on("request", (request) => {
    const [, database, path] = /^http:\/\/127\.0\.0\.1:\d+\/(bench[^/?]*)\/?(.*)$/.exec(request.url()) ?? [];
    if (database) requests.push({ at: Date.now(), database, what: `${request.method()} ${path}` });
  });
  return requests;
}

const isWait = ({ what }) => what.includes("feed=longpoll");

/** The requests to a database from a moment to when it is waited for news. */
async function untilInStep(requests, database, from, patience_ms) {
  const end = Date.now() + patience_ms;
  for (;;) {
    const own = requests.filter((one) => one.database === database && one.at >= from);
    const last = own.findIndex(isWait);
    if (last >= 0) return { asked: own.slice(0, last), at: own[last].at };
    if (Date.now() > end) throw new Error(`not in step with ${database} after ${patience_ms} ms`);
    await new Promise((done) => setTimeout(done, 5));
  }
}

/** What of an account lies between two moments. */
async function tasks(page, from, to) {
  const all = await page.evaluate(() => globalThis.__account.tasks);
  const within = all.filter(({ at, took }) => at + took > from && at < to).map(({ took }) => took);
  return { over50: within.length, longest: Math.max(0, ...within) };
}

/** Makes the database of a workspace that has no records yet. */
export async function found(browser, site, server, database) {
  const context = await browser.newContext({ locale: "en-GB", reducedMotion: "reduce" });
  try {
    const page = await context.newPage();
    const workspace = await new Workspace(page, site).begin();
    await new Settings(workspace).open("sync");
    await connect(page, server, database);
    await page.getByText("What is here and there is the same.").waitFor();
  } finally {
    await context.close();
  }
}

async function connect(page, server, database) {
  await page.getByRole("button", { name: "Connect to a database" }).click();
  await new Database(page).check({ server: server.url, database, ...server.admin });
  const button = page.getByRole("button", { name: "Create the database and connect" });
  await button.waitFor();
  const begun = Date.now();
  await button.click();
  return begun;
}

/** Joins a database and sends what came to an empty one. `trace` is called around each. */
export async function measure(browser, site, server, { from, to, patience_ms }) {
  const context = await browser.newContext({ locale: "en-GB", reducedMotion: "reduce", viewport: { width: 1440, height: 900 } });
  context.setDefaultTimeout(patience_ms);
  try {
    await context.addInitScript(account, FIRST);
    const requests = asked(context);
    const page = await context.newPage();
    page.on("pageerror", (error) => console.error(String(error)));
    const shell = await new Shell(page, site).open("join");
    await new Database(page).check({ server: server.url, database: from, ...server.admin });
    const joining = Date.now();
    await page.getByRole("button", { name: "Join", exact: true }).click();
    await page.waitForURL(/\/w\/[^/]+\/settings\/sync$/);
    await shell.started();
    const opened = Date.now();
    const pulled = await untilInStep(requests, from, joining, patience_ms);
    const first = pulled.asked.find(({ what }) => what.startsWith("GET _changes"));
    await new Promise((done) => setTimeout(done, 500));
    const pull = {
      took: pulled.at - first.at,
      requests: pulled.asked.length,
      usable: (await page.evaluate(() => globalThis.__account.usable)) - first.at,
      opening: opened - joining,
      ...(await tasks(page, first.at, pulled.at)),
    };
    const calm = Date.now();
    await page.getByRole("button", { name: "Sync now" }).click();
    const nothing = await untilInStep(requests, from, calm, patience_ms);
    await new Promise((done) => setTimeout(done, 2000));
    await page.getByRole("button", { name: "Disconnect" }).click();
    await page.getByRole("dialog").getByRole("button", { name: "Disconnect" }).click();
    const begun = await connect(page, server, to);
    const pushed = await untilInStep(requests, to, begun, patience_ms);
    await new Promise((done) => setTimeout(done, 500));
    const push = {
      took: pushed.at - begun,
      requests: pushed.asked.length,
      ...(await tasks(page, begun, pushed.at)),
    };
    return { pull, push, nothing: nothing.asked.map(({ what }) => what.split("?")[0]) };
  } finally {
    await context.close();
  }
}
