// Which tools of electron-builder can be had on this machine, and what takes the place of those that cannot.
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { root } from '../paths.mjs';
import { targets } from './words.mjs';

const tools = 'https://github.com/electron-userland/electron-builder-binaries/releases/download';
const fpm = `${tools}/fpm@2.1.4/fpm-1.17.0-ruby-3.4.3-linux-amd64.7z`;
const appImageRuntime = `${tools}/appimage@1.0.3/appimage-tools-runtime-20251108.tar.gz`;
const probeTimeout = 6_000;
const names = /** @type {Record<string, string>} */ ({ linux: 'Linux', win32: 'Windows', darwin: 'macOS' });

/**
 * @typedef {object} Machine
 * @property {NodeJS.Platform} system
 * @property {NodeJS.ProcessEnv} environment
 * @property {(url: string) => Promise<boolean>} isReachable
 * @property {(program: string) => boolean} has
 */

/** @type {Machine} */
export const thisMachine = {
  system: process.platform,
  environment: process.env,
  async isReachable(url) {
    try {
      return (await fetch(url, { method: 'HEAD', signal: AbortSignal.timeout(probeTimeout) })).ok;
    } catch {
      return false;
    }
  },
  has: (program) => spawnSync(program, ['--version'], { stdio: 'ignore' }).error === undefined,
};

/**
 * @typedef {object} Plan
 * @property {string[]} words that can be built
 * @property {Record<string, string>} reasons one line for each word that cannot
 * @property {Record<string, string>} environment for electron-builder
 */

/**
 * @param {readonly string[]} words
 * @param {{ release: boolean, machine?: Machine }} options a release is made with the tools of electron-builder alone
 * @returns {Promise<Plan>}
 */
export async function planTools(words, { release, machine = thisMachine }) {
  const { system, environment, isReachable, has } = machine;
  /** @type {Plan} */
  const plan = { words: [], reasons: {}, environment: {} };
  const named = Boolean(
    environment.CUSTOM_FPM_PATH || environment.USE_SYSTEM_FPM || environment.ELECTRON_BUILDER_BINARIES_MIRROR,
  );
  const needsFpm = words.some((word) => word === 'deb' || word === 'rpm');
  const standsIn = system === 'linux' && needsFpm && !release && !named && !(await isReachable(fpm));
  if (standsIn) plan.environment.CUSTOM_FPM_PATH = join(root, 'scripts/package/fpm/fpm-stand-in.mjs');
  for (const word of words) {
    const reason = await reasonAgainst(word);
    if (reason) plan.reasons[word] = reason;
    else plan.words.push(word);
  }
  return plan;

  /** @param {string} word @returns {Promise<string | undefined>} */
  async function reasonAgainst(word) {
    const wanted = targets[word]?.system ?? '';
    if (wanted !== system) return `It is built on ${names[wanted]}, and this is ${names[system] ?? system}.`;
    if (word === 'deb' && standsIn && !has('dpkg-deb')) return 'There is no dpkg-deb.';
    if (word === 'rpm' && !has('rpmbuild')) return 'There is no rpmbuild; the package "rpm" (rpm-build) brings it.';
    if (word === 'appimage' && !release && !environment.APPIMAGE_TOOLS_PATH && !(await isReachable(appImageRuntime))) {
      return 'Its static FUSE 3 runtime comes from GitHub, which is out of reach; APPIMAGE_TOOLS_PATH can name a copy.';
    }
    return undefined;
  }
}
