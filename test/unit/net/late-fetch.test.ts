import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, describe, expect, test } from 'vitest';
import { createLateFetch } from '../../../src/main/net/late-fetch.ts';

describe('a way out that is opened when it is needed', () => {
  const sockets = new Set<unknown>();
  const server = createServer((request, response) => {
    sockets.add(request.socket);
    response.end(`You asked for ${request.url} by ${request.method}.`);
  });
  afterEach(() => {
    server.closeAllConnections();
    server.close();
  });
  const listening = async (): Promise<string> => {
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  };

  test('answers as the one behind it does, with its rules', async () => {
    const address = await listening();
    const fetch = createLateFetch({ allowLoopbackHttp: true });
    const answer = await fetch(`${address}/here`, { method: 'PUT' });
    expect(await answer.text()).toBe('You asked for /here by PUT.');
    await expect(fetch('http://example.com/')).rejects.toThrowError(
      expect.objectContaining({ code: 'insecure_server' }),
    );
    await fetch.close();
  });

  test('is opened once, however many ask first', async () => {
    const address = await listening();
    const fetch = createLateFetch({ allowLoopbackHttp: true });
    const first = await Promise.all([fetch(`${address}/1`), fetch(`${address}/2`)]);
    expect(first.map(({ status }) => status)).toEqual([200, 200]);
    const known = sockets.size;
    await fetch(`${address}/3`);
    // A second way out would have connections of its own.
    expect(sockets.size).toBe(known);
    await fetch.close();
    await expect(fetch(`${address}/4`)).rejects.toThrowError();
  });

  test('that nobody asked for has nothing to close', async () => {
    await expect(createLateFetch({ allowLoopbackHttp: true }).close()).resolves.toBeUndefined();
  });
});
