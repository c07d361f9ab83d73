// The analysis of customers in plain JavaScript, as one writes it by hand for speed: typed arrays, the
// same formulas and the same searches as src/scoring and src/stats, nothing of the engine. It is what the
// engine stands beside, and finds the same or is not compared (scoring.js).

const MINOR_UNITS = 100;
const WEEK = 7;
const YEAR = 365.25;
const MONTH = YEAR / 12;
const FITTED_MAX = 20_000;

/** Purchases and refunds that count, one customer's behind the other's, by day. */
export function grouped({ customers, of, days, amounts, kinds, statuses, words }) {
  const [order, refund] = ["order", "refund"].map((word) => words[0].indexOf(word));
  const cancelled = words[1].indexOf("cancelled");
  const counts = (row) => statuses[row] !== cancelled && (kinds[row] === order || kinds[row] === refund);
  const starts = new Uint32Array(customers + 1);
  for (let row = 0; row < of.length; row++) if (counts(row)) starts[of[row] + 1]++;
  for (let at = 0; at < customers; at++) starts[at + 1] += starts[at];
  const next = starts.slice();
  const found = { starts, day: new Int32Array(of.length), minor: new Float64Array(of.length), isRefund: new Uint8Array(of.length) };
  for (let row = 0; row < of.length; row++) {
    if (!counts(row)) continue;
    const at = next[of[row]]++;
    found.day[at] = days[row];
    found.isRefund[at] = kinds[row] === refund ? 1 : 0;
    found.minor[at] = kinds[row] === refund ? -Math.abs(amounts[row]) : amounts[row];
  }
  for (let at = 0; at < customers; at++) byDay(found, starts[at], starts[at + 1]);
  return found;
}

/** Most are in order already; what is not is put in its place. */
function byDay({ day, minor, isRefund }, start, end) {
  for (let at = start + 1; at < end; at++) {
    for (let place = at; place > start && day[place - 1] > day[place]; place--) {
      for (const column of [day, minor, isRefund]) [column[place - 1], column[place]] = [column[place], column[place - 1]];
    }
  }
}

/** The quantile of sorted numbers, definition 7 of Hyndman and Fan. */
function quantile(sorted, share) {
  const place = share * (sorted.length - 1);
  const below = Math.floor(place);
  return place > below ? sorted[below] + (place - below) * (sorted[below + 1] - sorted[below]) : sorted[below];
}

/** Recency, frequency and monetary value of who bought in the frame, with their scores; and V = R × N. */
export function scored({ starts, day, minor, isRefund }, from, asOf) {
  const customers = starts.length - 1;
  const [recency, frequency, monetary] = [0, 0, 0].map(() => new Float64Array(customers));
  let n = 0;
  for (let customer = 0; customer < customers; customer++) {
    let [count, sum, last] = [0, 0, 0];
    for (let at = starts[customer + 1] - 1; at >= starts[customer] && day[at] >= from; at--) {
      if (day[at] > asOf) continue;
      sum += minor[at];
      if (isRefund[at]) continue;
      if (count === 0) last = day[at];
      count++;
    }
    if (count === 0) continue;
    [recency[n], frequency[n], monetary[n]] = [asOf - last, count, sum];
    n++;
  }
  const measures = [recency, frequency, monetary].map((measure) => measure.subarray(0, n));
  const limits = measures.map((measure) => {
    const sorted = measure.slice().sort();
    return [0.2, 0.4, 0.6, 0.8].map((share) => quantile(sorted, share));
  });
  const beyond = (value, [a, b, c, d]) => (value > a) + (value > b) + (value > c) + (value > d);
  const cells = new Array(125).fill(0);
  let value = 0;
  for (let at = 0; at < n; at++) {
    const r = 4 - beyond(recency[at], limits[0]);
    const f = beyond(frequency[at], limits[1]);
    const m = beyond(monetary[at], limits[2]);
    cells[(r * 5 + f) * 5 + m]++;
    value += Math.round(monetary[at]);
  }
  return { cells, value };
}

