/** A command that finds the program busy, unreachable or gone: what it says, and that it tries again where that helps. */
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { type CommandLine, runCommand } from '../../../src/main/command-line/run-command.ts';
import { folderOf } from '../../../src/main/local-socket/place.ts';
import { type ServeOptions, type SocketServer, serveCommands } from '../../../src/main/local-socket/serve.ts';
import { AppError, asAppError } from '../../../src/shared/errors.ts';
import { en } from '../../../src/shared/text/en.ts';
import { format } from '../../../src/shared/text/format.ts';

const { troubles } = en.commandLine;
let folder: string;
const servers: SocketServer[] = [];
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'sightglass-run-'));
});
afterEach(async () => {
  for (const server of servers.splice(0)) await server.close();
  rmSync(folder, { recursive: true, force: true });
});

/** Waits between two tries are short, and nothing is ever given up for being slow. */
const setTimer = (action: () => void, delayMs: number) => {
  const timer = delayMs < 1_000 ? setTimeout(action, delayMs / 25) : undefined;
  return () => clearTimeout(timer);
};
const uid = process.getuid?.() ?? null;
const never = () => () => undefined;

async function serve(otherwise: Partial<ServeOptions> = {}) {
  const server = await serveCommands({
    setTimer: never,
    dataFolder: folder,
    platform: 'linux',
    uid,
    run: async () => ({ ending: 'done', result: { connections: [] } }),
    errorOf: (error) => asAppError(error, 'command').toView(),
    ...otherwise,
  });
  servers.push(server);
  return server;
}

function start(words: readonly string[], otherwise: Partial<CommandLine> = {}) {
  const [printed, said]: [string[], string[]] = [[], []];
  const code = runCommand(words, {
    setTimer,
    dataFolder: folder,
    platform: 'linux',
    uid,
    text: en,
    facts: { version: '1', commit: null, build: '', electron: '', chromium: '', node: '', system: '' },
    logFolder: folder,
    isTerminal: false,
    prompts: { answer: async () => null, end: () => undefined },
    print: async (words) => void printed.push(words),
    complain: (words) => void said.push(words),
    cwd: folder,
    signal: new AbortController().signal,
    alone: async () => ({ kind: 'busy' }),
    heartbeat: async () => null,
    ...otherwise,
  });
  return { code, printed, said };
}

test('a command that a crowded program turns away tries again, and is not told that it ended', async () => {
  let go = (): void => undefined;
  const freed = new Promise<void>((resolve) => {
    go = resolve;
  });
  let turnedAway = 0;
  await serve({
    most: 1,
    async run() {
      await freed;
      return { ending: 'done', result: { connections: [] } };
    },
    onRefused() {
      turnedAway += 1;
      if (turnedAway === 3) go();
    },
  });
  const commands = [start(['auth', 'status']), start(['auth', 'status'])];
  for (const { code, said } of commands) expect([await code, said]).toEqual([0, []]);
  expect(turnedAway).toBeGreaterThan(0);
});

test('where the path is too long to listen there, that is said, and not that the program is starting', async () => {
  const deep = join(folder, 'x'.repeat(100));
  mkdirSync(deep);
  const { code, said } = start(['auth', 'status'], { dataFolder: deep });
  expect(await code).toBe(4);
  expect(said).toEqual([format(troubles.unsafe.tooLong, { folder: folderOf(deep) })]);
  const short = start(['auth', 'status']);
  expect([await short.code, short.said]).toEqual([4, [troubles.busy]]);
});

test('who gives up while the program is starting is not told to try again', async () => {
  const leaving = new AbortController();
  const alone = async () => {
    leaving.abort();
    return { kind: 'busy' } as const;
  };
  const { code, said } = start(['auth', 'status'], { signal: leaving.signal, alone });
  expect([await code, said]).toEqual([5, []]);
});

test('what is no link is opened by nobody, also where none runs', async () => {
  let begun = 0;
  const alone = async () => {
    begun += 1;
    return { kind: 'done', ending: 'done', result: {} } as const;
  };
  for (const word of ['doctor', '/etc/passwd', 'https://example.com/', '']) {
    const { code, said } = start(['open', word], { alone });
    expect([word, await code]).toEqual([word, 2]);
    expect(said).toContain(en.errors.command_refused.detail.notALink);
  }
  expect(begun).toBe(0);
  expect(await start(['open', 'sightglass://open?profile=x'], { alone }).code).toBe(0);
  expect(begun).toBe(1);
});

test('a word that is longer than any name is named as the fault, and not the program that sends it away', async () => {
  await serve();
  const { code, said } = start(['auth', 'status', '--profile', 'x'.repeat(300)]);
  expect([await code, said]).toEqual([2, [troubles.tooLong]]);
  expect(await start(['auth', 'status', '--profile', 'x'.repeat(256)]).code).toBe(0);
});

test('what no other words of the command would mend does not lead to its help', async () => {
  const { remedy } = en.errors.command_refused;
  const refused = async (reason: 'profileUnknown' | 'noProfile' | 'revealForbidden') => {
    const error = new AppError('command_refused', { reason, name: 'x', names: ['y'] }).toView();
    const { code, said } = start(['auth', 'status'], { alone: async () => ({ kind: 'failed', error }) });
    await code;
    return said.includes(remedy);
  };
  expect([await refused('profileUnknown'), await refused('noProfile'), await refused('revealForbidden')]).toEqual([
    true,
    false,
    false,
  ]);
});
