// `npm run -s sightglass -- …`: the command line of the program, from the sources.
//
//   npm run -s sightglass -- help
//
// On a fresh clone it first makes the machine ready and builds, and says so on stderr.
import { spawn } from 'node:child_process';
import { build, buildIsCurrent } from './build.mjs';
import { runCommand, SetUpError, say } from './cli.mjs';
import { root } from './paths.mjs';
import { setUp } from './setup.mjs';

await runCommand(async () => {
  const ready = await setUp({ forCommand: true });
  if (!buildIsCurrent()) {
    say('Building …');
    if ((await build()) !== 0) throw new SetUpError('The build failed; its messages are above.');
  }
  // It shares the terminal: a process group of its own could not read from it. Ctrl+C reaches both, and the child decides.
  process.on('SIGINT', () => undefined);
  const child = spawn(ready.electron.path, [...ready.electronArguments, root, ...process.argv.slice(2)], {
    stdio: 'inherit',
    env: { ...process.env, ...ready.environment },
  });
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('exit', (code) => resolve(code ?? 130));
  });
});