/** Of each customer with a purchase: repeats, the weeks to the last and to now, the mean spend of the repeats. */
export function lives({ starts, day, minor, isRefund }, asOf) {
  const customers = starts.length - 1;
  const [repeats, last, age, spend] = [0, 0, 0, 0].map(() => new Float64Array(customers));
  let n = 0;
  for (let customer = 0; customer < customers; customer++) {
    let [first, before, visits, sum] = [-1, -1, 0, 0];
    for (let at = starts[customer]; at < starts[customer + 1] && day[at] <= asOf; at++) {
      if (isRefund[at]) continue;
      if (visits === 0) first = day[at];
      if (day[at] !== before) visits++;
      if (day[at] > first) sum += minor[at];
      before = day[at];
    }
    if (visits === 0) continue;
    repeats[n] = visits - 1;
    last[n] = (before - first) / WEEK;
    age[n] = (asOf - first) / WEEK;
    spend[n] = sum / MINOR_UNITS / Math.max(1, visits - 1);
    n++;
  }
  return { n, repeats, last, age, spend };
}

/** Stirling's series, shifted to where it is exact to a double. */
function lgamma(x) {
  let shift = 0;
  let at = x;
  let product = 1;
  for (; at < 10; at++) product *= at;
  shift -= Math.log(product);
  const s = 1 / (at * at);
  const series = (1 / 12 - s * (1 / 360 - s * (1 / 1260 - s * (1 / 1680 - s * (1 / 1188 - s * (691 / 360360 - s / 156)))))) / at;
  return shift + (at - 0.5) * Math.log(at) - at + 0.5 * Math.log(2 * Math.PI) + series;
}

function digamma(x) {
  let shift = 0;
  let at = x;
  for (; at < 10; at++) shift -= 1 / at;
  const s = 1 / (at * at);
  return shift + Math.log(at) - 0.5 / at - s * (1 / 12 - s * (1 / 120 - s * (1 / 252 - s * (1 / 240 - s * (1 / 132 - s * (691 / 32760 - s / 12))))));
}

function dot(one, other) {
  let sum = 0;
  for (let at = 0; at < one.length; at++) sum += one[at] * other[at];
  return sum;
}
const largest = (values) => Math.max(...values.map(Math.abs));

/** The least value of a smooth function: BFGS with backtracking. `objective` returns value and gradient. */
function minimise(start, tolerance, stepMax, objective) {
  const size = start.length;
  const identity = (value) => start.map((_, row) => start.map((_, column) => (row === column ? value : 0)));
  let at = start;
  let [value, gradient] = objective(at);
  let inverse = identity(1);
  let isFresh = true;
  for (let iteration = 0; iteration < 200; iteration++) {
    const steepest = largest(gradient);
    if (steepest <= tolerance) return at;
    let step = inverse.map((row) => -dot(row, gradient));
    let slope = dot(step, gradient);
    if (slope >= 0) {
      inverse = identity(1);
      isFresh = true;
      step = gradient.map((entry) => -entry);
      slope = -dot(gradient, gradient);
    }
    let part = Math.min(1, stepMax / largest(step));
    let next, nextValue, nextGradient;
    for (let halvings = 0; ; halvings++) {
      next = at.map((entry, place) => entry + part * step[place]);
      [nextValue, nextGradient] = objective(next);
      const isLevel = Math.abs(nextValue - value) <= 1e-14 * Math.abs(value) && largest(nextGradient) < steepest;
      if (nextValue <= value + 1e-4 * part * slope || isLevel) break;
      if (halvings > 40) return at;
      part *= 0.5;
    }
    const moved = step.map((by) => part * by);
    const turned = nextGradient.map((entry, place) => entry - gradient[place]);
    const curvature = dot(moved, turned);
    if (curvature > 1e-12 * Math.sqrt(dot(turned, turned) * dot(moved, moved))) {
      if (isFresh) inverse = identity(curvature / dot(turned, turned));
      isFresh = false;
      const across = inverse.map((row) => dot(row, turned));
      const own = (1 + dot(turned, across) / curvature) / curvature;
      for (let row = 0; row < size; row++) {
        for (let column = 0; column < size; column++) {
          inverse[row][column] += own * moved[row] * moved[column] - (across[row] * moved[column] + moved[row] * across[column]) / curvature;
        }
      }
    }
    [at, value, gradient] = [next, nextValue, nextGradient];
  }
  return at;
}

