// How far behind the pinned Electron is, by what the npm registry says. Continuous integration asks it each day.
//
//   npm run electron-age
//   npm run --silent electron-age -- --json     one line of JSON
//
// The exit code tells: 0 all is well, 3 a newer release of the pinned major version waits for more than a week, 4 the
// pinned major version gets no fixes any more or will not soon, 5 the registry could not be asked.
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { knownChromiumVersions } from './chromium-version.mjs';
import { runCommand } from './cli.mjs';
import { root } from './paths.mjs';

/** Electron supports the latest three major versions (https://www.electronjs.org/docs/latest/tutorial/electron-timelines). */
const supportedMajors = 3;
/** A new one comes with every second one of Chromium, which comes every four weeks. */
const daysBetweenMajors = 56;
/** So long a fix may wait: a release needs a build, a test and people who install it. */
const graceDays = 7;
/** So long before its end a major version counts as one that has to be left. */
const noticeDays = 21;
const day = 86_400_000;

export const exitCodes = { current: 0, behind: 3, 'support ends': 4, unknown: 5 };

/**
 * @typedef {object} Age
 * @property {keyof typeof exitCodes} status
 * @property {string} pinned
 * @property {string | null} pinnedDate when it came onto the registry, as `2026-11-19`; so are all dates
 * @property {string} newestOfMajor
 * @property {string | null} newerSince when the first release came that is newer and of the same major version
 * @property {number} behindDays since then
 * @property {string} newest of all stable ones
 * @property {number} majorsBehind
 * @property {{ date: string, isEstimate: boolean }} endOfSupport of the pinned major version
 * @property {Record<string, string | null>} chromium by version of Electron; null where it is not known here
 */

/**
 * @param {{ pinned: string, times: Record<string, string>, now: number, chromiumOf?: (electron: string) => string | null }} known
 *   `times`: when each version came onto the registry; `now`: milliseconds since the epoch
 * @returns {Age}
 */
export function ageOf({ pinned, times, now, chromiumOf = () => null }) {
  const stable = Object.keys(times).filter((version) => /^\d+\.\d+\.\d+$/.test(version));
  const sorted = [...new Set([...stable, pinned])].sort(compare);
  const major = majorOf(pinned);
  const newer = sorted.filter((version) => majorOf(version) === major && compare(version, pinned) > 0);
  const newest = sorted.at(-1) ?? pinned;
  const majorsBehind = majorOf(newest) - major;
  const since = Math.min(...newer.map((version) => instantOf(times, version)));
  const behindDays = newer.length > 0 ? Math.max(0, Math.floor((now - since) / day)) : 0;
  const newestOfMajor = newer.at(-1) ?? pinned;
  const end = endOfSupport(major, times, majorOf(newest));
  const isEnding = now >= end.at - noticeDays * day;
  return {
    status: isEnding ? 'support ends' : behindDays > graceDays ? 'behind' : 'current',
    pinned,
    pinnedDate: pinned in times ? dateOf(instantOf(times, pinned)) : null,
    newestOfMajor,
    newerSince: newer.length > 0 ? dateOf(since) : null,
    behindDays,
    newest,
    majorsBehind,
    endOfSupport: { date: dateOf(end.at), isEstimate: end.isEstimate },
    chromium: Object.fromEntries([...new Set([pinned, newestOfMajor, newest])].map((each) => [each, chromiumOf(each)])),
  };
}

/** A major version ends on the day of the third one after it, which is estimated while it is not there. */
function endOfSupport(
  /** @type {number} */ major,
  /** @type {Record<string, string>} */ times,
  /** @type {number} */ newestMajor,
) {
  const first = (/** @type {number} */ of) => times[`${of}.0.0`];
  const successor = first(major + supportedMajors);
  if (successor !== undefined) return { at: Date.parse(successor), isEstimate: false };
  const last = Date.parse(first(newestMajor) ?? '') || 0;
  return { at: last + (major + supportedMajors - newestMajor) * daysBetweenMajors * day, isEstimate: true };
}

