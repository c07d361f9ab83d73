// Every screen in a window 320 pixels wide, and with text twice as large as it comes: nothing has to be
// scrolled sideways but tables, boards and rows of tabs, and no word is cut off (WCAG 2.2: 1.4.4, 1.4.10).
import { assert, test } from "../harness.mjs";
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

const larger = (page) => page.evaluate(() => { document.documentElement.style.fontSize = "200%"; });

for (const [how, options, act] of [
  ["320 pixels wide", { viewport: { width: 320, height: 640 }, hasTouch: true, isMobile: true }, async () => {}],
  ["with text twice as large", { viewport: { width: 1280, height: 900 } }, larger],
]) {
  for (const locale of ["en-GB", "zh-CN"]) {
    test(`nothing is lost ${how} (${locale})`, { ...options, locale, timeout: 300_000 }, async ({ page, site }) => {
      const workspace = new Workspace(page, site.url, locale === "zh-CN" ? WORDS.zh : WORDS.en);
      await workspace.shell.open();
      await act(page);
      const found = {};
      const look = async (what) => {
        await act(page);
        await page.waitForTimeout(150);
        const wrong = await lost(page);
        if (wrong.length > 0) found[what] = wrong;
      };
      await look("new");
      await workspace.begin("sample");
      for (const place of PLACES) {
        await goTo(workspace.shell, place);
        await look(place);
      }
      assert.deepEqual(found, {}, `${PLACES.length + 1} screens`);
    });
  }
}
