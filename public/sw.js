// Satchel's service worker: the shell for when the network is off, and the door through which
// pages of this origin reach the REST surface of an open tab. It holds no records, takes over
// from an older one only when the page says so, and never answers a script with a page.
"use strict";

// Filled by the build: what the shell is made of, each with its hash; the page's script first.
const SHELL = [];
const BUILD = "none";

const SCOPE = new URL(self.registration.scope);
const PREFIX = `satchel ${SCOPE.pathname} `;
const CACHE = PREFIX + BUILD;
const INDEX = "index.html";
const FILES = new Map(SHELL.map((file) => [file.path, file]));

const API_WAIT_MS = 30_000;
const API_LONG_WAIT_MS = 300_000;
const ASK_WAIT_MS = 1_000;
const LOOK_MS = 1_000;

// The part of an address under our scope, or null where it is not ours.
function below(url) {
  if (url.origin !== SCOPE.origin || !url.pathname.startsWith(SCOPE.pathname)) return null;
  return url.pathname.slice(SCOPE.pathname.length);
}

const isApi = (path) => path === "api" || path.startsWith("api/");
const namesFile = (path) => path.slice(path.lastIndexOf("/") + 1).includes(".");
const isHtml = (response) => (response.headers.get("Content-Type") ?? "").includes("text/html");

// --- The shell ---------------------------------------------------------------------------------

// One file of this build from the network, and nothing that merely stands at its address: a host's
// error page, a file cut short or one of another build fails its hash.
async function fetchFile(file) {
  const url = new URL(file.path, SCOPE);
  const { integrity } = file;
  // What the page has just fetched under a hashed name need not come twice, unless it is wrong.
  const response = file.path.startsWith("assets/")
    ? await fetch(url, { integrity }).catch(() => fetch(url, { integrity, cache: "reload" }))
    : await fetch(url, integrity ? { integrity, cache: "no-cache" } : { cache: "no-cache" });
  if (!response.ok || response.redirected) throw new Error(`${response.status} ${file.path}`);
  if (isHtml(response) !== file.path.endsWith(".html")) throw new Error(`not a file: ${file.path}`);
  // The page carries no hash, since some hosts touch it; it must name this build's script.
  if (file.path === INDEX && !(await response.clone().text()).includes(SHELL[0].path)) {
    throw new Error("the page of another build");
  }
  return response;
}

async function install() {
  const cache = await caches.open(CACHE);
  try {
    await Promise.all(SHELL.map(async (file) => {
      await cache.put(new URL(file.path, SCOPE), await fetchFile(file));
    }));
  } catch (error) {
    // All or nothing: half a shell would start offline and break later.
    await caches.delete(CACHE);
    throw error;
  }
}

// A file of this build: from its cache, else from the network and back into the cache, since
// browsers may empty it.
async function shellFile(file) {
  const cache = await caches.open(CACHE);
  const url = new URL(file.path, SCOPE);
  const kept = await cache.match(url);
  if (kept) return kept;
  const response = await fetchFile(file);
  await cache.put(url, response.clone());
  return response;
}

async function page(request) {
  try {
    return await shellFile(FILES.get(INDEX));
  } catch {
    return fetch(request);
  }
}

// A tab that has not reloaded since an update may still ask for its own build's files.
async function asset(request) {
  for (const name of await caches.keys()) {
    if (!name.startsWith(PREFIX)) continue;
    const kept = await (await caches.open(name)).match(request.url);
    if (kept) return kept;
  }
  return fetch(request);
}

// --- Which builds are still in use -------------------------------------------------------------

const windows = () => self.clients.matchAll({ type: "window", includeUncontrolled: true });

function isApp(client) {
  if (client?.type !== "window") return false;
  const path = below(new URL(client.url));
  return path !== null && !isApi(path) && (path === INDEX || !namesFile(path));
}

function send(client, message, transfer, wait_ms) {
  return new Promise((resolve, reject) => {
    const { port1, port2 } = new MessageChannel();
    const end = () => {
      clearTimeout(timer);
      clearInterval(look);
      port1.close();
    };
    const fail = (why) => {
      end();
      reject(new Error(why));
    };
    const timer = setTimeout(() => fail(`did not answer within ${wait_ms / 1000} seconds`), wait_ms);
    // No browser tells by itself that whoever holds the other port is gone.
    const look = setInterval(async () => {
      if (!(await self.clients.get(client.id))) fail("was closed before it answered");
    }, LOOK_MS);
    port1.onmessage = ({ data }) => {
      end();
      resolve(data);
    };
    client.postMessage(message, [port2, ...transfer]);
  });
}

