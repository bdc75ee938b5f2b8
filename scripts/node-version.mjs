// Which versions of Node the tools run on.
import { SetUpError } from './cli.mjs';

/** The lowest version of each line that the tools run on; the same ranges stand under `engines` in package.json. */
const minimums = [
  [20, 19],
  [22, 12],
];
const everythingFrom = 24;

/** @param {string} version as in `process.versions.node` */
export function nodeVersionIsSupported(version) {
  const [major = 0, minor = 0] = version.split('.').map(Number);
  return major >= everythingFrom || minimums.some(([line, lowest]) => major === line && minor >= (lowest ?? 0));
}

/** @param {string} version */
export function checkNodeVersion(version) {
  if (nodeVersionIsSupported(version)) return;
  throw new SetUpError(`Sightglass needs Node 20.19+, 22.12+ or 24+; this is Node ${version}. Install one of those.`);
}

/** What downloads the official Electron from version 42 on asks for it (`engines` of @electron/get). */
const forReleases = [22, 12];

/** @param {string} version @returns {boolean} whether releases can be built on it */
export function nodeVersionBuildsReleases(version) {
  const [major = 0, minor = 0] = version.split('.').map(Number);
  const [least = 0, leastMinor = 0] = forReleases;
  return major > least || (major === least && minor >= leastMinor);
}

/** @param {string} version */
export function checkNodeForReleases(version) {
  if (nodeVersionBuildsReleases(version)) return;
  throw new SetUpError(
    `Releases are built on Node ${forReleases.join('.')} or newer, which the official Electron needs for its download; this is Node ${version}.`,
  );
}
