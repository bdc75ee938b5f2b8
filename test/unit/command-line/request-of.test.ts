/** Files that a command is given: what is no plain file holds nothing up, and nothing is left half written. */
import { execFileSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import * as fsPromises from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { parseWords } from '../../../src/main/command-line/parse.ts';
import { requestOf, writeNew } from '../../../src/main/command-line/request-of.ts';
import { LARGEST_ENV_BYTES } from '../../../src/shared/env-file.ts';
import { en } from '../../../src/shared/text/en.ts';
import { format } from '../../../src/shared/text/format.ts';

// What others have loaded knows nothing of what is put in its place here, nor may they get it.
vi.hoisted(() => vi.resetModules());
afterAll(() => void vi.resetModules());
// Node's own module cannot be spied on: its exports are fixed.
vi.mock('node:fs/promises', async (original) => ({ ...(await original<typeof fsPromises>()) }));

const { troubles } = en.commandLine;
const isPosix = process.platform !== 'win32';
let folder: string;
let said: string[];
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'sightglass-files-'));
  said = [];
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const here = () => ({ cwd: folder, text: en, complain: (words: string) => void said.push(words) });
function asked(...words: string[]) {
  const outcome = parseWords(words);
  if (outcome.kind !== 'command') throw new Error('No command.');
  return requestOf(outcome.command, here());
}

describe('an export', () => {
  test.skipIf(!isPosix)('does not wait at a pipe, and does not go through a link that leads nowhere', async () => {
    execFileSync('mkfifo', [join(folder, 'pipe')]);
    symlinkSync(join(folder, 'nowhere'), join(folder, 'link'));
    expect(await asked('profile', 'export', 'pipe')).toBeNull();
    expect(await asked('profile', 'export', 'link')).toBeNull();
    expect(said).toEqual(['pipe', 'link'].map((file) => format(troubles.fileThere, { file: join(folder, file) })));
  });

  test('says before anything is asked that there is no such folder', async () => {
    writeFileSync(join(folder, 'file'), '');
    expect(await asked('profile', 'export', join('none', 'x'))).toBeNull();
    expect(await asked('profile', 'export', join('file', 'x'))).toBeNull();
    expect(said).toHaveLength(2);
    expect(await asked('profile', 'export', 'x')).toMatchObject({ file: join(folder, 'x') });
  });

  test('leaves nothing of a file that could not be written whole, and nothing of one that was there', async () => {
    const { open } = fsPromises;
    const full = vi.spyOn(fsPromises, 'open').mockImplementation(async (...args) => {
      const handle = await open(...args);
      handle.sync = async () => {
        throw Object.assign(new Error('full'), { code: 'ENOSPC' });
      };
      return handle;
    });
    const file = join(folder, 'out');
    expect(await writeNew(file, 'all', here())).toBe(false);
    expect(existsSync(file)).toBe(false);
    full.mockRestore();
    expect(await writeNew(file, 'all', here())).toBe(true);
    expect(await writeNew(file, 'more', here())).toBe(false);
    expect(readFileSync(file, 'utf8')).toBe('all');
    expect(said).toEqual(
      ['ENOSPC', 'EEXIST'].map((code) => format(troubles.fileNotWritten, { code, file: join(folder, 'out') })),
    );
  });
});

describe('an import', () => {
  test.skipIf(!isPosix)('reads plain files alone, up to a limit, whatever their size says', async () => {
    execFileSync('mkfifo', [join(folder, 'pipe')]);
    writeFileSync(join(folder, 'large'), 'x'.repeat(LARGEST_ENV_BYTES + 1));
    for (const file of ['pipe', 'large', '.', '/dev/zero']) expect(await asked('profile', 'import', file)).toBeNull();
    const unreadable = (code: string, file: string) => format(troubles.fileUnreadable, { code, file });
    expect(said).toEqual([
      unreadable('EFTYPE', join(folder, 'pipe')),
      format(troubles.fileTooLarge, { file: join(folder, 'large') }),
      unreadable('EISDIR', folder),
      unreadable('EFTYPE', '/dev/zero'),
    ]);
    // Its size is nought, and it is some megabytes long.
    if (existsSync('/proc/kallsyms')) expect(await asked('profile', 'import', '/proc/kallsyms')).toBeNull();
    writeFileSync(join(folder, 'right'), 'x'.repeat(LARGEST_ENV_BYTES));
    expect(await asked('profile', 'import', 'right')).toMatchObject({ request: { command: 'profile import' } });
  });
});
