// A person who has only the keyboard: where the Tab key leads on a screen, whether one sees where one
// is, and whether what opens closes again and gives the focus back. Works on any screen.
import { assert, until } from "../harness.mjs";

/** Where something may be open above the page, the last one on top. */
const SHEETS = "dialog[open], [popover]:popover-open";

/** What the walk needs in the page. Told anew after each load. */
async function prepare(page) {
  await page.evaluate((sheets) => {
    if (globalThis.walk) return;
    const NATIVE = "a[href], button, input, select, textarea, summary";
    // Inside of these one stop is enough: arrows lead on.
    const GROUPS = "[role=menu], [role=grid], [role=listbox]";
    const isVisible = (element) =>
      element.checkVisibility({ visibilityProperty: true }) && element.getClientRects().length > 0;
    const top = () => [...document.querySelectorAll(sheets)].filter(isVisible).at(-1) ?? document.body;
    const name = (element) => {
      const words = element.getAttribute("aria-label") ?? element.labels?.[0]?.textContent ?? element.textContent;
      const role = element.getAttribute("role") ?? element.localName;
      return `${role} “${words.trim().replace(/\s+/g, " ").slice(0, 60)}”`;
    };
    // A radio stands for its group, which is one stop.
    const stand = (element) => {
      if (element.type !== "radio") return element;
      const all = [...document.getElementsByName(element.name)];
      return all.find((radio) => radio.checked) ?? all[0];
    };
    const look = (element) => {
      const of = (node, part) => {
        const style = getComputedStyle(node, part);
        const outline = style.outlineStyle === "none" || style.outlineWidth === "0px"
          ? "" : `${style.outlineWidth} ${style.outlineColor}`;
        return [outline, style.boxShadow, style.borderColor].join("|");
      };
      const around = [];
      for (let node = element; node && around.length < 4; node = node.parentElement) around.push(node);
      const inside = [...element.querySelectorAll("*")].slice(0, 400);
      // A control that is drawn by its neighbour shows the focus there.
      const beside = element.nextElementSibling ? [element.nextElementSibling] : [];
      return [...around, ...inside, ...beside]
        .map((node) => [of(node), of(node, "::before"), of(node, "::after")].join())
        .join("\n");
    };
    const PARTS_MAX = 12;
    globalThis.walk = {
      stops: [],
      last: null,
      /** What the Tab key has to lead to. */
      wanted() {
        const all = [...top().querySelectorAll(`${NATIVE}, [tabindex="0"]`)];
        return [...new Set(all.filter((element) =>
          isVisible(element) && !element.disabled && !element.closest("[inert], [aria-hidden=true]")
          && !(element.tabIndex < 0 && element.parentElement.closest(GROUPS))
          && !(element.closest("[role=grid]") && !element.matches("[role=grid]"))).map(stand))];
      },
      /** What looks as if it could be pressed, and only a pointer can. */
      pointerOnly() {
        return [...top().querySelectorAll("*")].filter((element) =>
          isVisible(element) && getComputedStyle(element).cursor === "pointer"
          && !element.closest(`${NATIVE}, label, [role=grid], [role=option], [data-card]`)
          && getComputedStyle(element.parentElement).cursor !== "pointer").map(name);
      },
      /** What is open has the focus in it already; on a page the walk begins where the focus is. */
      begin() {
        this.stops = [];
        this.all = null;
        this.swept = new Set();
        this.last = null;
        return top() === document.body ? "" : this.step().name;
      },
      /** Notes where the focus is; what is wrong with the stop before, and whether this is the first again. */
      step() {
        const wrong = [];
        const element = document.activeElement;
        if (this.last && this.last.element.isConnected && this.last.element !== element
            && look(this.last.element) === this.last.look) {
          wrong.push(`no focus shows on ${name(this.last.element)}`);
        }
        // Past the last stop is the browser's own, which a test does not see.
        if (!element || element === document.body) {
          this.last = null;
          return { wrong, isRound: false, name: "" };
        }
        // A field of several parts, such as a date, is come to once for each; what is come to more
        // often than any has parts is the only stop.
        const isOnly = this.stops.length > PARTS_MAX && this.stops.slice(-PARTS_MAX).every((stop) => stop === element);
        const isRound = isOnly || (element !== this.stops.at(-1) && this.stops.includes(element));
        const frame = element.getBoundingClientRect();
        const points = [[0.5, 0.5], [0.1, 0.5], [0.9, 0.5], [0.5, 0.1], [0.5, 0.9]];
        const isSeen = points.some(([x, y]) => {
          const at = document.elementFromPoint(frame.left + frame.width * x, frame.top + frame.height * y);
          return at && (element.contains(at) || at.contains(element)
            || (element.labels && [...element.labels].some((label) => label.contains(at))));
        });
        if (!isSeen) wrong.push(`the focus cannot be seen at ${name(element)}`);
        this.last = { element, look: look(element) };
        this.stops.push(element);
        return { wrong, isRound, name: name(element) };
      },
      rest() {
        const reached = new Set(this.stops.map(stand));
        // Arrows may choose what they come to, which shows other things: what counts was there before.
        this.all ??= this.wanted();
        return this.all.filter((element) => !reached.has(element));
      },
      missed() {
        return this.rest().map(name);
      },
      /** Of several that share one stop, goes to the one that has it: arrows have to lead to the others. */
      group() {
        const others = this.rest().filter((element) => element.tabIndex < 0);
        for (const other of others) {
          const around = other.closest("[role=tablist], ol, ul, [role=group]");
          const stop = this.stops.find((one) => around?.contains(one) && one.matches(other.localName));
          if (stop && !this.swept.has(around)) {
            this.swept.add(around);
            stop.focus();
            this.last = null;
            return around.querySelectorAll(other.localName).length;
          }
        }
        return 0;
      },
    };
  }, SHEETS);
}

