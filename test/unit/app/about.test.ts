import { describe, expect, test } from 'vitest';
import { type AboutOptions, createAbout } from '../../../src/main/app/about.ts';
import { AppError } from '../../../src/shared/errors.ts';
import { en } from '../../../src/shared/text/en.ts';
import { plainSelf } from '../../support/self.ts';
import { createFakeStore } from '../../support/vault-fakes.ts';

const here = { windowId: 'window-1', kind: 'viewer' } as const;

function about(changes: Partial<AboutOptions> = {}) {
  const copied: string[] = [];
  const network = { isOnline: true };
  const notices: AppError[] = [];
  const logged: unknown[] = [];
  const told = { changes: 0 };
  const feature = createAbout({
    version: '1.2.3',
    platform: 'linux x64',
    self: plainSelf,
    settings: createFakeStore(),
    notices: { add: (error) => void notices.push(error) },
    log: { info: (...line) => void logged.push(line), warn: (...line) => void logged.push(line) },
    onChange: () => {
      told.changes += 1;
    },
    vault: { mode: 'encrypted', backend: 'keychain' },
    system: { copyText: async (text) => void copied.push(text), isOnline: () => network.isOnline },
    text: en,
    ...changes,
  });
  const copy = (error: AppError) => {
    feature.handlers['errors.copyDetails'](error.toView(), here);
    return copied.at(-1);
  };
  return { feature, copy, network, notices, logged, told };
}

describe('the account of an error that a person passes on', () => {
  test('says what it is, what happened and what to do, under which code, and on what it happened', () => {
    const { title, remedy } = en.errors.offline;
    const error = new AppError('offline', { reason: 'noConnection', host: 'as.example' });
    expect(about().copy(error)?.split('\n')).toEqual([
      title,
      error.message,
      remedy,
      'Code: offline',
      'Sightglass 1.2.3 on linux x64',
    ]);
  });

  test('holds nothing that looks like a secret', () => {
    const said = `The server said refresh_token=abcdef and ${'dose'}${'0123456789abcdef'}.`;
    const account = about().copy(new AppError('token_request_rejected', { reason: 'said', said }));
    expect(account).toContain('refresh_token=[redacted]');
    expect(account).not.toContain('0123456789abcdef');
  });
});

describe('what all windows show of the computer', () => {
  test('is the version, the platform and whether there is a network now', () => {
    const { feature, network } = about();
    expect(feature.sharedState()).toMatchObject({ version: '1.2.3', platform: 'linux x64', online: true });
    network.isOnline = false;
    expect(feature.sharedState().online).toBe(false);
  });

  test('is no problem of the vault while the vault is encrypted', () => {
    expect(about().feature.sharedState().vault).toEqual({ mode: 'encrypted', backend: 'keychain', problem: null });
  });

  test('is that nothing encrypts the vault, where that is so', () => {
    const { feature } = about({ vault: { mode: 'memory', backend: 'none' } });
    expect(feature.sharedState().vault).toMatchObject({
      mode: 'memory',
      backend: 'none',
      problem: { code: 'vault_unprotected' },
    });
  });
});

test('where secrets are is told anew when a keychain answers later', () => {
  const vault: { mode: 'memory' | 'encrypted'; backend: 'none' | 'keychain' } = { mode: 'memory', backend: 'none' };
  const { feature } = about({ vault });
  expect(feature.sharedState().vault).toMatchObject({ mode: 'memory', problem: { code: 'vault_unprotected' } });
  Object.assign(vault, { mode: 'encrypted', backend: 'keychain' });
  expect(feature.sharedState().vault).toEqual({ mode: 'encrypted', backend: 'keychain', problem: null });
});

describe('the dialog about the program', () => {
  test('is open in the window that asks, at the page that it asks for, and nowhere else', () => {
    const { feature, told } = about();
    expect(feature.windowState('window-1')).toEqual({ about: null });
    feature.handlers['about.show']({ page: 'notices' }, here);
    expect(feature.windowState('window-1')).toEqual({ about: 'notices' });
    expect(feature.windowState('window-2')).toEqual({ about: null });
    // From the menu bar.
    feature.show('window-2', 'program');
    feature.handlers['about.close'](undefined, here);
    expect([feature.windowState('window-1'), feature.windowState('window-2')]).toEqual([
      { about: null },
      { about: 'program' },
    ]);
    feature.windowClosed?.('window-2');
    expect(feature.windowState('window-2')).toEqual({ about: null });
    expect(told.changes).toBe(3);
  });

  test('has the licence, the notices of others and what is new', async () => {
    const { handlers } = about().feature;
    expect(handlers['about.licence'](undefined, here)).toEqual({
      text: 'All rights reserved.',
      hasChromiumLicences: true,
    });
    expect(await handlers['about.notices'](undefined, here)).toHaveLength(1);
    expect(handlers['about.news'](undefined, here)).toEqual({
      version: '1.2.3',
      sections: [{ title: 'Signing in', items: ['Something new.'] }],
    });
  });
});

