/** What has to happen before Electron is ready; then `start.ts` puts the program together. */
import { spawn } from 'node:child_process';
import { appendFileSync, mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { app, dialog, protocol } from 'electron';
import { EMBED_SCHEME } from '../shared/embed-host-names.ts';
import { AppError, codeOf, systemCodeOf } from '../shared/errors.ts';
import { format } from '../shared/text/format.ts';
import { textOf } from '../shared/text/languages.ts';
import { createLog } from './log/log.ts';
import { createLogFile } from './log/log-file.ts';
import { checkStart } from './shell/allowed-at-start.ts';
import { APP_SCHEME } from './shell/app-protocol.ts';
import { isPackage, readBuildMark } from './shell/build-mark.ts';
import { chooseLanguage } from './shell/language.ts';
import { createLaunchQueue, launchRequestsOf } from './shell/launch.ts';
import { createLifecycle } from './shell/lifecycle.ts';
import { packageKind, systemConditions, UPDATES_FOLDER } from './shell/package-kind.ts';
import { watchFirstStart } from './shell/put-back.ts';
import { activationToken, isSecondStart, startAgain } from './shell/start-again.ts';
import { describeStartFailure } from './shell/start-failure.ts';
import { start } from './start.ts';

const isPackaged = isPackage(app.getAppPath());
const build = readBuildMark(app.getAppPath());
/** Whether variables of ours are looked at: in development, and in packages that were built for tests. */
const isForTests = !isPackaged || build.isTestBuild;
const ownVariables = isForTests ? process.env : {};
const language = chooseLanguage(ownVariables);
const text = textOf(language);

const { argv, platform } = process;
const checked = isPackaged ? checkStart({ argv, environment: process.env, platform, isTestBuild: isForTests }) : null;
// Electron is not ready before this has ended.
if (checked && checked.refused.length > 0) await refuseStart(checked);
else begin();

/** Starts the program again without what is not allowed, once; this process ends in any case. */
async function refuseStart(refusing: ReturnType<typeof checkStart>): Promise<void> {
  const names = refusing.refused;
  const logFolder = join(app.getPath('userData'), 'logs');
  const log = createLog({ write: (line) => writeAtOnce(logFolder, line), now: Date.now });
  let reason = text.dialogs.startRefused;
  if (!isSecondStart(argv)) {
    log.warn('program.switches-refused', { names });
    try {
      const activation = activationToken(environmentAtFirst());
      const { env: environment, execPath: executable } = process;
      await startAgain({ checked: refusing, executable, environment, activation, spawn });
      app.exit(0);
      return;
    } catch {
      // There is no new process, which is all that the person can be told; the executable is the one that runs now.
      reason = text.dialogs.startNotRepeated;
    }
  }
  log.error('program.start-refused', { names });
  // Nothing of ours is open, so it does no harm that Electron becomes ready; on Linux no box is shown before.
  void app.whenReady().then(() => {
    dialog.showErrorBox(text.dialogs.cannotStart, format(reason, { names: names.join(', ') }));
    app.exit(1);
  });
}

/** What the environment was before Chromium took from it; empty where the system does not tell. */
function environmentAtFirst(): string {
  if (platform !== 'linux') return '';
  try {
    return readFileSync('/proc/self/environ', 'utf8');
  } catch {
    // Without it a window may open behind others, and nothing else is different.
    return '';
  }
}

/** Without the log file of a whole run: this process is about to end, and another one may be writing. */
function writeAtOnce(logFolder: string, line: string): void {
  try {
    mkdirSync(logFolder, { recursive: true, mode: 0o700 });
    appendFileSync(join(logFolder, 'sightglass.log'), `${line}\n`, { mode: 0o600 });
  } catch {
    // As always: a log that cannot be written must not stop the program.
    process.stderr.write(`${line}\n`);
  }
}

function begin(): void {
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
}

function run(): void {
  const folder = app.getPath('userData');
  try {
    mkdirSync(folder, { recursive: true, mode: 0o700 });
  } catch (error) {
    // There is no log yet; Electron's own box would show our code.
    void app.whenReady().then(() => endWith(error));
    return;
  }
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
    packaged: isPackaged,
  });

  const { image } = packageKind(systemConditions);
  const leave = () => void logFile.flush().finally(() => app.exit(0));
  const updates = join(folder, UPDATES_FOLDER);
  const firstStart = watchFirstStart({ app, folder: updates, image, argv, log, spawn, leave });
  if (firstStart === null) return;

  const lifecycle = createLifecycle({
    app,
    argv,
    ...(image === null ? {} : { executable: image }),
    platform,
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

  const allowLoopbackHttp = !isPackaged || ownVariables.SIGHTGLASS_ALLOW_LOOPBACK_SERVICES === '1';
  app
    .whenReady()
    .then(() =>
      start({ folder, logFolder, log, lifecycle, launches, language, text, build, isPackaged, allowLoopbackHttp }),
    )
    .catch(async (error: unknown) => {
      const said = error instanceof AppError ? error.cause : error;
      firstStart.failed();
      log.error('program.start-failed', { code: codeOf(error), systemCode: systemCodeOf(said) });
      // Before the box, which may stand on a screen that nobody looks at for days.
      await logFile.flush();
      endWith(error);
    });
}

/** A start that fails half-way must not live on without a window, holding the lock. */
function endWith(error: unknown): void {
  const failure = describeStartFailure(error, text);
  dialog.showErrorBox(failure.title, failure.text);
  app.exit(1);
}
