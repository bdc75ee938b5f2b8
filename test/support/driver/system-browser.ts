/**
 * The system browser of the tests: a real Chromium, reached as a desktop reaches it. The app calls
 * `shell.openExternal`, which on Linux starts `xdg-open` from the PATH; ours drops the address into a folder, and the
 * test opens it.
 */
import { chmodSync, mkdirSync, readdirSync, readFileSync, rmSync, watch, writeFileSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { type Browser, type BrowserContext, chromium, type Page } from 'playwright';

export interface SystemBrowser {
  /** For the app: a PATH in which `xdg-open` is ours. */
  readonly path: string;
  /** Waits for the next address that the app hands to the desktop; rejects when none comes. */
  nextAddress(): Promise<string>;
  /** Takes out the addresses handed over that no test has waited for. */
  unclaimed(): string[];
  open(address: string): Promise<Page>;
  close(): Promise<void>;
}

/** A hand-over takes well under a second, unless something hangs. */
const LIMIT_MS = 60_000;

const launch = (): Promise<Browser> =>
  chromium.launch({
    ...(process.env.SIGHTGLASS_CHROMIUM && { executablePath: process.env.SIGHTGLASS_CHROMIUM }),
    args: [
      ...(process.getuid?.() === 0 ? ['--no-sandbox'] : []),
      '--disable-background-networking',
      '--disable-component-update',
    ],
  });

/** One Chromium for several system browsers: begun with the first address, and again where it has ended. */
interface Shared {
  browser: Browser | null;
}

let shared: Shared | null = null;

/**
 * From here on one Chromium serves all system browsers of this process: to start one costs as much as to sign in with it.
 * Nothing of one reaches the next, since each address is opened in a context of its own. @returns what ends it
 */
export function shareOneBrowser(): () => Promise<void> {
  const own: Shared = { browser: null };
  shared = own;
  return async () => {
    shared = null;
    await own.browser?.close();
  };
}

async function browserOf(of: Shared): Promise<Browser> {
  if (!of.browser?.isConnected()) of.browser = await launch();
  return of.browser;
}

export async function startSystemBrowser(folder: string, scheme: 'light' | 'dark' = 'light'): Promise<SystemBrowser> {
  const inbox = join(folder, 'opened');
  const bin = join(folder, 'bin');
  for (const path of [inbox, bin]) mkdirSync(path, { recursive: true });
  // Mail goes by another name.
  for (const name of ['xdg-open', 'xdg-email']) {
    const shim = join(bin, name);
    writeFileSync(shim, `#!/bin/sh\nf="${inbox}/.$$"\nprintf '%s' "$1" > "$f" && mv "$f" "${inbox}/$(date +%s%N)"\n`);
    chmodSync(shim, 0o755);
  }

  const arrived: string[] = [];
  const waiting: ((address: string) => void)[] = [];
  const collect = () => {
    for (const name of readdirSync(inbox)
      .filter((entry) => !entry.startsWith('.'))
      .sort()) {
      const file = join(inbox, name);
      const address = readFileSync(file, 'utf8');
      rmSync(file);
      const next = waiting.shift();
      if (next) next(address);
      else arrived.push(address);
    }
  };
  const watcher = watch(inbox, collect);

  const isShared = shared !== null;
  const from: Shared = shared ?? { browser: await launch() };
  let context: BrowserContext | null = null;

  return {
    path: `${bin}${delimiter}${process.env.PATH ?? ''}`,
    nextAddress() {
      const address = arrived.shift();
      if (address !== undefined) return Promise.resolve(address);
      return new Promise((resolve, reject) => {
        const late = setTimeout(() => {
          waiting.splice(waiting.indexOf(take), 1);
          reject(new Error(`The app handed no address to the desktop in ${LIMIT_MS / 1_000} s.`));
        }, LIMIT_MS);
        const take = (next: string) => {
          clearTimeout(late);
          resolve(next);
        };
        waiting.push(take);
      });
    },
    unclaimed: () => arrived.splice(0),
    async open(address) {
      // Another person, another session at the authorization server.
      await context?.close();
      context = await (await browserOf(from)).newContext({
        colorScheme: scheme,
        viewport: { width: 1120, height: 760 },
      });
      const page = await context.newPage();
      await page.goto(address);
      return page;
    },
    async close() {
      watcher.close();
      await context?.close();
      if (!isShared) await from.browser?.close();
    },
  };
}
