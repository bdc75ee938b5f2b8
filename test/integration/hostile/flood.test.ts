/** A page or program on this computer that wants to be in the way: the sign-in comes to its end all the same. */
import { connect, type Socket } from 'node:net';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import {
  expectSignedIn,
  type HostileFixture,
  startHostileFixture,
  type Watched,
} from '../../support/hostile-fixture.ts';
import { sendBytes, visit } from '../../support/plain-browser.ts';

let fixture: HostileFixture;
beforeAll(async () => {
  fixture = await startHostileFixture();
});
afterAll(() => fixture.stop());

const portOf = ({ redirectUri }: Watched) => Number(new URL(redirectUri).port);
const hostLine = (watched: Watched) => `Host: ${new URL(watched.redirectUri).host}\r\n`;

/** Keeps starting `one` in bursts, `perSecond` in all, until stopped; resolves when all have ended. */
function flood(perSecond: number, one: (index: number) => Promise<unknown>) {
  const BURSTS = 50;
  const running = new Set<Promise<unknown>>();
  let started = 0;
  const timer = setInterval(() => {
    for (let left = perSecond / BURSTS; left > 0; left -= 1) {
      const request = one(started).catch(() => undefined);
      started += 1;
      running.add(request);
      void request.finally(() => running.delete(request));
    }
  }, 1_000 / BURSTS);
  return {
    async reached(count: number) {
      while (started < count) await Promise.race([...running, new Promise((resolve) => setImmediate(resolve))]);
    },
    async stop() {
      clearInterval(timer);
      await Promise.all(running);
      return started;
    },
  };
}

describe('500 requests a second for the length of a sign-in', () => {
  const floods: readonly [string, (watched: Watched, index: number) => Promise<unknown>][] = [
    ['with guessed states', ({ withQuery }, index) => visit(withQuery({ code: 'x', state: `guess-${index}` }))],
    ['to guessed pages', ({ callback }, index) => visit(new URL(`/signed-in/${index}`, callback).href)],
    [
      'of every kind',
      (watched, index) => {
        const { callback, redirectUri, withQuery } = watched;
        const kinds = [
          () => visit(callback, { method: 'POST', body: 'x'.repeat(10_000) }),
          () => visit(callback, { headers: { host: 'evil.example' } }),
          () => visit(withQuery({ error: 'access_denied' })),
          () => visit(redirectUri, { target: '/'.repeat(8_000) }),
          () => sendBytes(portOf(watched), `GET /?${'x'.repeat(40_000)} HTTP/1.1\r\n${hostLine(watched)}\r\n`),
          () => sendBytes(portOf(watched), 'nonsense\r\n\r\n'),
        ] as const;
        return (kinds[index % kinds.length] ?? kinds[0])();
      },
    ],
  ];
  test.each(floods)('%s', async (_, one) => {
    const outcome = await fixture.attempt({
      browse: async (watched) => {
        const lines = watched.lines.length;
        const { reached, stop } = flood(500, (index) => one(watched, index));
        await reached(750);
        expect(watched.signIn.phase()).toBe('waiting-for-browser');
        expect(watched.scene.as.received('/as/token')).toEqual([]);
        // A flood does not fill the log either.
        expect(watched.lines).toHaveLength(lines);
        await watched.arrive();
        expect(await stop()).toBeGreaterThanOrEqual(750);
      },
    });
    expectSignedIn(outcome);
  });
});

describe('connections that say nothing', () => {
  const idle = (watched: Watched, count: number, first = '') =>
    Promise.all(
      Array.from(
        { length: count },
        () =>
          new Promise<Socket>((resolve) => {
            const socket = connect({ host: '127.0.0.1', port: portOf(watched) }, () => {
              socket.write(first);
              resolve(socket);
            });
            socket.on('error', () => resolve(socket));
            socket.resume();
          }),
      ),
    );

  /** So many of them were sent away. */
  const closed = (sockets: readonly Socket[], count: number) =>
    new Promise<void>((resolve) => {
      let left = count;
      const one = () => {
        left -= 1;
        if (left === 0) resolve();
      };
      for (const socket of sockets) {
        if (socket.closed) one();
        else socket.once('close', one);
      }
    });

  test.each([
    ['at all', ''],
    ['to the end', 'GET /auth/callback?state='],
  ])('%s, more than there is room for, do not keep the browser out', async (_, first) => {
    const outcome = await fixture.attempt({
      browse: async (watched) => {
        const sockets = await idle(watched, 400, first);
        await watched.arrive();
        for (const socket of sockets) socket.destroy();
      },
    });
    expectSignedIn(outcome);
  });

  test('do not push out the browser that waits for its page', async () => {
    let answerToken: () => void = () => undefined;
    const held = new Promise<void>((resolve) => {
      answerToken = resolve;
    });
    const outcome = await fixture.attempt({
      token: () => async (_, response) => {
        await held;
        response.writeHead(200, { 'content-type': 'application/json' });
        response.end('{"access_token":"late","token_type":"Bearer","expires_in":3600}');
      },
      browse: async (watched) => {
        const { callback } = watched;
        const first = await visit(callback);
        const page = visit(new URL(String(first.headers.location), callback).href);
        // A request behind it, all the way there and back, shows that it has arrived.
        await visit(new URL('/x', callback).href);
        await visit(new URL('/x', callback).href);
        const sockets = await idle(watched, 400);
        await closed(sockets, 250);
        answerToken();
        watched.saw(await page);
        for (const socket of sockets) socket.destroy();
      },
    });
    expectSignedIn(outcome);
    expect(outcome.page?.body).toContain('You are signed in');
  });
});
