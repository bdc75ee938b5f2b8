/**
 * The certificates of the system, which Node lists from 22.15 on. They are those of OpenSSL's own places, which a child
 * process can be told, so that what is installed on this computer does not matter. Older Nodes leave these tests out; the
 * second run of `npm test` has them, on the Node of the Electron that ships.
 */
import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import tls from 'node:tls';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { authority, certificate, key } from '../../support/inspection.ts';

const run = promisify(execFile);
const trust = join(import.meta.dirname, '../../../src/main/net/system-trust.ts');
const canList = 'getCACertificates' in tls && process.platform === 'linux';

/** Reads pages by what the system trusts, as `createFetch` does once Node's own list did not know a server. */
const script = `
  import { request } from 'node:https';
  import { systemTrust } from ${JSON.stringify(trust)};
  const [url] = process.argv.slice(2);
  const ask = (secureContext) => new Promise((resolve) => {
    const asking = request(url, { secureContext }, (answer) => { answer.resume(); resolve(answer.statusCode); });
    asking.on('error', (error) => resolve(error.code));
    asking.end();
  });
  const trusted = await systemTrust([]);
  console.log(JSON.stringify({ before: await ask(undefined), after: trusted && await ask(trusted) }));
`;

let folder = '';
let url = '';
const server = createServer({ cert: certificate, key }, (_request, answer) => answer.end('here'));
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'sightglass-authorities-'));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  url = `https://127.0.0.1:${(server.address() as AddressInfo).port}/`;
});
afterAll(() => {
  server.close();
  rmSync(folder, { recursive: true, force: true });
});

/** What a program says of the server, on a system that has these authorities and no others. */
async function asked(authorities: string): Promise<unknown> {
  const file = join(folder, 'authorities.pem');
  writeFileSync(file, authorities);
  const env = { PATH: process.env.PATH, SSL_CERT_FILE: file, SSL_CERT_DIR: folder };
  const program = join(folder, 'asks.mjs');
  writeFileSync(program, script);
  const { stdout } = await run(process.execPath, ['--no-warnings', program, url], { env });
  return JSON.parse(stdout);
}

describe.runIf(canList)('a server that a company vouches for', () => {
  test('is trusted where the authority is in the store of the system, and only after that is read', async () => {
    expect(await asked(authority)).toEqual({ before: 'UNABLE_TO_VERIFY_LEAF_SIGNATURE', after: 200 });
  });

  test('is not trusted where it is not, nor by a store without any', async () => {
    const other = tls.rootCertificates[0] ?? '';
    expect(await asked(`${other}\n`)).toEqual({
      before: 'UNABLE_TO_VERIFY_LEAF_SIGNATURE',
      after: 'UNABLE_TO_VERIFY_LEAF_SIGNATURE',
    });
    expect(await asked('')).toEqual({ before: 'UNABLE_TO_VERIFY_LEAF_SIGNATURE', after: null });
  });
});
