/** The socket between a command line and the program that runs, over real sockets: who gets in, and what is refused. */
import { execFileSync, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import {
  chmodSync,
  existsSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { connect, createServer, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { systemTimers } from '../../../src/main/async/timers.ts';
import { type AskOptions, askRunning, WELCOME_LIMIT_MS } from '../../../src/main/local-socket/ask.ts';
import { folderOf } from '../../../src/main/local-socket/place.ts';
import { newNonce, proofOf } from '../../../src/main/local-socket/proof.ts';
import {
  HELLO_LIMIT_MS,
  type ServeOptions,
  type SocketServer,
  serveCommands,
} from '../../../src/main/local-socket/serve.ts';
import { LONGEST_MESSAGE, PROTOCOL } from '../../../src/shared/command-line/messages.ts';
import { AppError, asAppError } from '../../../src/shared/errors.ts';

let folder: string;
const servers: SocketServer[] = [];
const sockets: Socket[] = [];
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'sightglass-socket-'));
});
afterEach(async () => {
  for (const socket of sockets.splice(0)) socket.destroy();
  for (const server of servers.splice(0)) await server.close();
  rmSync(folder, { recursive: true, force: true });
});

const uid = process.getuid?.() ?? null;
const here = () => ({ ...systemTimers, dataFolder: folder, platform: 'linux' as const, uid });

async function serve(otherwise: Partial<ServeOptions> = {}) {
  const refused: string[] = [];
  const server = await serveCommands({
    ...here(),
    run: async () => ({ ending: 'done', result: { connections: [] } }),
    errorOf: (error) => asAppError(error, 'command').toView(),
    onRefused: (reason) => refused.push(reason),
    ...otherwise,
  });
  servers.push(server);
  return { server, refused };
}
const ask = (otherwise: Partial<AskOptions> = {}) =>
  askRunning(
    { command: 'auth status', profile: null },
    {
      ...here(),
      isTerminal: false,
      answer: async () => null,
      onNote: () => undefined,
      signal: new AbortController().signal,
      ...otherwise,
    },
  );

const card = () =>
  JSON.parse(readFileSync(join(folderOf(folder), 'address.json'), 'utf8')) as { address: string; secret: string };
/** Somebody who speaks to the socket by themselves. */
async function peer() {
  const socket = connect(card().address);
  sockets.push(socket);
  socket.on('error', () => undefined);
  await once(socket, 'connect');
  let heard = '';
  socket.on('data', (chunk) => {
    heard += String(chunk);
  });
  return {
    socket,
    say: (message: unknown) => socket.write(`${JSON.stringify(message)}\n`),
    heard: () => heard,
    gone: new Promise<void>((resolve) => socket.on('close', () => resolve())),
  };
}
const hello = () => {
  const nonce = newNonce();
  return { kind: 'hello', protocol: PROTOCOL, nonce, proof: proofOf('command line', card().secret, nonce) };
};
/** Something that a test waits for. */
function oneTime() {
  let tell = (): void => undefined;
  const told = new Promise<void>((resolve) => {
    tell = resolve;
  });
  return { told, tell: () => tell() };
}
/** Timers that are turned by hand. */
function heldTimers() {
  const actions: { action: () => void; delayMs: number }[] = [];
  return {
    actions,
    setTimer: (action: () => void, delayMs: number) => {
      const timer = { action, delayMs };
      actions.push(timer);
      return () => void actions.splice(actions.indexOf(timer) >>> 0, 1);
    },
    fire: (delayMs: number) => {
      for (const one of [...actions]) if (one.delayMs === delayMs) one.action();
    },
  };
}