/** @param {Age} age @returns {string[]} for people */
export function ageInWords(age) {
  const chromium = (/** @type {string} */ version) => {
    const known = age.chromium[version];
    return known ? `${version} (Chromium ${known})` : version;
  };
  const { date, isEstimate } = age.endOfSupport;
  const newerMajors = age.majorsBehind === 1 ? 'one major version' : `${age.majorsBehind} major versions`;
  return [
    `Pinned: Electron ${chromium(age.pinned)}${age.pinnedDate ? `, of ${age.pinnedDate}` : ''}.`,
    age.newestOfMajor === age.pinned
      ? 'It is the newest of its major version.'
      : `Newer of its major version: ${chromium(age.newestOfMajor)}. There has been one since ${age.newerSince}.`,
    age.majorsBehind === 0
      ? 'No newer major version is stable.'
      : `Newest of all: ${chromium(age.newest)}, ${newerMajors} on.`,
    `Its major version gets fixes until ${date}${isEstimate ? ', by the usual rhythm' : ''}.`,
    {
      current: 'All is well.',
      behind: `To do: raise it. Fixes have waited for more than ${graceDays} days.`,
      'support ends': 'To do: raise it to a newer major version. This one gets no fixes any more, or will not soon.',
      unknown: '',
    }[age.status],
  ];
}

const majorOf = (/** @type {string} */ version) => Number.parseInt(version, 10);
const dateOf = (/** @type {number} */ instant) => new Date(instant).toISOString().slice(0, 10);
const instantOf = (/** @type {Record<string, string>} */ times, /** @type {string} */ version) =>
  Date.parse(times[version] ?? '');

function compare(/** @type {string} */ one, /** @type {string} */ other) {
  const [a, b] = [one, other].map((version) => version.split('.').map(Number));
  for (const index of [0, 1, 2]) {
    const difference = (a?.[index] ?? 0) - (b?.[index] ?? 0);
    if (difference !== 0) return difference;
  }
  return 0;
}

/** @returns {Record<string, string> | null} null when the registry does not answer */
function askRegistry() {
  const args = ['view', 'electron', 'time', '--json', '--prefer-online', '--fetch-retries=1', '--fetch-timeout=20000'];
  const result = spawnSync('npm', args, {
    cwd: root,
    encoding: 'utf8',
    maxBuffer: 16 * 1_024 * 1_024,
    shell: process.platform === 'win32',
  });
  try {
    return result.status === 0 ? JSON.parse(result.stdout) : null;
  } catch {
    return null;
  }
}

/**
 * @param {{ times: Record<string, string> | null, now: number, isJson: boolean, pinned: string,
 *   chromiumOf?: (electron: string) => string | null }} options
 * @returns {{ code: number, lines: string[] }}
 */
export function report({ times, now, isJson, pinned, chromiumOf = () => null }) {
  if (times === null) {
    const why = 'The npm registry could not be asked, so nothing is known of newer releases.';
    const lines = isJson ? [JSON.stringify({ status: 'unknown', pinned })] : [`Pinned: Electron ${pinned}.`, why];
    return { code: exitCodes.unknown, lines };
  }
  const age = ageOf({ pinned, times, now, chromiumOf });
  return { code: exitCodes[age.status], lines: isJson ? [JSON.stringify(age)] : ageInWords(age) };
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  await runCommand(async () => {
    const { packages } = JSON.parse(readFileSync(join(root, 'package-lock.json'), 'utf8'));
    const { code, lines } = report({
      times: askRegistry(),
      now: Date.now(),
      isJson: process.argv.includes('--json'),
      pinned: packages['node_modules/electron'].version,
      chromiumOf: knownChromiumVersions(),
    });
    for (const line of lines) console.log(line);
    return code;
  });
}
