// Builds the program, and tells whether what was built is current.
import { readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { binary } from './node-bin.mjs';
import { root } from './paths.mjs';
import { runChild } from './processes.mjs';

const results = [
  'main/index.js',
  'main/third-party-notices.json',
  'preload/app.cjs',
  'preload/embed-host.cjs',
  'renderer/index.html',
  'contents/THIRD_PARTY_NOTICES.txt',
];
const sources = [
  'src',
  'scripts/contents',
  'electron.vite.config.ts',
  'package.json',
  'package-lock.json',
  'tsconfig.json',
];

/** Is everything in out/ younger than its sources? Folders count too: their time changes when a file is deleted. */
export function buildIsCurrent(folder = root) {
  try {
    const oldestResult = Math.min(...results.map((file) => statSync(join(folder, 'out', file)).mtimeMs));
    return sources.every((path) => newest(join(folder, path)) < oldestResult);
  } catch {
    return false;
  }
}

/** @returns {Promise<number>} the exit code */
export function build() {
  return runChild(process.execPath, [binary('electron-vite'), 'build', '--logLevel', 'warn'], { cwd: root });
}

/** @param {string} path @returns {number} the youngest time at or below it */
function newest(path) {
  const found = statSync(path);
  if (!found.isDirectory()) return found.mtimeMs;
  return Math.max(found.mtimeMs, ...readdirSync(path).map((name) => newest(join(path, name))));
}