describe('a command', () => {
  test('is answered with its result, and questions and notes go back and forth', async () => {
    await serve({
      async run(_request, { ask: question, note, isTerminal }) {
        note({ note: 'browser', connection: 'Data' });
        const typed = await question({ ask: 'passphrase' });
        return { ending: 'wrong', result: { typed, isTerminal } };
      },
    });
    const notes: unknown[] = [];
    const asked = await ask({
      isTerminal: true,
      answer: async (question) => (question.ask === 'passphrase' ? 'correct' : null),
      onNote: (note) => notes.push(note),
    });
    expect(asked).toEqual({ kind: 'done', ending: 'wrong', result: { typed: 'correct', isTerminal: true } });
    expect(notes).toEqual([{ note: 'browser', connection: 'Data' }]);
  });

  test('that fails is answered with its error, and with no more where nobody foresaw it', async () => {
    await serve({ run: async () => Promise.reject(new AppError('command_refused', { reason: 'noProfile' })) });
    expect(await ask()).toEqual({
      kind: 'failed',
      error: { code: 'command_refused', values: { reason: 'noProfile' } },
    });
    await servers.splice(0)[0]?.close();
    await serve({ run: async () => Promise.reject(new TypeError('the secret is hunter2')) });
    const asked = await ask();
    expect(asked).toMatchObject({ kind: 'failed', error: { code: 'internal' } });
    expect(JSON.stringify(asked)).not.toContain('hunter2');
  });

  test('ends when its person is gone, and is not answered then', async () => {
    let signal: AbortSignal | null = null;
    let answer: string | null | undefined;
    const begun = oneTime();
    const { server } = await serve({
      async run(_request, one) {
        signal = one.signal;
        begun.tell();
        answer = await one.ask({ ask: 'passphrase' });
        throw new AppError('change_declined');
      },
    });
    const leaving = new AbortController();
    const asked = ask({ signal: leaving.signal, answer: () => new Promise(() => undefined) });
    await begun.told;
    expect(server.running()).toBe(1);
    leaving.abort();
    expect(await asked).toEqual({ kind: 'cancelled' });
    await server.idle();
    expect(answer).toBeNull();
    expect((signal as AbortSignal | null)?.aborted).toBe(true);
  });

  test('hears that the program ended before it', async () => {
    const begun = oneTime();
    const { server } = await serve({
      run: () => {
        begun.tell();
        return new Promise(() => undefined);
      },
    });
    const asked = ask();
    await begun.told;
    await server.close();
    expect(await asked).toEqual({ kind: 'lost' });
  });
});

describe('the place', () => {
  test('is open to its person alone, and gone when the program has ended', async () => {
    const { server } = await serve();
    for (const path of ['.', 'socket', 'address.json'])
      expect(lstatSync(join(folderOf(folder), path)).mode & 0o077).toBe(0);
    await server.close();
    expect(await ask()).toEqual({ kind: 'absent' });
  });

  test('without anything in it says that nobody is there', async () => {
    expect(await ask()).toEqual({ kind: 'absent' });
  });

  test('with a socket that a crash left behind says so too, and the next program takes it over', async () => {
    mkdirSync(folderOf(folder), { mode: 0o700 });
    const path = join(folderOf(folder), 'socket');
    // A process that is killed leaves its socket; a server that is closed takes it away.
    const script = `require('net').createServer().listen(${JSON.stringify(path)}, () => process.kill(process.pid, 'SIGKILL'))`;
    spawnSync(process.execPath, ['-e', script]);
    expect(lstatSync(path).isSocket()).toBe(true);
    const left = { protocol: PROTOCOL, address: path, secret: 'x'.repeat(43), pid: 1 };
    writeFileSync(join(folderOf(folder), 'address.json'), JSON.stringify(left), { mode: 0o600 });
    chmodSync(path, 0o600);
    expect(await ask()).toEqual({ kind: 'absent' });
    await serve();
    expect(await ask()).toMatchObject({ kind: 'done' });
  });

  test('that is a link to elsewhere is used by nobody', async () => {
    const elsewhere = join(folder, 'elsewhere');
    mkdirSync(elsewhere, { mode: 0o700 });
    symlinkSync(elsewhere, folderOf(folder));
    await expect(serve()).rejects.toMatchObject({ fault: 'symlink' });
    expect(await ask()).toEqual({ kind: 'unsafe', fault: 'symlink' });
  });

  test('that others may open is closed to them by the program, and asked by no command line', async () => {
    mkdirSync(folderOf(folder));
    chmodSync(folderOf(folder), 0o755);
    expect(await ask()).toEqual({ kind: 'unsafe', fault: 'mode' });
    await serve();
    expect(lstatSync(folderOf(folder)).mode & 0o777).toBe(0o700);
    chmodSync(join(folderOf(folder), 'address.json'), 0o644);
    expect(await ask()).toEqual({ kind: 'unsafe', fault: 'mode' });
  });

  test('of somebody else is used by nobody', async () => {
    await serve();
    expect(await ask({ uid: (uid ?? 0) + 1 })).toEqual({ kind: 'unsafe', fault: 'owner' });
    await servers.splice(0)[0]?.close();
    await expect(serve({ uid: (uid ?? 0) + 1 })).rejects.toMatchObject({ fault: 'owner' });
  });

  test('with a file, or a link, in the place of the socket is left alone', async () => {
    mkdirSync(folderOf(folder), { mode: 0o700 });
    const path = join(folderOf(folder), 'socket');
    writeFileSync(path, 'precious');
    await expect(serve()).rejects.toMatchObject({ fault: 'kind' });
    expect(readFileSync(path, 'utf8')).toBe('precious');
    rmSync(path);
    writeFileSync(join(folder, 'precious'), 'precious');
    symlinkSync(join(folder, 'precious'), path);
    await expect(serve()).rejects.toMatchObject({ fault: 'symlink' });
    expect(readFileSync(join(folder, 'precious'), 'utf8')).toBe('precious');
  });

  test('with a card that is a link is read by nobody', async () => {
    await serve();
    const path = join(folderOf(folder), 'address.json');
    writeFileSync(join(folder, 'card.json'), readFileSync(path), { mode: 0o600 });
    rmSync(path);
    symlinkSync(join(folder, 'card.json'), path);
    expect(await ask()).toEqual({ kind: 'unsafe', fault: 'symlink' });
  });

  test('with a pipe in the place of the card is not waited at', async () => {
    await serve();
    const path = join(folderOf(folder), 'address.json');
    rmSync(path);
    execFileSync('mkfifo', ['-m', '600', path]);
    expect(await ask()).toEqual({ kind: 'unsafe', fault: 'kind' });
  });

  test('whose path is too long for a socket is not served', async () => {
    const deep = join(folder, 'x'.repeat(100));
    mkdirSync(deep);
    await expect(serve({ dataFolder: deep })).rejects.toMatchObject({ fault: 'tooLong' });
  });

  test('whose card cannot be written is not listened at either', async () => {
    mkdirSync(join(folderOf(folder), 'address.json'), { recursive: true });
    chmodSync(folderOf(folder), 0o700);
    await expect(serve()).rejects.toThrow();
    expect(existsSync(join(folderOf(folder), 'socket'))).toBe(false);
  });

  test.skipIf(uid !== 0)('cannot be reached by another person of the computer', async () => {
    await serve();
    chmodSync(folder, 0o755);
    const { address } = card();
    const script = `
      process.setgid(65534); process.setuid(65534);
      require('net').connect(${JSON.stringify(address)}).on('connect', () => console.log('in')).on('error', (error) => console.log(error.code));`;
    expect(execFileSync(process.execPath, ['-e', script], { encoding: 'utf8' }).trim()).toBe('EACCES');
  });
});

