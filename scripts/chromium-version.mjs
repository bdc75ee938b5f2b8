// Which Chromium the interface tests run in, and how it stands to the one of the Electron that ships.
import { spawnSync } from 'node:child_process';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { root } from './paths.mjs';

/**
 * The Chromium of a version of Electron, from a list that comes with the build tools and ends with the day of the last
 * `npm install`; null for what it does not know.
 *
 * @returns {(electron: string) => string | null}
 */
export function knownChromiumVersions() {
  try {
    /** @type {Record<string, string>} */
    const list = createRequire(join(root, 'package.json'))('electron-to-chromium/full-versions.js');
    return (electron) => list[electron] ?? null;
  } catch {
    // It is a dependency of dependencies; nothing depends on it but words.
    return () => null;
  }
}

/** @param {string} executable @returns {string | null} such as `156.0.8078.108` */
export function chromiumVersion(executable) {
  const { stdout } = spawnSync(executable, ['--version'], { encoding: 'utf8', timeout: 20_000 });
  return /\b\d+\.\d+\.\d+\.\d+\b/.exec(stdout ?? '')?.[0] ?? null;
}

/**
 * What to say of it.
 *
 * @param {{ found: string | null, shipped: string | null, electron: string }} versions `shipped`: of the Electron
 */
export function chromiumInWords({ found, shipped, electron }) {
  if (found === null) return 'The interface tests run in a browser that does not say its version.';
  const ran = `The interface tests run in Chromium ${found}`;
  if (shipped === null) return `${ran}.`;
  const difference = Number.parseInt(found, 10) - Number.parseInt(shipped, 10);
  if (difference === 0) return `${ran}, as Electron ${electron} has it (${shipped}).`;
  return `${ran}, ${difference > 0 ? 'newer' : 'older'} than that of Electron ${electron} (${shipped}).`;
}