/** BG/NBD by maximum likelihood (Fader, Hardie and Lee 2005), in weeks. */
export function purchasesModel(histories) {
  const byRepeats = histories.toSorted((one, other) => one.repeats - other.repeats || one.age - other.age || one.last - other.last);
  const groups = [];
  for (const history of byRepeats) {
    const last = groups.at(-1);
    if (last && last.repeats === history.repeats && last.age === history.age && last.last === history.last) last.count++;
    else groups.push({ ...history, count: 1 });
  }
  const customers = histories.length;
  const mean = histories.reduce((sum, history) => sum + history.age / customers, 0);
  const scale = 10 / mean;
  const repeats = Float64Array.from(groups, (group) => group.repeats);
  const lasts = Float64Array.from(groups, (group) => group.last * scale);
  const ages = Float64Array.from(groups, (group) => group.age * scale);
  const counts = Float64Array.from(groups, (group) => group.count);
  const found = minimise([0, 0, 0, 0], 1e-9, 2, (logs) => {
    if (largest(logs) > 12) return [Infinity, logs];
    const [r, alpha, a, b] = logs.map(Math.exp);
    const start = lgamma(a + b) - lgamma(b) - lgamma(r) + r * Math.log(alpha);
    const [psiR, psiAb, psiB] = [digamma(r), digamma(a + b), digamma(b)];
    let [value, slopeR, slopeAlpha, slopeA, slopeB] = [0, 0, 0, 0, 0];
    let known = -1;
    let [ofValue, ofR, ofA, ofB, ofLeft] = [0, 0, 0, 0, 0];
    for (let at = 0; at < repeats.length; at++) {
      const x = repeats[at];
      const count = counts[at];
      if (x !== known) {
        known = x;
        ofValue = start + lgamma(r + x) + lgamma(b + x) - lgamma(a + b + x);
        ofR = digamma(r + x) - psiR + Math.log(alpha);
        ofA = psiAb - digamma(a + b + x);
        ofB = psiAb - psiB + digamma(b + x) - digamma(a + b + x);
        ofLeft = Math.log(a) - Math.log(b + x - 1);
      }
      const age = alpha + ages[at];
      const lnAge = Math.log(age);
      const stayed = -(r + x) * lnAge;
      if (x === 0) {
        value += count * (ofValue + stayed);
        slopeR += count * (ofR - lnAge);
        slopeAlpha += count * (r / alpha - r / age);
        slopeA += count * ofA;
        slopeB += count * ofB;
        continue;
      }
      const last = alpha + lasts[at];
      const lnLast = Math.log(last);
      const left = ofLeft - (r + x) * lnLast;
      const far = Math.exp(-Math.abs(left - stayed));
      const more = 1 / (1 + far);
      const share = left > stayed ? more : far * more;
      const rest = left > stayed ? far * more : more;
      value += count * (ofValue + Math.max(stayed, left) + Math.log1p(far));
      slopeR += count * (ofR - rest * lnAge - share * lnLast);
      slopeAlpha += count * (r / alpha - (r + x) * (rest / age + share / last));
      slopeA += count * (ofA + share / a);
      slopeB += count * (ofB - share / (b + x - 1));
    }
    const slopes = [slopeR * r, slopeAlpha * alpha, slopeA * a, slopeB * b];
    return [-value / customers, slopes.map((slope) => -slope / customers)];
  });
  const [r, alpha, a, b] = found.map(Math.exp);
  return { r, alpha: alpha / scale, a, b };
}

/** Gamma-Gamma by maximum likelihood (Fader and Hardie 2013). */
export function spendModel(spendings) {
  const bought = spendings.toSorted((one, other) => one.purchases - other.purchases);
  const n = bought.length;
  const scale = bought.reduce((sum, own) => sum + own.mean / n, 0);
  const purchases = Float64Array.from(bought, (own) => own.purchases);
  const means = Float64Array.from(bought, (own) => own.mean / scale);
  const found = minimise([0, 1, 0], 1e-8, 2, (logs) => {
    if (largest(logs) > 12) return [Infinity, logs];
    const [p, q, gamma] = logs.map(Math.exp);
    const [lgammaQ, psiQ, lnScale] = [lgamma(q), digamma(q), Math.log(gamma)];
    let [value, slopeP, slopeQ, slopeGamma] = [0, 0, 0, 0];
    let known = -1;
    let [lnX, start, psiBoth, psiOwn] = [0, 0, 0, 0];
    for (let at = 0; at < n; at++) {
      const x = purchases[at];
      if (x !== known) {
        known = x;
        lnX = Math.log(x);
        start = lgamma(p * x + q) - lgamma(p * x) - lgammaQ;
        [psiBoth, psiOwn] = [digamma(p * x + q), digamma(p * x)];
      }
      const lnMean = Math.log(means[at]);
      const whole = gamma + x * means[at];
      const lnWhole = Math.log(whole);
      value += start + q * (lnScale - lnWhole) + p * x * (lnX + lnMean - lnWhole) - lnMean;
      slopeP += x * (psiBoth - psiOwn + lnX + lnMean - lnWhole);
      slopeQ += psiBoth - psiQ + lnScale - lnWhole;
      slopeGamma += q / gamma - (p * x + q) / whole;
    }
    return [-value / n, [slopeP * p, slopeQ * q, slopeGamma * gamma].map((slope) => -slope / n)];
  });
  const [p, q, gamma] = found.map(Math.exp);
  return { p, q, gamma: gamma * scale };
}

