/** The policy of macOS, as `plutil` turns it into JSON. */
import { describe, expect, test } from 'vitest';
import { preferencePlaces, readPreferencesPolicy } from '../../../../src/main/settings/policy/mac-preferences.ts';
import { noPolicy, parsePolicy } from '../../../../src/main/settings/policy/policy.ts';

const computer = '/Library/Managed Preferences/com.sightglass.viewer.plist';
const person = '/Library/Managed Preferences/ada/com.sightglass.viewer.plist';

/** @param files JSON by path; null for a file that cannot be converted */
const read = (files: Readonly<Record<string, string | null>>) =>
  readPreferencesPolicy('ada', {
    exists: async (path) => path in files,
    toJson: async (path) => files[path] ?? null,
  });

describe('the policy of macOS', () => {
  test('is none where neither file is there', async () => {
    expect(await read({})).toEqual(noPolicy);
  });

  test('of the computer is above that of the person', async () => {
    const policy = await read({
      [computer]: '{"updates":"notify","crashReports":false,"PayloadUUID":"5B0F3C2E"}',
      [person]: '{"updates":"automatic","updateDeferralDays":3}',
    });
    expect(policy).toEqual({
      isManaged: true,
      values: { updates: 'notify', crashReports: false, updateDeferralDays: 3 },
      notUnderstood: [],
    });
  });

  test('that cannot be converted, or is no list of values, allows nothing', async () => {
    expect(await read({ [computer]: null })).toEqual(parsePolicy(null));
    expect(await read({ [person]: '[]' })).toEqual(parsePolicy(null));
    expect(await read({ [computer]: '{' })).toEqual(parsePolicy(null));
  });

  test('whose folder may not be looked at allows nothing', async () => {
    const policy = await readPreferencesPolicy('ada', {
      exists: () => Promise.reject(Object.assign(new Error('EACCES'), { code: 'EACCES' })),
      toJson: async () => '{}',
    });
    expect(policy).toEqual(parsePolicy(null));
  });

  test('of a person whose name is no name of a folder is not looked for', () => {
    expect(preferencePlaces('ada')).toEqual([computer, person]);
    for (const name of ['..', '../..', 'a/b', '']) expect(preferencePlaces(name)).toEqual([computer]);
  });
});
