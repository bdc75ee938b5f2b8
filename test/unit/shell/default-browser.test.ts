import { describe, expect, test } from 'vitest';
import { type DefaultBrowserOptions, findDefaultBrowser } from '../../../src/main/shell/default-browser.ts';

const { signal } = new AbortController();
const usual = ['/usr/bin/xdg-open', '/usr/share/applications/firefox.desktop'];

/** @param answers what xdg-settings and xdg-mime print; null where one fails */
function onLinux(
  answers: readonly [settings: string | null, mime: string | null],
  { there = usual, environment = {} }: { there?: readonly string[]; environment?: Record<string, string> } = {},
) {
  const asked: string[] = [];
  const options: DefaultBrowserOptions = {
    platform: 'linux',
    environment: { PATH: '/usr/local/bin:/usr/bin', HOME: '/home/ada', ...environment },
    programFor: () => {
      throw new Error('Electron asks there while everybody waits.');
    },
    async run(file, parameters) {
      asked.push([file, ...parameters].join(' '));
      return file === 'xdg-settings' ? answers[0] : answers[1];
    },
    exists: async (path) => there.includes(path),
  };
  return { asked, found: () => findDefaultBrowser(options, signal) };
}

describe('on Linux', () => {
  test('it is what the tools of the desktop name', async () => {
    const { asked, found } = onLinux(['firefox.desktop\n', 'firefox.desktop\n']);
    expect(await found()).toEqual({ kind: 'found', program: 'firefox' });
    expect(asked).toEqual(['xdg-settings get default-web-browser', 'xdg-mime query default x-scheme-handler/https']);
  });

  test.each([
    ['one of the two fails', [null, 'firefox.desktop\n']],
    ['one of the two says nothing', ['\n', 'firefox.desktop\n']],
    ['several are named', ['firefox.desktop;other.desktop;\n', '']],
  ] as const)('it is known where %s', async (_name, answers) => {
    expect(await onLinux(answers).found()).toEqual({ kind: 'found', program: 'firefox' });
  });

  test.each([
    ['/home/ada/.local/share/applications/own.desktop', {}],
    ['/data/applications/own.desktop', { XDG_DATA_HOME: '/data' }],
    ['/opt/share/applications/own.desktop', { XDG_DATA_DIRS: '/usr/share:/opt/share' }],
    ['/var/lib/flatpak/exports/share/applications/own.desktop', {}],
    ['/var/lib/snapd/desktop/applications/own.desktop', {}],
  ] as const)('its entry may be %s', async (path, environment) => {
    const there = ['/usr/bin/xdg-open', path];
    expect(await onLinux(['own.desktop', ''], { there, environment }).found()).toMatchObject({ kind: 'found' });
  });

  test('a hyphen in its name may stand for a folder', async () => {
    const there = ['/usr/bin/xdg-open', '/usr/share/applications/kde/konqueror.desktop'];
    expect(await onLinux(['kde-konqueror.desktop', ''], { there }).found()).toMatchObject({ kind: 'found' });
  });

  test('one whose entry is nowhere is gone', async () => {
    expect(await onLinux(['old.desktop', '']).found()).toEqual({ kind: 'gone', program: 'old' });
  });

  test('where none is named, the variable may name one', async () => {
    expect(await onLinux(['', '']).found()).toEqual({ kind: 'none', isSure: false });
    const { found } = onLinux(['', ''], { environment: { BROWSER: '/opt/bin/surf:lynx' } });
    expect(await found()).toEqual({ kind: 'found', program: 'surf' });
  });

  test('without xdg-open nothing opens, and nobody is asked', async () => {
    const { asked, found } = onLinux(['firefox.desktop', ''], { there: ['/usr/share/applications/firefox.desktop'] });
    expect(await found()).toEqual({ kind: 'no-opener' });
    expect(asked).toEqual([]);
  });

  test('where neither tool works, nothing is known', async () => {
    expect(await onLinux([null, null]).found()).toEqual({ kind: 'unknown' });
  });
});

test.each([
  ['darwin', 'Safari', { kind: 'found', program: 'Safari' }],
  ['win32', '', { kind: 'none', isSure: true }],
] as const)('on %s it is what Electron says', async (platform, program, found) => {
  const options: DefaultBrowserOptions = {
    platform,
    environment: {},
    programFor: (url) => (url === 'https://' ? program : 'something else'),
    run: () => Promise.reject(new Error('No program is asked there.')),
    exists: async () => false,
  };
  expect(await findDefaultBrowser(options, signal)).toEqual(found);
});
