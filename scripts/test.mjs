// `npm test`: makes the machine ready, then type check, lint, build and the vitest projects. Every stage runs, whatever
// became of the one before, two of them at a time where there are two cores; the last line is `N passed, N failed`. See
// test-plan.mjs for what can be asked for, and for what runs beside what.
import { closeSync, existsSync, mkdtempSync, openSync, readFileSync, rmSync } from 'node:fs';
import { availableParallelism, tmpdir } from 'node:os';
import { join } from 'node:path';
import { build, buildIsCurrent } from './build.mjs';
import { chromiumInWords, chromiumVersion, knownChromiumVersions } from './chromium-version.mjs';
import { runCommand, say } from './cli.mjs';
import { ensureDebianServers } from './debian-servers.mjs';
import { ensureDependencies } from './dependencies.mjs';
import { openSession } from './desktop-session.mjs';
import { binary } from './node-bin.mjs';
import { checkNodeVersion } from './node-version.mjs';
import { root } from './paths.mjs';
import { endStrays, runChild, startChild, stopOnSignal } from './processes.mjs';
import { setUp } from './setup.mjs';
import { ensureShippedNode } from './shipped-node.mjs';
import { findChromium } from './system-packages.mjs';
import {
  checks,
  countsOf,
  failuresIn,
  lanesOf,
  planOf,
  secondRuns,
  sum,
  summary,
  turnsOf,
  withWindows,
} from './test-plan.mjs';

/** @typedef {import('./test-plan.mjs').Counts} Counts */

/** A test run that hangs must end by itself, with its verdict, before a build server ends it without one. */
const stageLimit = 55 * 60_000;

await runCommand(async () => {
  checkNodeVersion(process.versions.node);
  ensureDependencies();
  const { stages, vitestArguments } = planOf(process.argv.slice(2), await vitestProjects());

  const forServers = stages.includes('servers') ? readyServers() : {};
  const opensWindows = stages.some((stage) => withWindows.includes(stage));
  if (opensWindows && !stages.includes('build') && !buildIsCurrent()) stages.unshift('build');
  const session = opensWindows ? await readySession() : undefined;
  const reports = mkdtempSync(join(tmpdir(), 'sightglass-reports-'));
  const close = async () => {
    await session?.close();
    const strays = endStrays();
    if (strays > 0) say(`Ended ${strays} process${strays === 1 ? '' : 'es'} that the tests left behind.`);
    rmSync(reports, { recursive: true, force: true });
  };
  stopOnSignal(close);

  /** @type {Record<string, Counts>} */
  const results = {};
  /** Of each stage. @type {Record<string, string[]>} */
  const failures = {};
  /** Why a stage was left out, by its name. @type {Record<string, string>} */
  const leftOut = {};
  /** @typedef {{ said: string | undefined }} Way to a file that is shown once the stage is over, or at once */
  const tests = async (
    /** @type {string} */ stage,
    /** @type {string} */ project,
    /** @type {Record<string, string>} */ environment,
    /** @type {Way} */ { said },
    node = process.execPath,
  ) => {
    const { counts, failed } = await vitest(project, vitestArguments, { reports, environment, node, said });
    results[stage] = counts;
    failures[stage] = failed.map((failure) => `${stage}: ${failure}`);
  };
  const again = async (/** @type {string} */ stage, /** @type {Way} */ way) => {
    const node = await ensureShippedNode();
    if ('missing' in node) {
      leftOut[stage] = node.missing;
      return;
    }
    const environment = { ...session?.environment, SIGHTGLASS_SECOND_RUN: '1' };
    await tests(stage, secondRuns[stage] ?? '', environment, way, node.path);
  };
  const run = async (/** @type {string} */ stage, /** @type {Way} */ way) => {
    if (checks.includes(stage)) results[stage] = await check(stage);
    // Against an older build the answers would be about something else.
    else if (withWindows.includes(stage) && results.build?.failed) results[stage] = countsOf(undefined, 1);
    else if (stage in secondRuns) await again(stage, way);
    else await tests(stage, stage, { ...forServers, ...session?.environment }, way);
  };
  const announce = (/** @type {string} */ stage) => {
    console.log(`\n── ${stage}`);
    if (stage === 'ui') say(browserOfTheInterface());
    if (leftOut[stage]) say(`${stage} is left out: ${leftOut[stage]}.`);
  };
  /** One after the other, each shown while it runs, or as a whole when it is over: two at once could not be read. */
  const inTurn = async (/** @type {Iterable<string>} */ lane, isShown = true) => {
    for (const stage of lane) {
      if (isShown) announce(stage);
      const said = isShown ? undefined : join(reports, `${stage}.txt`);
      await run(stage, { said });
      if (!isShown) announce(stage);
      else if (leftOut[stage]) say(`${stage} is left out: ${leftOut[stage]}.`);
      if (said && existsSync(said)) process.stdout.write(readFileSync(said));
    }
  };
  try {
    const { first, lanes, rest } = lanesOf(stages, availableParallelism());
    await inTurn(first);
    const ended = await Promise.allSettled(lanes.map((own, index) => inTurn(turnsOf(own, rest), index === 0)));
    for (const lane of ended) if (lane.status === 'rejected') throw lane.reason;
  } finally {
    await close();
  }
  const total = sum(Object.values(results));
  console.log('');
  for (const failure of stages.flatMap((stage) => failures[stage] ?? [])) console.log(failure);
  for (const stage of stages) if (results[stage]) console.log(`${stage.padEnd(18)} ${summary(results[stage])}`);
  for (const [stage, reason] of Object.entries(leftOut)) console.log(`${stage.padEnd(18)} left out: ${reason}`);
  console.log(summary(total));
  return total.failed > 0 ? 1 : 0;
});

