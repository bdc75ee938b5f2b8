/** What has to happen before Electron is ready; then `start.ts` opens the window and the program behind it. */
import { spawn } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, statSync, watch } from 'node:fs';
import { join } from 'node:path';
import { app, crashReporter, dialog, Menu, protocol } from 'electron';
import { EMBED_SCHEME } from '../shared/embed-host-names.ts';
import { AppError, codeOf, systemCodeOf } from '../shared/errors.ts';
import type { ValueOf } from '../shared/settings.ts';
import type { Text } from '../shared/text/en.ts';
import { type Language, loadText } from '../shared/text/languages.ts';
import { systemTimers } from './async/timers.ts';
import { type CommandWords, commandWordsIn, isCommandMark, ownArgumentsOf } from './command-line/words.ts';
import type { Log } from './log/log.ts';
import { type CheckedStart, checkStart } from './shell/allowed-at-start.ts';
import { APP_SCHEME } from './shell/app-protocol.ts';
import { isPackage, readBuildMark } from './shell/build-mark.ts';
import { type CrashReports, openCrashReports } from './shell/crash-reports.ts';
import { earlyLog } from './shell/early-log.ts';
import { chooseLanguage } from './shell/language.ts';
import { createLaunchQueue, type LaunchRequest, launchRequestsOf } from './shell/launch.ts';
import { createLifecycle } from './shell/lifecycle.ts';
import { mayRunOn, refuseOldElectron } from './shell/oldest-electron.ts';
import { packageKind, systemConditions, UPDATES_FOLDER } from './shell/package-kind.ts';
import { watchFirstStart } from './shell/put-back.ts';
import { refuseStart, type SandboxLack, type StartOutcome, withoutSandbox } from './shell/refused-start.ts';
import { beginLog } from './shell/run-log.ts';
import { readSandboxFacts, SECCOMP } from './shell/sandbox-facts.ts';
import { activationToken, isSecondStart, startAgain } from './shell/start-again.ts';
import { describeStartFailure } from './shell/start-failure.ts';
import { linuxPolicy, readSystemPolicy, type SystemPolicy } from './system-policy.ts';

const isPackaged = isPackage(app.getAppPath());
const build = readBuildMark(app.getAppPath());
/** Whether variables of ours are looked at: in development, and in packages that were built for tests. */
const isForTests = !isPackaged || build.isTestBuild;
const ownVariables = isForTests ? process.env : {};
const languageOf = (chosen: ValueOf<'language'>): Language =>
  chooseLanguage({ environment: ownVariables, chosen, preferred: app.getPreferredSystemLanguages() });
/** For those who cannot have the language that they chose, since what they chose is not read yet. */
const textOfSystem = (): Promise<Text> => loadText(languageOf('system'));
let text: Text | null = null;
const speaks = (spoken: Text): void => {
  text = spoken;
};

const { argv, platform } = process;
const uid = process.getuid?.() ?? -1;
const lack: SandboxLack = {
  facts: () => readSandboxFacts({ read, stat: statSync }, process.execPath, uid),
  isAllowed: () => linuxPolicy().policy.values.runWithoutSandbox === true,
};
const own = ownArgumentsOf(argv, isPackaged ? null : app.getAppPath());
const command = commandWordsIn(own);
// What follows a command is looked at by the command itself, which takes its own flags and nothing else.
const given = command ? [argv[0] ?? '', ...command.before] : argv;
const checked = isPackaged
  ? checkStart({
      argv: given,
      environment: process.env,
      platform,
      isTestBuild: isForTests,
      isRoot: uid === 0,
      isCommand: command !== null,
    })
  : null;
const { electron } = process.versions;
const allowLoopbackHttp = !isPackaged || ownVariables.SIGHTGLASS_ALLOW_LOOPBACK_SERVICES === '1';
// Electron is not ready before this has ended.
if (command) await startWithCommand(command);
else if (!mayRunOn(electron, build))
  await act(refuseOldElectron(electron, { text: await textOfSystem(), log: earlyLog(app.getPath('userData')) }));
else if (checked && checked.refused.length > 0) await refuse(checked);
else if (isPackaged && platform === 'linux' && !existsSync(SECCOMP))
  await act(withoutSandbox({ lack, text: await textOfSystem(), log: earlyLog(app.getPath('userData')) }));
else await begin();

async function startWithCommand(words: CommandWords): Promise<void> {
  const { startCommand } = await import('./command-start.ts');
  await startCommand({ command: words, build, isPackaged, checked, allowLoopbackHttp, languageOf });
}

/** Starts the program again without what is not allowed, once; this process ends unless it was started so by itself. */
async function refuse(refused: CheckedStart): Promise<void> {
  const activation = activationToken(environmentAtFirst());
  const { env: environment, execPath: executable } = process;
  const startingAgain = (next: CheckedStart) =>
    startAgain({ checked: next, executable, environment, activation, spawn });
  const isSecond = isSecondStart(argv);
  const { setTimer } = systemTimers;
  await act(
    await refuseStart({
      checked: refused,
      isSecond,
      platform,
      startAgain: startingAgain,
      watchLog,
      lack,
      text: await textOfSystem(),
      log: earlyLog(app.getPath('userData')),
      setTimer,
    }),
  );
}

async function act(outcome: StartOutcome): Promise<void> {
  if (outcome.kind === 'begin') await begin(false);
  else if (outcome.kind === 'exit') app.exit(outcome.code);
  else {
    // Nothing of ours is open, so it does no harm that Electron becomes ready; on Linux no box is shown before.
    void app.whenReady().then(() => {
      dialog.showErrorBox(outcome.title, outcome.text);
      app.exit(outcome.code);
    });
  }
}

