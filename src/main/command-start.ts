/** A start with a command: `sightglass …`. It opens no window. Everything here is wiring. */
import { type ChildProcess, spawn } from 'node:child_process';
import { join } from 'node:path';
import { app } from 'electron';
import type { ConsoleRequest } from '../shared/command-line/requests.ts';
import { asAppError } from '../shared/errors.ts';
import type { ValueOf } from '../shared/settings.ts';
import { format } from '../shared/text/format.ts';
import { type Language, loadText } from '../shared/text/languages.ts';
import type { Alone } from './alone.ts';
import { systemTimers } from './async/timers.ts';
import { createComplaints } from './command-line/complaints.ts';
import { createPrompts } from './command-line/prompt.ts';
import { type Answered, type CommandLine, runCommand, type Talk } from './command-line/run-command.ts';
import { COMMAND_MARK, type CommandWords, isCommandMark } from './command-line/words.ts';
import { openChoices } from './settings/choices.ts';
import type { CheckedStart } from './shell/allowed-at-start.ts';
import { type BuildMark, buildKind } from './shell/build-mark.ts';
import { launchRequestsOf } from './shell/launch.ts';
import { packageKind, systemConditions } from './shell/package-kind.ts';
import { NO_SANDBOX } from './shell/refused-start.ts';
import { activationToken, isSecondStart, startAgain } from './shell/start-again.ts';
import { readPlainFile } from './storage/plain-file.ts';
import { PREFERENCES } from './stores.ts';
import { readSystemPolicy, type SystemPolicy } from './system-policy.ts';

export interface CommandStartOptions {
  readonly command: CommandWords;
  readonly build: BuildMark;
  readonly isPackaged: boolean;
  /** What this start was given besides the command; null where nothing is refused, as from sources. */
  readonly checked: CheckedStart | null;
  readonly allowLoopbackHttp: boolean;
  languageOf(chosen: ValueOf<'language'>): Language;
}

/** Where the program writes how it is. */
const HEARTBEAT = 'status.json';

const HEADLESS = '--ozone-platform=headless';
/** The code of a process that a signal ended: 128 and the number of SIGINT. */
const INTERRUPTED = 130;

/**
 * Resolves when Electron may become ready, which it does only where the job has to be done alone: a command that is answered
 * by the program that runs ends before, and needs no display.
 */
export async function startCommand(options: CommandStartOptions): Promise<void> {
  let mayBeReady = (): void => undefined;
  const waiting = new Promise<void>((resolve) => {
    mayBeReady = resolve;
  });
  void run(options, mayBeReady);
  await waiting;
}

async function run(options: CommandStartOptions, mayBeReady: () => void): Promise<void> {
  const { build, isPackaged, command, languageOf } = options;
  const folder = app.getPath('userData');
  const found = await readSystemPolicy(process.platform);
  const text = await loadText(languageOf(await languageIn(folder, found)), app.getPreferredSystemLanguages());
  const logFolder = join(folder, 'logs');
  const interrupted = new AbortController();
  const interrupt = () => interrupted.abort();
  process.on('SIGINT', interrupt);
  process.on('SIGTERM', interrupt);
  app.on('before-quit', interrupt);
  const { stdin, stdout, stderr } = process;
  // A pager that was closed takes no more.
  stdout.on('error', interrupt);
  const { complain, told } = createComplaints(stderr);
  const isTerminal = stdin.isTTY === true && stdout.isTTY === true;
  const alone = createAlone(options, found, interrupted.signal, mayBeReady);
  const { electron, chrome, node } = process.versions;
  const line: CommandLine = {
    ...systemTimers,
    dataFolder: folder,
    platform: process.platform,
    uid: process.getuid?.() ?? null,
    text,
    facts: {
      version: app.getVersion(),
      commit: build.commit,
      build: buildKind(build, isPackaged),
      electron,
      chromium: chrome,
      node,
      system: `${process.platform} ${process.arch}`,
    },
    logFolder,
    isTerminal,
    prompts: createPrompts({
      input: stdin,
      say: (words) => void stderr.write(words),
      onInterrupt: interrupt,
      text,
      signal: interrupted.signal,
    }),
    print: (words) => new Promise((resolve) => stdout.write(`${words}\n`, () => resolve())),
    complain,
    cwd: process.cwd(),
    signal: interrupted.signal,
    alone: alone.run,
    heartbeat: () => jsonIn(join(folder, HEARTBEAT)),
  };
  let code = 1;
  try {
    code = await runCommand(command.words, line);
  } catch (error) {
    complain(
      format(text.commandLine.troubles.unforeseen, { kind: error instanceof Error ? error.name : typeof error }),
    );
  }
  // They say why it failed.
  await told();
  const isFollowing = command.words[0] === 'logs';
  await alone.end(interrupted.signal.aborted && !isFollowing ? INTERRUPTED : code);
}

