/** The policy of an administrator on Linux counts only when nobody but root can have written it. */
import { describe, expect, test } from 'vitest';
import {
  LINUX_POLICY_FILE,
  LINUX_POLICY_LIMIT,
  type PolicyFileReader,
  readLinuxPolicy,
} from '../../../../src/main/settings/policy/linux-file.ts';
import { parsePolicy } from '../../../../src/main/settings/policy/policy.ts';

interface Entry {
  readonly uid?: number;
  readonly mode?: number;
  readonly size?: number;
  readonly isFile?: boolean;
  readonly text?: string;
  /** What the system answers in place of the facts, or of the content. */
  readonly statCode?: string;
  readonly readCode?: string;
  /** A link, which leads to what the rest says. */
  readonly isLink?: boolean;
}

const folder = { mode: 0o40755, isFile: false };
const file = { mode: 0o100644, text: '{"runWithoutSandbox":true}' };

const systemError = (code: string): Error => Object.assign(new Error(code), { code });

function reader(file: Entry | null, inFolder: Entry | null = folder): PolicyFileReader {
  const entryOf = (path: string): Entry => {
    const entry = path === LINUX_POLICY_FILE ? file : inFolder;
    if (!entry) throw systemError('ENOENT');
    return entry;
  };
  return {
    stat(path) {
      const { uid = 0, mode = 0, text = '', size = text.length, isFile = true, statCode } = entryOf(path);
      if (statCode) throw systemError(statCode);
      return { uid, mode, size, isFile: () => isFile };
    },
    lstat(path) {
      const { isLink = false, statCode } = entryOf(path);
      if (statCode && !isLink) throw systemError(statCode);
    },
    read(path) {
      const { text = '', readCode } = entryOf(path);
      if (readCode) throw systemError(readCode);
      return text;
    },
  };
}

describe('the policy file of Linux', () => {
  test('a computer without it is not managed, and nothing is wrong', () => {
    const none = { policy: { isManaged: false, values: {}, notUnderstood: [] }, fault: null };
    expect(readLinuxPolicy(reader(null))).toEqual(none);
    expect(readLinuxPolicy(reader(null, null))).toEqual(none);
    expect(readLinuxPolicy(reader({ statCode: 'ENOTDIR' }))).toEqual(none);
  });

  test.each([
    ['file', { isLink: true, statCode: 'ENOENT' }, folder],
    ['file, through something that is no folder', { isLink: true, statCode: 'ENOTDIR' }, folder],
    ['folder', null, { isLink: true, statCode: 'ENOENT' }],
  ])('a link to a %s that is away restricts everything: something was set', (_name, ofFile, ofFolder) => {
    const found = readLinuxPolicy(reader(ofFile, ofFolder));
    expect(found).toEqual({ policy: parsePolicy(null), fault: 'unreadable' });
  });

  test('a byte order mark before it takes nothing away', () => {
    const found = readLinuxPolicy(reader({ ...file, text: `\uFEFF${file.text}` }));
    expect(found).toMatchObject({ policy: { values: { runWithoutSandbox: true }, notUnderstood: [] }, fault: null });
  });

  test('what root has written in a folder of root counts', () => {
    const found = readLinuxPolicy(reader(file));
    expect(found).toEqual({
      policy: { isManaged: true, values: { runWithoutSandbox: true }, notUnderstood: [] },
      fault: null,
    });
  });

  test.each([
    ['another owner of the file', { ...file, uid: 1000 }, folder, 'owner'],
    ['a file that its group may write', { ...file, mode: 0o100664 }, folder, 'writable'],
    ['a file that everybody may write', { ...file, mode: 0o100646 }, folder, 'writable'],
    ['another owner of the folder', file, { ...folder, uid: 1000 }, 'owner'],
    ['a folder that its group may write', file, { ...folder, mode: 0o40775 }, 'writable'],
    ['a folder that everybody may write', file, { ...folder, mode: 0o41777 }, 'writable'],
  ])('%s takes all that stands in it away, and restricts everything', (_name, ofFile, ofFolder, fault) => {
    expect(readLinuxPolicy(reader(ofFile, ofFolder))).toEqual({ policy: parsePolicy(null), fault });
  });

  test.each([
    ['something that is no file', { ...file, isFile: false }, 'no_file'],
    ['a file past the limit', { ...file, size: LINUX_POLICY_LIMIT + 1 }, 'too_large'],
    ['a file that may not be read', { ...file, readCode: 'EACCES' }, 'unreadable'],
    ['a file that may not be looked at', { ...file, statCode: 'EACCES' }, 'unreadable'],
    ['a file that is no JSON', { ...file, text: '{' }, 'not_json'],
  ])('%s is named, and allows nothing', (_name, ofFile, fault) => {
    expect(readLinuxPolicy(reader(ofFile))).toEqual({
      policy: parsePolicy(null),
      fault,
    });
  });

  test('a file as long as the limit is read', () => {
    expect(readLinuxPolicy(reader({ ...file, size: LINUX_POLICY_LIMIT })).fault).toBeNull();
  });
});
