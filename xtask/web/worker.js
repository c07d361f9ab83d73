
// --- Satchel's own start, joined to the worker's glue by `cargo xtask` -------------------------
// The page has checked this file's hash and put `ASSETS` in front of it. It starts the worker's
// program only from bytes whose hash it knows, and tells the page when messages can be sent.
{
  const WASM = "%WASM%";
  const WASM_INTEGRITY = "%WASM_INTEGRITY%";
  try {
    const response = await fetch(ASSETS + WASM, { integrity: WASM_INTEGRITY });
    if (!response.ok) throw new Error(`${response.status} ${WASM}`);
    await __wbg_init({ module_or_path: response });
    postMessage({ type: "started" });
  } catch (error) {
    postMessage({ type: "failed", reason: String(error) });
  }
}
