import { describe, expect, test } from 'vitest';
import { type AboutOptions, createAbout } from '../../../src/main/app/about.ts';
import { AppError } from '../../../src/shared/errors.ts';
import { en } from '../../../src/shared/text/en.ts';

const here = { windowId: 'window-1', kind: 'viewer' } as const;

function about(changes: { vault?: AboutOptions['vault'] } = {}) {
  const copied: string[] = [];
  const network = { isOnline: true };
  const feature = createAbout({
    version: '1.2.3',
    platform: 'linux x64',
    vault: { mode: 'encrypted', backend: 'keychain' },
    system: { copyText: async (text) => void copied.push(text), isOnline: () => network.isOnline },
    text: en,
    ...changes,
  });
  const copy = (error: AppError) => {
    feature.handlers['errors.copyDetails'](error.toView(), here);
    return copied.at(-1);
  };
  return { feature, copy, network };
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
    expect(feature.windowState('window-1')).toEqual({});
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
