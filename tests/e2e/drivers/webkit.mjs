// Drives WebKitGTK's own small browser by its WebDriver, under a display of its own. Only what the
// smoke test needs. A session stores nothing that outlives it, so restarts are not tested here.
import { spawn } from "node:child_process";
import { createServer } from "node:net";

const ELEMENT = "element-6066-11e4-a52e-4f735466cecf";

async function freePort() {
  return new Promise((done) => {
    const server = createServer().listen(0, "127.0.0.1", () => {
      const { port } = server.address();
      server.close(() => done(port));
    });
  });
}

/** Starts WebKit with its driver and its display. */
export async function openWebKit({ driver, browser, display, home }) {
  const screen = spawn(display, ["-displayfd", "3", "-screen", "0", "1440x900x24", "-nolisten", "tcp"], {
    stdio: ["ignore", "ignore", "ignore", "pipe"],
  });
  const number = await new Promise((found, failed) => {
    screen.stdio[3].once("data", (text) => found(String(text).trim()));
    screen.once("exit", (code) => failed(new Error(`the display stopped (${code})`)));
  });
  const port = await freePort();
  const child = spawn(driver, [`--port=${port}`], {
    stdio: "ignore",
    env: {
      ...process.env,
      DISPLAY: `:${number}`,
      HOME: home,
      XDG_RUNTIME_DIR: home,
      WEBKIT_DISABLE_SANDBOX_THIS_IS_DANGEROUS: "1",
    },
  });
  const send = async (method, path, body) => {
    const answer = await fetch(`http://127.0.0.1:${port}${path}`, {
      method,
      ...(method === "POST" ? { body: JSON.stringify(body ?? {}) } : {}),
    });
    const { value } = await answer.json();
    if (!answer.ok) throw new Error(`${value.error}: ${value.message}`);
    return value;
  };
  const stop = () => {
    child.kill();
    screen.kill();
  };
  try {
    for (let left = 100; ; left -= 1) {
      if (await send("GET", "/status").catch(() => null)) break;
      if (left === 0) throw new Error("WebKit's driver does not answer");
      await new Promise((done) => setTimeout(done, 50));
    }
    const { sessionId } = await send("POST", "/session", {
      capabilities: {
        alwaysMatch: { "webkitgtk:browserOptions": { binary: browser, args: ["--automation"] } },
      },
    });
    const session = `/session/${sessionId}`;
    await send("POST", `${session}/timeouts`, { script: 60_000, pageLoad: 60_000 });
    return {
      goto: (url) => send("POST", `${session}/url`, { url }),
      reload: () => send("POST", `${session}/refresh`),
      async evaluate(expression) {
        const { value, error } = await send("POST", `${session}/execute/async`, {
          script: `const done = arguments[0];
            (async () => (${expression}))().then((value) => done({ value }), (error) => done({ error: String(error) }));`,
          args: [],
        });
        if (error) throw new Error(error);
        return value;
      },
      async click(selector) {
        const found = await send("POST", `${session}/element`, { using: "css selector", value: selector });
        await send("POST", `${session}/element/${found[ELEMENT]}/click`);
      },
      async type(text) {
        await send("POST", `${session}/actions`, {
          actions: [{
            type: "key",
            id: "keys",
            actions: [...text].flatMap((value) => [{ type: "keyDown", value }, { type: "keyUp", value }]),
          }],
        });
      },
      async close() {
        await send("DELETE", session).catch(() => {});
        stop();
      },
    };
  } catch (error) {
    stop();
    throw error;
  }
}
