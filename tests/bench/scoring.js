// Scoring in the page: the engine and its peer in plain JavaScript by turns on the same purchases, for
// scoring.mjs to print. Where the two do not find the same, nothing is compared.

import { fitted, grouped, lives, scored, worth, worthByWeeks } from "./peer.js";

/** Of what the peer works out week by week every so many customers are enough. */
const SAMPLE = 20;

const quiet = () => new Promise((done) => setTimeout(done, 50));
const isNear = (one, other, within) => Math.abs(one - other) <= within * Math.abs(other);

/** The peer's analysis, with the time of each part. */
function analyse(columns) {
  const took = [];
  const time = (what, work) => {
    const begin = performance.now();
    const made = work();
    took.push([what, performance.now() - begin]);
    return made;
  };
  const begin = performance.now();
  const histories = time("– purchases by customer", () => grouped(columns));
  const rfm = time("– RFM and V", () => scored(histories, columns.from, columns.asOf));
  const all = lives(histories, columns.asOf);
  const models = time("– the models fitted", () => fitted(all));
  const sum = time("– what is expected of each and lifetime values", () => worth(all, models));
  took.push(["RFM, V and lifetime values", performance.now() - begin]);
  return { took, found: { ...rfm, buyers: all.n, worth: sum }, all, models };
}

function check(ours, theirs) {
  const isSame = ours.buyers === theirs.buyers && ours.value === theirs.value
    && ours.cells.every((count, at) => count === theirs.cells[at])
    && isNear(ours.worth, theirs.worth, 1e-6);
  if (!isSame) throw new Error(`the peer finds something else: ${JSON.stringify(ours)} ${JSON.stringify(theirs)}`);
}

/** The median and the least of each thing that was timed, by who did it. */
class Times {
  #of = new Map();

  note(side, what, ...took) {
    const key = `${side}\t${what}`;
    this.#of.set(key, [...(this.#of.get(key) ?? []), ...took]);
  }

  lines() {
    return [...this.#of].map(([key, times]) => {
      const sorted = times.toSorted((one, other) => one - other);
      const median = (sorted[(sorted.length - 1) >> 1] + sorted[sorted.length >> 1]) / 2;
      return `figure\t${key}\t${sorted.length}\t${median}\t${sorted[0]}`;
    });
  }
}

/** Scores so many customers so often; lines to print. */
export async function score(customers, times) {
  const engine = globalThis.satchelBench;
  const noted = new Times();
  await engine.buy(customers);
  const columns = await engine.bought();
  let last;
  for (let time = 0; time < times; time++) {
    const { figures, found } = JSON.parse(await engine.analyse());
    for (const [what, took] of figures) noted.note("page", what, ...took);
    await quiet();
    const theirs = analyse(columns);
    for (const [what, took] of theirs.took) noted.note("plain JavaScript", what, took);
    check(found, theirs.found);
    await quiet();
    last = { ...theirs, found, theirs: theirs.found };
  }
  const [near, exact] = [worth, worthByWeeks].map((sum) => sum(last.all, last.models, SAMPLE));
  const { found } = last;
  const lines = [
    `${found.buyers} of ${customers} customers bought ${found.transactions} times; values ${found.value}, lifetime values ${found.worth}.`,
    `Plain JavaScript found the same cells and values, and lifetime values that differ by ${(Math.abs(found.worth / last.theirs.worth - 1)).toExponential(1)}.`,
    `Against the sum week by week, of every ${SAMPLE}th customer: ${(Math.abs(near / exact - 1)).toExponential(1)}.`,
  ];
  for (const given of [await engine.assume(times), await engine.fit(times, customers)]) {
    for (const [what, took] of JSON.parse(given).figures) noted.note("page", what, ...took);
  }
  return [...lines, ...noted.lines()];
}
