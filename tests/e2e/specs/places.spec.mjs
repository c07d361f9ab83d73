// Every screen is gone to once in each language, by its address in one and by a link in the other, and there is
// held against all that a screen as a whole can be: in a window 320 pixels wide and with text twice as large as it
// comes nothing has to be scrolled sideways but tables, boards and rows of tabs, and no word is cut off (WCAG 2.2:
// 1.4.4, 1.4.10); at a desk it passes axe in light and dark. What opens on a screen is accessible.spec.mjs's.
import { DESKTOP, assert, expectAccessible, test } from "../harness.mjs";
import { PLACES, goTo } from "../pages/places.mjs";
import { WORDS, Workspace } from "../pages/workspace.mjs";

/** What cannot be read or reached: words that are cut off, and what lies beside the window where nothing scrolls. */
const lost = (page) => page.evaluate(() => {
  const style = (element) => getComputedStyle(element);
  const scrolls = (element, axis) => /auto|scroll/.test(style(element)[`overflow${axis}`]);
  const clips = (element, axis) => /hidden|clip/.test(style(element)[`overflow${axis}`]);
  const wrong = [];
  const words = (node) => node.textContent.trim().replace(/\s+/g, " ").slice(0, 40);
  const root = document.documentElement;
  if (root.scrollWidth > root.clientWidth) wrong.push(`the page is ${root.scrollWidth} wide, in a window of ${root.clientWidth}`);
  const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  for (let node = texts.nextNode(); node; node = texts.nextNode()) {
    const element = node.parentElement;
    if (!words(node) || !element.checkVisibility({ visibilityProperty: true, opacityProperty: true })) continue;
    // What only a screen reader reads, and what is drawn beside the words, is not cut off.
    if (element.closest(".visually-hidden, svg, [aria-hidden=true]")) continue;
    const range = document.createRange();
    range.selectNodeContents(node);
    const text = range.getBoundingClientRect();
    if (text.width === 0) continue;
    const isReached = { X: false, Y: false };
    for (let around = element; around && around !== document.body; around = around.parentElement) {
      const frame = around.getBoundingClientRect();
      // Words for the reader alone are kept in a frame of a pixel.
      if (frame.width <= 1 && frame.height <= 1) break;
      const isShortened = style(around).textOverflow === "ellipsis" || style(around).webkitLineClamp !== "none";
      if (isShortened && frame.width < 24 && text.width > frame.width + 1) wrong.push(`nothing is left of “${words(node)}”`);
      if (isShortened) break;
      if (clips(around, "Y") && !isReached.Y && text.bottom > frame.bottom + 2) wrong.push(`below its frame: “${words(node)}”`);
      if (clips(around, "X") && !isReached.X && text.right > frame.right + 2) wrong.push(`beside its frame: “${words(node)}”`);
      for (const axis of ["X", "Y"]) isReached[axis] ||= scrolls(around, axis);
    }
  }
  for (const element of document.querySelectorAll("a[href], button, input, select, textarea")) {
    if (!element.checkVisibility({ visibilityProperty: true }) || element.closest(".visually-hidden")) continue;
    const frame = element.getBoundingClientRect();
    if (frame.width < 2) continue;
    let around = element.parentElement;
    while (around && !scrolls(around, "X")) around = around.parentElement;
    if (!around && (frame.right > root.clientWidth + 1 || frame.left < -1)) wrong.push(`beside the window: ${element.localName} “${words(element) || element.ariaLabel}”`);
  }
  return [...new Set(wrong)];
});

/** A page that becomes another device without being loaded anew: the styles alone say what a screen looks like
    on it, and they follow. It comes as the narrow one. */
class Device {
  static NARROW = { viewport: { width: 320, height: 640 }, hasTouch: true, isMobile: true };

  constructor(page, session) {
    Object.assign(this, { page, session });
  }

  static async of(page) {
    return new Device(page, await page.context().newCDPSession(page));
  }

  async become({ width, height }, isMobile, text) {
    await this.session.send("Emulation.setDeviceMetricsOverride", { width, height, deviceScaleFactor: 1, mobile: isMobile });
    await this.session.send("Emulation.setTouchEmulationEnabled", { enabled: isMobile, ...(isMobile && { maxTouchPoints: 1 }) });
    const is = await this.page.evaluate((text) => {
      document.documentElement.style.fontSize = text;
      return [innerWidth, matchMedia("(hover: none) and (pointer: coarse)").matches];
    }, text);
    assert.deepEqual(is, [width, isMobile]);
    await this.page.waitForTimeout(150);
  }

  narrow() {
    return this.become(Device.NARROW.viewport, true, "");
  }

  larger() {
    return this.become({ width: 1280, height: 900 }, false, "200%");
  }

  desk() {
    return this.become(DESKTOP, false, "");
  }
}

for (const locale of ["en-GB", "zh-CN"]) {
  const options = { ...Device.NARROW, locale, timeout: 400_000 };

  test(`every screen is accessible, and nothing is lost 320 pixels wide or with text twice as large (${locale})`, options, async ({ page, site }) => {
    const workspace = new Workspace(page, site.url, locale === "zh-CN" ? WORDS.zh : WORDS.en);
    const device = await Device.of(page);
    const found = { narrow: {}, larger: {}, axe: {} };
    const seen = { narrow: 0, larger: 0, axe: 0 };
    const look = async (what) => {
      for (const how of ["narrow", "larger"]) {
        await device[how]();
        const wrong = await lost(page);
        seen[how] += 1;
        if (wrong.length > 0) found[how][what] = wrong;
      }
    };
    await workspace.shell.open();
    await look("new");
    await device.narrow();
    await workspace.begin("sample");
    for (const place of PLACES) {
      await goTo(workspace.shell, place, { isLoaded: locale === "en-GB" });
      await look(place);
      await device.desk();
      await expectAccessible(page, place).catch((error) => { found.axe[place] = error.message; });
      seen.axe += 1;
      await device.narrow();
    }
    assert.deepEqual(seen, { narrow: PLACES.length + 1, larger: PLACES.length + 1, axe: PLACES.length });
    assert.deepEqual(found.narrow, {}, `320 pixels wide: ${seen.narrow} screens`);
    assert.deepEqual(found.larger, {}, `with text twice as large: ${seen.larger} screens`);
    assert.deepEqual(found.axe, {}, `axe: ${seen.axe} screens`);
  });
}

test("what is cut off or lies beside the window is found, and only where it is", Device.NARROW, async ({ page, site }) => {
  const workspace = await new Workspace(page, site.url).begin();
  const device = await Device.of(page);
  await page.evaluate(() => {
    const planted = new CSSStyleSheet();
    planted.replaceSync(`
      @media (width < 400px) and (hover: none) { h1 { inline-size: 30px !important; overflow: clip !important; white-space: nowrap !important; text-overflow: clip !important; } }
      @media (width > 1200px) { h1 { block-size: 30px !important; overflow: clip !important; font-size: 1.5rem !important; line-height: 1 !important; } }`);
    document.adoptedStyleSheets.push(planted);
  });
  await device.narrow();
  assert.match((await lost(page)).join("\n"), /^beside its frame: “Customers”$/m);
  await device.larger();
  assert.match((await lost(page)).join("\n"), /^below its frame: “Customers”$/m);
  await device.desk();
  assert.deepEqual(await lost(page), []);
  await device.narrow();
  await page.evaluate(() => { document.querySelector("main a[href], main button").style.marginInlineStart = "400px"; });
  assert.match((await lost(page)).join("\n"), /beside the window: /);
  await workspace.saved();
});
