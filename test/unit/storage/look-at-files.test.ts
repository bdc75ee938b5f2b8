import { execFileSync } from 'node:child_process';
import { chmod, mkdir, mkdtemp, readdir, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { lookAtFiles } from '../../../src/main/storage/look-at-files.ts';

const uid = process.getuid?.();
let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'look-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

const write = (name: string, text: string, mode = 0o600) => writeFile(join(folder, name), text, { mode });

describe('looking at files', () => {
  test('tells which are whole, and leaves nothing behind', async () => {
    await write('settings.json', '{"profiles":[]}');
    await write('vault.json', '{}');
    const found = await lookAtFiles(folder, ['settings', 'vault', 'tabs'], uid);
    expect(found.folder).toMatchObject({ path: folder, systemCode: null });
    expect(found.files.map(({ name, kind }) => [name, kind])).toEqual([
      ['settings.json', 'whole'],
      ['vault.json', 'whole'],
    ]);
    expect(found.keptAside).toEqual([]);
    expect((await readdir(folder)).sort()).toEqual(['settings.json', 'vault.json']);
  });

  test.each([
    ['half of it', '{"profiles":['],
    ['nothing', ''],
    ['a list', '[]'],
    ['a word', '"settings"'],
    ['null', 'null'],
  ])('takes %s for damaged, as the next start would', async (_name, text) => {
    await write('settings.json', text);
    expect((await lookAtFiles(folder, ['settings'], uid)).files[0]?.kind).toBe('damaged');
  });

  test('says of what cannot be read what the system says', async () => {
    await mkdir(join(folder, 'settings.json'));
    await symlink(join(folder, 'tabs.json'), join(folder, 'tabs.json'));
    const { files } = await lookAtFiles(folder, ['settings', 'tabs'], uid);
    expect(files.map(({ kind, systemCode }) => [kind, systemCode])).toEqual([
      ['unreadable', 'EISDIR'],
      ['unreadable', 'ELOOP'],
    ]);
  });

  test.skipIf(process.platform === 'win32')('waits for no pipe in the place of a file', async () => {
    execFileSync('mkfifo', [join(folder, 'settings.json')]);
    const { files } = await lookAtFiles(folder, ['settings'], uid);
    expect(files).toMatchObject([{ kind: 'unreadable', systemCode: 'EFTYPE' }]);
  });

  test('finds what was kept aside, and nothing that only looks like it', async () => {
    await write('settings.damaged-1700000000000.json', '{');
    await write('settings.damaged-copy.json', '{}');
    const { keptAside } = await lookAtFiles(folder, ['settings'], uid);
    expect(keptAside).toEqual(['settings.damaged-1700000000000.json']);
  });

  test('says why nothing can be written', async () => {
    const gone = join(folder, 'gone');
    const found = await lookAtFiles(gone, ['settings'], uid);
    expect(found.folder).toEqual({ path: gone, systemCode: 'ENOENT', mode: null, isOwn: null });
    expect(found.files).toEqual([]);
  });

  test('tells modes and owners where there are such things', async (context) => {
    if (uid === undefined) return context.skip();
    await write('settings.json', '{}', 0o644);
    await chmod(join(folder, 'settings.json'), 0o644);
    await chmod(folder, 0o750);
    const own = await lookAtFiles(folder, ['settings'], uid);
    expect(own.folder).toMatchObject({ mode: 0o750, isOwn: true });
    expect(own.files[0]).toMatchObject({ mode: 0o644, isOwn: true });
    const foreign = await lookAtFiles(folder, ['settings'], uid + 1);
    expect([foreign.folder.isOwn, foreign.files[0]?.isOwn]).toEqual([false, false]);
    const without = await lookAtFiles(folder, ['settings']);
    expect(without.files[0]).toMatchObject({ mode: null, isOwn: null, kind: 'whole' });
  });
});
