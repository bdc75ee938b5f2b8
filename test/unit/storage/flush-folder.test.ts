import { describe, expect, test } from 'vitest';
import { flushFolder } from '../../../src/main/storage/flush-folder.ts';

/** A file system that answers every flush of a folder, or its opening, with one error. */
function folderThatFails(code: string, when: 'open' | 'sync') {
  const failure = Object.assign(new Error(code), { code });
  const calls: string[] = [];
  const open = async () => {
    calls.push('open');
    if (when === 'open') throw failure;
    return {
      async sync() {
        calls.push('sync');
        throw failure;
      },
      async close() {
        calls.push('close');
      },
    };
  };
  return { open, calls };
}

describe('flushing a folder', () => {
  test.each(['EINVAL', 'ENOTSUP', 'EPERM'])('is no failure where folders are not flushed (%s)', async (code) => {
    const { open, calls } = folderThatFails(code, 'sync');
    await expect(flushFolder('/folder', open, 'linux')).resolves.toBeUndefined();
    expect(calls).toEqual(['open', 'sync', 'close']);
    await expect(flushFolder('/folder', folderThatFails(code, 'open').open, 'linux')).resolves.toBeUndefined();
  });

  test.each(['EIO', 'ENOSPC', 'EDQUOT'])('fails when the disk does (%s)', async (code) => {
    await expect(flushFolder('/folder', folderThatFails(code, 'sync').open, 'linux')).rejects.toMatchObject({ code });
  });

  test('is not attempted on Windows', async () => {
    const { open, calls } = folderThatFails('EISDIR', 'open');
    await flushFolder('C:\\folder', open, 'win32');
    expect(calls).toEqual([]);
  });
});
