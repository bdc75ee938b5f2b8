/** A command that runs alone: the program without windows, from its stores to its end. Everything here is wiring. */
import { randomUUID } from 'node:crypto';
import { mkdirSync } from 'node:fs';
import { app, ipcMain } from 'electron';
import type { ConsoleRequest } from '../shared/command-line/requests.ts';
import { AppError, asAppError } from '../shared/errors.ts';
import type { ValueOf } from '../shared/settings.ts';
import { type Language, loadText } from '../shared/text/languages.ts';
import { createNotices } from './app/notices.ts';
import type { Program } from './app/program.ts';
import { createSignal } from './app/signal.ts';
import { createClock } from './async/clock.ts';
import { systemTimers } from './async/timers.ts';
import { untilAborted } from './async/until-aborted.ts';
import { askedAtTerminal } from './command-line/asked-at-terminal.ts';
import type { Talk } from './command-line/run-command.ts';
import { openConsole } from './console-wiring.ts';
import type { Asked } from './local-socket/ask.ts';
import type { Log } from './log/log.ts';
import { openProgram } from './open-program.ts';
import { openChoices } from './settings/choices.ts';
import type { BuildMark } from './shell/build-mark.ts';
import type { LaunchRequest } from './shell/launch.ts';
import { createLifecycle, type Lifecycle } from './shell/lifecycle.ts';
import type { PackageKind } from './shell/package-kind.ts';
import { beginLog } from './shell/run-log.ts';
import { closeCalls, refuseClientCertificates } from './shell/session-policy.ts';
import { createWindowEnds } from './shell/window-ends.ts';
import { createWindows, type Windows } from './shell/windows.ts';
import { createStores, PREFERENCES } from './stores.ts';
import type { SystemPolicy } from './system-policy.ts';

export interface AloneOptions {
  /** Where settings and vault are. */
  readonly folder: string;
  readonly logFolder: string;
  readonly build: BuildMark;
  readonly isPackaged: boolean;
  readonly found: SystemPolicy;
  readonly installedAs: PackageKind;
  readonly allowLoopbackHttp: boolean;
  languageOf(chosen: ValueOf<'language'>): Language;
  readonly talk: Talk;
  /** What a start without the command is made with: the program first. */
  readonly startArguments: readonly string[];
}

export interface Alone {
  run(request: ConsoleRequest, signal: AbortSignal): Promise<Asked>;
  /** What was asked of the program meanwhile is done by a new start, after the end. */
  startAfterwards(requests: readonly LaunchRequest[]): void;
  /** Waits for the commands of others until the signal, closes everything, and ends the process with this code. */
  end(code: number, signal: AbortSignal): Promise<void>;
}

/** The lock is held, and Electron is ready. @throws AppError `settings_unreadable` */
export async function openAlone(options: AloneOptions): Promise<Alone> {
  const { folder, talk } = options;
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const { log, lifecycle } = beginRun(options);
  refuseClientCertificates(app);
  closeCalls(app);
  const program = await openBehind(options, log, lifecycle);
  await program.restore();
  const server = await openConsole({ folder, log }, program);
  lifecycle.onClosing(() => server?.close());
  lifecycle.running();

  return {
    async run(request, signal) {
      const { isTerminal, answer, onNote } = talk;
      try {
        const asker = { isTerminal, isOwnTerminal: isTerminal, ask: answer, note: onNote, signal };
        const work = program.console.run(request, asker);
        // Not every job can be stopped halfway, and nobody waits for it after Ctrl+C.
        return { kind: 'done', ...(await untilAborted(work, signal)) };
      } catch (error) {
        if (signal.aborted) return { kind: 'cancelled' };
        return { kind: 'failed', error: asAppError(error, 'command').toView() };
      }
    },
    startAfterwards: lifecycle.restart,
    async end(code, signal) {
      // Whoever quits meanwhile, or presses Ctrl+C, waits for nobody.
      if (!lifecycle.isEnding() && server) await untilAborted(server.idle(), signal).catch(() => undefined);
      // After the listener that ends the program in order.
      app.on('will-quit', () => {
        if (lifecycle.phase() === 'closed') app.exit(code);
      });
      app.quit();
    },
  };
}

function beginRun({ logFolder, build, isPackaged, installedAs, startArguments }: AloneOptions): {
  log: Log;
  lifecycle: Lifecycle;
} {
  const { log, logFile } = beginLog({ logFolder, build, isPackaged, hasWindows: false });
  const lifecycle = createLifecycle({
    app,
    // Whoever starts the program meanwhile wants a window, and not this command once more.
    argv: startArguments,
    ...(installedAs.image === null ? {} : { executable: installedAs.image }),
    platform: process.platform,
    onTaskFailed: (error) => log.error('program.close-failed', { error: String(error) }),
  });
  lifecycle.onClosed(() => logFile.flush());
  return { log, lifecycle };
}

async function openBehind(options: AloneOptions, log: Log, lifecycle: Lifecycle): Promise<Program> {
  const { folder, found } = options;
  const changes = createSignal();
  const notices = createNotices({ ...systemTimers, randomUuid: randomUUID, onChange: changes.emit });
  const openStore = createStores({ folder, notices, log });
  const settings = openStore('settings');
  const preferences = openStore(PREFERENCES);
  lifecycle.onClosed(settings.settled);
  lifecycle.onClosed(preferences.settled);
  const choices = openChoices(preferences, found.policy.values);
  const nextLanguage = () => options.languageOf(choices.get('language'));
  const language = nextLanguage();
  const text = await loadText(language);
  const windows = noWindows();
  const { program } = await openProgram({
    ...options,
    log,
    lifecycle,
    policy: found.policy,
    policyFault: found.fault,
    crashReports: noCrashReports,
    language,
    text,
    nextLanguage,
    changes,
    notices,
    openStore,
    settings,
    choices,
    clock: createClock(),
    windows,
    windowEnds: createWindowEnds({ app, windows, isEnding: lifecycle.isEnding, mayAsk: () => false }),
    requests: ipcMain,
    withoutWindows: askedAtTerminal(options.talk, text),
  });
  return program;
}

const noWindows = (): Windows =>
  createWindows({
    create() {
      throw new AppError('request_refused', { reason: 'notNow' });
    },
    changesFor: () => [],
    onClosed: () => undefined,
    randomUuid: randomUUID,
  });

/** Those of the last run with windows are told of in the next one. */
const noCrashReports = {
  look: () => ({ isOn: false, kept: 0, newestAt: null, isAfterCrash: false }),
  remove: () => ({ isOn: false, kept: 0, newestAt: null, isAfterCrash: false }),
};
