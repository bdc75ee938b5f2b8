// Opens the app over services of the demo, for `npm start` and `npm run broken`.
import { build, buildIsCurrent } from './build.mjs';
import { SetUpError, say } from './cli.mjs';
import { openSession } from './desktop-session.mjs';
import { root } from './paths.mjs';
import { endStrays, startChild, stopOnSignal } from './processes.mjs';
import { setUp } from './setup.mjs';

/**
 * Makes the machine ready, builds, starts the services and opens the app; all of it ends together.
 * @param {object} options
 * @param {(env: NodeJS.ProcessEnv) => Promise<(() => Promise<void>) | null>} options.startServices what ends them; null
 *   where there are none
 * @param {readonly string[]} options.appArguments
 * @param {readonly string[]} [options.switches] those of Electron
 * @returns {Promise<number>} the exit code of the app
 */
export async function openDemo({ startServices, appArguments, switches = [] }) {
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
    const stopServices = await startServices(env);
    if (stopServices) running.push(stopServices);

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
}

/**
 * A program of services in a process of its own. They are up when it prints its first line; the profile for the app is in
 * its file by then.
 * @param {NodeJS.ProcessEnv} env
 * @param {readonly string[]} args for `run-ts.mjs`
 * @param {'ignore' | 'inherit'} [input] its standard input
 * @returns {Promise<() => Promise<void>>} ends them
 */
export async function startServices(env, args, input = 'ignore') {
  say('Starting the demo services …');
  const services = startChild(process.execPath, ['scripts/run-ts.mjs', ...args], {
    env,
    cwd: root,
    stdio: [input, 'pipe', 'inherit'],
  });
  const firstLine = await services.firstLine(say);
  if (!firstLine) throw new SetUpError('The demo services did not start; their messages are above.');
  return services.stop;
}
