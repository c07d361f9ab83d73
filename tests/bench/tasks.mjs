// Opens index.html in Chromium, has it work, and prints how long each step held the page's thread.
// `cargo xtask bench` starts it.

import { begin, launch, report, serve } from "./trace.mjs";

const [folder, count] = [process.argv[2], Number(process.argv[3])];
const server = await serve(folder, "--no-headers");
const browser = await launch();
try {
  const page = await browser.newPage();
  page.on("pageerror", (error) => console.error(String(error)));
  page.on("console", (message) => message.type() === "error" && console.error(message.text()));
  page.setDefaultTimeout(900_000);
  await page.goto(server.url);
  await page.waitForFunction("globalThis.ready === true");
  await begin(browser, page);
  const steps = await page.evaluate((count) => globalThis.measure(count), count);
  for (const step of steps) step.more = [(step.memory / 1e6).toFixed(1)];
  await report(browser, `${count} customers in the engine`, steps, ["wasm MB"]);
} finally {
  await browser.close();
  server.stop();
}
