import { execFileSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import * as fsPromises from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { replaceFile } from '../../../src/main/storage/replace-file.ts';

vi.mock('node:fs/promises', async (original) => ({ ...(await original<typeof fsPromises>()) }));

describe('replacing a file', () => {
  let folder = '';
  let path = '';
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'sightglass-replace-'));
    path = join(folder, 'file.json');
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
    'waits on Windows for whoever holds the file for a moment (%s)',
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

  describe.runIf(process.platform === 'linux' && process.getuid?.() === 0)('on a disk that fills up', () => {
    test('leaves the old file as it was, and nothing beside it', async ({ skip }) => {
      try {
        execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=32k', 'tmpfs', folder], { stdio: 'ignore' });
      } catch {
        skip('This machine lets nobody mount a small disk.');
      }
      try {
        const old = 'x'.repeat(12_000);
        await replaceFile(path, old);
        // The first pages still fit: whoever does not look at how much was written takes this for a success.
        await expect(replaceFile(path, 'y'.repeat(40_000))).rejects.toMatchObject({ code: 'ENOSPC' });
        expect(readFileSync(path, 'utf8')).toBe(old);
        expect(readdirSync(folder)).toEqual(['file.json']);
      } finally {
        execFileSync('umount', [folder]);
      }
    });
  });
});
