// Takes the pictures of docs/screens: each screen of the list below at its sizes, from the sample
// data, always at the same moment and with the same chance, so that a picture changes only where
// the screen did. `cargo xtask screens` serves the site and calls this.
import { mkdtemp, mkdir, readdir, rm, stat, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { chromium } from "playwright-core";
import { small } from "./png.mjs";

const { SATCHEL_URL: url, SATCHEL_SCREENS: out, SATCHEL_CHROMIUM, SATCHEL_SCREENS_ONLY: only, SATCHEL_SCREENS_LOOK: onlyLook } = process.env;
const MOMENT = new Date("2026-11-18T09:41:00Z");

const LOOKS = {
  desktop: { suffix: "", viewport: { width: 1440, height: 900 } },
  phone: { suffix: "-phone", viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true },
  dark: { suffix: "-dark", viewport: { width: 1440, height: 900 }, colorScheme: "dark" },
  zh: { suffix: "-zh", viewport: { width: 1440, height: 900 }, locale: "zh-CN" },
};
const ALL = Object.keys(LOOKS);

// A file as another CRM exports it: most of it new, some of it there already with other values, some
// of it wrong. Who is there already, the workspace says.
async function file(page) {
  const { items } = await page.evaluate(async () => {
    const answer = await window.satchel.fetch("/api/customers?limit=60");
    return answer.json();
  });
  const known = items.filter((one) => one.kind === "person" && one.emails?.length > 0).slice(0, 6);
  const rows = ["First Name,Last Name,Email,Phone Number,Job Title,Lifecycle Stage,City,Favourite roast"];
  known.forEach((one, at) => {
    const title = ["Head of F&B", "Owner", "Bar manager"][at % 3];
    rows.push(`${one.given_name},${one.family_name},${one.emails[0].value},,${title},customer,,${["dark", "light", ""][at % 3]}`);
  });
  const names = ["Ingrid,Solberg", "Dario,Conti", "Rasmus,Holm", "Tomasz,Zieliński", "Samuel,Adeyemi", "Eleni,Papadaki", "Hana,Yoshida",
    "Xue,Wang", "Chloé,Lefèvre", "Priya,Nair", "Jonas,Weber", "Marta,Silva", "Noor,Haddad", "Oisín,Byrne", "Yuki,Tanaka"];
  names.forEach((name, at) => {
    const email = at === 4 ? "samuel at example" : `${name.split(",")[0].toLowerCase()}@export.example`;
    rows.push(`${name},${email},+49 30 55${at + 10}0117,Buyer,${["lead", "customer", "opportunity", "partner"][at % 4]},Berlin,${["dark", "light", ""][at % 3]}`);
  });
  return { name: "contacts-export.csv", mimeType: "text/csv", buffer: Buffer.from(rows.join("\r\n")) };
}

const press = (key) => ({ page }) => page.keyboard.press(key);
const click = (name) => ({ page }) => page.getByRole("button", { name }).first().click();
const see = (at) => ({ page }) => page.locator(at).first().waitFor();
const give = async ({ page }) => {
  const given = await file(page);
  await page.locator("input[type=file]").first().setInputFiles(given);
  await page.locator(".import__table").first().waitFor();
};
/** Selects some rows of the list and moves on, as somebody who works in it; a phone has it behind a button. */
const select = async ({ page, phone }) => {
  if (phone) return;
  await page.getByRole("grid").focus();
  for (const key of "jjjxjxjjxjj") await page.keyboard.press(key);
};
/** Follows a link of a list that is searched for. */
const open = (english, chinese) => async ({ page, chinese: isChinese }) => {
  const name = isChinese ? chinese : english;
  await page.getByRole("searchbox").fill(name.slice(isChinese ? 0 : -10, isChinese ? 2 : undefined));
  await page.getByRole("link", { name, exact: true }).click();
};
/** Opens the first row of a list. */
const first = async ({ page }) => {
  await page.getByRole("grid").press("j");
  await page.keyboard.press("Enter");
};
/** The saved view of who is hot, in the order of the list before. */
const hot = async ({ page }) => {
  const { search } = new URL(page.url());
  await page.getByRole("tab", { name: /^(Hot this week|本周高意向)/ }).click();
  await page.waitForURL(/view=/);
  await page.goto(`${page.url()}&${search.slice(1)}`);
};
const ROWS = see("[role=gridcell] a");
const CARDS = see("article");
/** Opens the deal that most was written about. */
const deal = async ({ page }) => {
  const id = await page.evaluate(async () => {
    const all = async (path) => (await (await window.satchel.fetch(path)).json()).items;
    const said = (await all("/api/activities?limit=500")).map((one) => one.about).filter((about) => about?.startsWith("deal:"));
    const count = (id) => said.filter((about) => about === id).length;
    const shown = [...document.querySelectorAll("[data-card]")].map((card) => card.dataset.card);
    return shown.sort((one, other) => count(other) - count(one))[0];
  });
  await page.locator(`[data-card="${id}"]`).focus();
  await page.keyboard.press("Enter");
};
const MATCH = [give, click(/^(Match columns|匹配列)/), see("h1 ~ * td, tbody td")];
const CHECK = [...MATCH, click(/^(Check all rows|检查所有行)/), see(".import__tile-count")];

/** Conditions that no customer meets. */
const NOBODY = { and: [{ field: "lifecycle", in: ["lead"] }, { field: "name", contains: "Zanzibar" }] };

/** Backs the workspace up, and gives the file to the button that asks for one. */
const backUp = async ({ page, backup }) => {
  const [download] = await Promise.all([page.waitForEvent("download"), click(/^(Back up now|立即备份)$/)({ page })]);
  const stream = await download.createReadStream();
  backup.name = download.suggestedFilename();
  backup.buffer = Buffer.concat(await stream.toArray());
};
const restore = async ({ page, backup }) => {
  const button = page.getByRole("button", { name: /^(Choose file|选择文件)$/ }).first();
  const [chooser] = await Promise.all([page.waitForEvent("filechooser"), button.click()]);
  await chooser.setFiles({ name: backup.name, mimeType: "application/jsonl", buffer: backup.buffer });
  await page.getByRole("button", { name: /^(Restore|恢复) ?\d/ }).waitFor();
};

/** Puts two customers into the trash, which is empty in the sample. */
const throwAway = async ({ page }) => {
  await page.getByRole("grid").focus();
  for (let at = 0; at < 2; at += 1) {
    await page.keyboard.press("ArrowDown");
    await page.keyboard.press("x");
  }
  await page.locator(".bulk-bar").getByRole("button", { name: /^(Move to trash|移入回收站)/ }).click();
};

/** Empties the database behind the program's back, as browsers do. */
const emptied = async ({ page, url }) => {
  const here = page.url();
  await page.goto(`${url}robots.txt`);
  await page.evaluate(async () => {
    for (const { name } of await indexedDB.databases()) {
      await new Promise((done, failed) => {
        const request = indexedDB.deleteDatabase(name);
        request.onsuccess = done;
        request.onerror = failed;
      });
    }
  });
  await page.goto(here);
};

// Name, where it is, what else it takes: a size of its own, steps. The last ones change what is there.
const SCREENS = [
  { name: "first-run", path: "new", sample: false },
  { name: "home", path: "home", steps: [see(".home-strip"), see(".home-risk, .home__nothing"), see(".agenda-row")] },
  { name: "agenda", path: "agenda", steps: [see(".agenda-row"), ({ page, chinese }) => page.locator(".quick__input").fill(chinese ? "周五上午10点给滨海酒店打电话" : "call Bellavista Fri 10:00")] },
  { name: "calendar", path: "agenda?view=month", steps: [see(".calendar__grid [data-day]")] },
  { name: "customers", path: "customers?sort=-last_contact", steps: [ROWS, hot, ROWS, select] },
  { name: "customers-wide", path: "customers", looks: ["desktop"], size: { width: 1920, height: 1000 }, steps: [ROWS, ({ page }) => page.getByRole("grid").focus(), press("j"), press("j")] },
  { name: "customers-filtered-empty", path: `customers?filter=${encodeURIComponent(JSON.stringify(NOBODY))}`, steps: [see(".empty-state")] },
  { name: "customer", path: "customers", size: { height: 1336 }, steps: [ROWS, open("Hotel Bellavista", "滨海酒店"), see(".page-header__title")] },
  { name: "deals-board", path: "deals", steps: [CARDS] },
  { name: "deals-table", path: "deals?layout=table", steps: [ROWS] },
  { name: "deals-forecast", path: "deals?layout=forecast", size: { height: 1000 }, steps: [see(".chart__drawing"), see(".forecast__table")] },
  { name: "deal", path: "deals", size: { height: 1100 }, steps: [CARDS, deal, see("[aria-current=step]")] },
  { name: "tickets", path: "tickets", steps: [ROWS] },
  { name: "tickets-board", path: "tickets?layout=board", looks: ["desktop"], steps: [CARDS] },
  { name: "ticket", path: "tickets", size: { height: 1100 }, steps: [ROWS, first, see(".composer, textarea")] },
  { name: "campaigns", path: "campaigns", looks: ["desktop"], steps: [ROWS] },
  { name: "campaign", path: "campaigns", size: { height: 1336 }, steps: [ROWS, open("Autumn blends", "秋季拼配"), see(".campaign-steps")] },
  { name: "segments", path: "segments", looks: ["desktop"], steps: [ROWS] },
  { name: "segment", path: "segments", size: { height: 1100 }, steps: [ROWS, open("Leads worth a call", "值得联系的线索"), see(".segment-line")] },
  { name: "insights", path: "insights", steps: [see(".heat-grid__mark"), see(".chart__drawing")] },
  { name: "insights-customers", path: "insights/customers", size: { height: 1800 }, steps: [see(".heat-grid__mark"), see(".chart__drawing"), see(".insights__table")] },
  { name: "insights-needs", path: "insights/needs", steps: [see(".chart__drawing")] },
  { name: "insights-sales", path: "insights/sales", size: { height: 1120 }, steps: [see(".bars__row"), see(".chart__drawing"), see(".insights__table")] },
  { name: "settings-service", path: "settings/service", looks: ["desktop"], size: { height: 1100 } },
  { name: "settings-templates", path: "settings/templates", looks: ["desktop"] },
  { name: "settings-about", path: "settings/about", looks: ["desktop"] },
  { name: "products", path: "products", looks: ["desktop"] },
  { name: "import-file", path: "import", steps: [give] },
  { name: "import-mapping", path: "import", steps: MATCH },
  { name: "import-dry-run", path: "import", size: { height: 1100 }, steps: CHECK },
  { name: "palette", path: "customers", steps: [ROWS, press("Control+k"), see("dialog[open] input"), ({ page, chinese }) => page.keyboard.type(chinese ? "杭州" : "bella")] },
  { name: "shortcuts", path: "customers", steps: [ROWS, press("?"), see("dialog[open]")] },
  { name: "settings", path: "settings/general" },
  { name: "settings-fields", path: "settings/fields", looks: ["desktop", "phone"] },
  { name: "settings-pipelines", path: "settings/pipelines", looks: ["desktop", "phone"] },
  { name: "settings-shortcuts", path: "settings/shortcuts", looks: ["desktop", "phone"] },
  { name: "settings-data", path: "settings/data", size: { height: 1100 }, steps: [backUp] },
  { name: "restore", path: "settings/data", steps: [restore] },
  { name: "components", path: "components", size: { height: 1336 } },
  { name: "import-done", path: "import", steps: [...CHECK, click(/^(Import|导入) \d/), see(".import__done")] },
  { name: "trash", path: "customers", steps: [ROWS, throwAway, ({ page, home }) => page.goto(`${home}trash`), see(".trash__line")] },
  { name: "recovery", path: "customers", steps: [ROWS, emptied, see("h1:not(#shell *)")] },
  { name: "customers-empty", path: "new", sample: false, steps: [click(/^(Start empty|从空白开始)/), see(".empty-state")] },
];

/** The reader's face is Inter here, wherever it is installed (Debian: fonts-inter), since the pictures
    are compared with drawings in it. The program itself takes what the system has. */
async function faces(folder) {
  const file = join(folder, "fonts.conf");
  await writeFile(file, `<?xml version="1.0"?><!DOCTYPE fontconfig SYSTEM "fonts.dtd"><fontconfig>
    <include>/etc/fonts/fonts.conf</include>
    ${["system-ui", "sans", "sans-serif"].map((name) => `<match target="pattern">
      <test name="family"><string>${name}</string></test>
      <edit name="family" mode="prepend" binding="strong"><string>Inter</string></edit></match>`).join("")}
  </fontconfig>`);
  return { ...process.env, FONTCONFIG_FILE: file };
}

async function shoot(name, { viewport, suffix, ...look }, screens) {
  const backup = {};
  const chinese = name === "zh";
  const profile = await mkdtemp(join(tmpdir(), "satchel-screens-"));
  const context = await chromium.launchPersistentContext(profile, {
    executablePath: SATCHEL_CHROMIUM ?? "/usr/bin/chromium",
    args: ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
      "--disable-sync", "--hide-scrollbars", "--font-render-hinting=none", "--force-color-profile=srgb",
      "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1"],
    env: await faces(profile),
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
        if (!pathname.endsWith(`/${screen.path.split("?")[0]}`)) throw new Error(`there is no such screen: it leads to ${pathname}`);
        for (const step of screen.steps ?? []) await step({ page, home, url, backup, chinese, phone: name === "phone" });
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
for (const name of ALL.filter((name) => !onlyLook || name === onlyLook)) {
  const screens = SCREENS.filter((screen) => (screen.looks ?? ALL).includes(name) && (!only || only.split(",").includes(screen.name)));
  if (screens.length > 0) failures.push(...await shoot(name, LOOKS[name], screens));
}
let bytes = 0;
for (const file of await readdir(out)) bytes += (await stat(join(out, file))).size;
console.log(`${out}: ${(bytes / 1e6).toFixed(1)} MB`);
for (const failure of failures) console.error(`not taken: ${failure}`);
process.exit(failures.length > 0 ? 1 : 0);
