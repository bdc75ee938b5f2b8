/** What is no file in the place of one is told of, and nobody waits for it. */
import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { readPlainFile, readPlainFileSync } from '../../../src/main/storage/plain-file.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'sightglass-plain-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

describe.each([
  ['at once', async (path: string) => readPlainFileSync(path)],
  ['in time', readPlainFile],
])('a file that is read %s', (_, read) => {
  test('is read whole, also behind a link', async () => {
    writeFileSync(join(folder, 'there'), 'whole');
    symlinkSync(join(folder, 'there'), join(folder, 'link'));
    expect([await read(join(folder, 'there')), await read(join(folder, 'link'))]).toEqual(['whole', 'whole']);
  });

  test.skipIf(process.platform === 'win32')('is no pipe, no device and no folder', async () => {
    execFileSync('mkfifo', [join(folder, 'pipe')]);
    for (const path of [join(folder, 'pipe'), '/dev/zero', '/dev/null']) {
      await expect(read(path)).rejects.toMatchObject({ code: 'EFTYPE' });
    }
    await expect(read(folder)).rejects.toMatchObject({ code: 'EISDIR' });
    await expect(read(join(folder, 'none'))).rejects.toMatchObject({ code: 'ENOENT' });
  });
});