/** What the person chose, without touching the file: the program that runs may be writing it. */
async function languageIn(folder: string, { policy }: SystemPolicy): Promise<ValueOf<'language'>> {
  const stored = await jsonIn(join(folder, `${PREFERENCES}.json`));
  const values = new Map(Object.entries(typeof stored === 'object' && stored !== null ? stored : {}));
  return openChoices({ get: (key) => values.get(key), assign: async () => undefined }, policy.values).get('language');
}

/** Null for what is none. */
async function jsonIn(path: string): Promise<unknown> {
  try {
    return JSON.parse(await readPlainFile(path)) as unknown;
  } catch {
    return null;
  }
}

function createAlone(options: CommandStartOptions, found: SystemPolicy, signal: AbortSignal, mayBeReady: () => void) {
  let opened: Alone | null = null;
  let isOpenAfterwards = false;

  async function run(request: ConsoleRequest, talk: Talk): Promise<Answered> {
    if (request.command === 'open') return openWindow(options, request.link);
    const { checked } = options;
    const needsOther = (checked?.refused.length ?? 0) > 0 || !canShow();
    if (needsOther) return inAnother(options, signal);
    if (!app.requestSingleInstanceLock(COMMAND_MARK)) return { kind: 'busy' };
    app.on('second-instance', (_event, argv, from, data) => {
      if (isCommandMark(data)) return;
      if (!isOpenAfterwards) talk.onNote({ note: 'opensAfter' });
      isOpenAfterwards = true;
      opened?.startAfterwards([{ kind: 'come-forward' }, ...launchRequestsOf(argv, from)]);
    });
    if (process.platform === 'darwin') app.setActivationPolicy('prohibited');
    app.disableHardwareAcceleration();
    if (!app.commandLine.hasSwitch(NO_SANDBOX)) app.enableSandbox();
    mayBeReady();
    await app.whenReady();
    const { openAlone } = await import('./alone.ts');
    const folder = app.getPath('userData');
    try {
      opened = await openAlone({
        ...options,
        folder,
        logFolder: join(folder, 'logs'),
        found,
        installedAs: packageKind(systemConditions),
        talk,
        startArguments: startArguments(options),
      });
    } catch (error) {
      // A file of ours that cannot be read, above all: its words say which, and what to do.
      return { kind: 'failed', error: asAppError(error, 'command').toView() };
    }
    return opened.run(request, signal);
  }

  return {
    run,
    async end(code: number): Promise<void> {
      if (opened) await opened.end(code, signal);
      else app.exit(code);
    },
  };
}

/** What this start was made with besides the command, for one with a window. */
function startArguments({ checked, isPackaged, command }: CommandStartOptions): string[] {
  const given = isPackaged
    ? ['', ...(checked?.arguments ?? [])]
    : process.argv.slice(0, process.argv.length - command.words.length - command.before.length);
  const before = isPackaged ? [] : command.before;
  return [...given, ...before].filter((argument) => argument !== HEADLESS);
}

/** On Linux, Chromium ends where it finds no display, unless it is told that it needs none. */
const canShow = (): boolean =>
  process.platform !== 'linux' ||
  Boolean(process.env.DISPLAY || process.env.WAYLAND_DISPLAY) ||
  process.argv.includes(HEADLESS);

/** The same command in a process that was started without what is refused, and needs no display. */
async function inAnother(
  { checked, isPackaged, command }: CommandStartOptions,
  signal: AbortSignal,
): Promise<Answered> {
  if (isSecondStart(process.argv) && (checked?.refused.length ?? 0) > 0) {
    return { kind: 'startRefused', names: checked?.refused ?? [] };
  }
  try {
    const headless = canShow() ? [] : [HEADLESS];
    const child = isPackaged
      ? await startAgain({
          checked: {
            refused: [],
            arguments: [...(checked?.arguments ?? []), ...headless, ...command.words],
            environment: checked?.environment ?? {},
          },
          executable: process.execPath,
          environment: process.env,
          activation: activationToken(''),
          spawn,
        })
      : spawn(process.execPath, [...headless, ...process.argv.slice(1)], { stdio: 'inherit' });
    // A terminal tells all of its processes; whoever ends this one by its number means the command.
    const end = () => void child.kill('SIGTERM');
    signal.addEventListener('abort', end, { once: true });
    if (signal.aborted) end();
    return { kind: 'ended', code: await endOf(child) };
  } catch {
    return { kind: 'notStarted' };
  }
}

function endOf(child: ChildProcess): Promise<number> {
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('exit', (code) => resolve(code ?? INTERRUPTED));
  });
}

/** As a desktop would: the program goes on when this process has ended. */
async function openWindow(options: CommandStartOptions, link: string): Promise<Answered> {
  const child = spawn(process.execPath, [...startArguments(options).slice(1), link], {
    stdio: 'ignore',
    detached: true,
  });
  const isThere = await new Promise<boolean>((resolve) => {
    child.once('spawn', () => resolve(true));
    child.once('error', () => resolve(false));
  });
  child.unref();
  return isThere ? { kind: 'done', ending: 'done', result: {} } : { kind: 'notStarted' };
}
