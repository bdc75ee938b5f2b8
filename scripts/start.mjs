// `npm start`: makes the machine ready, builds, starts the demo services and opens the app on the demo profile.
//
//   npm start                   the app with the demo; both end together
//   npm start -- --no-demo      the app alone, with your own set-up
//   npm start -- [arguments]    everything else is passed to the app
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { runCommand } from './cli.mjs';
import { openDemo, startServices } from './open-demo.mjs';
import { root } from './paths.mjs';

const demoFolder = join(root, '.demo');
const demoEnv = join(demoFolder, '.env');

await runCommand(async () => {
  const args = process.argv.slice(2);
  const withDemo = !args.includes('--no-demo');
  const passedOn = args.filter((argument) => argument !== '--no-demo');
  return openDemo({
    switches: withDemo ? [`--user-data-dir=${join(demoFolder, 'user-data')}`] : [],
    appArguments: withDemo ? [`--import-env=${demoEnv}`, ...passedOn] : passedOn,
    async startServices(env) {
      if (!withDemo) return null;
      mkdirSync(demoFolder, { recursive: true });
      return startServices(env, ['scripts/demo-services.ts', demoEnv]);
    },
  });
});
