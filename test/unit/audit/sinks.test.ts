/** The places besides the file: real programs that read lines, a real server that takes them, and what happens when not. */

import { mkdtemp, readFile, symlink, writeFile } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, test } from 'vitest';
import { waitAfter } from '../../../src/main/async/delivery-queue.ts';
import { createCollector } from '../../../src/main/audit/sinks/collector.ts';
import { createProgramOutlet } from '../../../src/main/audit/sinks/program-outlet.ts';
import type { OutletLine } from '../../../src/main/audit/sinks/sink.ts';
import { createSystemLog } from '../../../src/main/audit/sinks/system-log.ts';
import { createFetch } from '../../../src/main/net/fetch.ts';
import { createVirtualClock, type VirtualClock } from '../../support/virtual-clock.ts';

const lineOf = (seq: number): OutletLine => ({ seq, line: `{"seq":${seq}}` });
const lines = (count: number, from = 1): OutletLine[] =>
  Array.from({ length: count }, (_, index) => lineOf(from + index));

describe('a program of the system', () => {
  /** A program that writes what it reads into a file, and ends after so many lines. */
  async function program(endsAfter = 1_000) {
    const folder = await mkdtemp(join(tmpdir(), 'audit-sink-'));
    const [script, taken] = [join(folder, 'logger.mjs'), join(folder, 'taken')];
    await writeFile(
      script,
      `import { appendFileSync } from 'node:fs';
       import { createInterface } from 'node:readline';
       let count = 0;
       for await (const line of createInterface({ input: process.stdin })) {
         appendFileSync(${JSON.stringify(taken)}, line + '\\n');
         if (++count >= ${endsAfter}) process.exit(3);
       }`,
    );
    return {
      parts: { file: process.execPath, parameters: [script], environment: {} },
      taken: async () => (await readFile(taken, 'utf8').catch(() => '')).split('\n').filter(Boolean),
    };
  }

  test('is given each line by its standard input, in order, and is let go at the end', async () => {
    const clock = createVirtualClock();
    const { parts, taken } = await program();
    const outlet = createProgramOutlet({ ...clock, random: () => 0.5, ...parts });
    for (const line of lines(300)) outlet.take(line);
    await outlet.close();
    expect(await taken()).toEqual(lines(300).map(({ line }) => line));
    expect(outlet.view()).toEqual({ problem: null, waiting: 0, dropped: 0 });
  });

  test('is started again after a while when it ends', async () => {
    const clock = createVirtualClock();
    const { parts, taken } = await program(2);
    const outlet = createProgramOutlet({ ...clock, random: () => 0.5, ...parts });
    outlet.take(lineOf(1));
    outlet.take(lineOf(2));
    await expect.poll(() => outlet.view().problem).toBe('exit 3');
    outlet.take(lineOf(3));
    expect(outlet.view()).toEqual({ problem: 'exit 3', waiting: 1, dropped: 0 });
    await clock.advance(waitAfter(1, 0.5));
    expect(outlet.view().waiting).toBe(0);
    await outlet.close();
    expect(await taken()).toEqual(lines(3).map(({ line }) => line));
  });

  test('that is not there is told of, and what is too much is counted', async () => {
    const clock = createVirtualClock();
    const outlet = createProgramOutlet({
      ...clock,
      random: () => 0.5,
      file: join(tmpdir(), 'no such program'),
      parameters: [],
      environment: {},
      mostWaiting: 3,
    });
    outlet.take(lineOf(1));
    await expect.poll(() => outlet.view().problem).toBe('ENOENT');
    for (const line of lines(5, 2)) outlet.take(line);
    // The first one was handed to nobody, and waits as well.
    expect(outlet.view()).toMatchObject({ problem: 'ENOENT', waiting: 3, dropped: 3 });
    await outlet.close();
  });

  test('that was not there gets what it missed when it is, in order', async () => {
    const clock = createVirtualClock();
    const { parts, taken } = await program();
    const file = join(await mkdtemp(join(tmpdir(), 'audit-sink-')), 'program');
    const outlet = createProgramOutlet({ ...clock, random: () => 0.5, ...parts, file });
    for (const line of lines(3)) outlet.take(line);
    await expect.poll(() => outlet.view().problem).toBe('ENOENT');
    await symlink(process.execPath, file);
    await clock.advance(waitAfter(1, 0.5));
    await expect.poll(() => outlet.view().problem).toBeNull();
    await outlet.close();
    expect(await taken()).toEqual(lines(3).map(({ line }) => line));
  });

  test.runIf(process.platform === 'linux')(
    'is logger on Linux, which nothing of a line is an argument of',
    async () => {
      const clock = createVirtualClock();
      const outlet = createSystemLog({ ...clock, random: () => 0.5, platform: 'linux', windowsFolder: () => '' });
      outlet?.take({ seq: 1, line: 'A line of a test.' });
      await outlet?.close();
      // Where it is not installed, that is said.
      expect([null, 'ENOENT']).toContain(outlet?.view().problem);
      expect(createSystemLog({ ...clock, random: () => 0, platform: 'freebsd', windowsFolder: () => '' })).toBeNull();
    },
  );
});

