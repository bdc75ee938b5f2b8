/** What has to happen before Electron is ready; then `start.ts` puts the program together. */
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { app, dialog, protocol } from 'electron';
import { EMBED_SCHEME } from '../shared/embed-host-names.ts';
import { textOf } from '../shared/text/languages.ts';
import { createLog } from './log/log.ts';
import { createLogFile } from './log/log-file.ts';
import { APP_SCHEME } from './shell/app-protocol.ts';
import { chooseLanguage } from './shell/language.ts';
import { createLaunchQueue, launchRequestsOf } from './shell/launch.ts';
import { createLifecycle } from './shell/lifecycle.ts';
import { refuseSwitches } from './shell/refused-switches.ts';
import { describeStartFailure } from './shell/start-failure.ts';
import { start } from './start.ts';

const language = chooseLanguage(process.env);
const text = textOf(language);

const refusedSwitches = app.isPackaged
  ? refuseSwitches(app.commandLine, process.env, process.env.SIGHTGLASS_ALLOW_REMOTE_DEBUGGING === '1')
  : [];
// Every page asks for the sandbox itself; this makes sure that none goes without it by mistake. Chromium's own switch,
// which root needs in tests, cannot be combined with it.
if (!app.commandLine.hasSwitch('no-sandbox')) app.enableSandbox();
protocol.registerSchemesAsPrivileged([
  { scheme: APP_SCHEME, privileges: { standard: true, secure: true } },
  { scheme: EMBED_SCHEME, privileges: { standard: true, secure: true } },
]);

// A second program on the same folder would race for the rotated refresh tokens.
if (app.requestSingleInstanceLock()) run();
else app.quit();

function run(): void {
  const folder = app.getPath('userData');
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const logFolder = join(folder, 'logs');
  const logFile = createLogFile({ directory: logFolder });
  const log = createLog({ write: logFile.write, now: Date.now });
  process.on('uncaughtException', (error) => log.error('program.uncaught', { error: error.stack ?? error.message }));
  process.on('unhandledRejection', (reason) =>
    log.error('program.unhandled', { error: reason instanceof Error ? (reason.stack ?? reason.message) : 'unknown' }),
  );
  log.info('program.started', {
    version: app.getVersion(),
    electron: process.versions.electron,
    packaged: app.isPackaged,
  });
  if (refusedSwitches.length > 0) log.warn('program.switches-refused', { names: refusedSwitches });

  const lifecycle = createLifecycle({
    app,
    argv: process.argv,
    onTaskFailed: (error) => log.error('program.close-failed', { error: String(error) }),
  });
  lifecycle.onClosed(() => logFile.flush());
  // Listened to from here on and not from when all is ready: what comes early waits in the queue, and what comes while
  // the program closes is answered by a new start.
  const launches = createLaunchQueue();
  app.on('second-instance', (_event, argv, from) => {
    const requests = [{ kind: 'come-forward' } as const, ...launchRequestsOf(argv, from)];
    if (lifecycle.isEnding()) lifecycle.restart(requests);
    else launches.add(requests);
  });
  // Also on macOS: there is nothing to do without a window.
  app.on('window-all-closed', () => app.quit());

  app
    .whenReady()
    .then(() => start({ folder, logFolder, log, lifecycle, launches, language, text }))
    // A start that fails half-way must not live on without a window, holding the lock.
    .catch((error: unknown) => {
      const failure = describeStartFailure(error, text);
      dialog.showErrorBox(failure.title, failure.text);
      app.exit(1);
    });
}
