/**
 * The packaged app, started as a desktop starts it: its own executable, no loader, no test hooks in the main process.
 * What is left to look through is the window, over Chromium's debugging port.
 */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout as delay } from 'node:timers/promises';
import { type Browser, chromium, type Page } from 'playwright';
import { expectNoUncaughtFaults } from './uncaught-faults.ts';

const root = join(import.meta.dirname, '../../..');

/** Builds the unpacked app as `npm run package:dir` does, into a folder of its own. @returns its executable */
export async function buildPackage(folder: string): Promise<string> {
  const script = join(root, 'scripts/package.mjs');
  const builder = spawn(process.execPath, [script, '--dir', `-c.directories.output=${folder}`], {
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
  /** Whether the services of this computer may be reached by plain http, as the stand-ins are. */
  readonly allowsLoopback: boolean;
}

/** The environment of the app on a desktop: without the variables that loosen its rules. */
function plainEnvironment(path: string): NodeJS.ProcessEnv {
  const { SIGHTGLASS_ALLOW_LOOPBACK_SERVICES, SIGHTGLASS_ALLOW_REMOTE_DEBUGGING, ...inherited } = process.env;
  return { ...inherited, PATH: path };
}

/**
 * Starts the packaged app with these switches, as any other program could. Returns the entry of its log that says which
 * of them it refused, and what it wrote to its standard error by then.
 */
export async function launchRefusing({ executable, userData, path }: PackagedLaunch, switches: readonly string[]) {
  const app = spawn(
    executable,
    [...(process.getuid?.() === 0 ? ['--no-sandbox'] : []), `--user-data-dir=${userData}`, ...switches],
    { detached: true, stdio: ['ignore', 'ignore', 'pipe'], env: plainEnvironment(path) },
  );
  const said: string[] = [];
  app.stderr.on('data', (chunk) => said.push(String(chunk)));
  try {
    const refused = await logged(userData, 'program.switches-refused');
    // The vault opens last before the window, long after Chromium has read its command line.
    await logged(userData, 'vault.opened');
    return { refused, said: said.join('') };
  } finally {
    await end(app);
    expectNoUncaughtFaults(userData);
  }
}

/** Waits for an entry of the app's log. */
async function logged(userData: string, event: string): Promise<Record<string, unknown>> {
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
  readonly window: Page;
  /** Runs a script in the frame that shows Sigma, which Playwright itself does not list as a page. */
  inWorkbook<Value>(sigmaOrigin: string, script: string): Promise<Value>;
  /** The app's own log, one entry for each line. */
  log(): { event: string; [field: string]: unknown }[];
  /** Rejects when the log tells of a fault that nobody caught. */
  close(): Promise<void>;
}

export async function launchPackaged(options: PackagedLaunch): Promise<PackagedApp> {
  const app = spawn(
    options.executable,
    [
      ...(process.getuid?.() === 0 ? ['--no-sandbox'] : []),
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
        SIGHTGLASS_ALLOW_REMOTE_DEBUGGING: '1',
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
    app.once('exit', (code) => reject(new Error(`The packaged app ended with ${code}:\n${said.join('\n')}`)));
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
  if (app.exitCode !== null || app.signalCode !== null || app.pid === undefined) return;
  const exited = once(app, 'exit');
  app.kill('SIGTERM');
  const ended = await Promise.race([exited.then(() => true), delay(10_000, false, { ref: false })]);
  if (ended) return;
  process.kill(-app.pid, 'SIGKILL');
  await exited;
}
