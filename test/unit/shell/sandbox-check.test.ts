/** Why there is no sandbox: from what the system says to causes that a person can remove. */
import { describe, expect, test } from 'vitest';
import { type SandboxFacts, sandboxCauses } from '../../../src/main/shell/sandbox-check.ts';
import { readSandboxFacts, SECCOMP } from '../../../src/main/shell/sandbox-facts.ts';

/** An ordinary desktop: user namespaces for all, and a helper that nobody gave its rights. */
const desktop: SandboxFacts = {
  isRoot: false,
  hasSeccomp: true,
  mostUserNamespaces: 96_364,
  usernsClone: null,
  apparmorRestricts: null,
  apparmorLabel: null,
  noNewPrivileges: false,
  isInContainer: false,
  helper: { uid: 0, mode: 0o100755, isOnNosuidMount: false },
};
const rightHelper = { uid: 0, mode: 0o104755, isOnNosuidMount: false };

describe('the causes', () => {
  test.each<[string, Partial<SandboxFacts>, string[]]>([
    ['root', { isRoot: true, mostUserNamespaces: 0 }, ['root']],
    ['a kernel without seccomp', { hasSeccomp: false }, ['seccomp']],
    ['no user namespaces at all', { mostUserNamespaces: 0 }, ['namespacesOff', 'helper']],
    ['a kernel that knows none', { mostUserNamespaces: null }, ['namespacesOff', 'helper']],
    ['only root may make them', { usernsClone: 0 }, ['cloneOff', 'helper']],
    ['AppArmor, and no profile', { apparmorRestricts: 1, apparmorLabel: 'unconfined' }, ['apparmor', 'helper']],
    [
      'AppArmor, under the profile of programs without one',
      { apparmorRestricts: 1, apparmorLabel: 'unprivileged_userns (enforce)' },
      ['apparmor', 'helper'],
    ],
    [
      'AppArmor is not to blame where our profile is loaded',
      { apparmorRestricts: 1, apparmorLabel: 'sightglass (unconfined)' },
      ['namespaces', 'helper'],
    ],
    ['AppArmor that restricts nothing', { apparmorRestricts: 0, usernsClone: 1 }, ['namespaces', 'helper']],
    ['a container', { isInContainer: true }, ['container', 'helper']],
    ['no helper', { helper: null }, ['namespaces', 'helper']],
    ['the helper of another owner', { helper: { ...rightHelper, uid: 1000 } }, ['namespaces', 'helper']],
    [
      'a helper whose rights do not count there',
      { helper: { ...rightHelper, isOnNosuidMount: true } },
      ['namespaces', 'helperNosuid'],
    ],
    ['no new rights', { helper: rightHelper, noNewPrivileges: true }, ['namespaces', 'helperPrivileges']],
  ])('%s', (_name, differs, causes) => {
    expect(sandboxCauses({ ...desktop, ...differs })).toEqual(causes);
  });
});

describe('the facts', () => {
  function reader(
    files: Readonly<Record<string, string>>,
    stats: Readonly<Record<string, { uid: number; mode: number }>>,
  ) {
    const found = <Value>(values: Readonly<Record<string, Value>>, path: string): Value => {
      const value = values[path];
      if (value === undefined) throw new Error(`ENOENT: ${path}`);
      return value;
    };
    return { read: (path: string) => found(files, path), stat: (path: string) => found(stats, path) };
  }
  const executable = '/opt/Sight glass/sightglass';
  const helper = '/opt/Sight glass/chrome-sandbox';

  test('where nothing can be read, nothing is claimed', () => {
    expect(readSandboxFacts(reader({}, {}), executable, 1000)).toEqual({
      isRoot: false,
      hasSeccomp: false,
      mostUserNamespaces: null,
      usernsClone: null,
      apparmorRestricts: null,
      apparmorLabel: null,
      noNewPrivileges: false,
      isInContainer: false,
      helper: null,
    });
  });

  test('an Ubuntu that restricts namespaces', () => {
    const facts = readSandboxFacts(
      reader(
        {
          '/proc/sys/user/max_user_namespaces': '62873\n',
          '/proc/sys/kernel/unprivileged_userns_clone': '1\n',
          '/proc/sys/kernel/apparmor_restrict_unprivileged_userns': '1\n',
          '/proc/self/attr/apparmor/current': 'unconfined\n\0',
          '/proc/self/status': 'Name:\tsightglass\nNoNewPrivs:\t1\nSeccomp:\t0\n',
        },
        { [SECCOMP]: { uid: 0, mode: 0o100444 }, [helper]: rightHelper },
      ),
      executable,
      1000,
    );
    expect(facts).toEqual({
      isRoot: false,
      hasSeccomp: true,
      mostUserNamespaces: 62_873,
      usernsClone: 1,
      apparmorRestricts: 1,
      apparmorLabel: 'unconfined',
      noNewPrivileges: true,
      isInContainer: false,
      helper: { uid: 0, mode: 0o104755, isOnNosuidMount: false },
    });
  });

  test.each([
    ['the whole system', '1 0 8:1 / / rw,nosuid - ext4 x rw', true],
    ['the nearest mount', '1 0 8:1 / / rw,nosuid - ext4 x rw\n2 1 8:2 / /opt rw,relatime - ext4 y rw', false],
    ['a folder with a space', '1 0 8:1 / / rw - ext4 x rw\n2 1 8:2 / /opt/Sight\\040glass ro,nosuid - fuse y ro', true],
    ['a mount beside it', '1 0 8:1 / / rw - ext4 x rw\n2 1 8:2 / /opt/Sight rw,nosuid - ext4 y rw', false],
    ['the later of two', '1 0 8:1 / / rw - ext4 x rw\n2 1 8:2 / / rw,nosuid - ext4 y rw', true],
  ])('nosuid of %s', (_name, mountinfo, expected) => {
    const facts = readSandboxFacts(
      reader({ '/proc/self/mountinfo': `${mountinfo}\n` }, { [helper]: rightHelper, '/.dockerenv': rightHelper }),
      executable,
      0,
    );
    expect(facts).toMatchObject({ isRoot: true, isInContainer: true, helper: { isOnNosuidMount: expected } });
  });
});
