// Which Chromium and which Node an Electron holds.
import { createReadStream, existsSync, readdirSync } from 'node:fs';
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

const framework = 'Contents/Frameworks/Electron Framework.framework/Versions/A/Electron Framework';

/** The file that holds Chromium and Node, in the folder of an Electron or of what was packaged from it. */
const holders = [
  'sightglass',
  'Sightglass.exe',
  `Sightglass.app/${framework}`,
  'electron',
  'electron.exe',
  `Electron.app/${framework}`,
];

/**
 * The versions inside an Electron, or inside an unpacked package.
 *
 * @param {string} folder
 * @returns {Promise<RuntimeVersions>}
 */
export async function runtimeVersions(folder) {
  const holder = holders.map((file) => join(folder, file)).find((file) => existsSync(file));
  if (!holder) throw new SetUpError(`There is no Electron in ${folder}.`);
  return readRuntimeVersions(holder);
}

/**
 * The versions of what was packaged just now, of whichever processor: all are built from one version.
 *
 * @param {string} output the folder that electron-builder writes into
 */
export async function packagedVersions(output) {
  const unpacked = readdirSync(output).filter((name) => /^(?:linux|win)(?:-\w+)?-unpacked$|^mac(?:-\w+)?$/.test(name));
  const [folder] = unpacked
    .map((name) => join(output, name))
    .filter((each) => holders.some((file) => existsSync(join(each, file))));
  if (folder === undefined) throw new SetUpError(`There is no unpacked package in ${output}.`);
  return runtimeVersions(folder);
}
