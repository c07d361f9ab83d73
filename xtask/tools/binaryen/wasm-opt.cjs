#!/usr/bin/env node
// wasm-opt %VERSION% for the build: npm's binaryen on Node. Keeps what it has made by the hash of
// its input and options, because Trunk calls it again even where only a style has changed.
"use strict";
const { createHash } = require("node:crypto");
const { copyFileSync, existsSync, mkdirSync, readFileSync, readdirSync, renameSync, statSync, unlinkSync, utimesSync } = require("node:fs");
const { spawnSync } = require("node:child_process");
const { dirname, join } = require("node:path");

const KEPT_MAX = 24;
const words = process.argv.slice(2);
const run = () => spawnSync(process.execPath, ["%SCRIPT%", ...words], { stdio: "inherit" }).status ?? 1;

const output = words.map((word) => /^--output=(.*)$/.exec(word)?.[1]).find(Boolean);
const input = words.find((word) => !word.startsWith("-"));
if (!output || !input || !existsSync(input)) process.exit(run());

const hash = createHash("sha256").update("%VERSION%");
for (const word of words) if (word !== input && word !== `--output=${output}`) hash.update(`\0${word}`);
const folder = join(dirname(__dirname), "kept");
const kept = join(folder, `${hash.update("\0").update(readFileSync(input)).digest("hex")}.wasm`);
mkdirSync(folder, { recursive: true });
if (existsSync(kept)) {
  copyFileSync(kept, output);
  utimesSync(kept, new Date(), new Date());
  process.exit(0);
}
const status = run();
if (status === 0) {
  copyFileSync(output, `${kept}.${process.pid}`);
  renameSync(`${kept}.${process.pid}`, kept);
  const files = readdirSync(folder).filter((name) => name.endsWith(".wasm")).map((name) => join(folder, name));
  files.sort((a, b) => statSync(b).mtimeMs - statSync(a).mtimeMs);
  for (const old of files.slice(KEPT_MAX)) unlinkSync(old);
}
process.exit(status);
