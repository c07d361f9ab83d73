// Importing files: what is recognised, asked, shown and written, what happens with files that are
// wrong, and that all of it can be taken back.
import { readFile } from "node:fs/promises";
import { DESKTOP, PHONE, assert, expectAccessible, test, until } from "../harness.mjs";
import { Import, WORDS } from "../pages/import.mjs";
import { WORDS as SHELL, Workspace } from "../pages/workspace.mjs";

const ACCOUNTS = `account,sector,year_established,revenue,employees,office_location,subsidiary_of
Acme Corporation,technolgy,1996,1100.04,2822,United States,
Bluth Company,technolgy,1993,1242.32,3027,United States,Acme Corporation
Cancity,retail,2001,718.62,2448,United States,
Isdom,medical,2002,3178.24,4540,United States,
`;
const PRODUCTS = `product,series,sales_price
GTX Basic,GTX,550
GTX Pro,GTX,4821
MG Special,MG,55
`;
const TEAMS = `sales_agent,manager,regional_office
Moses Frase,Dustin Brinkmann,Central
Darcel Schlecht,Melvin Marxen,Central
Zane Levy,Summer Sewald,West
`;
const PIPELINE = `opportunity_id,sales_agent,product,account,deal_stage,engage_date,close_date,close_value
1C1I7A6R,Moses Frase,GTX Basic,Cancity,Won,10/20/2016,3/1/2017,1054
Z063OYW0,Darcel Schlecht,GTXPro,Isdom,Won,10/25/2016,3/11/2017,4514
EC4QE1BX,Darcel Schlecht,MG Special,Cancity,Lost,10/25/2016,3/7/2017,0
MV1LWRNH,Moses Frase,GTX Basic,,Engaging,10/25/2016,,
`;
const PEOPLE = `name,email,birthday,annual revenue
Ann Li,ann@b.example,14.05.1984,
Bo Chen,bo@b.example,31.02.1979,
Cy Diaz,not an address,15.06.1985,
,,16.06.1986,
Di Evans,"di@b.example,17.06.1987,
Ed Fox,ed@b.example,18.06.1988,
`;

/** An empty workspace with its import open. */
async function begin(page, site) {
  const workspace = await new Workspace(page, site.url).begin();
  return { workspace, importing: await new Import(page).open() };
}

test("import: four files come in one after the other, and what they call each other is found", async ({ page, site }) => {
  const { importing } = await begin(page, site);
  await importing.choose({ "accounts.csv": ACCOUNTS, "products.csv": PRODUCTS, "sales_teams.csv": TEAMS, "sales_pipeline.csv": PIPELINE });
  await importing.toColumns();
  await importing.toCheck();
  for (const [file, rows] of [["sales_teams.csv", 3], ["products.csv", 3], ["accounts.csv", 4], ["sales_pipeline.csv", 4]]) {
    await page.getByText(`${file}, file`).waitFor();
    assert.deepEqual(await importing.tiles(), [rows, 0, 0, 0, 0], file);
    if (file === "sales_pipeline.csv") {
      // The name that is not known is offered as what it nearly is.
      const asked = page.getByRole("combobox", { name: "Product “GTXPro”" });
      assert.equal(await asked.locator("option:checked").innerText(), "Read as GTX Pro");
      assert.match(await page.getByRole("combobox", { name: "Stage “Engaging”" }).locator("option:checked").innerText(), /^Add/);
    }
    await importing.press(WORDS.en.run);
  }
  await page.getByRole("heading", { name: "14 records imported" }).waitFor();
  for (const [file, rows] of [["accounts.csv", 4], ["sales_pipeline.csv", 4]]) {
    assert.deepEqual(await importing.counts(file), { Read: rows, Added: rows, "Left out": 0 });
  }
  await page.goto(page.url().replace(/import$/, "customers"));
  await page.getByRole("row").filter({ hasText: "Bluth Company" }).waitFor();
  await page.getByRole("gridcell", { name: "Cancity" }).or(page.getByText("Cancity")).first().waitFor();
});

