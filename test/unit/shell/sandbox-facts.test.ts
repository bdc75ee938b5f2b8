import { expect, test } from 'vitest';
import { lookAtSandboxFacts, readSandboxFacts } from '../../../src/main/shell/sandbox-facts.ts';

const executable = '/opt/sightglass/sightglass';
const texts: Record<string, string> = {
  '/proc/sys/user/max_user_namespaces': '0\n',
  '/proc/sys/kernel/unprivileged_userns_clone': '1\n',
  '/proc/self/attr/apparmor/current': 'sightglass (unconfined)\0',
  '/proc/self/status': 'Name:\tsightglass\nNoNewPrivs:\t1\n',
  '/proc/self/mountinfo': '36 35 98:0 / / rw - ext4 /dev/root rw\n37 36 98:1 / /opt rw,nosuid - ext4 /dev/opt rw\n',
};
const stats: Record<string, { uid: number; mode: number }> = {
  '/proc/sys/kernel/seccomp/actions_avail': { uid: 0, mode: 0o100444 },
  '/run/.containerenv': { uid: 0, mode: 0o100644 },
  '/opt/sightglass/chrome-sandbox': { uid: 0, mode: 0o104755 },
};
function of<Answer>(answers: Readonly<Record<string, Answer>>, path: string): Answer {
  const answer = answers[path];
  if (answer === undefined) throw Object.assign(new Error('gone'), { code: 'ENOENT' });
  return answer;
}

test('a program that runs finds what a start finds, and holds nobody up for it', async () => {
  const asked = { read: async (path: string) => of(texts, path), stat: async (path: string) => of(stats, path) };
  const atStart = readSandboxFacts(
    { read: (path) => of(texts, path), stat: (path) => of(stats, path) },
    executable,
    1000,
  );
  expect(await lookAtSandboxFacts(asked, executable, 1000)).toEqual(atStart);
  expect(atStart).toMatchObject({
    isRoot: false,
    hasSeccomp: true,
    mostUserNamespaces: 0,
    apparmorRestricts: null,
    noNewPrivileges: true,
    isInContainer: true,
    helper: { isOnNosuidMount: true },
  });
});
