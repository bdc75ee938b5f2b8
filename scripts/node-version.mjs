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
