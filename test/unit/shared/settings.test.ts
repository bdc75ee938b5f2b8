/** The list of settings: each has words, a default that is one of its values, and a key of the policy that there is. */
import { describe, expect, test } from 'vitest';
import { isPolicyKey, policyKeys } from '../../../src/main/settings/policy/policy.ts';
import { settingRequests } from '../../../src/shared/ipc/settings.ts';
import { isValueOf, settingGroups, settingIds, settingIn, settingOf } from '../../../src/shared/settings.ts';
import { en } from '../../../src/shared/text/en.ts';
import { languageNames } from '../../../src/shared/text/languages.ts';

test('every setting has words, and all words have a setting', () => {
  expect(Object.keys(en.settings.items)).toEqual(settingIds);
  expect(Object.keys(en.settings.groups)).toEqual([...settingGroups]);
  for (const id of settingIds) {
    const setting = settingOf(id);
    const words: { title: string; values?: object } = en.settings.items[id];
    // A language is called by its own name, the same in every language.
    const values =
      setting.kind === 'choice' ? setting.values.filter((value) => !Object.hasOwn(languageNames, value)) : [];
    expect(new Set(Object.keys(words.values ?? {})), id).toEqual(new Set(values));
  }
});

describe.each(settingIds)('%s', (id) => {
  const setting = settingOf(id);

  test('has a default that can be chosen', () => {
    expect(isValueOf(id, setting.default)).toBe(true);
  });

  test('can be decided by the key that it names, with each of its values', () => {
    const { policyKey } = setting;
    if (policyKey === undefined) return;
    if (!isPolicyKey(policyKey)) throw new Error(`There is no key ${policyKey}.`);
    const values = setting.kind === 'switch' ? [true, false] : setting.values;
    for (const value of values) expect(policyKeys[policyKey].schema.safeParse(value).success, String(value)).toBe(true);
  });

  test('takes no other value over the border', () => {
    const { input } = settingRequests['settings.set'];
    expect(input.safeParse({ id, value: setting.default }).success).toBe(true);
    for (const value of ['other', 7, null, setting.kind === 'switch' ? 'true' : true]) {
      expect(input.safeParse({ id, value }).success, String(value)).toBe(false);
    }
  });
});

test('what main does not tell of is as it is where nobody chooses', () => {
  expect(settingIn([], 'textSize')).toBe(100);
  expect(settingIn([{ id: 'textSize', value: 150, setBy: 'person' }], 'textSize')).toBe(150);
});