describe('a peer is sent away', () => {
  test('that does not know the secret, and hears nothing', async () => {
    const { refused } = await serve();
    const stranger = await peer();
    stranger.say({ ...hello(), proof: proofOf('command line', 'x'.repeat(43), 'nonce of this one') });
    await stranger.gone;
    expect([refused, stranger.heard()]).toEqual([['secret'], '']);
  });

  test.each([
    ['a command before its greeting', { kind: 'run', request: { command: 'status' }, isTerminal: false }, 'hello'],
    ['no object', 'hello', 'hello'],
  ])('that begins with %s', async (_, message, reason) => {
    const { refused } = await serve();
    const stranger = await peer();
    stranger.say(message);
    await stranger.gone;
    expect(refused).toEqual([reason]);
  });

  test.each([
    ['no command', { command: 'fly' }],
    ['more than the contract has', { command: 'status', path: '/etc/passwd' }],
    ['a link without end', { command: 'open', link: 'x'.repeat(10_000) }],
  ])('that asks for %s', async (_, request) => {
    let runs = 0;
    const { refused } = await serve({
      run: async () => {
        runs += 1;
        return { ending: 'done', result: {} };
      },
    });
    const stranger = await peer();
    stranger.say(hello());
    stranger.say({ kind: 'run', request, isTerminal: false });
    await stranger.gone;
    expect([refused, runs]).toEqual([['message'], 0]);
  });

  test('and nothing of what came with the same packet is done', async () => {
    let runs = 0;
    const { refused } = await serve({
      run: async () => {
        runs += 1;
        return { ending: 'done', result: {} };
      },
    });
    const stranger = await peer();
    const run = { kind: 'run', request: { command: 'status' }, isTerminal: false };
    stranger.socket.write(
      [hello(), { kind: 'answer', value: 'x' }, run].map((one) => `${JSON.stringify(one)}\n`).join(''),
    );
    await stranger.gone;
    expect([refused, runs]).toEqual([['message'], 0]);
  });

  test('that sends a line without end, before it fills the memory', async () => {
    const { refused } = await serve();
    const stranger = await peer();
    const piece = 'x'.repeat(256 * 1024);
    for (let sent = 0; sent <= LONGEST_MESSAGE; sent += piece.length) stranger.socket.write(piece);
    await stranger.gone;
    expect(refused).toEqual(['message']);
  });

  test('that connects and says nothing', async () => {
    const timers = heldTimers();
    const { refused } = await serve({ setTimer: timers.setTimer });
    const stranger = await peer();
    await expect.poll(() => timers.actions.length).toBe(1);
    timers.fire(HELLO_LIMIT_MS);
    await stranger.gone;
    expect(refused).toEqual(['late']);
  });

  test('when too many are there, and others get in again afterwards', async () => {
    const { refused } = await serve({ most: 2 });
    const [first] = [await peer(), await peer()];
    const third = await peer();
    await third.gone;
    expect(refused).toEqual(['crowd']);
    expect(await ask()).toEqual({ kind: 'turnedAway' });
    first?.socket.destroy();
    await first?.gone;
    expect(await ask()).toMatchObject({ kind: 'done' });
  });
});