const SERIES_MAX = 0.98;

/** The expected purchases by each of some times ahead, the last the longest (formula 10 of Fader, Hardie and
    Lee 2005): the series where that is quick, else the integral over the chance of leaving. */
function expectedBy(shape, time, a, beta, aheads, into) {
  const c = a + beta - 1;
  const first = c - shape;
  const isSafe = c > 0.05 && first > -12;
  let quick = isSafe ? aheads.length : 0;
  while (quick > 0 && aheads[quick - 1] / (time + aheads[quick - 1]) > SERIES_MAX) quick--;
  for (let at = quick; at < aheads.length; at++) into[at] = integral(shape, time, a, beta, aheads[at]);
  if (quick === 0) return;
  let factor = first / c;
  const [z, powers, sums] = [0, 0, 0].map(() => new Float64Array(quick));
  for (let at = 0; at < quick; at++) {
    z[at] = powers[at] = aheads[at] / (time + aheads[at]);
    sums[at] = factor * z[at];
  }
  for (let n = 1; n < 2000; n++) {
    factor *= ((first + n) * (a + n - 1)) / ((c + n) * (n + 1));
    for (let at = 0; at < quick; at++) {
      powers[at] *= z[at];
      sums[at] += factor * powers[at];
    }
    if (Math.abs(factor * powers[quick - 1]) <= 1e-15 * Math.abs(sums[quick - 1])) break;
  }
  for (let at = 0; at < quick; at++) {
    const log = -Math.log1p(aheads[at] / time);
    const power = (a - 1) * log;
    const whole = power === 0 ? -log : (-log * Math.expm1(power)) / power;
    into[at] = c * (whole - Math.exp(power) * sums[at]);
  }
}

function integral(shape, time, a, beta, ahead) {
  const part = ahead / time;
  const norm = lgamma(a) + lgamma(beta) - lgamma(a + beta);
  const softplus = (x) => Math.max(x, 0) + Math.log1p(Math.exp(-Math.abs(x)));
  let sum = 0;
  for (let at = -112; at <= 112; at++) {
    const u = 0.0625 * at;
    const odds = Math.PI * Math.sinh(u);
    const [lnP, lnQ] = [-softplus(-odds), -softplus(odds)];
    const density = a * lnP + beta * lnQ - norm;
    if (density < -60) continue;
    const p = Math.exp(lnP);
    const bought = p > 1e-200 ? -Math.expm1(-shape * Math.log1p(part * p)) / p : shape * part;
    sum += bought * Math.exp(density) * Math.PI * Math.cosh(u);
  }
  return sum * 0.0625;
}

/** The probability that a customer has not left. */
function alive({ r, alpha, a, b }, x, last, age) {
  if (x === 0) return 1;
  const silence = Math.log1p(Math.max(age - last, 0) / (alpha + last));
  return 1 / (1 + (a / (b + x - 1)) * Math.exp((r + x) * silence));
}

/** What a customer is expected to spend at a time. */
function spendOf({ p, q, gamma }, x, mean) {
  const shape = mean > 0 ? p * x : 0;
  return (p * gamma + (shape > 0 ? shape * mean : 0)) / (shape + q - 1);
}

/** What the nodes of the interpolation count for in the discounted sum over the weeks of the horizon. */
function nodes(scale, months) {
  const most = Math.log1p((60 * MONTH) / WEEK / scale);
  const times = Array.from({ length: 10 }, (_, at) => scale * Math.expm1(most * 0.5 * (1 - Math.cos((Math.PI * at) / 9))));
  const bend = (time) => Math.log1p(time / scale);
  const weightsAt = (time) => {
    const away = times.map((node) => bend(time) - bend(node));
    const exact = away.findIndex((by) => Math.abs(by) < 1e-12);
    if (exact >= 0) return away.map((_, at) => (at === exact ? 1 : 0));
    const weights = away.map((by, at) => ((at % 2 ? -1 : 1) * (at === 0 || at === 9 ? 0.5 : 1)) / by);
    const sum = weights.reduce((all, weight) => all + weight, 0);
    return weights.map((weight) => weight / sum);
  };
  const horizon = (months * MONTH) / WEEK;
  const combined = new Array(10).fill(0);
  const factor = (time) => Math.exp((-Math.log(1.1) * time * WEEK) / YEAR);
  const add = (time, by) => weightsAt(time).forEach((weight, at) => (combined[at] += by * weight));
  const whole = Math.floor(horizon);
  for (let period = 1; period <= whole; period++) {
    const next = Math.min(period + 1, horizon);
    add(period, factor(period) - (next > period ? factor(next) : 0));
  }
  if (horizon > whole) add(horizon, factor(horizon));
  return { times: times.slice(1), combined: combined.slice(1) };
}

