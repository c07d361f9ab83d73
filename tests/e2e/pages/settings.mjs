// The settings as a person meets them: a part is gone to, a backup is made and restored.
import { readFile } from "node:fs/promises";

/** The settings of an open workspace. */
export class Settings {
  constructor(workspace) {
    this.workspace = workspace;
    this.page = workspace.page;
  }

  /** Goes to a part by its address. */
  async open(part) {
    await this.workspace.goTo(`settings/${part}`);
    await this.workspace.shell.heading.waitFor();
    return this;
  }

  /** A card by its title. */
  card(title) {
    return this.page.getByRole("region", { name: title, exact: true });
  }

  /** Makes a backup and gives its name and text. */
  async backUp() {
    const [download] = await Promise.all([
      this.page.waitForEvent("download"),
      this.page.getByRole("button", { name: "Back up now" }).click(),
    ]);
    return {
      name: download.suggestedFilename(),
      text: await readFile(await download.path(), "utf8"),
    };
  }
}

/** Chooses a file that a button asks for. */
export async function choose(page, button, name, text) {
  const [chooser] = await Promise.all([page.waitForEvent("filechooser"), button.click()]);
  await chooser.setFiles({ name, mimeType: "application/jsonl", buffer: Buffer.from(text) });
}
