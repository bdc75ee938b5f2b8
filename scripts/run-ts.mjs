// Runs a TypeScript program of this project on a machine that was made ready for it:
//
//   node scripts/run-ts.mjs [--session] scripts/tour/tour.ts [arguments]
//
// With --session it gets a display and a keyring of its own. The program exports `main(args, setUp)`, which may return
// or resolve to an exit code. process.env holds the environment of setup.mjs by then.
import { resolve } from 'node:path';
import { runCommand, SetUpError } from './cli.mjs';
import { openSession } from './desktop-session.mjs';
import { root } from './paths.mjs';
import { endStrays, stopOnSignal } from './processes.mjs';
import { setUp } from './setup.mjs';

/** @typedef {{ main(args: string[], setUp: import('./setup.mjs').SetUp): unknown }} Program */

await runCommand(async () => {
  const words = process.argv.slice(2);
  const withSession = words[0] === '--session';
  const [program, ...args] = withSession ? words.slice(1) : words;
  if (!program) throw new SetUpError('usage: node scripts/run-ts.mjs [--session] <program.ts> [arguments]');

  const ready = await setUp({ forTests: withSession });
  const session = withSession ? await openSession(ready, { keyring: true }) : undefined;
  const close = async () => {
    await session?.close();
    endStrays();
  };
  stopOnSignal(close);
  try {
    Object.assign(process.env, ready.environment, session?.environment);
    process.argv = [process.argv[0] ?? '', resolve(program), ...args];
    const { main } = await load(resolve(program));
    return Number(await main(args, ready)) || 0;
  } finally {
    await close();
  }
});
// A program that has done its work may still hold a socket open.
process.exit();

/** @param {string} file @returns {Promise<Program>} */
async function load(file) {
  const { runnerImport } = await import('vite');
  const { module } = await runnerImport(file, { root, configFile: false, logLevel: 'warn' });
  return /** @type {Program} */ (module);
}
