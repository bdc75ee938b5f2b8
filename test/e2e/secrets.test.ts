/** Secrets are in the keychain-backed vault and nowhere else, and the person is told when they are damaged. */
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, describe, expect, test } from 'vitest';
import { openWorkbench, type Workbench } from '../support/driver/workbench.ts';

/** Every encoding in which a value could have been written. */
function forms(value: string): string[] {
  return [
    value,
    Buffer.from(value, 'utf16le').toString('latin1'),
    Buffer.from(value).toString('base64').replace(/=+$/, ''),
    encodeURIComponent(value),
  ];
}

function filesBelow(folder: string): string[] {
  return readdirSync(folder).flatMap((name) => {
    const path = join(folder, name);
    const stat = statSync(path, { throwIfNoEntry: false });
    if (stat?.isDirectory()) return filesBelow(path);
    return stat?.isFile() ? [path] : [];
  });
}

function filesWith(folder: string, values: readonly string[]): string[] {
  const needles = values.flatMap(forms);
  return filesBelow(folder).filter((file) => {
    const bytes = readFileSync(file).toString('latin1');
    return needles.some((needle) => bytes.includes(needle));
  });
}

describe('secrets', () => {
  let bench: Workbench;
  afterEach(() => bench.close());

  /** What must not be found anywhere: the real values, from the services themselves. */
  const secretsOf = (workbench: Workbench) => [
    workbench.demo.sigma.embedClient.secret,
    workbench.demo.authorizationServer.clients.confidential.clientSecret,
    ...workbench.demo.authorizationServer.issuedTokens(),
  ];

  test('are neither on the disk, nor in the log, nor in the memory of the window', async () => {
    bench = await openWorkbench();
    const app = await bench.launchWithProfile();
    await bench.signIn(app, 'ada.moreno@example.com');
    await app.workbookReady();
    await app.window.getByTestId('details').click();
    await app.window.getByTestId('renew-now').click();
    await app.workbookReady(1);

    const secrets = secretsOf(bench);
    expect(secrets.length).toBeGreaterThanOrEqual(6);
    // The whole heap of the window, not only what it shows.
    const session = await app.window.context().newCDPSession(app.window);
    const heap: string[] = [];
    session.on('HeapProfiler.addHeapSnapshotChunk', ({ chunk }) => heap.push(chunk));
    await session.send('HeapProfiler.takeHeapSnapshot');
    const memory = heap.join('');
    expect(memory).toContain('Ada Moreno');
    for (const secret of secrets) expect(memory.includes(secret)).toBe(false);
    // A signed URL is as good as a password until it is used.
    expect(memory).not.toMatch(/eyJhbGciOiJIUzI1NiI/);

    const commandLines = readdirSync('/proc')
      .filter((name) => /^\d+$/.test(name))
      .map((pid) => {
        try {
          return readFileSync(`/proc/${pid}/cmdline`, 'utf8');
        } catch {
          // A process that ended between the listing and the reading.
          return '';
        }
      });
    for (const secret of secrets) expect(commandLines.filter((line) => line.includes(secret))).toEqual([]);

    await app.close();
    expect(filesWith(bench.userData, secrets)).toEqual([]);
    const log = readFileSync(join(bench.userData, 'logs/sightglass.log'), 'utf8');
    expect(log).toContain('grant.renewed');
    expect(log).not.toMatch(/eyJhbGciOi|code_verifier=|[?&]state=/);
    // The search itself works: it finds what is there.
    expect(filesWith(bench.userData, [bench.demo.sigma.embedClient.clientId])).not.toEqual([]);
  });

  test('stay in memory, and the window says so, where there is no keychain', async () => {
    bench = await openWorkbench();
    const app = await bench.launchWithProfile({ passwordStore: 'basic' });
    await app.window.getByTestId('vault-warning').waitFor();
    expect(await app.window.getByTestId('vault-warning').textContent()).toMatch(/memory/i);
    await bench.signIn(app, 'ada.moreno@example.com');
    await app.workbookReady();
    await app.close();
    expect(filesBelow(bench.userData).filter((file) => /vault/.test(file))).toEqual([]);
    expect(filesWith(bench.userData, secretsOf(bench))).toEqual([]);
    // The sign-in ended with the program.
    const again = await bench.launchWithProfile({ passwordStore: 'basic' });
    await again.window.getByTestId('sign-in').waitFor();
  });

  test('that were damaged are set aside and reported, and the person signs in again', async () => {
    bench = await openWorkbench();
    const app = await bench.launchWithProfile();
    await bench.signIn(app, 'ada.moreno@example.com');
    await app.workbookReady();
    await app.close();
    const file = join(bench.userData, 'vault.json');
    const entries = JSON.parse(readFileSync(file, 'utf8')) as Record<string, string>;
    const name = Object.keys(entries).find((entry) => entry.startsWith('grant/')) ?? '';
    const { writeFileSync } = await import('node:fs');
    writeFileSync(file, JSON.stringify({ ...entries, [name]: `AAAA${entries[name]?.slice(4)}` }));
    const again = await bench.launch();
    await again.window.getByTestId('notice').waitFor();
    await bench.signIn(again, 'ada.moreno@example.com');
    await again.workbookReady();
    const setAside = JSON.parse(readFileSync(join(bench.userData, 'vault-set-aside.json'), 'utf8'));
    expect(Object.keys(setAside).some((entry) => entry.startsWith(name))).toBe(true);
  });
});
