import { execFileSync } from 'node:child_process';
import {
  mkdtempSync,
  readdirSync,
  readFileSync,
  realpathSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import * as fsPromises from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { replaceFile } from '../../../src/main/storage/replace-file.ts';
import { settled } from '../../support/virtual-clock.ts';

// What others have loaded knows nothing of what is put in its place here, nor may they get it.
vi.hoisted(() => vi.resetModules());
afterAll(() => void vi.resetModules());

vi.mock('node:fs/promises', async (original) => ({ ...(await original<typeof fsPromises>()) }));

/** How long was waited for files that are held, in milliseconds; nothing really waits here. */
const waits = vi.hoisted((): number[] => []);
vi.mock('node:timers/promises', () => ({ setTimeout: async (wait: number) => void waits.push(wait) }));

describe('replacing a file', () => {
  let folder = '';
  let path = '';
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'sightglass-replace-'));
    path = join(folder, 'file.json');
    waits.length = 0;
  });
  afterEach(() => {
    vi.restoreAllMocks();
    rmSync(folder, { recursive: true, force: true });
  });

  /** As a scanner that has the file open so many times. */
  function hold(times: number, code: string): () => number {
    const { rename } = fsPromises;
    let left = times;
    const held = vi.spyOn(fsPromises, 'rename').mockImplementation(async (from, to) => {
      left -= 1;
      if (left >= 0) throw Object.assign(new Error('held'), { code });
      await rename(from, to);
    });
    return () => held.mock.calls.length;
  }

  test.each(['EPERM', 'EACCES', 'EBUSY'])(
    'waits on Windows for a program that holds the file for a moment (%s)',
    async (code) => {
      const tries = hold(2, code);
      await replaceFile(path, 'new', 'win32');
      expect(tries()).toBe(3);
      expect(readFileSync(path, 'utf8')).toBe('new');
    },
  );

  test('does not wait elsewhere, where such an answer is final, nor for other answers', async () => {
    const tries = hold(1, 'EPERM');
    await expect(replaceFile(path, 'new', 'linux')).rejects.toMatchObject({ code: 'EPERM' });
    expect(tries()).toBe(1);
    vi.restoreAllMocks();
    const others = hold(1, 'EXDEV');
    await expect(replaceFile(path, 'new', 'win32')).rejects.toMatchObject({ code: 'EXDEV' });
    expect(others()).toBe(1);
    expect(readdirSync(folder)).toEqual([]);
  });

  test('gives up on Windows after seven waits, each longer, and leaves nothing behind', async () => {
    const tries = hold(Number.POSITIVE_INFINITY, 'EBUSY');
    await expect(replaceFile(path, 'new', 'win32')).rejects.toMatchObject({ code: 'EBUSY' });
    expect(tries()).toBe(8);
    expect(waits).toHaveLength(7);
    expect(waits.toSorted((one, other) => one - other)).toEqual(waits);
    expect(waits.reduce((sum, wait) => sum + wait, 0)).toBeGreaterThan(3_000);
    expect(readdirSync(folder)).toEqual([]);
  });

  test('flushes and closes the new file before it takes the place of the old one', async () => {
    const happened: string[] = [];
    const { open, rename } = fsPromises;
    vi.spyOn(fsPromises, 'open').mockImplementation(async (...args) => {
      const file = await open(...(args as Parameters<typeof open>));
      const { sync, close } = file;
      // Later than whatever does not wait for it.
      file.sync = async () => {
        await settled();
        await sync.call(file);
        happened.push('flushed');
      };
      file.close = async () => {
        await settled();
        await close.call(file);
        happened.push('closed');
      };
      return file;
    });
    vi.spyOn(fsPromises, 'rename').mockImplementation(async (from, to) => {
      happened.push('moved');
      await rename(from, to);
    });
    await replaceFile(path, 'new');
    expect(happened).toEqual(['flushed', 'closed', 'moved']);
  });

  test('closes a file that could not be written, removes it, and says why', async () => {
    let isClosed = false;
    const { open } = fsPromises;
    vi.spyOn(fsPromises, 'open').mockImplementation(async (...args) => {
      const file = await open(...(args as Parameters<typeof open>));
      const { close } = file;
      file.writeFile = async () => {
        throw Object.assign(new Error('full'), { code: 'ENOSPC' });
      };
      file.close = async () => {
        await close.call(file);
        isClosed = true;
      };
      return file;
    });
    await expect(replaceFile(path, 'new')).rejects.toMatchObject({ code: 'ENOSPC' });
    expect(isClosed).toBe(true);
    expect(readdirSync(folder)).toEqual([]);
  });

  test('names the folder that it wrote to, behind a link the one that it leads to', async () => {
    expect(await replaceFile(path, 'new')).toBe(folder);
    const other = mkdtempSync(join(tmpdir(), 'sightglass-replace-'));
    symlinkSync(path, join(other, 'link.json'));
    expect(await replaceFile(join(other, 'link.json'), 'newer')).toBe(realpathSync(folder));
    expect(readFileSync(path, 'utf8')).toBe('newer');
    rmSync(other, { recursive: true });
  });

  test('takes away what an interruption left, and makes the new file readable by its owner alone', async () => {
    writeFileSync(`${path}.partial`, 'half', { mode: 0o644 });
    await replaceFile(path, 'new');
    expect(readdirSync(folder)).toEqual(['file.json']);
    if (process.platform !== 'win32') expect(statSync(path).mode & 0o777).toBe(0o600);
  });

  describe.runIf(process.platform === 'linux' && process.getuid?.() === 0)('on a disk that fills up', () => {
    test('leaves the old file as it was, and nothing beside it', async ({ skip }) => {
      try {
        execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=32k', 'tmpfs', folder], { stdio: 'ignore' });
      } catch {
        skip('This machine does not let a test mount a small disk.');
      }
      try {
        const old = 'x'.repeat(12_000);
        await replaceFile(path, old);
        // The first pages still fit: a writer that does not look at how much was written takes this for a success.
        await expect(replaceFile(path, 'y'.repeat(40_000))).rejects.toMatchObject({ code: 'ENOSPC' });
        expect(readFileSync(path, 'utf8')).toBe(old);
        expect(readdirSync(folder)).toEqual(['file.json']);
      } finally {
        execFileSync('umount', [folder]);
      }
    });
  });
});
