// What npm test runs for which words, and how its results are counted.
import { relative } from 'node:path';
import { stripVTControlCharacters } from 'node:util';
import { SetUpError } from './cli.mjs';

/** What `npm test` runs, in this order: checks count as one each, vitest projects as the tests they hold. */
export const checks = ['typecheck', 'lint', 'build'];

/** Projects that run a second time, on the Node of the Electron that ships; see shipped-node.mjs. @type {Record<string, string>} */
export const secondRuns = { 'unit-node24': 'unit', 'integration-node24': 'integration' };

/**
 * Which stages do the words after `npm test --` ask for, and what is left for vitest?
 *
 *   npm test                           everything
 *   npm test -- unit                   one stage; several can be named
 *   npm test -- --project unit vault   the same in vitest's words, and only files whose path contains "vault"
 *   npm test -- vault                  files whose path contains "vault", in every project, on this Node
 *   npm test -- unit-node24            a project on the Node of the Electron that ships
 *
 * @param {readonly string[]} args
 * @param {readonly string[]} projects vitest's
 * @returns {{ stages: string[], vitestArguments: string[] }}
 */
export function planOf(args, projects) {
  /** @type {Set<string>} */
  const named = new Set();
  /** @type {string[]} */
  const vitestArguments = [];
  for (let i = 0; i < args.length; i += 1) {
    const word = args[i] ?? '';
    const project = word === '--project' ? args[++i] : word.match(/^--project=(.*)$/)?.[1];
    const stage = project ?? word;
    if (projects.includes(stage) || stage in secondRuns || (project === undefined && checks.includes(stage)))
      named.add(stage);
    else if (project !== undefined)
      throw new SetUpError(`There is no test project "${project}"; there are ${projects.join(', ')}.`);
    else vitestArguments.push(word);
  }
  // Last: what fails on the Node at hand is told before.
  const again = Object.keys(secondRuns).filter((stage) => projects.includes(secondRuns[stage] ?? ''));
  const all = [...checks, ...projects, ...again];
  if (named.size > 0) return { stages: all.filter((stage) => named.has(stage)), vitestArguments };
  return { stages: vitestArguments.length > 0 ? [...projects] : all, vitestArguments };
}

/** Only these open windows and browsers, or build packages; the others need no system packages. */
export const withWindows = ['e2e', 'installed', 'packages'];

/** Windows take turns: they have one display, one keyring and one system, into which packages are installed. */
const inTurns = ['e2e', 'installed'];

/**
 * Which stages run one after the other before all else, and which then run side by side? What opens windows waits for
 * windows more than it computes, so that a second core has the rest done meanwhile. The rest is of either lane: whichever
 * is free takes the next, so that none stands still while the other has something to do.
 *
 * @param {readonly string[]} stages
 * @param {number} cores
 * @returns {{ first: string[], lanes: string[][], rest: string[] }}
 */
export function lanesOf(stages, cores) {
  const first = stages.filter((stage) => checks.includes(stage));
  const others = stages.filter((stage) => !first.includes(stage));
  const windows = others.filter((stage) => inTurns.includes(stage));
  const rest = others.filter((stage) => !inTurns.includes(stage));
  if (cores > 1 && windows.length > 0 && rest.length > 0) return { first, lanes: [windows, []], rest };
  return { first, lanes: others.length > 0 ? [others] : [], rest: [] };
}

/**
 * What a lane runs: its own stages, and then what is left of the rest when it is free for it.
 *
 * @param {readonly string[]} own
 * @param {string[]} rest of all lanes; what is taken is gone
 * @returns {Generator<string, void>}
 */
export function* turnsOf(own, rest) {
  yield* own;
  for (let stage = rest.shift(); stage !== undefined; stage = rest.shift()) yield stage;
}

/** @typedef {{ passed: number, failed: number, skipped: number }} Counts */

/**
 * @typedef {object} VitestReport the part of vitest's JSON report that is read here
 * @property {number} numPassedTests
 * @property {number} numFailedTests
 * @property {number} numPendingTests
 * @property {number} numTodoTests
 * @property {FileReport[]} testResults one for each file
 */

/**
 * @typedef {object} FileReport
 * @property {string} name its path
 * @property {string} status
 * @property {string} [message] why the file could not be loaded
 * @property {{ status: string, fullName: string, failureMessages?: string[] | null, meta?: { seen?: string } }[]} assertionResults
 */

/**
 * @param {VitestReport | undefined} report undefined when vitest wrote none
 * @param {number} exitCode vitest's
 * @returns {Counts}
 */
export function countsOf(report, exitCode) {
  if (!report) return { passed: 0, failed: 1, skipped: 0 };
  const failed = report.numFailedTests + report.testResults.filter(isBroken).length;
  return {
    passed: report.numPassedTests,
    // An unhandled error fails the run without failing a test.
    failed: exitCode !== 0 && failed === 0 ? 1 : failed,
    skipped: report.numPendingTests + report.numTodoTests,
  };
}

/** A file that cannot even be loaded has no failed test in it, and yet it failed. @param {FileReport} file */
function isBroken({ status, assertionResults }) {
  return status === 'failed' && !assertionResults.some((test) => test.status === 'failed');
}

/**
 * What failed, each with the first line of the reason and what the app showed then: said once more at the very end, where
 * whoever has only the tail of a long log finds it.
 *
 * @param {VitestReport | undefined} report
 * @param {string} root what paths are told from
 * @returns {string[]}
 */
export function failuresIn(report, root) {
  return (report?.testResults ?? []).flatMap((file) => {
    const path = relative(root, file.name);
    if (isBroken(file)) return [`${path}: ${firstLine(file.message)}`];
    const failed = file.assertionResults.filter(({ status }) => status === 'failed');
    return failed.map(({ fullName, failureMessages, meta }) => {
      const seen = meta?.seen === undefined ? '' : `\n${meta.seen.replace(/^/gm, '    ')}`;
      return `${path} > ${fullName.trim()}: ${firstLine(failureMessages?.[0])}${seen}`;
    });
  });
}

/** @param {string | undefined} message */
const firstLine = (message) => stripVTControlCharacters(message ?? '').split('\n', 1)[0] ?? '';

/** @param {readonly Counts[]} counts @returns {Counts} */
export function sum(counts) {
  const total = { passed: 0, failed: 0, skipped: 0 };
  for (const { passed, failed, skipped } of counts) {
    total.passed += passed;
    total.failed += failed;
    total.skipped += skipped;
  }
  return total;
}

/** The plain last line. @param {Counts} counts */
export function summary({ passed, failed, skipped }) {
  return `${passed} passed, ${failed} failed${skipped > 0 ? `, ${skipped} skipped` : ''}`;
}
