// Takes the pictures of docs/screens: each screen of the list below at its sizes, from the sample
// data, always at the same moment and with the same chance, so that a picture changes only where
// the screen did. `cargo xtask screens` serves the site and calls this.
import { mkdtemp, mkdir, readdir, rm, stat, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { chromium } from "playwright-core";
import { small } from "./png.mjs";

const { SATCHEL_URL: url, SATCHEL_SCREENS: out, SATCHEL_CHROMIUM, SATCHEL_SCREENS_ONLY: only } = process.env;
const MOMENT = new Date("2026-11-18T09:41:00Z");

const LOOKS = {
  desktop: { suffix: "", viewport: { width: 1440, height: 900 } },
  phone: { suffix: "-phone", viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true },
  dark: { suffix: "-dark", viewport: { width: 1440, height: 900 }, colorScheme: "dark" },
  zh: { suffix: "-zh", viewport: { width: 1440, height: 900 }, locale: "zh-CN" },
};
const ALL = Object.keys(LOOKS);

// A file as another CRM exports it: most of it new, some of it there already, some of it wrong.
const FILE = {
  name: "contacts-export.csv",
  mimeType: "text/csv",
  buffer: Buffer.from([
    "First Name,Last Name,Email,Phone Number,Company Name,Job Title,Lifecycle Stage,City,Contact owner,Favourite roast",
    ...["Ingrid,Solberg", "Dario,Conti", "Rasmus,Holm", "Tomasz,Zieliński", "Samuel,Adeyemi", "Eleni,Papadaki", "Andrei,Bakke",
      "Wang,Xue", "Chloé,Lefèvre", "Priya,Nair", "Jonas,Weber", "Marta,Silva", "Noor,Haddad", "Oisín,Byrne", "Yuki,Tanaka"]
      .flatMap((name, at) => [1, 2].map((round) => {
        const email = at === 4 ? "samuel at example" : `${name.split(",")[0].toLowerCase()}.${round}@export.example`;
        const stage = ["lead", "customer", "opportunity", "evangelist"][(at + round) % 4];
        return `${name},${email},+49 30 55${at}0${round}17,Café ${String.fromCharCode(65 + at)} GmbH,Buyer,${stage},Berlin,Maya Lindqvist,${["dark", "light", ""][at % 3]}`;
      })),
  ].join("\r\n")),
};

const press = (key) => ({ page }) => page.keyboard.press(key);
const type = (text) => ({ page }) => page.keyboard.type(text);
const click = (name) => ({ page }) => page.getByRole("button", { name }).first().click();
const follow = (within) => ({ page }) => page.locator(within).first().click();
const choose = (name) => ({ page }) => page.getByRole("radio", { name }).check({ force: true });
const see = (at) => ({ page }) => page.locator(at).first().waitFor();
const give = (file) => async ({ page }) => {
  await page.locator("input[type=file]").first().setInputFiles(file);
  await page.getByText(file.name).first().waitFor();
};
const MATCH = [give(FILE), click("Match columns")];
const CHECK = [...MATCH, click("Check all rows"), see("text=What would change")];
const CUSTOMER = see("[role=gridcell] a");

// name, where it is, what else it takes: the looks (all four by default), a size of its own, steps.
const SCREENS = [
  { name: "first-run", path: "new", sample: false },
  { name: "customers", path: "customers", steps: [CUSTOMER] },
  { name: "customers-wide", path: "customers", looks: ["desktop"], size: { width: 1920, height: 1000 }, steps: [CUSTOMER, press("j"), press("j")] },
  { name: "customer", path: "customers", size: { height: 1336 }, steps: [follow("[role=gridcell] a"), see(".record, .customer, #page-title, h1")] },
  { name: "deals-board", path: "deals", steps: [see("article")] },
  { name: "deals", path: "deals", looks: ["desktop"], steps: [choose("Table"), see("[role=gridcell]")] },
  { name: "deal", path: "deals", size: { height: 1100 }, steps: [see("article"), ({ page }) => page.locator("article").first().focus(), press("Enter"), see("[aria-current=step]")] },
  { name: "products", path: "products", looks: ["desktop"] },
  { name: "import-file", path: "import", looks: ["desktop", "dark"], steps: [give(FILE)] },
  { name: "import-mapping", path: "import", looks: ["desktop"], steps: MATCH },
  { name: "import-dry-run", path: "import", looks: ["desktop", "dark"], steps: CHECK },
  { name: "import-done", path: "import", looks: ["desktop"], steps: [...CHECK, click(/^Import \d/), see("text=/imported$/")] },
  { name: "palette", path: "customers", looks: ["desktop", "dark"], steps: [CUSTOMER, press("Control+k"), see("dialog[open] input"), type("bella")] },
  { name: "settings-data", path: "settings/data", looks: ["desktop", "phone"] },
  { name: "trash", path: "trash", looks: ["desktop"] },
  { name: "components", path: "components", looks: ["desktop", "dark"] },
];

async function shoot(name, { viewport, suffix, ...look }, screens) {
  const profile = await mkdtemp(join(tmpdir(), "satchel-screens-"));
  const context = await chromium.launchPersistentContext(profile, {
    executablePath: SATCHEL_CHROMIUM ?? "/usr/bin/chromium",
    args: ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
      "--disable-sync", "--hide-scrollbars", "--font-render-hinting=none", "--force-color-profile=srgb",
      "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1"],
    viewport,
    locale: "en-GB",
    timezoneId: "UTC",
    reducedMotion: "reduce",
    ...look,
  });
  context.setDefaultTimeout(20_000);
  const failures = [];
  try {
    await context.clock.setFixedTime(MOMENT);
    await context.addInitScript(() => {
      // Ids, and with them the tones of avatars, come from here.
      let state = 20261118;
      crypto.getRandomValues = (array) => {
        const bytes = new Uint8Array(array.buffer, array.byteOffset, array.byteLength);
        for (let at = 0; at < bytes.length; at += 1) {
          state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
          bytes[at] = state >>> 24;
        }
        return array;
      };
    });
    const page = context.pages()[0] ?? (await context.newPage());
    const ready = async () => {
      await page.locator("h1:not(#shell *)").first().waitFor();
    };
    await page.goto(url);
    await ready();
    await page.getByRole("button", { name: /^(Try sample data|试用示例数据)/ }).click();
    await page.waitForURL(/\/w\/[^/]+\//);
    await ready();
    const home = page.url().replace(/(\/w\/[^/]+\/).*$/, "$1");
    for (const screen of screens) {
      try {
        await page.setViewportSize({ ...viewport, ...(name === "phone" ? {} : screen.size) });
        await page.goto(screen.sample === false ? url + screen.path : home + screen.path);
        await ready();
        const { pathname } = new URL(page.url());
        if (!pathname.endsWith(`/${screen.path}`)) throw new Error(`there is no such screen: it leads to ${pathname}`);
        for (const step of screen.steps ?? []) await step({ page, home, url });
        await page.evaluate(() => document.fonts.ready);
        // The pointer and the caret are no part of the picture.
        await page.mouse.move(0, 0);
        await page.waitForTimeout(400);
        const picture = small(await page.screenshot({ caret: "hide", animations: "disabled" }));
        await writeFile(join(out, `${screen.name}${suffix}.png`), picture);
        console.log(`${screen.name}${suffix}.png ${Math.round(picture.length / 1000)} kB`);
      } catch (error) {
        failures.push(`${screen.name}${suffix}: ${String(error).split("\n")[0]}`);
      }
    }
  } finally {
    await context.close();
    await rm(profile, { recursive: true, force: true, maxRetries: 5 });
  }
  return failures;
}

await mkdir(out, { recursive: true });
const failures = [];
for (const name of ALL) {
  const screens = SCREENS.filter((screen) => (screen.looks ?? ALL).includes(name) && (!only || screen.name === only));
  if (screens.length > 0) failures.push(...await shoot(name, LOOKS[name], screens));
}
let bytes = 0;
for (const file of await readdir(out)) bytes += (await stat(join(out, file))).size;
console.log(`${out}: ${(bytes / 1e6).toFixed(1)} MB`);
for (const failure of failures) console.error(`not taken: ${failure}`);
process.exit(failures.length > 0 ? 1 : 0);