/** Only where the log can be written is there something to hear. */
function watchLog(listener: () => void): () => void {
  try {
    const watcher = watch(join(app.getPath('userData'), 'logs'), listener).on('error', () => undefined);
    return () => watcher.close();
  } catch {
    return () => undefined;
  }
}

function read(path: string): string {
  return readFileSync(path, 'utf8');
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

/** @param hasSandbox false where an administrator has allowed to run without */
async function begin(hasSandbox = true): Promise<void> {
  const found = await readSystemPolicy(platform);
  // Every page asks for the sandbox itself; this makes sure that none goes without it by mistake. Chromium's own switch,
  // which root needs in tests, cannot be combined with it.
  if (!app.commandLine.hasSwitch('no-sandbox')) app.enableSandbox();
  protocol.registerSchemesAsPrivileged([
    { scheme: APP_SCHEME, privileges: { standard: true, secure: true } },
    { scheme: EMBED_SCHEME, privileges: { standard: true, secure: true } },
  ]);
  // Electron makes one of its own otherwise, in vain: ours comes with the windows.
  Menu.setApplicationMenu(null);
  // A second program on the same folder would race for the rotated refresh tokens.
  if (app.requestSingleInstanceLock()) run(hasSandbox, found);
  else app.quit();
}

/** What asks something of the program while it runs: a later start, and on macOS what somebody opens. */
function followStarts(take: (requests: readonly LaunchRequest[]) => void): void {
  app.on('second-instance', (_event, argv, from, data) => {
    // A command has looked whether the program runs; it asks it otherwise.
    if (isCommandMark(data)) return;
    take([{ kind: 'come-forward' }, ...launchRequestsOf(argv, from)]);
  });
  // On macOS, also before Electron is ready; the others start the program with the link.
  app.on('open-url', (event, link) => {
    event.preventDefault();
    take([{ kind: 'come-forward' }, { kind: 'open-link', link }]);
  });
  // The same for a set-up file that somebody opens; there it is no argument of a start.
  app.on('open-file', (event, file) => {
    event.preventDefault();
    take([{ kind: 'come-forward' }, ...launchRequestsOf([file], '/')]);
  });
}

function run(hasSandbox: boolean, found: SystemPolicy): void {
  const folder = app.getPath('userData');
  try {
    mkdirSync(folder, { recursive: true, mode: 0o700 });
  } catch (error) {
    // There is no log yet; Electron's own box would show our code.
    return void app.whenReady().then(() => endWith(error));
  }
  const logFolder = join(folder, 'logs');
  const { log, logFile } = beginLog({ logFolder, build, isPackaged, hasWindows: true });
  const installedAs = packageKind(systemConditions);
  const { image } = installedAs;
  const leave = () => void logFile.flush().finally(() => app.exit(0));
  const updates = join(folder, UPDATES_FOLDER);
  const firstStart = watchFirstStart({ app, folder: updates, image, argv, log, spawn, leave });
  if (firstStart === null) return;

  const reports = watchCrashes(folder, found, log);
  const lifecycle = createLifecycle({
    app,
    argv,
    ...(image === null ? {} : { executable: image }),
    platform,
    onTaskFailed: (error) => log.error('program.close-failed', { error: String(error) }),
  });
  lifecycle.onClosed(() => logFile.flush());
  lifecycle.onClosed(reports.ended);
  // Listened to from here on and not from when all is ready: what comes early waits in the queue, and what comes while
  // the program closes is answered by a new start.
  const launches = createLaunchQueue();
  const take = (requests: readonly LaunchRequest[]): void => {
    if (lifecycle.isEnding()) lifecycle.restart(requests);
    else launches.add(requests);
  };
  followStarts(take);
  // Also on macOS: there is nothing to do without a window.
  app.on('window-all-closed', () => app.quit());

  app
    .whenReady()
    // Read by now and no earlier: while this is read, Electron's other processes start.
    .then(() => import('./start.ts'))
    .then(({ start }) =>
      start({
        folder,
        logFolder,
        log,
        lifecycle,
        launches,
        languageOf,
        speaks,
        isPackaged,
        hasSandbox,
        build,
        policy: found.policy,
        policyFault: found.fault,
        installedAs,
        crashReports: reports,
        allowLoopbackHttp,
      }),
    )
    .then(firstStart.started)
    .catch(async (error: unknown) => {
      firstStart.failed();
      logStartFailure(error, log);
      // Before the box, which may stand on a screen that nobody looks at for days.
      await logFile.flush();
      // The person is told, so the next start has nothing to tell of this one.
      reports.ended();
      await endWith(error);
    });
}

function logStartFailure(error: unknown, log: Log): void {
  const said = error instanceof AppError ? error.cause : error;
  log.error('program.start-failed', { code: codeOf(error), systemCode: systemCodeOf(said) });
}

/** Catches what crashes from here on, as far as an administrator lets it, and tells the log of both. */
function watchCrashes(dataFolder: string, { policy, fault }: SystemPolicy, log: Log): CrashReports {
  const { values, notUnderstood } = policy;
  if (policy.isManaged || fault)
    log.info('program.managed', { keys: Object.keys(values).sort(), notUnderstood, fault });
  const reports = openCrashReports({
    app,
    crashReporter,
    dataFolder,
    isOn: values.crashReports ?? true,
    now: Date.now,
    onFailed: (code) => log.warn('program.crash-reports-failed', { code }),
  });
  if (reports.hasEndedBadly) {
    log.warn('program.ended-badly', { left: reports.look().isAfterCrash ? 'report' : 'nothing' });
  }
  return reports;
}

/** A start that fails half-way must not live on without a window, holding the lock. */
async function endWith(error: unknown): Promise<void> {
  const failure = describeStartFailure(error, text ?? (await textOfSystem()));
  dialog.showErrorBox(failure.title, failure.text);
  app.exit(1);
}