async function readySession() {
  const ready = await setUp({ forTests: true });
  const session = await openSession(ready, { keyring: true });
  return { environment: { ...ready.environment, ...session.environment }, close: session.close };
}

/**
 * Brings the clients and servers of others, which only this part of the tests needs.
 * @returns {Record<string, string>}
 */
function readyServers() {
  ensureDependencies(join(root, 'test/servers'));
  ensureDebianServers();
  const chromium = findChromium(process.env);
  if (chromium) return { SIGHTGLASS_CHROMIUM: chromium };
  say('Servers with a sign-in page are left out: there is no Chromium. `npm run setup -- --tests` brings one.');
  return {};
}

function browserOfTheInterface() {
  const browser = findChromium(process.env);
  const { version } = JSON.parse(readFileSync(join(root, 'node_modules/electron/package.json'), 'utf8'));
  const found = browser ? chromiumVersion(browser) : null;
  return chromiumInWords({ found, shipped: knownChromiumVersions()(version), electron: version });
}

/** The names in vitest.config.ts, so that a new project is run without being named here. */
async function vitestProjects() {
  const { loadConfigFromFile } = await import('vite');
  const loaded = await loadConfigFromFile({ command: 'serve', mode: 'test' }, 'vitest.config.ts', root);
  const config = /** @type {{ test?: { projects?: { test: { name: string } }[] } } | undefined} */ (loaded?.config);
  return (config?.test?.projects ?? []).map(({ test }) => test.name);
}

/** @param {string} stage @returns {Promise<Counts>} */
async function check(stage) {
  const run = {
    typecheck: () => runChild(process.execPath, [binary('typescript', 'tsc')], { cwd: root }),
    lint: () => runChild(process.execPath, [binary('@biomejs/biome', 'biome'), 'check', '.'], { cwd: root }),
    build,
  }[/** @type {'build'} */ (stage)];
  const failed = (await run()) === 0 ? 0 : 1;
  return { passed: 1 - failed, failed, skipped: 0 };
}

/**
 * @param {string} project
 * @param {readonly string[]} args
 * @param {object} how
 * @param {string} how.reports folder
 * @param {Record<string, string>} how.environment
 * @param {string} how.node the executable to run them on
 * @param {string | undefined} how.said a file for what it says; undefined: it is shown at once
 * @returns {Promise<{ counts: Counts, failed: string[] }>}
 */
async function vitest(project, args, { reports, environment, node, said }) {
  const report = join(mkdtempSync(join(reports, 'run-')), `${project}.json`);
  const reporters = ['--reporter=default', '--reporter=json', `--outputFile.json=${report}`];
  // A filter that fits one project's files finds nothing in the others.
  const filtered = args.length > 0 ? ['--passWithNoTests'] : [];
  const all = [binary('vitest'), 'run', '--project', project, ...reporters, ...filtered, ...args];
  const output = said === undefined ? 'inherit' : openSync(said, 'w');
  const run = startChild(node, all, {
    cwd: root,
    env: { ...process.env, ...environment },
    stdio: ['ignore', output, output],
  });
  if (typeof output === 'number') closeSync(output);
  const limit = setTimeout(() => {
    say(`${project} did not end within ${stageLimit / 60_000} minutes; it is stopped.`);
    void run.stop();
  }, stageLimit);
  const code = await run.exited;
  clearTimeout(limit);
  const written = existsSync(report) ? JSON.parse(readFileSync(report, 'utf8')) : undefined;
  return { counts: countsOf(written, code), failed: failuresIn(written, root) };
}
