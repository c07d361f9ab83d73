// Drives a plain Firefox over WebDriver BiDi, which it speaks itself: no driver program, no
// patched build. Only what the smoke test needs; everything else runs in Chromium.
import { spawn } from "node:child_process";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import WebSocket from "ws";

// Nothing but this machine, and no first-run pages.
const PREFERENCES = {
  "app.update.auto": false,
  "browser.shell.checkDefaultBrowser": false,
  "browser.startup.page": 0,
  "datareporting.policy.dataSubmissionEnabled": false,
  "dom.serviceWorkers.testing.enabled": true,
  "network.proxy.type": 1,
  "network.proxy.http": "127.0.0.1",
  "network.proxy.http_port": 9,
  "network.proxy.ssl": "127.0.0.1",
  "network.proxy.ssl_port": 9,
  "network.proxy.allow_hijacking_localhost": false,
};

/** Starts Firefox; `profile` keeps what it stores from one start to the next. */
export async function openFirefox(binary, profile) {
  await writeFile(join(profile, "user.js"), Object.entries(PREFERENCES)
    .map(([name, value]) => `user_pref(${JSON.stringify(name)}, ${JSON.stringify(value)});`).join("\n"));
  const child = spawn(binary, ["--headless", "--no-remote", "--profile", profile, "--remote-debugging-port", "0"], {
    stdio: ["ignore", "ignore", "pipe"],
    env: { ...process.env, HOME: profile, MOZ_DISABLE_CONTENT_SANDBOX: "1" },
  });
  const gone = new Promise((done) => child.once("exit", done));
  const address = await new Promise((found, failed) => {
    createInterface({ input: child.stderr }).on("line", (line) => {
      const url = /WebDriver BiDi listening on (ws:\S+)/.exec(line)?.[1];
      if (url) found(url);
    });
    gone.then((code) => failed(new Error(`Firefox stopped (${code})`)));
  });
  const socket = new WebSocket(`${address}/session`);
  await new Promise((done, failed) => {
    socket.once("open", done);
    socket.once("error", failed);
  });
  const waiting = new Map();
  let last = 0;
  socket.on("message", (text) => {
    const { id, type, result, error, message } = JSON.parse(text);
    const settle = waiting.get(id);
    waiting.delete(id);
    if (type === "error") settle?.reject(new Error(`${error}: ${message}`));
    else settle?.resolve(result);
  });
  const send = (method, params) => new Promise((resolve, reject) => {
    const id = ++last;
    waiting.set(id, { resolve, reject });
    socket.send(JSON.stringify({ id, method, params }));
  });
  await send("session.new", { capabilities: {} });
  const { contexts: [{ context }] } = await send("browsingContext.getTree", {});

  const evaluate = async (expression) => {
    const { type, result, exceptionDetails } = await send("script.evaluate", {
      expression: `(async () => JSON.stringify((await (${expression})) ?? null))()`,
      target: { context },
      awaitPromise: true,
    });
    if (type === "exception") throw new Error(exceptionDetails.text);
    return JSON.parse(result.value);
  };
  const locate = async (selector) => {
    const { nodes: [node] } = await send("browsingContext.locateNodes", {
      context,
      locator: { type: "css", value: selector },
      maxNodeCount: 1,
    });
    if (!node) throw new Error(`there is no ${selector}`);
    return { type: "element", element: { sharedId: node.sharedId } };
  };
  const perform = (type, id, actions) =>
    send("input.performActions", { context, actions: [{ type, id, actions }] });
  return {
    goto: (url) => send("browsingContext.navigate", { context, url, wait: "complete" }),
    reload: () => send("browsingContext.reload", { context, wait: "complete" }),
    evaluate,
    async click(selector) {
      const origin = await locate(selector);
      await perform("pointer", "mouse", [
        { type: "pointerMove", x: 0, y: 0, origin },
        { type: "pointerDown", button: 0 },
        { type: "pointerUp", button: 0 },
      ]);
    },
    type: (text) => perform("key", "keys",
      [...text].flatMap((value) => [{ type: "keyDown", value }, { type: "keyUp", value }])),
    async close() {
      await send("browser.close", {}).catch(() => child.kill());
      socket.close();
      await gone;
    },
  };
}

/** A fresh folder for what a browser stores. */
export async function freshProfile() {
  const folder = await mkdtemp(join(tmpdir(), "satchel-smoke-"));
  return { folder, remove: () => rm(folder, { recursive: true, force: true, maxRetries: 5 }) };
}