test('crash reports are looked at when a person does, and are gone when they are removed', () => {
  let kept = 0;
  const view = () => ({ isOn: true, kept, newestAt: null, isAfterCrash: false });
  const crashReports = {
    look: view,
    remove() {
      kept = 0;
      return view();
    },
  };
  const { feature } = about({ self: { ...plainSelf, crashReports } });
  kept = 2;
  expect(feature.sharedState().crashReports.kept).toBe(0);
  feature.handlers['about.show']({ page: 'crashes' }, here);
  expect(feature.sharedState().crashReports.kept).toBe(2);
  feature.handlers['about.removeCrashReports'](undefined, here);
  expect(feature.sharedState().crashReports.kept).toBe(0);
});

describe('the first start of a version', () => {
  const started = async (last: unknown, version = '1.2.3', changes: Partial<AboutOptions> = {}) => {
    const settings = createFakeStore(new Map(last === undefined ? [] : [['lastVersion', last]]));
    const fixture = about({ settings, version, ...changes });
    await fixture.feature.restore?.();
    return { ...fixture, settings, updatedFrom: () => fixture.feature.sharedState().updatedFrom };
  };

  test('after an older one says so, and the next start does not', async () => {
    const { updatedFrom, settings } = await started('1.2.2');
    expect(updatedFrom()).toBe('1.2.2');
    const next = await started(settings.get('lastVersion'));
    expect(next.updatedFrom()).toBeNull();
  });

  test.each(['news', 'newsSeen'])('is over once the person has seen it (%s)', async (way) => {
    const { updatedFrom, feature } = await started('1.2.2');
    if (way === 'news') feature.handlers['about.show']({ page: 'news' }, here);
    else feature.handlers['about.newsSeen'](undefined, here);
    expect(updatedFrom()).toBeNull();
  });

  test.each([
    ['the very first start', undefined, '1.2.3'],
    ['the same version', '1.2.3', '1.2.3'],
    ['an older version than before', '1.3.0', '1.2.3'],
    ['a version about which nothing is written', '1.2.2', '1.2.4'],
    ['something that is no version', 7, '1.2.3'],
  ])('says nothing at %s', async (_, last, version) => {
    const { updatedFrom, settings } = await started(last, version);
    expect(updatedFrom()).toBeNull();
    expect(settings.get('lastVersion')).toBe(version);
  });

  test('says nothing that it cannot keep from saying again', async () => {
    const full = Object.assign(new Error('full'), { code: 'ENOSPC' });
    const settings = { get: () => '1.2.2', assign: () => Promise.reject(full) };
    const fixture = about({ settings });
    await fixture.feature.restore?.();
    expect(fixture.feature.sharedState().updatedFrom).toBeNull();
    expect(fixture.logged).toContainEqual(['program.version-not-kept', expect.anything()]);
  });
});

test.each([
  [{ notUnderstood: ['colour', 'updates'] }, { reason: 'keys', keys: 'colour, updates' }],
  [
    { notUnderstood: ['(file)'], fault: 'not_json' },
    { reason: 'place', fault: 'not_json' },
  ],
  [{ notUnderstood: ['(file)'] }, { reason: 'place', fault: 'unreadable' }],
  [{ isManaged: true, notUnderstood: ['(file)'], fault: 'writable' }, { reason: 'foreign' }],
])('a policy that is not understood is told of: %j', async (policy, values) => {
  const { feature, notices } = about({
    self: { ...plainSelf, policy: { ...plainSelf.policy, isManaged: true, ...policy } },
  });
  await feature.restore?.();
  expect(notices.map((error) => error.toView())).toEqual([{ code: 'policy_not_understood', values }]);
  const understood = about();
  await understood.feature.restore?.();
  expect(understood.notices).toEqual([]);
});