/** Goes once round a screen, or what is open above it, by Tab. Gives the names of the stops. */
export async function walk(page, what) {
  await prepare(page);
  const names = [await page.evaluate(() => walk.begin())];
  const wrong = [];
  for (let times = 0; ; times += 1) {
    assert.ok(times < 600, `${what}: the Tab key does not come round`);
    await page.keyboard.press("Tab");
    const step = await page.evaluate(() => walk.step());
    wrong.push(...step.wrong);
    if (step.isRound) break;
    if (step.name) names.push(step.name);
  }
  for (let count; (count = await page.evaluate(() => walk.group())) > 0;) {
    await page.keyboard.press("Home");
    for (let at = 0; at < count; at += 1) {
      const step = await page.evaluate(() => walk.step());
      wrong.push(...step.wrong);
      names.push(step.name);
      await page.keyboard.press("ArrowRight");
    }
  }
  for (const missed of await page.evaluate(() => walk.missed())) wrong.push(`Tab does not lead to ${missed}`);
  for (const dead of await page.evaluate(() => walk.pointerOnly())) wrong.push(`only a pointer presses ${dead}`);
  assert.deepEqual([...new Set(wrong)], [], `${what}, by keys:\n${names.join("\n")}`);
  return names;
}

const hasFocus = (locator) => locator.evaluate((element) => element === document.activeElement);

/** What is open above the page. */
export const sheet = (page) => page.locator(SHEETS).last();

/**
 * Opens something by its button with a key, looks round in it, and closes it with Esc: the focus goes
 * in, and comes back to the button. `inside` is done while it is open.
 */
export async function opens(page, opener, { key = "Enter", inside = async () => {} } = {}) {
  const words = await opener.evaluate((element) => element.getAttribute("aria-label") ?? element.textContent);
  await opener.focus();
  await page.keyboard.press(key);
  await sheet(page).waitFor();
  await until(`the focus goes into what ${words} opens`, () =>
    sheet(page).evaluate((open) => open.contains(document.activeElement)).catch(() => false));
  const menu = sheet(page).getByRole("menu");
  if (await menu.count()) await along(page, menu, words);
  else await walk(page, words);
  await inside();
  await page.keyboard.press("Escape");
  await sheet(page).waitFor({ state: "hidden" });
  await until(`the focus comes back to ${words}`, () => hasFocus(opener));
}

/** Arrows go along all commands of a menu, and round. */
async function along(page, menu, words) {
  const items = menu.locator("[role^=menuitem]");
  const count = await items.count();
  assert.ok(count > 0, `${words} opens an empty menu`);
  await page.keyboard.press("Home");
  for (let at = 0; at < count; at += 1) {
    assert.ok(await hasFocus(items.nth(at)), `${words}: the arrow does not lead to command ${at}`);
    await page.keyboard.press("ArrowDown");
  }
  assert.ok(await hasFocus(items.first()), `${words}: the arrow does not go round`);
}

/** Tabs on until something has the focus. */
export async function tabTo(page, wanted) {
  const first = wanted.first();
  await first.waitFor();
  for (let times = 0; times < 300; times += 1) {
    if (await hasFocus(first).catch(() => false)) return;
    await page.keyboard.press("Tab");
  }
  assert.fail(`the Tab key does not lead to ${wanted}`);
}
