// The commit that a package is built from.
import { spawnSync } from 'node:child_process';
import { root } from '../paths.mjs';

/**
 * @typedef {object} Source
 * @property {string | null} commit null when the files are not those of a commit, or there is no git
 * @property {number} epoch seconds: the time of the last commit, which every file of a package gets
 */

/** @returns {Source} the time is that of SOURCE_DATE_EPOCH where that is set */
export function readSource(folder = root, environment = process.env) {
  const time = Number(environment.SOURCE_DATE_EPOCH || git(folder, 'log', '-1', '--format=%ct') || Number.NaN);
  const isClean = git(folder, 'status', '--porcelain') === '';
  return {
    commit: isClean ? (git(folder, 'rev-parse', 'HEAD') ?? null) : null,
    epoch: Number.isFinite(time) ? time : Math.floor(Date.now() / 1000),
  };
}

/** @param {string} folder @param {...string} args @returns {string | undefined} undefined when git fails */
function git(folder, ...args) {
  const result = spawnSync('git', args, { cwd: folder, encoding: 'utf8' });
  return result.status === 0 ? result.stdout.trim() : undefined;
}
