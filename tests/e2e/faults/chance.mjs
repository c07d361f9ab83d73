// Chance that can be had again: every run prints its seed, and the same seed gives the same run.

/** A source of numbers from a seed (Mulberry32: small, and good enough to pick moments). */
export class Chance {
  constructor(seed) {
    this.state = seed >>> 0;
  }

  /** A number from 0 up to, but not including, 1. */
  next() {
    this.state = (this.state + 0x6d2b79f5) >>> 0;
    let mixed = this.state;
    mixed = Math.imul(mixed ^ (mixed >>> 15), mixed | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  }

  /** A whole number below a bound. */
  below(bound) {
    return Math.floor(this.next() * bound);
  }
}

/** The upper bound of a rate that was never seen in so many trials, at 95 %: the rule of three. */
export const bound = (trials) => `${(300 / Math.max(trials, 1)).toPrecision(2)} %`;
