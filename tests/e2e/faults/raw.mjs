// Reads a workspace's database as it lies in IndexedDB, without a line of the product: which
// entries and pages are there, and which of the harness's own words are in them. It opens what is
// there and makes nothing.

/** The database of the first workspace that "Start empty" makes at the root of a site. */
export const DATABASE = "satchel/w/my-customers";

/** The words that the harness writes into records, so that they can be found again in any bytes. */
export const word = (run, number) => `zq${run}n${number}qz`;

/**
 * What a database holds, read in a page of the same origin in which the app does not run; null
 * where there is none.
 *   entries  the numbers of the journal's entries
 *   history  the first numbers of packed history
 *   pages    the keys of the stored pages
 *   words    every word of the harness in any value, in the order of its first place
 * The record of the first screen is left out: it is a cache, and what is there only is lost.
 */
export async function readRaw(context, url, name = DATABASE) {
  const page = await context.newPage();
  try {
    // A plain text: same origin, no program.
    await page.goto(`${url}robots.txt`);
    return await page.evaluate(async (name) => {
      const known = await indexedDB.databases();
      if (!known.some((database) => database.name === name)) return null;
      const database = await new Promise((done, failed) => {
        const request = indexedDB.open(name);
        request.onupgradeneeded = () => request.transaction.abort();
        request.onsuccess = () => done(request.result);
        request.onerror = () => failed(request.error);
      });
      const stores = [...database.objectStoreNames].filter((store) => store !== "boot");
      const transaction = database.transaction(stores, "readonly");
      const ask = (request) => new Promise((done, failed) => {
        request.onsuccess = () => done(request.result);
        request.onerror = () => failed(request.error);
      });
      const words = new Set();
      const keys = {};
      const latin = new TextDecoder("latin1");
      for (const store of stores) {
        const [found, values] = await Promise.all([
          ask(transaction.objectStore(store).getAllKeys()),
          ask(transaction.objectStore(store).getAll()),
        ]);
        keys[store] = found;
        for (const value of values) {
          for (const [word] of latin.decode(value).matchAll(/zq\d+n\d+qz/g)) words.add(word);
        }
      }
      database.close();
      return { entries: keys.journal, history: keys.history, pages: keys.pages, words: [...words] };
    }, name);
  } finally {
    await page.close();
  }
}

/** What is wrong with the numbers of a journal: they have to go on without a gap. */
export function gaps({ entries, history }) {
  const found = [];
  for (let at = 1; at < entries.length; at += 1) {
    if (entries[at] !== entries[at - 1] + 1) found.push(`${entries[at - 1]}…${entries[at]}`);
  }
  if (entries.length > 0 && history.length === 0 && entries[0] !== 1) found.push(`…${entries[0]}`);
  return found;
}
