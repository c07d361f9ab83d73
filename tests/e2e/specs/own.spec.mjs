// Own fields of every type: made in the settings, filled in on a customer's page, filtered and shown in
// the list, exported, and taken back.
import { readFile } from "node:fs/promises";
import { PHONE, assert, expectAccessible, test, until } from "../harness.mjs";
import { Lists } from "../pages/lists.mjs";
import { Settings } from "../pages/settings.mjs";

/** The types with a label, what is typed into a field of each, and how it reads then. */
const TYPED = [
  ["Text", "Blend", "Beans by weight", "Beans by weight"],
  ["Number", "Seats", "12.5", "12.5"],
  ["Money", "Fee", "1200", /1,200/],
  ["Date", "Since", "2026-03-05", /5 Mar|Mar 5/],
  ["Date and time", "Tasting", "2026-03-05T14:30", /(5 Mar|Mar 5).*:30/],
  ["Web address", "Menu", "kanal.example/a", "kanal.example/a"],
  ["E-mail address", "Kitchen", "ann@kanal.example", "ann@kanal.example"],
  ["Phone number", "Bar", "+49 30 901820", "+49 30 901820"],
];

/** The form that makes a field. */
async function makeField(settings, label, type, more = async () => {}) {
  const form = settings.card("Add own field");
  await form.getByLabel("Label").fill(label);
  await form.getByLabel("Type").selectOption({ label: type });
  await more(form);
  await form.getByRole("button", { name: "Add", exact: true }).click();
  await settings.card("Customers").getByRole("button", { name: `Label ${label} edit` }).waitFor();
}