describe('a command line', () => {
  /** A program that answers otherwise than ours. */
  async function impostor(answer: (socket: Socket) => void): Promise<void> {
    const { server } = await serve();
    const known = card();
    await server.close();
    servers.splice(0);
    const fake = createServer((socket) => {
      sockets.push(socket);
      socket.on('error', () => undefined);
      answer(socket);
    });
    fake.listen(known.address);
    await once(fake, 'listening');
    chmodSync(known.address, 0o600);
    writeFileSync(join(folderOf(folder), 'address.json'), JSON.stringify({ ...known, protocol: PROTOCOL, pid: 1 }), {
      mode: 0o600,
    });
    servers.push({ running: () => 0, idle: async () => undefined, close: async () => void fake.close() });
  }

  test('says so when the program does not answer', async () => {
    const timers = heldTimers();
    await impostor(() => undefined);
    const asked = ask({ setTimer: timers.setTimer });
    await expect.poll(() => timers.actions.length).toBe(1);
    timers.fire(WELCOME_LIMIT_MS);
    expect(await asked).toEqual({ kind: 'silent' });
  });

  test.each([
    ['another version', `{"kind":"welcome","protocol":${PROTOCOL + 1},"proof":""}\n`],
    ['an earlier version', '{"kind":"welcome","protocol":1}\n'],
    ['a question before who asks it', '{"kind":"ask","question":{"ask":"passphrase"}}\n'],
    ['an answer before who gives it', '{"kind":"done","ending":"done","result":{}}\n'],
    ['something else', '{"kind":"hello"}\n'],
    ['no JSON', 'HTTP/1.1 400 Bad Request\r\n\r\n'],
    ['a line without end', 'x'.repeat(LONGEST_MESSAGE + 1)],
  ])('misunderstands nothing of %s', async (_, said) => {
    await impostor((socket) => socket.write(said));
    expect(await ask()).toEqual({ kind: 'version' });
  });

  test.each(['', 'x'.repeat(43)])(
    'tells and asks nobody who has taken the place of a program (proof “%s”)',
    async (proof) => {
      const heard: string[] = [];
      await impostor((socket) => {
        socket.on('data', (chunk) => heard.push(String(chunk)));
        socket.write(`${JSON.stringify({ kind: 'welcome', protocol: PROTOCOL, proof })}\n`);
        socket.write('{"kind":"ask","question":{"ask":"passphrase"}}\n');
      });
      const { secret } = card();
      let questions = 0;
      const answer = async () => {
        questions += 1;
        return 'correct';
      };
      expect(await ask({ answer })).toEqual({ kind: 'unsafe', fault: 'owner' });
      expect([questions, heard.join('').includes(secret), heard.join('').includes('"run"')]).toEqual([0, false, false]);
    },
  );

  test('that a program turns away before it was told anything may try again', async () => {
    await impostor((socket) => socket.end());
    expect(await ask()).toEqual({ kind: 'turnedAway' });
  });

  test('does not ask a program whose card is of another version', async () => {
    await serve();
    const path = join(folderOf(folder), 'address.json');
    writeFileSync(path, JSON.stringify({ ...card(), protocol: PROTOCOL + 1 }));
    expect(await ask()).toEqual({ kind: 'version' });
    writeFileSync(path, '{"protocol"');
    expect(await ask()).toEqual({ kind: 'absent' });
  });
});