/** The models, fitted to every so many customers. */
export function fitted({ n, repeats, last, age, spend }) {
  const every = Math.max(1, Math.ceil(n / FITTED_MAX));
  const [histories, spendings] = [[], []];
  for (let at = 0; at < n; at += every) {
    histories.push({ repeats: repeats[at], last: last[at], age: age[at] });
    if (repeats[at] > 0 && spend[at] > 0) spendings.push({ purchases: repeats[at], mean: spend[at] });
  }
  return { purchases: purchasesModel(histories), spend: spendModel(spendings) };
}

const TERMS = 28;

/** What is expected of one with so many repeats, as a Chebyshev series over ln(1 + t / (α+T)), as
    src/stats/curves.rs has it. */
function curve({ r, a, b }, x, most) {
  const angles = Array.from({ length: TERMS }, (_, at) => (Math.PI * (at + 0.5)) / TERMS);
  // The times have to rise, and the angles fall.
  const aheads = angles.map((angle) => Math.expm1(most * 0.5 * (Math.cos(angle) + 1))).reverse();
  const at = new Float64Array(TERMS);
  expectedBy(r + x, 1, a, b + x, aheads, at);
  at.reverse();
  return Float64Array.from(angles, (_, degree) => {
    const sum = angles.reduce((sum, angle, place) => sum + Math.cos(degree * angle) * at[place], 0);
    return ((degree ? 2 : 1) * sum) / TERMS;
  });
}

/** The sum of a series at a place from -1 to 1 (Clenshaw). */
function summed(curve, place) {
  let one = 0;
  let two = 0;
  for (let term = curve.length - 1; term > 0; term--) {
    const next = curve[term] + 2 * place * one - two;
    two = one;
    one = next;
  }
  return curve[0] + place * one - two;
}

/** The lifetime values over three years at a tenth a year, all together in minor units. */
export function worth({ n, repeats, last, age, spend }, models, every = 1) {
  const { alpha } = models.purchases;
  const { times, combined } = nodes(alpha, 36);
  const most = Math.log1p((60 * MONTH) / WEEK / alpha);
  const curves = [];
  const expected = new Float64Array(times.length);
  let worth = 0;
  for (let at = 0; at < n; at += every) {
    const x = repeats[at];
    const own = (curves[x] ??= curve(models.purchases, x, most));
    for (let node = 0; node < times.length; node++) {
      expected[node] = summed(own, (2 * Math.log1p(times[node] / (alpha + age[at]))) / most - 1);
    }
    const purchases = alive(models.purchases, x, last[at], age[at]) * dot(expected, combined);
    worth += Math.round(Math.max(0, purchases * spendOf(models.spend, x, spend[at])) * MINOR_UNITS);
  }
  return worth;
}

/** The same without interpolation: E[Y(t)] at the end of every week. Slow, and what both are held against. */
export function worthByWeeks({ n, repeats, last, age, spend }, models, every = 1) {
  const { r, alpha, a, b } = models.purchases;
  const horizon = (36 * MONTH) / WEEK;
  const times = Array.from({ length: Math.ceil(horizon) }, (_, at) => Math.min(at + 1, horizon));
  const factors = times.map((time) => Math.exp((-Math.log(1.1) * time * WEEK) / YEAR));
  const expected = new Float64Array(times.length);
  let worth = 0;
  for (let at = 0; at < n; at += every) {
    const x = repeats[at];
    expectedBy(r + x, alpha + age[at], a, b + x, times, expected);
    const purchases = factors.reduce((sum, factor, week) => sum + factor * (expected[week] - (week ? expected[week - 1] : 0)), 0);
    worth += alive(models.purchases, x, last[at], age[at]) * purchases * spendOf(models.spend, x, spend[at]) * MINOR_UNITS;
  }
  return worth;
}
