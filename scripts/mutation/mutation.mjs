// `npm run mutation`: changes the code in small ways, one after the other, and runs the tests each time. A change that
// no test notices (a surviving mutant) points at a rule that could be broken unseen.
//
//   npm run mutation -- src/main/vault/seal.ts             one file, about a minute
//   npm run mutation -- src/main/vault                     every file below a folder
//   npm run mutation -- --sample 60 src/main/oauth         60 lines below it, chosen at random
//   npm run mutation -- --unit src/main/oauth              without integration tests: ten times as fast for these rooms,
//                                                          and what only those notice counts as a survivor
//
// The last line is "NN % of N mutants killed"; reports/mutation.html shows each mutant at its place.
import { existsSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { join, relative, resolve, sep } from 'node:path';
import { runCommand, SetUpError } from '../cli.mjs';
import { ensureDependencies } from '../dependencies.mjs';
import { binary } from '../node-bin.mjs';
import { checkNodeVersion } from '../node-version.mjs';
import { root } from '../paths.mjs';
import { runChild, stopOnSignal } from '../processes.mjs';
import { reportFile, verdict } from './report.mjs';
import { chooseSome, codeLines } from './sample.mjs';
import { testsOf } from './tests-of.mjs';

const usage = 'usage: npm run mutation -- [--unit] [--sample <lines>] <file or folder below src>…';

await runCommand(async () => {
  checkNodeVersion(process.versions.node);
  ensureDependencies();
  const { files, mutate, isUnitOnly } = planOf(process.argv.slice(2));
  // A run that Stryker gives up leaves no report, and an old one would answer in its place.
  rmSync(join(root, reportFile), { force: true });
  stopOnSignal(async () => {});
  const stryker = [binary('@stryker-mutator/core', 'stryker'), 'run', 'scripts/mutation/stryker.config.mjs'];
  const code = await runChild(process.execPath, [...stryker, '--mutate', mutate.join(',')], {
    cwd: root,
    env: { ...process.env, SIGHTGLASS_MUTATION_TESTS: testsOf(files, { isUnitOnly }).join(',') },
  });
  if (code !== 0 || !existsSync(join(root, reportFile)))
    throw new SetUpError('Stryker failed; its messages are above.');
  console.log(verdict(JSON.parse(readFileSync(join(root, reportFile), 'utf8'))));
  return 0;
});

/**
 * What the arguments ask for: the files, and what of them Stryker is to mutate.
 * @param {readonly string[]} args
 */
function planOf(args) {
  const isUnitOnly = args[0] === '--unit';
  const rest = isUnitOnly ? args.slice(1) : args;
  const sampled = rest[0] === '--sample' ? Number(rest[1]) : undefined;
  const paths = sampled === undefined ? rest : rest.slice(2);
  if (paths.length === 0 || (sampled !== undefined && !(sampled > 0))) throw new SetUpError(usage);
  const files = [...new Set(paths.flatMap(filesAt))];
  if (sampled === undefined) return { files, mutate: files, isUnitOnly };
  const lines = files.flatMap((file) => codeLines(file, readFileSync(join(root, file), 'utf8')));
  const mutate = chooseSome(lines, sampled);
  return { files: files.filter((file) => mutate.some((line) => line.startsWith(`${file}:`))), mutate, isUnitOnly };
}

/** @param {string} path a file or a folder @returns {string[]} from the project's folder, with slashes */
function filesAt(path) {
  const found = resolve(path);
  if (!existsSync(found)) throw new SetUpError(`There is no ${path}.\n${usage}`);
  const names = statSync(found).isDirectory()
    ? readdirSync(found, { recursive: true, encoding: 'utf8' }).map((name) => join(found, name))
    : [found];
  return names.filter((name) => /\.tsx?$/.test(name)).map((name) => relative(root, name).split(sep).join('/'));
}
