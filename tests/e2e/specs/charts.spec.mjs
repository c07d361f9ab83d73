// The charts where all of them are shown: keys lead from mark to mark, the table holds the same figures,
// files are what they say they are, and nothing is cut off in a narrow window.
import { readFile } from "node:fs/promises";
import { PHONE, assert, expectAccessible, test, until } from "../harness.mjs";
import { WORDS, Workspace } from "../pages/workspace.mjs";

const NARROW = { width: 320, height: 740 };

/** Opens the page of the components. */
async function open(page, site, words = WORDS.en) {
  const workspace = await new Workspace(page, site.url, words).begin();
  await page.goto(page.url().replace(/customers$/, "components"));
  await workspace.shell.started();
  await page.locator(".chart__drawing").first().waitFor();
  return page.getByRole("figure").first();
}

const said = (page) => page.evaluate(() => document.activeElement?.ariaLabel);

/** Lets a chart be taken away as a file, and gives it. */
async function taken(page, figure, kind) {
  await figure.getByRole("button", { name: "Export" }).click();
  const [download] = await Promise.all([
    page.waitForEvent("download"),
    page.getByRole("menuitem", { name: kind }).click(),
  ]);
  return { name: download.suggestedFilename(), bytes: await readFile(await download.path()) };
}

/** What of a chart lies outside of its card. */
const outside = (page) => page.evaluate(() => {
  const lost = [];
  for (const figure of document.querySelectorAll("figure")) {
    const card = figure.getBoundingClientRect();
    for (const one of figure.querySelectorAll("svg text, svg rect, .chart__tip, h2, .bars__row, .factors__row")) {
      const { left, right, width } = one.getBoundingClientRect();
      if (width > 0 && (left < card.left - 1 || right > card.right + 1)) lost.push(one.textContent || one.outerHTML);
    }
  }
  return lost;
});

