// The form of a database as a person fills it in: in the settings, and on the page that joins a team.

/** The form, wherever it stands. */
export class Database {
  constructor(page) {
    this.page = page;
  }

  /** A field by its label. */
  field(name) {
    return this.page.getByRole("textbox", { name, exact: true });
  }

  /** What is secret: the way to sign in has the same word. */
  get secret() {
    return this.page.locator("form").getByLabel("Password", { exact: true }).and(this.page.locator("[type=password]"));
  }

  /** Types into the fields that are named, and sends the form. */
  async check({ server, database, user, secret } = {}) {
    if (server !== undefined) await this.field("Server address").fill(server);
    if (database !== undefined) await this.field("Database").fill(database);
    if (user !== undefined) await this.field("User").fill(user);
    if (secret !== undefined) await this.secret.fill(secret);
    await this.page.getByRole("button", { name: /^Check/ }).click();
  }
}
