import { describe, expect, test } from 'vitest';
import { flushFolder } from '../../../src/main/storage/flush-folder.ts';
import { settled } from '../../support/virtual-clock.ts';

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
  test('opens the folder for reading, flushes it and closes it, and is done when that is', async () => {
    const calls: string[] = [];
    const later = (call: string) => async () => {
      await settled();
      calls.push(call);
    };
    const open = async (folder: string, flags: 'r') => {
      calls.push(`open ${folder} ${flags}`);
      return { sync: later('sync'), close: later('close') };
    };
    await flushFolder('/folder', open, 'linux');
    expect(calls).toEqual(['open /folder r', 'sync', 'close']);
  });

  test.each(['EINVAL', 'ENOTSUP', 'EOPNOTSUPP', 'ENOSYS', 'EPERM'])(
    'is no failure where folders are not flushed (%s)',
    async (code) => {
      const { open, calls } = folderThatFails(code, 'sync');
      await flushFolder('/folder', open, 'linux');
      expect(calls).toEqual(['open', 'sync', 'close']);
      const unopened = folderThatFails(code, 'open');
      await flushFolder('/folder', unopened.open, 'linux');
      expect(unopened.calls).toEqual(['open']);
    },
  );

  test.each(['EIO', 'ENOSPC', 'EDQUOT'])('fails when the disk does (%s)', async (code) => {
    await expect(flushFolder('/folder', folderThatFails(code, 'sync').open, 'linux')).rejects.toMatchObject({ code });
  });

  test('is not attempted on Windows', async () => {
    const { open, calls } = folderThatFails('EISDIR', 'open');
    await flushFolder('C:\\folder', open, 'win32');
    expect(calls).toEqual([]);
  });
});
