// `npm run broken`: ten set-ups that do not work, to be walked through with the doctor alone.
//
//   npm run broken            lists what a person sees of each
//   npm run broken -- 3       opens the app on the third; what its administrators can do, they do when they are asked
import { mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { runCommand, SetUpError } from './cli.mjs';
import { openDemo, startServices } from './open-demo.mjs';
import { root } from './paths.mjs';
import { runChild } from './processes.mjs';

const services = 'scripts/broken/services.ts';

await runCommand(async () => {
  const [number, ...passedOn] = process.argv.slice(2);
  if (number === undefined) return runChild(process.execPath, ['scripts/run-ts.mjs', services], { cwd: root });
  if (!/^([1-9]|10)$/.test(number)) throw new SetUpError('usage: npm run broken -- NUMBER, from 1 to 10');
  // Each walk begins anew.
  const folder = join(root, '.demo', `broken-${number}`);
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  const env = join(folder, '.env');
  return openDemo({
    switches: [`--user-data-dir=${join(folder, 'user-data')}`],
    appArguments: [`--import-env=${env}`, ...passedOn],
    startServices: (environment) => startServices(environment, [services, number, env], 'inherit'),
  });
});
