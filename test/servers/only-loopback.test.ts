/** The guard around the clients and servers of others: what they must not reach would be noticed. */
import { connect } from 'node:net';
import { afterEach, describe, expect, test } from 'vitest';
import { reachedOut } from './only-loopback.ts';
import { loadOlder } from './packages.ts';

afterEach(() => void reachedOut.splice(0));

const failure = (port: number, host: string) =>
  new Promise<Error>((resolve) => connect(port, host).once('error', resolve));

describe('the guard', () => {
  test.each(['192.0.2.1', 'example.invalid', '2001:db8::1'])('stops a connection to %s', async (host) => {
    expect((await failure(80, host)).message).toContain(host);
    expect(reachedOut).toEqual([host]);
  });

  test.each(['http://192.0.2.1/', 'https://example.invalid/'])(
    'stops %s, asked by fetch and by a library',
    async (url) => {
      const { hostname } = new URL(url);
      await expect(fetch(url)).rejects.toThrow();
      const axios = loadOlder<{ get(url: string): Promise<unknown> }>('axios');
      await expect(axios.get(url)).rejects.toMatchObject({ code: 'EHOSTUNREACH' });
      expect(reachedOut).toEqual([hostname, hostname]);
    },
  );

  test('lets through what stays on this computer', async () => {
    // Nothing listens there: the refusal is the computer's own.
    expect(await failure(1, '127.0.0.1')).toMatchObject({ code: 'ECONNREFUSED' });
    expect(reachedOut).toEqual([]);
  });
});
