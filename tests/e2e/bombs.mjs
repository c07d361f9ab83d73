// JSON that breaks what reads it without care: too deep, too wide, too long, twice, no text, no number. How it
// comes into the answers of a database, and what it may cost; what must hold is the specs' matter.
import { readFile } from "node:fs/promises";

/** JSON of which something breaks, by what it is: it stands where a document says so. */
export const BOMBS = {
  deep: () => "[".repeat(100_000) + "]".repeat(100_000),
  nested: () => "{\"a\":".repeat(100_000) + "1" + "}".repeat(100_000),
  items: () => `[${"1,".repeat(300_000)}1]`,
  numbers: () => "[1e308,-1e308,1e309,1e999999,0.1e-400,-0,123456789012345678901234567890]",
  number: () => "1e308",
  beyond: () => "1e999999",
  twice: () => "{\"a\":1,\"a\":2,\"__proto__\":{\"polluted\":1},\"__proto__\":3}",
  bytes: () => Buffer.from([0x22, 0xff, 0xfe, 0xc0, 0x80, 0xed, 0xa0, 0x80, 0xf5, 0x22]),
  half: () => "\"\\ud800 and \\udc00\"",
  "half-key": () => "{\"\\ud800\":1}",
  mark: () => Buffer.from("\"\ufeffmark\ufeff\""),
  space: () => `[${" ".repeat(1 << 20)}]`,
  text: () => JSON.stringify("x".repeat(1 << 20)),
};

/** The same, where the whole document is more than is read. */
export const TOO_MUCH = {
  keys: () => `{${Array.from({ length: 1_000_000 }, (_, at) => `"k${at}":1`).join()}}`,
  values: () => `{${Array.from({ length: 100_000 }, (_, at) => `"k${at}":1`).join()}}`,
  long: () => JSON.stringify("x".repeat(10 << 20)),
  huge: () => Buffer.alloc(70 << 20, "x").fill("\"", 0, 1).fill("\"", (70 << 20) - 1),
};
const MADE = new Map();
/** The bytes of one. */
export function bomb(name) {
  if (!MADE.has(name)) MADE.set(name, Buffer.from((BOMBS[name] ?? TOO_MUCH[name])()));
  return MADE.get(name);
}

/** Puts the bombs where the documents of an answer say so. */
export function arm(answer) {
  if (!answer.body.includes("@@") && !answer.body.includes("half-name")) return answer;
  // A name that is half of a pair cannot be put into a document either.
  const text = answer.body.toString("latin1").replaceAll("\"half-name\"", "\"\\ud800\"");
  const parts = text.split(/"@@([a-z-]+)@@"/);
  const body = parts.map((part, at) => at % 2 ? bomb(part) : Buffer.from(part, "latin1"));
  return { ...answer, body: Buffer.concat(body) };
}

/** How much memory the browser's largest page holds, in MB: without what nobody needs any more, which the
    browser gives back when it likes. Memory of programs only grows: what one had at any time is in it. */
export async function memoryHeld(page) {
  const session = await page.context().newCDPSession(page);
  await session.send("HeapProfiler.collectGarbage");
  // Given back a moment later.
  await new Promise((done) => setTimeout(done, 300));
  await session.detach();
  return pagesMemory();
}

/** How much memory the browser's largest page has, in MB. */
export async function pagesMemory() {
  const children = async (pid) => {
    const list = (await readFile(`/proc/${pid}/task/${pid}/children`, "utf8").catch(() => "")).split(" ").filter(Boolean);
    return [...list, ...(await Promise.all(list.map(children))).flat()];
  };
  let most = 0;
  for (const pid of await children(process.pid)) {
    const words = await readFile(`/proc/${pid}/cmdline`, "utf8").catch(() => "");
    if (!words.includes("--type=renderer")) continue;
    const [, kilobytes] = /VmRSS:\s+(\d+)/.exec(await readFile(`/proc/${pid}/status`, "utf8").catch(() => "")) ?? [];
    most = Math.max(most, Number(kilobytes ?? 0) / 1024);
  }
  return Math.round(most);
}
