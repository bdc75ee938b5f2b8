/** Stryker's settings for `npm run mutation`. What is mutated is named on the command line; see mutation.mjs. */
import { fileURLToPath } from 'node:url';
import { reportFile } from './report.mjs';

/** @type {import('@stryker-mutator/api/core').PartialStrykerOptions} */
export default {
  testRunner: 'vitest',
  vitest: { configFile: 'scripts/mutation/vitest.config.ts', related: true },
  plugins: ['@stryker-mutator/vitest-runner', fileURLToPath(new URL('ignored-words.mjs', import.meta.url))],
  ignorers: ['words'],
  // TypeScript 7 has no compiler API in JavaScript; with the name of a file that does not exist, Stryker does not ask
  // for one.
  tsconfigFile: 'none.json',
  coverageAnalysis: 'perTest',
  // A constant of a module is read when the module is imported: each would cost a run of every test that imports it.
  ignoreStatic: true,
  concurrency: 1,
  timeoutMS: 2_500,
  timeoutFactor: 2,
  tempDirName: 'reports/.stryker',
  reporters: ['progress', 'clear-text', 'html', 'json'],
  clearTextReporter: { reportTests: false, logTests: false, reportScoreTable: false },
  htmlReporter: { fileName: 'reports/mutation.html' },
  jsonReporter: { fileName: reportFile },
  ignorePatterns: ['dist', 'out', 'tour', 'reports', 'docs', '.demo', 'test/servers'],
  thresholds: { high: 90, low: 80, break: null },
};