describe('a collector', () => {
  let server: Server;
  afterEach(() => new Promise((resolve) => server.close(resolve)));

  /** A server that answers as a test says, and remembers what it took. */
  async function listening(answers: { status: number; retryAfter?: string }[] = []) {
    const taken: string[][] = [];
    server = createServer((request, response) => {
      let body = '';
      request.on('data', (part) => {
        body += part;
      });
      request.on('end', () => {
        const { status, retryAfter } = answers.shift() ?? { status: 204 };
        if (status < 300) taken.push(body.split('\n').filter(Boolean));
        expect(request.headers['content-type']).toBe('application/x-ndjson');
        response.writeHead(status, retryAfter === undefined ? {} : { 'retry-after': retryAfter }).end();
      });
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    return { taken, url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/` };
  }

  function collecting(url: string, clock: VirtualClock, trail: OutletLine[], delivered = 0, mostWaiting = 1_000) {
    const told: number[] = [];
    const fetch = createFetch({ allowLoopbackHttp: true });
    const outlet = createCollector({
      ...clock,
      url,
      fetch,
      random: () => 0.5,
      delivered,
      backlog: async (after, most) => trail.filter(({ seq }) => seq > after).slice(0, most),
      onDelivered: async (seq) => void told.push(seq),
      mostWaiting,
    });
    const take = (line: OutletLine) => {
      trail.push(line);
      outlet.take(line);
    };
    return { outlet, told, take, fetch };
  }

  test('is sent what happens as JSON lines, several at once, and what an earlier run could not send first', async () => {
    const clock = createVirtualClock();
    const { taken, url } = await listening();
    const { outlet, told, take, fetch } = collecting(url, clock, lines(5), 2);
    take(lineOf(6));
    take(lineOf(7));
    await clock.advance(1_000);
    await expect.poll(() => taken.flat()).toEqual(lines(5, 3).map(({ line }) => line));
    await expect.poll(() => told).toEqual([7]);
    await expect.poll(() => outlet.view()).toEqual({ problem: null, waiting: 0, dropped: 0 });
    await outlet.close();
    await fetch.close();
  });

  test('that is busy is left alone as long as it asks, and nothing is lost', async () => {
    const clock = createVirtualClock();
    const { taken, url } = await listening([{ status: 500 }, { status: 429, retryAfter: '120' }]);
    const { outlet, take, fetch } = collecting(url, clock, []);
    take(lineOf(1));
    await clock.advance(600);
    await expect.poll(() => outlet.view().problem).toBe('HTTP 500');
    await clock.advance(waitAfter(1, 0.5));
    await expect.poll(() => outlet.view().problem).toBe('HTTP 429');
    take(lineOf(2));
    await clock.advance(119_000);
    expect(taken).toEqual([]);
    await clock.advance(2_000);
    await expect.poll(() => taken.flat()).toEqual(lines(2).map(({ line }) => line));
    await expect.poll(() => outlet.view().problem).toBeNull();
    await outlet.close();
    await fetch.close();
  });

  test('gets what had no room in memory from the trail, and what the trail no longer has is counted', async () => {
    const clock = createVirtualClock();
    const { taken, url } = await listening([{ status: 503 }]);
    const { outlet, take, fetch } = collecting(url, clock, lines(1, 10), 4, 3);
    for (const line of lines(20, 11)) take(line);
    await clock.advance(600);
    await expect.poll(() => outlet.view().problem).toBe('HTTP 503');
    expect(outlet.view().waiting).toBeLessThanOrEqual(3);
    await clock.advance(waitAfter(1, 0.5));
    await expect.poll(() => taken.flat()).toEqual(lines(21, 10).map(({ line }) => line));
    // Numbers 5 to 9 are gone. The server has the last of them a moment before the program knows.
    await expect.poll(() => outlet.view()).toEqual({ problem: null, waiting: 0, dropped: 5 });
    await outlet.close();
    await fetch.close();
  });

  test('is sent a line once that was read from the trail before the program was told that it is written', async () => {
    const clock = createVirtualClock();
    const { taken, url } = await listening();
    const trail = lines(3);
    const { outlet, take, fetch } = collecting(url, clock, trail, 1);
    take(lineOf(4));
    await clock.advance(600);
    await expect.poll(() => taken.flat().length).toBe(3);
    // The file had it already; now the program hears of it.
    outlet.take(lineOf(4));
    take(lineOf(5));
    await clock.advance(600);
    await expect.poll(() => taken.flat()).toEqual(lines(4, 2).map(({ line }) => line));
    await outlet.close();
    await fetch.close();
  });

  test('is sent all of a trail that was begun anew, though it had more of the one before', async () => {
    const clock = createVirtualClock();
    const { taken, url } = await listening();
    const { outlet, told, take, fetch } = collecting(url, clock, lines(2), 5_000);
    take(lineOf(3));
    await clock.advance(600);
    await expect.poll(() => taken.flat()).toEqual(lines(3).map(({ line }) => line));
    await expect.poll(() => told).toEqual([3]);
    expect(outlet.view().dropped).toBe(0);
    await outlet.close();
    await fetch.close();
  });

  test('that cannot be reached keeps nobody from closing', async () => {
    const clock = createVirtualClock();
    const { url } = await listening();
    await new Promise((resolve) => server.close(resolve));
    const { outlet, take, fetch } = collecting(url, clock, []);
    take(lineOf(1));
    await outlet.close();
    expect(outlet.view()).toMatchObject({ waiting: 1, problem: 'offline' });
    await fetch.close();
    await listening();
  });

  test('waits longer with each failure, and at most some minutes', () => {
    const waits = Array.from({ length: 20 }, (_, index) => waitAfter(index + 1, 0.5));
    expect(waits.slice(0, 3)).toEqual([1_000, 2_000, 4_000]);
    expect(Math.max(...waits)).toBe(300_000);
    expect(waitAfter(3, 0)).toBeLessThan(waitAfter(3, 0.9));
  });
});
