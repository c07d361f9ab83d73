
// --- Satchel's own start, joined to the page's glue by `cargo xtask` ---------------------------
// One file, so that one `integrity` attribute covers all of the page's script in every browser.
// It starts the program only from bytes whose hash it knows, offers the worker under the same
// rule, carries requests of the service worker to the program, and says what went wrong.
{
  const WASM = "%WASM%";
  const WASM_INTEGRITY = "%WASM_INTEGRITY%";
  const WORKER = "%WORKER%";
  const WORKER_INTEGRITY = "%WORKER_INTEGRITY%";
  const SYNC = "%SYNC%";
  const SYNC_INTEGRITY = "%SYNC_INTEGRITY%";
  const assets = new URL("./", import.meta.url).href;
  const base = document.querySelector('meta[name="satchel-base"]').content;

  // What the program's answer to a REST request goes through. Requests that come before the
  // program is ready wait here; `answer` lets them in.
  let admit;
  const handler = new Promise((resolve) => { admit = resolve; });
  const ask = async (request) => (await handler)(request);

  // Resolves when the program has put its first screen there. The service worker's list comes after
  // it, so that nobody waits for what only the next start needs.
  let seen;
  const shown = new Promise((resolve) => { seen = resolve; });
  const SHOWN_WAIT_MS = 10_000;

  const fetchApi = async (path, init) => {
    const request = new Request(new URL(path, new URL(base, location.href)), init);
    const bare = request.method === "GET" || request.method === "HEAD";
    const address = new URL(request.url);
    if (address.origin !== location.origin) {
      throw new TypeError(`satchel.fetch asks this page, not ${address.origin}`);
    }
    const under = address.pathname.startsWith(base)
      ? "/" + address.pathname.slice(base.length)
      : address.pathname;
    const reply = await ask({
      method: request.method,
      path: under + address.search,
      headers: Object.fromEntries(request.headers),
      body: bare ? null : await request.arrayBuffer(),
    });
    const empty = request.method === "HEAD" || reply.status === 204 || reply.status === 304;
    return new Response(empty ? null : reply.body, { status: reply.status, headers: reply.headers });
  };

  // The worker's script is fetched under its hash and run from those very bytes. A worker made
  // this way also inherits the page's policy, which one made from an address does not where the
  // host sends no headers.
  const startWorker = async () => {
    const response = await fetch(assets + WORKER, { integrity: WORKER_INTEGRITY });
    if (!response.ok) throw new Error(`worker: ${response.status}`);
    const head = `const ASSETS = ${JSON.stringify(assets)};\n`;
    const blob = new Blob([head, await response.arrayBuffer()], { type: "text/javascript" });
    const address = URL.createObjectURL(blob);
    const worker = new Worker(address, { type: "module", name: "satchel" });
    try {
      await new Promise((resolve, reject) => {
        worker.onmessage = ({ data }) => {
          if (data?.type === "started") resolve();
          else if (data?.type === "failed") reject(new Error(data.reason));
        };
        worker.onerror = (event) => reject(new Error(event.message || "the worker did not start"));
      });
    } catch (error) {
      worker.terminate();
      throw error;
    } finally {
      worker.onmessage = null;
      worker.onerror = null;
      URL.revokeObjectURL(address);
    }
    return worker;
  };

  // The relay of sync must be made from its address: only so has it a policy of its own, under which it
  // may reach a server that the page may not. What it is made from was checked just before, and
  // does not change under its name.
  const startSyncWorker = async () => {
    const response = await fetch(assets + SYNC, { integrity: SYNC_INTEGRITY });
    if (!response.ok) throw new Error(`sync worker: ${response.status}`);
    await response.arrayBuffer();
    return new Worker(assets + SYNC, { name: "satchel-sync" });
  };

  const explain = (cause, error) => {
    const shell = document.getElementById("shell");
    console.error("Satchel did not start:", cause, error);
    if (!shell) return seen();
    shell.hidden = false;
    for (const text of shell.querySelectorAll("[data-cause]")) {
      text.hidden = text.dataset.cause !== cause;
    }
    const detail = document.getElementById("shell-detail");
    detail.textContent = String(error);
    detail.hidden = !error;
    shell.dataset.failed = cause;
    seen();
  };

  globalThis.satchelBoot = Object.freeze({
    base,
    script: import.meta.url,
    startWorker,
    startSyncWorker,
    answer: (program) => admit(program),
    shown: () => seen(),
    fail: (reason) => explain("damaged", reason),
  });
  globalThis.satchel = { fetch: fetchApi };

  const carry = async ({ data, ports: [port] }) => {
    if (!port) return;
    if (data?.type === "script?") {
      port.postMessage(import.meta.url);
    } else if (data?.type === "address?") {
      port.postMessage(location.href);
    } else if (data?.type === "api") {
      const { method, path, headers, body } = data;
      const reply = await ask({ method, path, headers, body });
      port.postMessage(reply, reply.body instanceof ArrayBuffer ? [reply.body] : []);
    }
  };

  const start = async () => {
    if (typeof WebAssembly !== "object") return explain("no-wasm", "");
    let response;
    try {
      response = await fetch(assets + WASM, { integrity: WASM_INTEGRITY });
      if (!response.ok) throw new Error(`${response.status} ${WASM}`);
    } catch (error) {
      return explain("damaged", error);
    }
    try {
      await __wbg_init({ module_or_path: response });
    } catch (error) {
      // A policy without 'wasm-unsafe-eval' is a CompileError here and an EvalError there.
      const blocked = error instanceof EvalError
        || (error instanceof WebAssembly.CompileError && /policy|unsafe-eval/i.test(String(error)));
      const torn = !blocked && error instanceof WebAssembly.CompileError;
      return explain(blocked ? "blocked" : torn ? "damaged" : "stopped", error);
    }
    // The program takes it away where it shows something, or says that it cannot.
    const shell = document.getElementById("shell");
    if (shell && !shell.dataset.failed) shell.hidden = true;
  };

  const container = navigator.serviceWorker;
  if (container) {
    container.addEventListener("message", carry);
    container.startMessages();
  }
  start();
  const late = new Promise((resolve) => { setTimeout(resolve, SHOWN_WAIT_MS); });
  Promise.race([shown, late]).then(async () => {
    if (!container) return;
    try {
      const registration = await container.register(base + "sw.js", {
        scope: base,
        updateViaCache: "none",
      });
      registration.active?.postMessage({ type: "loaded" });
      const { active } = await container.ready;
      if (!container.controller) active.postMessage({ type: "answer" });
    } catch (error) {
      // Without it there is no offline start and no /api; the program says so where it matters.
      console.warn("Satchel works without its service worker:", error);
    }
  });
}
