// `npm run broken`: fourteen set-ups that do not work, to be walked through with the doctor alone.
//
//   npm run broken            lists what a person sees of each
//   npm run broken -- 3       opens the app on the third; what its administrators can do, they do when they are asked
import { existsSync, mkdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { runCommand, SetUpError } from './cli.mjs';
import { openDemo, startServices } from './open-demo.mjs';
import { root } from './paths.mjs';
import { runChild } from './processes.mjs';

const services = 'scripts/broken/services.ts';

await runCommand(async () => {
  const [number, ...passedOn] = process.argv.slice(2);
  if (number === undefined) return runChild(process.execPath, ['scripts/run-ts.mjs', services], { cwd: root });
  if (!/^([1-9]|1[0-4])$/.test(number)) throw new SetUpError('usage: npm run broken -- NUMBER, from 1 to 14');
  // Each walk begins anew.
  const folder = join(root, '.demo', `broken-${number}`);
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  const env = join(folder, '.env');
  // Both are read when the services are up, which say what this computer is like.
  const switches = [`--user-data-dir=${join(folder, 'user-data')}`];
  const appArguments = [...passedOn];
  return openDemo({
    switches,
    appArguments,
    async startServices(environment) {
      const stop = await startServices(environment, [services, number, folder], 'inherit');
      const { proxy, knownKey } = JSON.parse(readFileSync(join(folder, 'computer.json'), 'utf8'));
      if (proxy) switches.push(`--proxy-server=${proxy}`);
      if (knownKey) switches.push(`--ignore-certificate-errors-spki-list=${knownKey}`);
      const authority = join(folder, 'authority.pem');
      // In the place of an authority that the system knows.
      if (existsSync(authority)) environment.NODE_EXTRA_CA_CERTS = authority;
      if (existsSync(env)) appArguments.unshift(`--import-env=${env}`);
      return stop;
    },
  });
});
