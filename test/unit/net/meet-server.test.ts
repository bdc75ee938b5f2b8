import { X509Certificate } from 'node:crypto';
import { once } from 'node:events';
import { readdirSync, readFileSync } from 'node:fs';
import { createServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { createSecureContext, rootCertificates } from 'node:tls';
import { afterEach, describe, expect, test } from 'vitest';
import { isOfNode, type MeetingOptions, meetServer } from '../../../src/main/net/meet-server.ts';
import { expired, good, ofAnother, serverKey, serversAuthority } from '../../support/certificates.ts';

const closers: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const close of closers.splice(0)) await close();
});

async function meet(cert: string, otherwise: Partial<MeetingOptions> = {}) {
  const requests: string[] = [];
  const server = createServer({ cert, key: serverKey }, (request, response) => {
    requests.push(request.url ?? '');
    response.end();
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  closers.push(() => new Promise((resolve) => server.close(resolve)));
  const meeting = await meetServer(new URL(`https://localhost:${(server.address() as AddressInfo).port}/`), {
    routes: [null],
    systemTrust: async () => createSecureContext({ ca: [...rootCertificates, serversAuthority] }),
    timeoutMs: 5_000,
    signal: new AbortController().signal,
    ...otherwise,
  });
  return { meeting, requests };
}

describe('a server that is met', () => {
  test('is trusted because the system trusts who issued its certificate, and is asked nothing', async () => {
    const { meeting, requests } = await meet(good);
    expect(meeting).toMatchObject({
      kind: 'met',
      route: null,
      trust: 'system',
      fault: null,
      certificate: { issuer: 'Acme, Acme Servers CA', subject: 'localhost', from: Date.UTC(2026, 0) },
    });
    expect(requests).toEqual([]);
  });

  test('is known to nobody where the system has no authorities', async () => {
    const { meeting } = await meet(good, { systemTrust: async () => null });
    expect(meeting).toMatchObject({ trust: null, fault: 'UNABLE_TO_VERIFY_LEAF_SIGNATURE' });
  });

  test('is looked at all the same with what is wrong with it', async () => {
    expect((await meet(expired)).meeting).toMatchObject({ trust: 'system', fault: 'CERT_HAS_EXPIRED' });
    expect((await meet(ofAnother)).meeting).toMatchObject({ fault: 'ERR_TLS_CERT_ALTNAME_INVALID' });
  });

  test('is given up when nobody wants to know any more', async () => {
    const aborter = new AbortController();
    aborter.abort(new Error('stopped'));
    await expect(meet(good, { signal: aborter.signal })).rejects.toThrow('stopped');
  });
});

test('nowhere else is a certificate taken that is not trusted', () => {
  const root = join(import.meta.dirname, '../../../src');
  const found = readdirSync(root, { recursive: true, encoding: 'utf8' })
    .filter((path) => /\.tsx?$/.test(path))
    .filter((path) => /rejectUnauthorized:\s*false/.test(readFileSync(join(root, path), 'utf8')));
  expect(found).toEqual(['main/net/meet-server.ts']);
});

test('an authority of Node is known by the print that a connection tells of it', () => {
  const [first = '', last = ''] = [rootCertificates[0], rootCertificates.at(-1)];
  for (const pem of [first, last]) expect(isOfNode(new X509Certificate(pem).fingerprint256)).toBe(true);
  expect(isOfNode(new X509Certificate(serversAuthority).fingerprint256)).toBe(false);
});
