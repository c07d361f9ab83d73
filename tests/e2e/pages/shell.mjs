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

  /** The main heading. */
  get heading() {
    return this.page.getByRole("heading", { level: 1 });
  }

  /** Waits until the service worker answers for this page. */
  async offlineReady() {
    await this.page.evaluate(async () => {
      await navigator.serviceWorker.ready;
      if (navigator.serviceWorker.controller) return;
      await new Promise((done) => {
        navigator.serviceWorker.addEventListener("controllerchange", done, { once: true });
      });
    });
  }
}
