import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { describe, expect, test } from 'vitest';
import type { ToldTime } from '../../../src/main/async/clock.ts';
import { createFetch } from '../../../src/main/net/fetch.ts';
import { withServerTime } from '../../../src/main/net/server-time.ts';

const DATE = 'Fri, 14 Nov 2025 22:13:20 GMT';
const INSTANT = Date.parse(DATE);

/** A server that takes two seconds, or so long, for an answer with these headers. */
async function asked(headers: Record<string, string>, takesMs = 2_000): Promise<ToldTime[]> {
  let uptime = 10_000;
  const told: ToldTime[] = [];
  const answer = async () => {
    uptime += takesMs;
    return new Response('{}', { headers });
  };
  const fetch = withServerTime(Object.assign(answer, { close: async () => undefined }), {
    uptime: () => uptime,
    onTold: (time) => told.push(time),
  });
  await fetch('https://as.example/token');
  return told;
}

test('an answer tells the middle of its second at the middle of its way', async () => {
  expect(await asked({ date: DATE })).toEqual([
    { host: 'as.example', instant: INSTANT + 500, at: 11_000, uncertaintyMs: 1_500 },
  ]);
});

describe('no time is told', () => {
  test.each([
    ['without a date', {}],
    ['by what is no date', { date: 'soon GMT' }],
    ['by a date of no known zone', { date: '2025-11-14T22:13:20' }],
    ['by a year alone', { date: '2025 GMT' }],
    ['by a day that does not exist', { date: 'Mon, 31 Feb 2025 10:00:00 GMT' }],
    ['by the wrong day of the week', { date: 'Mon, 14 Nov 2025 22:13:20 GMT' }],
    ['by a zone and another one', { date: '14 Nov 2025 22:13:20 +0500 GMT' }],
    ['twice', { date: `${DATE}, ${DATE}` }],
    ['by a cache', { date: DATE, age: '0' }],
    ['by a server whose clock was never set', { date: 'Thu, 01 Jan 1970 00:00:07 GMT' }],
    ['by a server from the far future', { date: 'Fri, 01 Jan 2500 00:00:00 GMT' }],
  ])('%s', async (_, headers) => {
    expect(await asked(headers as Record<string, string>)).toEqual([]);
  });
});

test('an answer that came before a sleep and is read after it tells no time', async () => {
  expect(await asked({ date: DATE }, 60_000)).toHaveLength(1);
  expect(await asked({ date: DATE }, 60_001)).toEqual([]);
});

test('a real answer brings its date through the one way out', async () => {
  const server = createServer((_, response) => response.setHeader('date', DATE).end('{}')).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const host = `127.0.0.1:${(server.address() as AddressInfo).port}`;
  const told: ToldTime[] = [];
  const fetch = withServerTime(createFetch({ allowLoopbackHttp: true }), {
    uptime: () => performance.now(),
    onTold: (time) => told.push(time),
  });
  await fetch(`http://${host}/token`);
  expect(told).toMatchObject([{ host, instant: INSTANT + 500 }]);
  await fetch.close();
  server.close();
});

test('a request that fails tells nothing and fails as before', async () => {
  const failing = Object.assign(() => Promise.reject(new Error('no way')), { close: async () => undefined });
  const told: ToldTime[] = [];
  const fetch = withServerTime(failing, { uptime: () => 0, onTold: (time) => told.push(time) });
  await expect(fetch('https://as.example/token')).rejects.toThrow('no way');
  expect(told).toEqual([]);
});