test("own fields of every type are made, filled in, filtered, exported and taken back", async ({ page, site }) => {
  const lists = await new Lists(page, site.url).begin();
  await lists.addCompany("Bellavista");
  await lists.addCompany("Kanal");
  const settings = await new Settings(lists).open("fields");
  for (const [type, label] of TYPED) await makeField(settings, label, type);
  await makeField(settings, "My long text", "Long text");
  await makeField(settings, "My yes", "Yes or no");
  const options = (form) => form.getByLabel("Options").fill("Red, Green, Blue");
  await makeField(settings, "My choice", "Choice", options);
  await makeField(settings, "My colours", "Several choices", options);
  const target = (label) => (form) => form.getByLabel("Leads to").selectOption({ label });
  await makeField(settings, "My partner", "Relation", target("Customer"));
  await makeField(settings, "My owner", "Relation", target("Owner"));
  await lists.saved();
  await expectAccessible(page, "the settings of fields");

  await lists.toCustomers();
  await page.getByRole("link", { name: "Kanal" }).click();
  const field = (label) => page.getByRole("button", { name: new RegExp(`^${label}`) });
  for (const [, label, typed, read] of TYPED) {
    await field(`${label} `).click();
    await page.getByLabel(label, { exact: true }).fill(typed);
    await page.keyboard.press("Enter");
    await field(`${label} `).filter({ hasText: read }).waitFor();
  }
  // What is no address is refused where it stands, and taken back by Esc.
  await field("Kitchen ").click();
  await page.getByLabel("Kitchen", { exact: true }).fill("ann@");
  await page.keyboard.press("Enter");
  await page.getByText("“ann@” is not an e-mail address.").waitFor();
  await page.keyboard.press("Escape");
  await field("My long text").click();
  await page.getByLabel("My long text", { exact: true }).fill("Two\nlines");
  await page.keyboard.press("Control+Enter");
  await field("My long text Two").waitFor();
  await field("My yes").click();
  await page.getByLabel("My yes", { exact: true }).selectOption({ label: "Yes" });
  await field("My yes Yes").waitFor();
  await field("My choice").click();
  await page.getByLabel("My choice", { exact: true }).selectOption({ label: "Green" });
  await field("My owner").click();
  await page.getByLabel("My owner", { exact: true }).selectOption({ label: "Me" });
  await field("My owner Me").waitFor();
  const colours = page.getByRole("group", { name: "My colours" }).first();
  await colours.getByRole("button", { name: "Change My colours" }).click();
  const popover = page.getByRole("dialog", { name: "My colours" });
  await popover.getByLabel("Red").check();
  await popover.getByLabel("Blue").check();
  await expectAccessible(page, "the options of a field");
  await page.keyboard.press("Escape");
  await colours.getByRole("button", { name: "Remove Red" }).waitFor();
  await field("My partner").click();
  const finder = page.getByRole("dialog", { name: "My partner" });
  await finder.getByRole("searchbox").fill("bella");
  await finder.getByRole("button", { name: "Bellavista" }).click();
  await page.getByRole("link", { name: "Bellavista" }).waitFor();
  await lists.reload();
  await colours.getByRole("button", { name: "Remove Blue" }).waitFor();
  await expectAccessible(page, "a customer with own fields");
  // The story says what was written, by the field's name.
  await page.getByText(/My colours/).first().waitFor();

  // The list shows and filters them.
  await lists.openList("customers", "?columns=name,custom.my_colours,custom.my_partner,custom.tasting");
  await page.getByRole("gridcell", { name: "Blue, Red" }).waitFor();
  await page.getByRole("button", { name: "Filter", exact: true }).click();
  await lists.form.getByLabel("Field", { exact: true }).selectOption({ label: "My colours" });
  await lists.form.getByLabel("Blue").check();
  await lists.form.getByRole("button", { name: "Apply" }).click();
  await until("one is found", async () => (await lists.names()).join() === "Kanal");
  await page.getByRole("button", { name: "Remove filter" }).click();
  await lists.filter("My partner", "bella");
  await until("by the name it leads to", async () => (await lists.names()).join() === "Kanal");
  await page.getByRole("button", { name: "Remove filter" }).click();
  await until("both are there", async () => (await lists.names()).length === 2);

  // For several at once.
  const select = async () => {
    await page.getByRole("grid").focus();
    await page.keyboard.press("Control+a");
  };
  await select();
  await page.getByRole("button", { name: "Set field" }).click();
  const bulk = page.getByRole("dialog", { name: "Set field" });
  await bulk.getByLabel("Field", { exact: true }).selectOption({ label: "My colours" });
  await bulk.getByLabel("Green").check();
  await bulk.getByRole("button", { name: "Apply" }).click();
  await until("both are green", async () => (await page.getByRole("gridcell", { name: "Green", exact: true }).count()) === 2);
  await page.getByRole("button", { name: "Undo" }).first().click();
  await page.getByRole("gridcell", { name: "Blue, Red" }).waitFor();

  // A file has them all.
  await select();
  const [download] = await Promise.all([
    page.waitForEvent("download"),
    page.getByRole("region", { name: "Actions for the selection" }).getByRole("button", { name: "Export" }).click(),
  ]);
  const file = await readFile(await download.path(), "utf8");
  assert.match(file, /Blue; Red/);
  assert.match(file, /Bellavista/);

  // What it is stays while somebody has a value, and a field that is thrown away comes back with its values.
  await settings.open("fields");
  const card = settings.card("Customers");
  const line = card.getByRole("listitem").filter({ hasText: "Seats" });
  await line.getByRole("button", { name: /^Type Number/ }).click();
  await line.getByLabel("Type").selectOption({ label: "Money" });
  await line.getByText("Records have values of this field").waitFor();
  await page.keyboard.press("Escape");
  await card.getByRole("button", { name: "Move My colours to the trash" }).click();
  await card.getByRole("button", { name: "Label My colours edit" }).waitFor({ state: "detached" });
  await page.getByRole("button", { name: "Undo" }).click();
  await card.getByRole("button", { name: "Label My colours edit" }).waitFor();
  await lists.toCustomers();
  await page.getByRole("link", { name: "Kanal" }).click();
  await colours.getByRole("button", { name: "Remove Red" }).click();
  await colours.getByRole("button", { name: "Remove Red" }).waitFor({ state: "detached" });
  await page.getByRole("heading", { level: 1 }).focus();
  await page.keyboard.press("Control+z");
  await colours.getByRole("button", { name: "Remove Red" }).waitFor();
});

test("own fields are filled in on a phone, in Chinese", { viewport: PHONE, locale: "zh-CN" }, async ({ page, site }) => {
  const { WORDS } = await import("../pages/workspace.mjs");
  const lists = await new Lists(page, site.url, WORDS.zh).begin("sample");
  await lists.openList("settings/fields");
  await page.getByRole("button", { name: /^类型 多选/ }).waitFor();
  await page.getByRole("button", { name: /^关联到 产品/ }).waitFor();
  await expectAccessible(page, "the settings of fields on a phone");
});

