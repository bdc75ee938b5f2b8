/**
 * The packaged app, started as a desktop starts it: its own executable, no loader, no test hooks in the main process.
 * What is left to look through is the window, over Chromium's debugging port.
 */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readdirSync, readFileSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout as delay } from 'node:timers/promises';
import { type Browser, chromium, type Page } from 'playwright';
import { expectNoUncaughtFaults } from './uncaught-faults.ts';

const root = join(import.meta.dirname, '../../..');

/**
 * Builds the unpacked app as `npm run package:dir` does, into a folder of its own.
 *
 * @param isTestBuild whether it bears the mark that lets a test drive its window and root start it; nothing else differs
 * @returns its executable
 */
export async function buildPackage(folder: string, { isTestBuild }: { isTestBuild: boolean }): Promise<string> {
  const script = join(root, 'scripts/package.mjs');
  const mark = isTestBuild ? ['-c.extraMetadata.sightglass.isTestBuild=true'] : [];
  const builder = spawn(process.execPath, [script, '--dir', `-c.directories.output=${folder}`, ...mark], {
    cwd: root,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const said: string[] = [];
  for (const stream of [builder.stdout, builder.stderr]) stream.on('data', (chunk) => said.push(String(chunk)));
  const [code] = await once(builder, 'close');
  if (code !== 0) throw new Error(`The package was not built:\n${said.join('')}`);
  const architecture = process.arch === 'x64' ? '' : `-${process.arch}`;
  return join(folder, `linux${architecture}-unpacked`, 'sightglass');
}

/** A start takes about a second, unless something hangs. */
const START_LIMIT_MS = 60_000;
/** How often to look: neither a log nor a debugger's list of windows tells when it changes. */
const LOOK_MS = 20;

export interface PackagedLaunch {
  readonly executable: string;
  readonly userData: string;
  readonly path: string;
  readonly arguments?: readonly string[];
  readonly variables?: Readonly<Record<string, string>>;
  /** Whether the services of this computer may be reached by plain http, as the stand-ins are. */
  readonly allowsLoopback: boolean;
  /** What starts it as an ordinary user, such as `setpriv` with its arguments. Left out: started as this one. */
  readonly starter?: readonly string[];
}

/** The environment of the app on a desktop: without what is there for Node, for Electron or for these tests. */
function plainEnvironment(path: string): NodeJS.ProcessEnv {
  const kept = Object.entries(process.env).filter(
    ([name]) => !/^(?:NODE|ELECTRON_|CHROME_|SSL|OPENSSL_|SIGHTGLASS_(?!RUN_ID$))/.test(name),
  );
  return { ...Object.fromEntries(kept), PATH: path };
}

export interface Stranger {
  readonly executable: string;
  readonly userData: string;
  readonly path: string;
  readonly switches: readonly string[];
  readonly variables: Readonly<Record<string, string>>;
  /** The user to start it as; a package without the mark does not start as root. Left out: this one. */
  readonly uid?: number;
}

/** A process of the app that runs, as the operating system shows it. */
export interface RunningProcess {
  readonly commandLine: string;
  /** Whether the kernel filters its system calls, as it does in Chromium's sandbox. */
  readonly isFiltered: boolean;
}

export interface StrangersApp {
  /** Waits for an entry of its log. */
  logged(event: string): Promise<Record<string, unknown>>;
  /** What it wrote to its standard error until now. */
  said(): string;
  processes(): RunningProcess[];
  close(): Promise<void>;
}

/** Starts the packaged app with these switches and variables, as any other program could. */
export function launchAsStranger({ executable, userData, path, switches, variables, uid }: Stranger): StrangersApp {
  const asUser = uid === undefined ? [] : ['setpriv', `--reuid=${uid}`, `--regid=${uid}`, '--clear-groups'];
  const [program = executable, ...args] = [...asUser, executable, `--user-data-dir=${userData}`, ...switches];
  const app = spawn(program, args, {
    detached: true,
    stdio: ['ignore', 'ignore', 'pipe'],
    env: { ...plainEnvironment(path), ...variables },
  });
  const said: string[] = [];
  app.stderr.on('data', (chunk) => said.push(String(chunk)));
  return {
    logged: (event) => logged(userData, event),
    said: () => said.join(''),
    processes: () => processesOf(app.pid ?? 0),
    async close() {
      await end(app);
      expectNoUncaughtFaults(userData);
    },
  };
}

/** The processes of a group, from Linux's own list. */
export function processesOf(group: number): RunningProcess[] {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .flatMap((pid) => {
      const read = (file: string) => readFileSync(`/proc/${pid}/${file}`, 'utf8');
      try {
        // The name of the program, in parentheses, may hold anything; the group is the third field after it.
        const [, , ofGroup] = read('stat').split(') ').at(-1)?.split(' ') ?? [];
        if (Number(ofGroup) !== group) return [];
        const commandLine = read('cmdline').replaceAll('\0', ' ');
        return [{ commandLine, isFiltered: /^Seccomp:\s*2$/m.test(read('status')) }];
      } catch (error) {
        // It ended while it was looked at.
        if (['ENOENT', 'ESRCH'].includes((error as NodeJS.ErrnoException).code ?? '')) return [];
        throw error;
      }
    });
}

/** Waits for an entry of the app's log. */
export async function logged(userData: string, event: string): Promise<Record<string, unknown>> {
  const limit = AbortSignal.timeout(START_LIMIT_MS);
  for (;;) {
    const text = await readFile(join(userData, 'logs/sightglass.log'), 'utf8').catch(() => '');
    const line = text.split('\n').find((candidate) => candidate.includes(`"event":"${event}"`));
    if (line) return JSON.parse(line);
    limit.throwIfAborted();
    await delay(LOOK_MS);
  }
}

export interface PackagedApp {
  readonly pid: number;
  readonly window: Page;
  /** Runs a script in the frame that shows Sigma, which Playwright itself does not list as a page. */
  inWorkbook<Value>(sigmaOrigin: string, script: string): Promise<Value>;
  /** Ends its main process as a fault in it would, and waits until it is gone. */
  crash(): Promise<void>;
  /** The app's own log, one entry for each line. */
  log(): { event: string; [field: string]: unknown }[];
  /** Rejects when the log tells of a fault that nobody caught. */
  close(): Promise<void>;
}

export async function launchPackaged(options: PackagedLaunch): Promise<PackagedApp> {
  const [program = options.executable, ...before] = [...(options.starter ?? []), options.executable];
  const app = spawn(
    program,
    [
      ...before,
      ...(process.getuid?.() === 0 && !options.starter ? ['--no-sandbox'] : []),
      '--remote-debugging-port=0',
      `--user-data-dir=${options.userData}`,
      ...(options.arguments ?? []),
    ],
    {
      // A group of its own, so that its helper processes end with it.
      detached: true,
      stdio: ['ignore', 'ignore', 'pipe'],
      env: {
        ...plainEnvironment(options.path),
        ...options.variables,
        ...(options.allowsLoopback && { SIGHTGLASS_ALLOW_LOOPBACK_SERVICES: '1' }),
      },
    },
  );
  let browser: Browser;
  try {
    const address = await debuggerAddress(app);
    await windowShown(address);
    browser = await chromium.connectOverCDP(address);
  } catch (error) {
    await end(app);
    throw error;
  }
  const window = await firstPage(browser);

  return {
    pid: app.pid ?? 0,
    window,
    async inWorkbook<Value>(sigmaOrigin: string, script: string): Promise<Value> {
      const session = await browser.newBrowserCDPSession();
      try {
        const { targetInfos } = await session.send('Target.getTargets');
        const target = targetInfos.find(({ type, url }) => type === 'iframe' && url.startsWith(`${sigmaOrigin}/`));
        if (!target) throw new Error('No workbook is shown.');
        const { sessionId } = await session.send('Target.attachToTarget', { targetId: target.targetId });
        const answered = new Promise<string>((resolve) =>
          session.on('Target.receivedMessageFromTarget', ({ message }) => resolve(message)),
        );
        const params = { expression: script, awaitPromise: true, returnByValue: true };
        const message = JSON.stringify({ id: 1, method: 'Runtime.evaluate', params });
        await session.send('Target.sendMessageToTarget', { sessionId, message });
        return JSON.parse(await answered).result.result.value as Value;
      } finally {
        await session.detach();
      }
    },
    log() {
      const text = readFileSync(join(options.userData, 'logs/sightglass.log'), 'utf8');
      return text
        .split('\n')
        .filter(Boolean)
        .map((line) => JSON.parse(line));
    },
    async crash() {
      const gone = once(app, 'exit');
      app.kill('SIGSEGV');
      await gone;
    },
    async close() {
      await browser.close();
      await end(app);
      expectNoUncaughtFaults(options.userData);
    },
  };
}

/** Chromium says once where its debugger listens. The rest is read too: a full pipe would hold the app up. */
function debuggerAddress(app: ChildProcess): Promise<string> {
  return new Promise((resolve, reject) => {
    const said: string[] = [];
    if (app.stderr) {
      createInterface({ input: app.stderr }).on('line', (line) => {
        const address = /^DevTools listening on (ws:\S+)$/.exec(line)?.[1];
        if (address) resolve(address);
        said.push(line);
      });
    }
    app.once('error', reject);
    // A process that starts the program again ends, and hands its standard error on to the new one.
    app.once('close', (code) => reject(new Error(`The packaged app ended with ${code}:\n${said.join('\n')}`)));
  });
}

/** A window that opens while Playwright attaches can be missed for ever, so it attaches to one that is there. */
async function windowShown(address: string): Promise<void> {
  const { host } = new URL(address);
  const limit = AbortSignal.timeout(START_LIMIT_MS);
  for (;;) {
    const targets = (await (await fetch(`http://${host}/json/list`, { signal: limit })).json()) as { title: string }[];
    if (targets.some(({ title }) => title.endsWith('Sightglass'))) return;
    await delay(LOOK_MS);
  }
}

async function firstPage(browser: Browser): Promise<Page> {
  const [context] = browser.contexts();
  if (!context) throw new Error('The packaged app has no session.');
  return context.pages()[0] ?? context.waitForEvent('page');
}

/** Asks the app to quit, as the end of a desktop session does, and after a while makes it. */
async function end(app: ChildProcess): Promise<void> {
  // Standard error stays open as long as a process of the app lives, also one that it started in its own place.
  if (app.pid === undefined || app.stderr?.closed) return;
  const group = -app.pid;
  const closed = app.stderr ? once(app.stderr, 'close') : once(app, 'exit');
  if (app.exitCode === null && app.signalCode === null) app.kill('SIGTERM');
  else process.kill(group, 'SIGTERM');
  const ended = await Promise.race([closed.then(() => true), delay(10_000, false, { ref: false })]);
  if (ended) return;
  process.kill(group, 'SIGKILL');
  await closed;
}