/** What of a drawing only the page's own styles could show. */
const borrowed = (svg) => svg.match(/var\(|oklch|light-dark|class=|style=|<style|href=|<script/g) ?? [];

test("keys lead from mark to mark, each says its sentence, and Enter follows it", async ({ page, site }) => {
  const figure = await open(page, site);
  const marks = figure.getByRole("group", { name: /^Values/ });
  await figure.getByRole("button", { name: "Export" }).focus();
  await page.keyboard.press("Tab");
  assert.equal(await marks.evaluate((group) => group === document.activeElement), true, "one stop for Tab");
  for (const [key, sentence] of [
    ["ArrowRight", "Nov: Commit €46 k"],
    ["ArrowRight", "Dec: Commit €62 k"],
    ["ArrowUp", "Dec: Best case €56 k"],
    ["ArrowUp", "Dec: Pipeline €40 k"],
    ["ArrowUp", "Dec: weighted €78 k, 8 of 10 outcomes between €50 k and €108 k"],
    ["ArrowUp", "Dec: weighted €78 k, 8 of 10 outcomes between €50 k and €108 k"],
    ["End", "Mar: weighted €17 k, 8 of 10 outcomes between €4 k and €38 k"],
    ["ArrowDown", "Mar: Pipeline €39 k"],
    ["Home", "Nov: Pipeline €10 k"],
    ["ArrowLeft", "Nov: Pipeline €10 k"],
  ]) {
    await page.keyboard.press(key);
    assert.equal(await said(page), sentence, key);
    assert.equal(await figure.locator(".chart__tip").textContent(), sentence, `${key}: what is seen`);
  }
  assert.deepEqual(await outside(page), []);
  await page.keyboard.press("Escape");
  await figure.locator(".chart__tip").waitFor({ state: "detached" });
  assert.equal(await said(page), "Nov: Pipeline €10 k", "Esc leaves the focus where it is");
  await page.keyboard.press("Tab");
  assert.equal(await marks.evaluate((group) => group.contains(document.activeElement)), false, "Tab leads out");
  await page.keyboard.press("Shift+Tab");
  await page.keyboard.press("ArrowRight");
  await page.keyboard.press("Enter");
  await page.waitForURL(/#page-title$/);
});

test("pointing at a mark says its sentence inside the card", async ({ page, site }) => {
  await open(page, site);
  const figure = page.getByRole("figure", { name: "Customer value" });
  for (const edge of ["first", "last"]) {
    const mark = figure.locator("[data-mark]")[edge]();
    await mark.hover();
    const tip = figure.locator(".chart__tip");
    assert.equal(await tip.textContent(), await mark.getAttribute("aria-label"));
    assert.deepEqual(await outside(page), [], edge);
  }
  await page.mouse.move(0, 0);
  await figure.locator(".chart__tip").waitFor({ state: "detached" });
});

test("a grid of heat is a table with one stop for Tab, and arrows go to its neighbours", async ({ page, site }) => {
  await open(page, site);
  const grid = page.getByRole("table", { name: /^Buyers by recency/ });
  assert.equal(await grid.getByRole("columnheader").count(), 6);
  assert.equal(await grid.locator("a[tabindex='0']").count(), 1);
  await grid.locator("a[tabindex='0']").focus();
  for (const [key, sentence] of [
    ["ArrowRight", "Recency 5, frequency 2: 31 buyers"],
    ["ArrowDown", "Recency 4, frequency 2: 47 buyers"],
    ["End", "Recency 4, frequency 5: 98 buyers"],
    ["ArrowUp", "Recency 5, frequency 5: 142 Best buyers"],
    ["ArrowUp", "Recency 5, frequency 5: 142 Best buyers"],
  ]) {
    await page.keyboard.press(key);
    assert.equal(await said(page), sentence, key);
  }
  assert.equal(await grid.locator("a[tabindex='0']").count(), 1);
  const rows = page.getByRole("list", { name: /^How many deals reach/ });
  await rows.getByRole("link", { name: "New" }).focus();
  await page.keyboard.press("ArrowDown");
  assert.equal(await page.evaluate(() => document.activeElement.textContent.trim()), "Qualified");
});

test("the table holds the same figures, and links to what is behind them", async ({ page, site }) => {
  const figure = await open(page, site);
  const behind = await figure.getByRole("table").innerText();
  assert.match(behind, /Dec\s+€62 k\s+€56 k\s+€40 k\s+€78 k\s+50–108/);
  const button = figure.getByRole("button", { name: "Table", pressed: false });
  await button.click();
  const table = figure.getByRole("table");
  assert.equal(await table.count(), 1);
  assert.equal(await figure.locator("svg.chart__drawing").count(), 0);
  assert.equal(await table.getByRole("rowheader").count(), 6);
  assert.equal(await table.getByRole("link").count(), 5);
  const amount = table.getByRole("cell").first();
  assert.equal(await amount.evaluate((cell) => getComputedStyle(cell).textAlign), "end");
  await figure.getByRole("button", { name: "Table", pressed: true }).click();
  await figure.locator("svg.chart__drawing").waitFor();
});

test("a chart is taken away as figures, as a drawing and as a picture", async ({ page, site }) => {
  const figure = await open(page, site);
  const csv = await taken(page, figure, /CSV/);
  assert.match(csv.name, /^forecast-\d{4}-\d\d-\d\d\.csv$/);
  const lines = csv.bytes.toString("utf8").split("\r\n");
  assert.equal(lines[0], "\uFEFFMonth,Commit,Best case,Pipeline,Weighted,80% band");
  assert.equal(lines[2], "Dec,62000,56000,40000,78000,50–108");

  const drawing = await taken(page, figure, /SVG/);
  const svg = drawing.bytes.toString("utf8");
  assert.match(drawing.name, /\.svg$/);
  assert.deepEqual(borrowed(svg), []);
  const parsed = await page.evaluate((text) => {
    const { documentElement: root } = new DOMParser().parseFromString(text, "image/svg+xml");
    const texts = [...root.querySelectorAll("text")].map((one) => one.textContent);
    return { name: root.localName, texts, fills: [...root.querySelectorAll("rect")].map((one) => one.getAttribute("fill")) };
  }, svg);
  assert.equal(parsed.name, "svg");
  for (const words of ["Forecast by close month", "57 deals", "Best case", "€160 k", "Target €60 k a month"]) {
    assert.ok(parsed.texts.includes(words), `${words} in ${parsed.texts}`);
  }
  assert.ok(new Set(parsed.fills).size >= 4, `${parsed.fills}`);
  assert.ok(parsed.fills.every((fill) => /^#[0-9a-f]{6}$/.test(fill)), `${parsed.fills}`);

  const picture = await taken(page, figure, /PNG/);
  assert.match(picture.name, /\.png$/);
  assert.equal(picture.bytes.subarray(0, 8).toString("latin1"), "\x89PNG\r\n\x1a\n");
  const { width } = await figure.boundingBox();
  assert.equal(picture.bytes.readUInt32BE(16), Math.ceil(width) * 2, "twice as fine as the screen");
  // Of one colour it would be some hundred bytes.
  assert.ok(picture.bytes.length > 20_000, `${picture.bytes.length} bytes`);
  await page.getByText(/^Exported to forecast-.*png$/).waitFor();

  // Rows and grids are drawn as well.
  const rows = page.getByRole("figure", { name: "Deals from stage to stage" });
  const other = (await taken(page, rows, /SVG/)).bytes.toString("utf8");
  assert.deepEqual(borrowed(other), []);
  assert.match(other, />Negotiation<.*>121<.*>77% pass</s);
});

test("a drawing that borrows the page's styles is found", () => {
  assert.deepEqual(borrowed('<svg><rect fill="var(--chart-1)" class="x"/></svg>'), ["var(", "class="]);
});

test("where no picture can be made it is said, and nothing is saved", async ({ page, site }) => {
  const figure = await open(page, site);
  await page.evaluate(() => {
    HTMLCanvasElement.prototype.toDataURL = () => { throw new DOMException("no", "SecurityError"); };
  });
  let downloads = 0;
  page.on("download", () => { downloads += 1; });
  await figure.getByRole("button", { name: "Export" }).click();
  await page.getByRole("menuitem", { name: /PNG/ }).click();
  await page.getByText("This browser could not make the picture.").waitFor();
  assert.equal(downloads, 0);
});

for (const [how, options, words] of [
  ["light", { colorScheme: "light" }, WORDS.en],
  ["dark, Chinese", { colorScheme: "dark", locale: "zh-CN" }, WORDS.zh],
  ["in a window 320 wide", { viewport: NARROW, hasTouch: true, isMobile: true }, WORDS.en],
]) {
  test(`charts are accessible and nothing of them is cut off (${how})`, options, async ({ page, site }) => {
    await open(page, site, words);
    await expectAccessible(page, how, "figure");
    assert.deepEqual(await outside(page), []);
    const table = page.getByRole("figure").first().getByRole("button").first();
    await table.click();
    await expectAccessible(page, `${how}, a table`, "figure");
    // Planted: what lies beside its card is found, and so is a mark without a name.
    await page.evaluate(() => {
      const drawing = document.querySelectorAll(".chart__drawing")[1];
      drawing.insertAdjacentHTML("beforeend", '<text x="5000" y="20">lost</text>');
      document.querySelectorAll("a.chart__mark").forEach((mark) => mark.removeAttribute("aria-label"));
    });
    assert.deepEqual(await outside(page), ["lost"]);
    await assert.rejects(expectAccessible(page, how, "figure"), /link-name/);
  });
}

test("a chart follows the width of its card, and its words keep their size", async ({ page, site }) => {
  const figure = await open(page, site);
  const drawing = figure.locator(".chart__drawing");
  const look = () => drawing.evaluate((svg) => ({
    width: svg.getBoundingClientRect().width,
    box: svg.viewBox.baseVal.width,
    size: getComputedStyle(svg.querySelector("text")).fontSize,
  }));
  const wide = await look();
  await page.setViewportSize({ width: 700, height: 900 });
  const narrow = await until("it is drawn anew", async () => {
    const now = await look();
    return now.box < wide.box && now;
  });
  assert.equal(narrow.size, wide.size);
  assert.ok(Math.abs(narrow.box - narrow.width) <= 1, `${narrow.box} in ${narrow.width}`);
  await page.setViewportSize(PHONE);
  await until("it is drawn once more", async () => (await look()).box < narrow.box);
});