test("forms ask for own fields, and for those that are required first", async ({ page, site }) => {
  const lists = await new Lists(page, site.url).begin();
  await lists.addCompany("Bellavista");
  const settings = await new Settings(lists).open("fields");
  const options = (form) => form.getByLabel("Options").fill("Dark, Light");
  await makeField(settings, "Roast", "Choice", async (form) => {
    await options(form);
    await form.getByLabel("Required in new records").check();
  });
  await makeField(settings, "Blends", "Several choices", options);
  await makeField(settings, "Seats", "Number");
  await makeField(settings, "Partner", "Relation", (form) => form.getByLabel("Leads to").selectOption({ label: "Customer" }));
  await lists.saved();
  await expectAccessible(page, "the settings with a required field");

  // Who is there stays as it is, and can be edited without the new field.
  await lists.toCustomers();
  await page.getByRole("button", { name: lists.words.newCustomer }).first().click();
  const form = page.getByRole("dialog", { name: "New customer" });
  const add = form.getByRole("button", { name: "Add", exact: true });
  await add.click();
  // All that is missing is said at once.
  await until("both are asked for", async () => (await form.getByText("A value is needed here.").count()) === 2);
  await form.getByLabel("Name", { exact: true }).fill("Kanal");
  await form.getByLabel("Roast").selectOption({ label: "Dark" });
  // The others are behind a button.
  assert.equal(await form.getByLabel("Seats").count(), 0);
  const more = form.getByRole("button", { name: "More fields" });
  await more.press("Enter");
  await form.getByLabel("Seats").fill("many");
  await form.getByRole("group", { name: "Blends" }).getByLabel("Light").check();
  const partner = form.getByRole("combobox", { name: "Partner" });
  await partner.fill("bella");
  await form.getByRole("option", { name: /^Bellavista/ }).waitFor();
  await partner.press("Enter");
  await expectAccessible(page, "a form with own fields");
  await add.click();
  await form.getByText("“many” is not a number.").waitFor();
  // What is wrong does not hide.
  await form.getByRole("button", { name: "Fewer fields" }).click();
  await form.getByLabel("Seats").fill("12.5");
  await form.getByLabel("Seats").press("Enter");
  await form.waitFor({ state: "hidden" });
  await lists.saved();
  await page.getByRole("link", { name: "Kanal" }).click();
  for (const read of ["Roast Dark", "Seats 12.5"]) {
    await page.getByRole("button", { name: new RegExp(`^${read}`) }).waitFor();
  }
  await page.getByRole("button", { name: "Remove Light" }).waitFor();
  await page.getByRole("link", { name: "Bellavista" }).waitFor();
  // Who is made on the way to a company is asked for no more than a name.
  await page.getByRole("button", { name: "Add person" }).click();
  const finder = page.getByRole("dialog", { name: "Add person" });
  await finder.getByRole("searchbox", { name: "Search by name" }).waitFor();
  await page.keyboard.type("Ada Newcomer");
  await finder.getByRole("button", { name: /Ada Newcomer/ }).first().waitFor();
  await page.keyboard.press("Enter");
  await page.getByRole("link", { name: "Ada Newcomer" }).first().waitFor();
  await lists.saved();
  // The form begins anew, and what is no longer required is behind the button.
  // A file's row without it is left out, and says so by the field's name.
  await lists.openList("import");
  const buffer = Buffer.from("name,Roast\nRoma,\nSiena,Light\n");
  await page.locator("input[type=file]").first().setInputFiles({ name: "customers.csv", mimeType: "text/csv", buffer });
  await page.getByRole("button", { name: /^Match columns/ }).last().click();
  await page.getByRole("button", { name: /^Check all rows/ }).click();
  await page.getByText("Roast is missing. Correct the row").waitFor();
  await settings.open("fields");
  const line = settings.card("Customers").getByRole("listitem").filter({ has: page.getByRole("button", { name: "Label Roast edit" }) });
  await line.getByRole("switch", { name: "Required in new records" }).uncheck();
  await lists.saved();
  await lists.toCustomers();
  await page.getByRole("button", { name: lists.words.newCustomer }).first().click();
  await form.getByRole("button", { name: "More fields" }).waitFor();
  assert.equal(await form.getByLabel("Roast").count(), 0);
});
