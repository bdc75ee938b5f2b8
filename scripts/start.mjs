// `npm start`: makes the machine ready, builds, starts the demo services and opens the app on the demo profile.
//
//   npm start                   the app with the demo; both end together
//   npm start -- --no-demo      the app alone, with your own set-up
//   npm start -- [arguments]    everything else is passed to the app
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { build, buildIsCurrent } from './build.mjs';
import { runCommand, SetUpError, say } from './cli.mjs';
import { openSession } from './desktop-session.mjs';
import { root } from './paths.mjs';
import { endStrays, startChild, stopOnSignal } from './processes.mjs';
import { setUp } from './setup.mjs';

const demoFolder = join(root, '.demo');
const demoEnv = join(demoFolder, '.env');

await runCommand(async () => {
  const args = process.argv.slice(2);
  const withDemo = !args.includes('--no-demo');
  const passedOn = args.filter((argument) => argument !== '--no-demo');

  const ready = await setUp();
  if (!buildIsCurrent()) {
    say('Building …');
    if ((await build()) !== 0) throw new SetUpError('The build failed; its messages are above.');
  }

  /** @type {(() => Promise<void>)[]} what to end, the youngest first */
  const running = [];
  const stop = async () => {
    for (const end of running.splice(0).reverse()) await end();
    endStrays();
  };
  stopOnSignal(stop);
  try {
    const session = await openSession(ready, { keyring: false });
    running.push(session.close);
    if (ready.needsDisplay) {
      say(
        `There is no display here, so the window opens on a virtual one (Xvfb, DISPLAY=${session.environment.DISPLAY}).`,
      );
    }
    const env = { ...process.env, ...ready.environment, ...session.environment };
    if (withDemo) running.push(await startDemoServices(env));

    const switches = withDemo ? [`--user-data-dir=${join(demoFolder, 'user-data')}`] : [];
    const appArguments = withDemo ? [`--import-env=${demoEnv}`, ...passedOn] : passedOn;
    say('Opening Sightglass. Close its window or press Ctrl-C to end.');
    const app = startChild(ready.electron.path, [...ready.electronArguments, ...switches, root, ...appArguments], {
      env,
      cwd: root,
    });
    running.push(app.stop);
    return await app.exited;
  } finally {
    await stop();
  }
});

/**
 * The authorization server, Sigma and the warehouse of the demo, in a process of their own. They are up when they print
 * their first line; the profile for the app is in the .env by then.
 * @param {NodeJS.ProcessEnv} env
 * @returns {Promise<() => Promise<void>>} ends them
 */
async function startDemoServices(env) {
  say('Starting the demo services …');
  mkdirSync(demoFolder, { recursive: true });
  const services = startChild(
    process.execPath,
    [join(root, 'scripts/run-ts.mjs'), 'scripts/demo-services.ts', demoEnv],
    {
      env,
      cwd: root,
      stdio: ['ignore', 'pipe', 'inherit'],
    },
  );
  const firstLine = await services.firstLine(say);
  if (!firstLine) throw new SetUpError('The demo services did not start; their messages are above.');
  return services.stop;
}