// Deletes the shells of other builds, but none that an open tab may still need: a tab that does
// not answer keeps them all.
async function sweep() {
  const other = () => self.registration.installing || self.registration.waiting;
  if (other()) return;
  const old = (await caches.keys()).filter((name) => name.startsWith(PREFIX) && name !== CACHE);
  if (old.length === 0) return;
  const tabs = (await windows()).filter(isApp);
  let scripts;
  try {
    scripts = await Promise.all(tabs.map((tab) => send(tab, { type: "script?" }, [], ASK_WAIT_MS)));
  } catch {
    return;
  }
  for (const name of old) {
    const cache = await caches.open(name);
    const found = await Promise.all(scripts.map((script) => cache.match(script)));
    // A build that began to install meanwhile is no old one.
    if (!found.some(Boolean) && !other()) await caches.delete(name);
  }
}

// --- REST --------------------------------------------------------------------------------------

function refuse(status, error, reason, headers = {}) {
  return new Response(JSON.stringify({ error, reason, problems: [] }), {
    status,
    headers: { "Content-Type": "application/json", "Cache-Control": "no-store", ...headers },
  });
}

// The workspace that an address of the app is about; undefined where it names none.
const slugOf = (url) => /^w\/([^/?#]+)/.exec(below(new URL(url)) ?? "")?.[1];

// The tab that answers: one of the workspace that is named, else the tab that asks where it has
// one, else any that has one.
async function answering(event) {
  const tabs = (await windows()).filter((one) => isApp(one) && one.id !== event.resultingClientId);
  const named = new URL(event.request.url).searchParams.get("workspace");
  const choose = (slugs) => {
    const open = tabs.filter((tab, at) => slugs[at] !== undefined);
    const own = open.find((tab) => tab.id === event.clientId);
    if (named === null) return own ?? open[0];
    const shows = (tab) => slugs[tabs.indexOf(tab)] === encodeURIComponent(named);
    return own && shows(own) ? own : open.find(shows);
  };
  const found = choose(tabs.map((tab) => slugOf(tab.url)));
  if (found) return found;
  // The browser knows a tab by the address it began at; since then it may have come to another.
  const asked = tabs.map((tab) => send(tab, { type: "address?" }, [], ASK_WAIT_MS).then(slugOf));
  const slugs = await Promise.all(asked.map((one) => one.catch(() => undefined)));
  return choose(slugs) ?? tabs.find((tab) => tab.id === event.clientId) ?? tabs[0];
}

async function api(event, path) {
  const { request } = event;
  const bare = request.method === "GET" || request.method === "HEAD";
  // A form on a foreign page can navigate here with a POST, but it cannot read or fetch.
  if (request.mode === "navigate" && !bare) {
    const reason = "An address that a page is opened at answers to GET only.";
    return refuse(405, "method_not_allowed", reason, { Allow: "GET, HEAD" });
  }
  const tab = await answering(event);
  if (!tab) {
    const reason = "No tab has Satchel open; open it in a tab of this browser, then ask again.";
    return refuse(503, "no_workspace", reason);
  }
  const body = bare ? null : await request.arrayBuffer();
  const wait_ms = /^api\/(import|restore)$/.test(path) ? API_LONG_WAIT_MS : API_WAIT_MS;
  try {
    const reply = await send(tab, {
      type: "api",
      method: request.method,
      path: `/${path}${new URL(request.url).search}`,
      headers: Object.fromEntries(request.headers),
      body,
    }, body ? [body] : [], wait_ms);
    const empty = request.method === "HEAD" || reply.status === 204 || reply.status === 304;
    return new Response(empty ? null : reply.body, { status: reply.status, headers: reply.headers });
  } catch (error) {
    // Whether it was done nobody knows: a write with an id or a `rev` can be sent again.
    return refuse(504, "timeout", `The tab that was asked ${error.message}.`);
  }
}

// --- Events ------------------------------------------------------------------------------------

self.addEventListener("install", (event) => event.waitUntil(install()));

self.addEventListener("activate", (event) => event.waitUntil(sweep()));

self.addEventListener("message", (event) => {
  if (event.data?.type === "activate") event.waitUntil(self.skipWaiting());
  // A tab that nothing answers for yet asks for it: claiming it while becoming active, as the browser is
  // still busy, left some tabs out.
  else if (event.data?.type === "answer") event.waitUntil(self.clients.claim());
  else if (event.data?.type === "loaded") event.waitUntil(sweep());
});

self.addEventListener("fetch", (event) => {
  const { request } = event;
  const path = below(new URL(request.url));
  if (path === null) return;
  if (isApi(path)) {
    event.respondWith(api(event, path));
  } else if (request.method !== "GET") {
    return;
  } else if (FILES.has(path)) {
    event.respondWith(shellFile(FILES.get(path)).catch(() => fetch(request)));
  } else if (path.startsWith("assets/")) {
    event.respondWith(asset(request));
  } else if (request.mode === "navigate" && !namesFile(path)) {
    event.respondWith(page(request));
  }
});
