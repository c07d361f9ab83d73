// Opens index.html in Chromium, has it score customers (scoring.js), and prints what that took, for
// `cargo xtask bench` to put beside the other programs.

import { launch, serve } from "./trace.mjs";

const [folder, count, times] = [process.argv[2], Number(process.argv[3]), Number(process.argv[4])];
const server = await serve(folder, "--no-headers");
const browser = await launch();
try {
  const page = await browser.newPage();
  page.on("pageerror", (error) => console.error(String(error)));
  page.on("console", (message) => message.type() === "error" && console.error(message.text()));
  page.setDefaultTimeout(900_000);
  await page.goto(server.url);
  await page.waitForFunction("globalThis.ready === true");
  const lines = await page.evaluate(([count, times]) => globalThis.score(count, times), [count, times]);
  console.log(lines.join("\n"));
} finally {
  await browser.close();
  server.stop();
}