test("import: what is wrong is told with its place, can be corrected, and the rest goes in", async ({ page, site }) => {
  const { importing } = await begin(page, site);
  await importing.choose({ "people.csv": PEOPLE });
  await importing.toColumns();
  await importing.toCheck();
  assert.deepEqual(await importing.tiles(), [2, 0, 0, 0, 4]);
  await page.getByText("row 3, column birthday").waitFor();
  await page.getByText("“31.02.1979” is a day that does not exist.").waitFor();
  await page.getByText("row 4, column email").waitFor();
  await page.getByText("Name and company are both empty.").waitFor();
  await page.getByText("A quotation mark opens in row 6 of people.csv and is never closed").waitFor();
  // The rows that are left out, as a file that can be corrected.
  const download = page.waitForEvent("download");
  await page.getByRole("button", { name: "Download report" }).click();
  const report = await readFile(await (await download).path(), "utf8");
  assert.match(report, /^\ufeffname,email,birthday,annual revenue,Reason\r\nBo Chen,bo@b\.example,31\.02\.1979,,"?Row 3, column/);
  assert.equal(report.trim().split("\r\n").length, 5);
  // One is put right here.
  await importing.row(3).getByRole("button", { name: "Correct" }).click();
  const form = page.getByRole("form", { name: "Correct row 3" });
  assert.equal(await form.getByLabel("birthday").inputValue(), "31.02.1979");
  await form.getByLabel("birthday").fill("28.02.1979");
  await form.getByLabel("birthday").press("Enter");
  await until("the row is new", async () => (await importing.tiles())[0] === 3);
  // And what cannot be read in the others can be left empty.
  await page.getByRole("switch", { name: "Take rows without the values that cannot be read" }).click();
  await until("only what has no name is left", async () => (await importing.tiles())[4] === 1);
  await importing.run();
  assert.deepEqual(await importing.counts("people.csv"), { Read: 6, Added: 5, "Left out": 1 });
});

test("import: the same file again changes nothing, a changed one what differs, and undo takes it back", async ({ page, site }) => {
  const { importing } = await begin(page, site);
  const first = "Name,Email,Title\nAnn Li,ann@b.example,Clerk\nBo Chen,bo@b.example,Boss\n";
  await importing.choose({ "contacts.csv": first });
  await importing.toColumns();
  await importing.toCheck();
  await importing.run();
  await page.getByRole("button", { name: "Import another file" }).click();
  await importing.choose({ "contacts.csv": first.replace("Clerk", "Director") });
  await page.getByRole("button", { name: "Match columns" }).and(page.locator(":not([aria-disabled])")).click();
  // The mapping of the last file of this shape is there again.
  await page.getByText("Saved mapping").waitFor();
  await importing.toCheck();
  assert.deepEqual(await importing.tiles(), [0, 0, 1, 1, 0]);
  const change = importing.row(2);
  assert.match(await change.getByRole("deletion").innerText(), /^was\s+Clerk$/);
  assert.match(await change.getByRole("insertion").innerText(), /^becomes\s+Director$/);
  // For one row the file does not count, and then it does again.
  await change.getByText("Skip", { exact: true }).click();
  await page.getByRole("status").filter({ hasText: "Nothing to import" }).waitFor();
  await change.getByText("Merge", { exact: true }).click();
  await importing.run();
  assert.deepEqual(await importing.counts("contacts.csv"), { Read: 2, Added: 0, "Merged with duplicates": 1, "Left as they were": 1, "Left out": 0 });
  await page.getByRole("button", { name: "Undo import" }).click();
  await page.getByText("Undone", { exact: true }).waitFor();
  await page.getByRole("link", { name: "Show customers" }).click();
  await page.getByRole("row").filter({ hasText: "Ann Li" }).click();
  await page.getByText("Clerk").first().waitFor();
});

test("import: files that are no tables are refused in a sentence, and the page stays usable", { timeout: 300_000 }, async ({ page, site }) => {
  const { importing } = await begin(page, site);
  const png = Buffer.from("89504e470d0a1a0a0000000d49484452", "hex");
  await importing.choose({
    "empty.csv": "",
    "picture.csv": png,
    "head.csv": "name,email\n",
    "long.csv": `name,email\nAnn,ann@b.example\n${"x".repeat(20 * 1024 * 1024)}\nBo,bo@b.example\n`,
    "wide.csv": `${Array.from({ length: 16_384 }, (_, at) => (at ? `c${at}` : "name")).join(",")}\nAnn${",1".repeat(16_383)}\n`,
    "gbk.csv": Buffer.from("d0d5c3fb2cb5e7bbb00a", "hex"),
  });
  await importing.card("empty.csv").getByText("empty.csv is empty. Choose a file that has rows.").waitFor();
  await importing.card("picture.csv").getByText("it looks like a PNG picture").waitFor();
  await importing.card("head.csv").getByText("has column names but no rows").waitFor();
  await importing.card("long.csv").getByText("Row 3 of long.csv is longer than").waitFor({ timeout: 60_000 });
  await importing.card("wide.csv").getByText("wide.csv has 16,384 columns. The first 1,000 are offered").waitFor({ timeout: 60_000 });
  // A choice is answered while the large ones are there.
  await page.getByRole("button", { name: "Remove empty.csv" }).click();
  await importing.card("empty.csv").waitFor({ state: "detached" });
  for (const name of ["picture.csv", "head.csv", "wide.csv", "gbk.csv"]) {
    await page.getByRole("button", { name: `Remove ${name}` }).click();
  }
  await importing.toColumns();
  await importing.toCheck();
  assert.deepEqual(await importing.tiles(), [2, 0, 0, 0, 1]);
  await page.getByText("Row 3 of long.csv is longer than").waitFor();
  await importing.run();
  assert.deepEqual(await importing.counts("long.csv"), { Read: 3, Added: 2, "Left out": 1 });
});

test("import: Chinese and Western files are read rightly, and another encoding shows at once", async ({ page, site }) => {
  const { importing } = await begin(page, site);
  const chinese = Buffer.from("d0d5c3fb2cb5e7bbb00acdf5d1a92c31333830303133383030300ac0eec7bf2c31333930303133393030300a", "hex");
  const western = Buffer.concat([Buffer.from("Name;Ort\nJ"), Buffer.from([0xfc]), Buffer.from("rgen M"), Buffer.from([0xfc]), Buffer.from("ller;K"), Buffer.from([0xf6]), Buffer.from("ln\n")]);
  await importing.choose({ "gbk.csv": chinese, "kunden.csv": western });
  await importing.card("gbk.csv").getByRole("cell", { name: "王雪" }).waitFor();
  const card = importing.card("kunden.csv");
  await card.getByRole("cell", { name: "Jürgen Müller" }).waitFor();
  await card.getByRole("combobox", { name: "Text" }).selectOption("windows-1251");
  await card.getByRole("cell", { name: "Jьrgen Mьller" }).waitFor();
  await card.getByRole("combobox", { name: "Text" }).selectOption("windows-1252");
  await card.getByRole("cell", { name: "Jürgen Müller" }).waitFor();
  await card.getByRole("combobox", { name: "Between the values" }).selectOption("comma");
  await card.getByRole("columnheader", { name: "Name;Ort" }).waitFor();
  await card.getByRole("combobox", { name: "Between the values" }).selectOption("semicolon");
  await card.getByRole("combobox", { name: "Column names" }).selectOption({ label: "No names" });
  await card.getByRole("cell", { name: "Ort" }).waitFor();
});

test("import: ambiguous dates are asked once", async ({ page, site }) => {
  const { importing } = await begin(page, site);
  await importing.choose({ "people.csv": "name,birthday\nAnn,03/04/1980\nBo,05/06/1981\n" });
  await page.getByRole("status").filter({ hasText: "One choice left" }).waitFor();
  await importing.card("people.csv").getByText("Day first", { exact: true }).click();
  await importing.toColumns();
  await importing.toCheck();
  await importing.run();
});

test("import: a long one can be stopped and leaves nothing", { timeout: 240_000 }, async ({ page, site }) => {
  const { importing } = await begin(page, site);
  const rows = Array.from({ length: 20_000 }, (_, at) => `Person ${at},p${at}@firm.example,Clerk\n`).join("");
  await importing.choose({ "many.csv": `Name,Email,Title\n${rows}` });
  await page.getByRole("button", { name: "Match columns" }).and(page.locator(":not([aria-disabled])")).click({ timeout: 60_000 });
  await importing.press("Check all rows");
  await page.getByRole("progressbar", { name: "Checking" }).waitFor();
  const run = page.getByRole("button", { name: "Import 20,000 records" }).and(page.locator(":not([aria-disabled])"));
  await run.click({ timeout: 120_000 });
  await page.getByRole("progressbar", { name: "Importing" }).waitFor();
  await page.getByRole("button", { name: "Cancel" }).click();
  await page.getByText("Import cancelled. Nothing was written.").waitFor();
  await page.goto(page.url().replace(/import$/, "customers"));
  await page.getByText("No customers yet").waitFor();
});

test("import: files dropped on any page are taken there", async ({ page, site }) => {
  await new Workspace(page, site.url).begin();
  const data = await page.evaluateHandle(() => {
    const data = new DataTransfer();
    data.items.add(new File(["name,email\nAnn,ann@b.example\n"], "dropped.csv", { type: "text/csv" }));
    return data;
  });
  await page.dispatchEvent("main", "drop", { dataTransfer: data });
  await page.waitForURL(/\/import$/);
  await new Import(page).card("dropped.csv").getByRole("cell", { name: "ann@b.example" }).waitFor();
});

test("import: what came in is shown by itself, also after a reload", async ({ page, site }) => {
  const { workspace, importing } = await begin(page, site);
  await workspace.shell.open("w/my-customers/customers");
  await workspace.addCompany("Was here before");
  await importing.open();
  await importing.choose({ "companies.csv": "Company,Favourite roast\nAcme,Dark\nBolt,Light\n" });
  await importing.toColumns();
  await importing.toCheck();
  await importing.run();
  await page.getByRole("link", { name: "Show customers" }).click();
  await page.waitForURL(/customers\?filter=/);
  for (const again of [false, true]) {
    if (again) await page.reload();
    await workspace.row("Acme").waitFor();
    await workspace.row("Bolt").waitFor();
    assert.equal(await workspace.row("Was here before").count(), 0);
  }
  // A field of one's own is called by its name, not by its path.
  await importing.page.goto(page.url().replace(/customers\?.*$/, "import"));
  await workspace.shell.started();
  await importing.choose({ "companies.csv": "Company,Favourite roast,New for all\nAcme,Medium,yes\nBolt,Light,no\n" });
  await importing.toColumns();
  await importing.toCheck();
  const change = importing.row(2);
  await change.getByText("Favourite roast").waitFor();
  await change.getByText("New for all").waitFor();
  assert.equal(await change.getByText("favourite_roast").count(), 0);
});

test("import: numbers are dialled where the row or the file says, which the browser's language suggests", { locale: "de-CH" }, async ({ page, site }) => {
  const { importing } = await begin(page, site);
  await importing.choose({ "people.csv": "Name,Email,Phone,Country\nAnn,ann@b.example,030 901820,Germany\nBo,bo@b.example,044 668 18 00,\n" });
  const country = importing.card("people.csv").getByRole("combobox", { name: "Phone country" });
  assert.equal(await country.locator("option:checked").innerText(), "Switzerland");
  await country.selectOption({ label: "Austria" });
  await country.selectOption({ label: "Switzerland" });
  await importing.toColumns();
  await importing.toCheck();
  await importing.run();
  for (const [name, number] of [["Ann", "+49 30 901820"], ["Bo", "+41 44 668 18 00"]]) {
    const found = await page.evaluate(async (name) => {
      const answer = await globalThis.satchel.fetch(`/api/customers?q=${name}`);
      return (await answer.json()).items[0].phones[0].e164;
    }, name);
    assert.equal(found, number.replaceAll(" ", ""));
  }
});

test("import: all unknown names of a field are answered at once", async ({ page, site }) => {
  const { importing } = await begin(page, site);
  await importing.choose({ "deals.csv": "Deal name,Company,Amount,Stage\nA,Acme,1,New\nB,Bolt,2,Verbal agreement\nC,Cato,3,New\n" });
  await importing.toColumns();
  await importing.toCheck();
  await page.getByRole("combobox", { name: "All 3 values of Customer" }).selectOption({ label: "Add all" });
  await until("each is added", async () =>
    (await page.getByRole("combobox", { name: "Customer “Cato”" }).locator("option:checked").innerText()) === "Add “Cato”");
  await importing.run();
  const [stages, customers] = await page.evaluate(async () => {
    const of = async (path) => (await (await globalThis.satchel.fetch(path)).json()).items;
    const [pipeline] = await of("/api/pipelines");
    const stages = Object.values(pipeline.stages).sort((a, b) => a.order - b.order).map(({ name }) => name);
    return [stages, (await of("/api/customers")).map(({ name }) => name).sort()];
  });
  assert.deepEqual(customers, ["Acme", "Bolt", "Cato"]);
  // A stage of which only the name is known stands among the open ones.
  assert.ok(stages.indexOf("Verbal agreement") < stages.indexOf("Negotiation"), stages.join());
});

// What is wrong with a file is a sentence with its place and the way out; the rest goes in.
const WRONG = {
  "totals.csv": ["Company,Revenue\nAcme,5\nTotal,5\n", /Row 3 of totals\.csv looks like the sum/, /totals\.csv 第 3 行看上去是上面各行的合计/, 1],
  "february.csv": ["Name,Email,Birthday\nAnn,ann@b.example,31.02.1980\nBo,bo@b.example,15.03.1981\n", /“31\.02\.1980” is a day that does not exist/, /“31\.02\.1980”这一天并不存在/, 1],
  "amount.csv": ["Deal name,Amount,Stage\nA,on request,New\nB,5,New\n", /“on request” is not an amount/, /“on request”/, 1],
  "unclosed.csv": ['Name,Email\nCy,"cy@b.example\nDi,di@b.example\n', /A quotation mark opens in row 2 of unclosed\.csv/, /unclosed\.csv/, 1],
  "orders.csv": ["Order ID,Order Date,Customer\n1,2024-01-01,Acme\n", /Amount is missing/, /缺少金额/, 0],
};
const REFUSED = {
  "empty.csv": ["", /empty\.csv is empty/, /empty\.csv/],
  "picture.csv": [Buffer.from("89504e470d0a1a0a0000000d49484452", "hex"), /picture\.csv .* PNG picture/, /picture\.csv .*PNG/],
  "page.csv": ["<html><table><tr><td>name</td></tr></table></html>", /page\.csv .* a web page/, /page\.csv .*网页/],
  "saved.csv": ['{"satchel_backup":1,"workspace":"x"}\n', /saved\.csv is a Satchel backup\. Restore it/, /saved\.csv 是 Satchel 备份/],
  "strange.csv": [Buffer.from("9581948 5".replaceAll(" ", ""), "hex"), /strange\.csv could not be read in any known encoding/, /strange\.csv/],
};
for (const [language, locale] of [["en", "en-GB"], ["zh", "zh-CN"]]) {
  test(`import: each thing that can be wrong is told with its place, ${language}`, { locale, timeout: 300_000 }, async ({ page, site }) => {
    const words = WORDS[language];
    const workspace = await new Workspace(page, site.url, SHELL[language]).begin();
    await page.goto(page.url().replace(/customers$/, "import"));
    await workspace.shell.started();
    const importing = new Import(page, words);
    await importing.choose(Object.fromEntries(Object.entries(REFUSED).map(([name, [content]]) => [name, content])));
    for (const [name, [, english, chinese]] of Object.entries(REFUSED)) {
      await importing.card(name).getByRole("alert").getByText(language === "en" ? english : chinese).waitFor();
    }
    for (const [name, [content, english, chinese, left]] of Object.entries(WRONG)) {
      await page.goto(page.url());
      await workspace.shell.started();
      await importing.choose({ [name]: content });
      await importing.toColumns();
      await importing.toCheck();
      await page.getByText(language === "en" ? english : chinese).first().waitFor();
      const [made, , , , wrong] = await importing.tiles();
      assert.deepEqual([made, wrong], [left, 1], name);
      if (left) await importing.run();
    }
  });
}

for (const [language, how, viewport] of [["en", "desktop", DESKTOP], ["zh", "phone", PHONE]]) {
  const locale = language === "zh" ? "zh-CN" : "en-GB";
  test(`import: every step is accessible, ${language}, ${how}`, { locale, viewport }, async ({ page, site }) => {
    const words = WORDS[language];
    const workspace = await new Workspace(page, site.url, SHELL[language]).begin();
    const slug = page.url().replace(/customers$/, "");
    await page.goto(`${slug}import`);
    await workspace.shell.started();
    const importing = new Import(page, words);
    await expectAccessible(page, "without files");
    await importing.choose({ "people.csv": PEOPLE, "people2.csv": "name,birthday\nAnn,03/04/1980\n", "empty.csv": "" });
    await importing.card("people2.csv").getByRole("radio").first().waitFor();
    await importing.card("empty.csv").getByRole("alert").waitFor();
    await expectAccessible(page, "files");
    await importing.card("people2.csv").getByRole("radio").first().check({ force: true });
    await importing.toColumns();
    await expectAccessible(page, "columns");
    await importing.toCheck();
    await expectAccessible(page, "check");
    await importing.press(words.next);
    await page.getByText(/people2\.csv.*2/).first().waitFor();
    await importing.tiles();
    await importing.press(words.next);
    await page.getByRole("button", { name: words.undo }).waitFor();
    await expectAccessible(page, "done");
  });
}
