// Which Chromium and which Node an Electron holds.
import { spawnSync } from 'node:child_process';
import { createReadStream, existsSync } from 'node:fs';
import { join } from 'node:path';
import { SetUpError } from '../cli.mjs';

/** @typedef {{ electron: string, chromium: string, node: string }} RuntimeVersions */

/** What each says of itself, in the executable (on macOS: in the framework), whatever system it is for. */
const marks = {
  electron: /Electron\/(\d+\.\d+\.\d+(?:-[a-z]+\.\d+)?)[\0 ]/,
  chromium: /Chrome\/(\d+\.\d+\.\d+\.\d+)/,
  node: /download\/release\/v(\d+\.\d+\.\d+)\//,
};
/** Longer than any mark, so that one that lies across two pieces is found. */
const overlap = 256;

/**
 * Reads the versions out of an executable without running it: it may be for another system.
 *
 * @param {string} file
 * @returns {Promise<RuntimeVersions>}
 * @throws {Error} when one of them is not found
 */
export async function readRuntimeVersions(file) {
  /** @type {Record<string, string>} */
  const found = {};
  let rest = '';
  for await (const piece of createReadStream(file, { highWaterMark: 4 * 1_024 * 1_024 })) {
    const text = rest + piece.toString('latin1');
    for (const [name, mark] of Object.entries(marks)) {
      const version = mark.exec(text)?.[1];
      if (version !== undefined) found[name] ??= version;
    }
    if (Object.keys(found).length === Object.keys(marks).length) break;
    rest = text.slice(-overlap);
  }
  const missing = Object.keys(marks).filter((name) => !(name in found));
  if (missing.length > 0) throw new Error(`${file} does not say its version of ${missing.join(', ')}.`);
  return /** @type {any} */ (found);
}

/** In the folder of an Electron: what starts it, and the file that holds Chromium and Node. */
const layouts = [
  ['electron', 'electron'],
  ['electron.exe', 'electron.exe'],
  [
    'Electron.app/Contents/MacOS/Electron',
    'Electron.app/Contents/Frameworks/Electron Framework.framework/Electron Framework',
  ],
];

/**
 * The versions of an Electron, read out of it; where one does not stand there in the way that we know, it is asked.
 *
 * @param {string} distPath its folder
 * @returns {Promise<RuntimeVersions>}
 */
export async function runtimeVersions(distPath) {
  const [start = '', holder = ''] = layouts.find(([each = '']) => existsSync(join(distPath, each))) ?? [];
  if (start === '') throw new SetUpError(`There is no Electron in ${distPath}.`);
  try {
    return await readRuntimeVersions(join(distPath, holder));
  } catch (error) {
    const asked = spawnSync(join(distPath, start), ['-p', 'JSON.stringify(process.versions)'], {
      encoding: 'utf8',
      env: { ...process.env, ELECTRON_RUN_AS_NODE: '1' },
    });
    if (asked.status !== 0) throw error;
    const { electron, chrome, node } = JSON.parse(asked.stdout);
    return { electron, chromium: chrome, node };
  }
}
