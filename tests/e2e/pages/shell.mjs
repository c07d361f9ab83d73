// The shell as a person meets it: opening Satchel, and knowing that it has started. What is inside
// the screens belongs to their own page objects.

/** Satchel in one tab. */
export class Shell {
  constructor(page, url) {
    this.page = page;
    this.url = url;
  }

  /** Goes to an address below the site and waits until the program runs. */
  async open(path = "") {
    await this.page.goto(this.url + path);
    await this.started();
    return this;
  }

  /** The waiting text is taken away by the program's start, which puts a screen in its place. Both
      are waited for: a page that is only just loading has neither. */
  async started() {
    await this.page.locator("h1:not(#shell *)").first().waitFor({ state: "attached" });
    await this.page.locator("#shell").waitFor({ state: "detached" });
  }

  /** Goes to an address as a link of the program does, which loads no page anew, and waits until its screen
      is drawn. */
  async follow(address) {
    const at = await this.page.evaluate(async (address) => {
      const link = document.createElement("a");
      link.href = address;
      const before = location.href;
      document.body.append(link);
      link.click();
      link.remove();
      const drawn = () => new Promise((done) => requestAnimationFrame(() => setTimeout(done)));
      const isThere = () => location.pathname === link.pathname && (location.href === link.href || location.href !== before);
      for (let tries = 0; tries < 600 && !(isThere() && document.querySelector("main h1")); tries += 1) await drawn();
      await drawn();
      await drawn();
      return isThere() ? null : location.href;
    }, address);
    if (at) throw new Error(`there is no ${address}: it leads to ${at}`);
  }

  /** The main heading. */
  get heading() {
    return this.page.getByRole("heading", { level: 1 });
  }

  /** Waits until the service worker answers for this page; one that does not come says how far it came. */
  async offlineReady(wait_ms = 20_000) {
    await this.page.evaluate(async (wait) => {
      const { serviceWorker } = navigator;
      const controlled = async () => {
        await serviceWorker.ready;
        if (serviceWorker.controller) return;
        await new Promise((done) => serviceWorker.addEventListener("controllerchange", done, { once: true }));
      };
      const late = async () => {
        await new Promise((done) => setTimeout(done, wait));
        const states = (await serviceWorker.getRegistrations()).map(({ installing, waiting, active }) =>
          `installing ${installing?.state}, waiting ${waiting?.state}, active ${active?.state}`);
        throw new Error(`no service worker answers for this page: ${states.join("; ") || "none is registered"}`);
      };
      await Promise.race([controlled(), late()]);
    }, wait_ms);
  }
}
