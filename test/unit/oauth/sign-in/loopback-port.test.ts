import { EventEmitter } from 'node:events';
import type { Server } from 'node:http';
import { expect, test } from 'vitest';
import { bindFirstFree } from '../../../../src/main/oauth/sign-in/loopback-port.ts';

interface Bound {
  readonly host: string;
  readonly port: number;
  readonly exclusive: boolean;
  readonly ipv6Only: boolean;
}

/** A computer on which some addresses cannot be bound, each for its reason (`host:port` to a code of Node). */
function computer(failures: Readonly<Record<string, string | undefined>> = {}) {
  const tried: Bound[] = [];
  const closed: string[] = [];
  const servers: EventEmitter[] = [];
  const createServer = (): Server => {
    const emitter = new EventEmitter();
    servers.push(emitter);
    let address = '';
    return Object.assign(emitter, {
      listen: (target: Bound, onListening: () => void) => {
        tried.push(target);
        address = `${target.host}:${target.port}`;
        const isFailing = address in failures;
        setImmediate(() => {
          if (isFailing) emitter.emit('error', Object.assign(new Error('x'), { code: failures[address] }));
          else onListening();
        });
      },
      close: () => void closed.push(address),
    }) as unknown as Server;
  };
  const bind = (...redirectUris: string[]) => bindFirstFree(redirectUris, createServer);
  return { bind, tried, closed, servers };
}
const uri = (port: number, host = 'localhost') => `http://${host}:${port}/callback`;

test('localhost is bound on both of its addresses, for this program alone', async () => {
  const { bind, tried, servers } = computer();
  const bound = await bind(uri(3000), uri(3001));
  expect(bound).toEqual({ redirectUri: uri(3000), servers });
  expect(tried).toEqual([
    { host: '127.0.0.1', port: 3000, exclusive: true, ipv6Only: false },
    { host: '::1', port: 3000, exclusive: true, ipv6Only: true },
  ]);
  // An error that comes later is not taken for one of binding.
  expect(servers.map((server) => server.listenerCount('error'))).toEqual([0, 0]);
});

test.each([
  ['127.0.0.1', '127.0.0.1'],
  ['[::1]', '::1'],
])('%s is bound alone', async (host, address) => {
  const { bind, tried } = computer();
  await bind(uri(3000, host));
  expect(tried.map((each) => each.host)).toEqual([address]);
});

test.each(['EADDRINUSE', 'EACCES'])('a port that is taken (%s) leads to the next one', async (code) => {
  const { bind, closed } = computer({ '127.0.0.1:3000': code });
  expect((await bind(uri(3000), uri(3001))).redirectUri).toBe(uri(3001));
  expect(closed).toEqual([]);
});

test('a port that is taken on one address is let go of on the other', async () => {
  const { bind, closed } = computer({ '::1:3000': 'EADDRINUSE' });
  const { redirectUri, servers } = await bind(uri(3000), uri(3001));
  expect([redirectUri, servers.length]).toEqual([uri(3001), 2]);
  expect(closed).toEqual(['127.0.0.1:3000']);
});

test.each(['EADDRNOTAVAIL', 'EAFNOSUPPORT', 'EINVAL'])('without IPv6 (%s), IPv4 is enough', async (code) => {
  const { bind, closed } = computer({ '::1:3000': code });
  const { redirectUri, servers } = await bind(uri(3000));
  expect([redirectUri, servers.length, closed]).toEqual([uri(3000), 1, []]);
});

test('what cannot be bound at all is not taken for bound', async () => {
  const { bind } = computer({ '::1:3000': 'EADDRNOTAVAIL' });
  await expect(bind(uri(3000, '[::1]'))).rejects.toMatchObject({ code: 'redirect_ports_busy' });
});

test('all ports that are taken are named, each once', async () => {
  const { bind } = computer({ '127.0.0.1:3000': 'EADDRINUSE', '127.0.0.1:3001': 'EADDRINUSE' });
  await expect(bind(uri(3000), uri(3001), uri(3000))).rejects.toMatchObject({
    code: 'redirect_ports_busy',
    values: { reason: 'allTaken', ports: '3000, 3001' },
  });
});

test.each([
  ['EPERM', 'EPERM'],
  [undefined, 'unknown'],
])('another failure (%s) is said, and what was bound is let go of', async (code, systemCode) => {
  const { bind, closed } = computer({ '::1:3000': code });
  await expect(bind(uri(3000), uri(3001))).rejects.toMatchObject({
    code: 'redirect_ports_busy',
    values: { reason: 'unusable', port: 3000, host: '::1', systemCode },
  });
  expect(closed).toEqual(['127.0.0.1:3000']);
});

test('a host that is not this computer is never bound', async () => {
  const { bind, tried } = computer();
  await expect(bind(uri(3000, 'evil.example'))).rejects.toMatchObject({ code: 'redirect_ports_busy' });
  expect(tried).toEqual([]);
});
