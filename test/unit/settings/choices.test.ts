/** What a person chose about the program: what counts, what is kept, and what an administrator has decided. */
import { describe, expect, test } from 'vitest';
import { openChoices, ownSettingIds } from '../../../src/main/settings/choices.ts';
import type { PolicyValues } from '../../../src/main/settings/policy/policy.ts';
import { settingOf } from '../../../src/shared/settings.ts';
import { createFakeStore } from '../../support/vault-fakes.ts';

function opened(stored?: unknown, policy: PolicyValues = {}) {
  const store = createFakeStore(new Map(stored === undefined ? [] : [['chosen', stored]]));
  const writes: unknown[] = [];
  const { assign } = store;
  store.assign = async (values) => {
    writes.push(structuredClone(values));
    await assign(values);
  };
  const choices = openChoices(store, policy);
  const told: string[] = [];
  choices.onChange((id) => void told.push(id));
  return { choices, store, writes, told };
}

test('where nobody chose, everything is as it is in the list, and nothing is written', () => {
  const { choices, writes } = opened();
  for (const id of ownSettingIds) {
    expect(choices.get(id)).toBe(settingOf(id).default);
    expect(choices.setBy(id)).toBe('default');
  }
  expect(writes).toEqual([]);
});

describe('a choice', () => {
  test('counts before it is written, and after a new start', async () => {
    const { choices, store, told } = opened();
    const written = choices.set('appearance', 'dark');
    expect(choices.get('appearance')).toBe('dark');
    expect(told).toEqual(['appearance']);
    await written;
    const again = openChoices(store, {});
    expect([again.get('appearance'), again.setBy('appearance')]).toEqual(['dark', 'person']);
  });

  test('that is made twice is written once', async () => {
    const { choices, writes, told } = opened();
    await choices.set('textSize', 125);
    await choices.set('textSize', 125);
    expect(writes).toEqual([{ chosen: { textSize: 125 } }]);
    expect(told).toEqual(['textSize']);
  });

  test('of what is so anyway is kept as none', async () => {
    const { choices, writes } = opened({ appearance: 'dark' });
    await choices.set('appearance', 'system');
    expect(choices.setBy('appearance')).toBe('default');
    expect(writes).toEqual([{ chosen: {} }]);
  });

  test('that cannot be written counts all the same, and says so', async () => {
    const { choices, store } = opened();
    store.failWith = Object.assign(new Error('full'), { code: 'ENOSPC' });
    await expect(choices.set('atStart', 'startPage')).rejects.toMatchObject({
      code: 'settings_write_failed',
      values: { systemCode: 'ENOSPC' },
    });
    expect(choices.get('atStart')).toBe('startPage');
  });
});

describe('what is stored', () => {
  test.each([['no object'], [['a', 'list']], [null], [7]])('as %j is no choice', (stored) => {
    expect(opened(stored).choices.get('appearance')).toBe('system');
  });

  test('and is no value of its setting is not used, and stays until the person chooses', async () => {
    const { choices, writes } = opened({ appearance: 'sepia', textSize: '150', signOutWhenLocked: 1 });
    expect(ownSettingIds.map((id) => choices.setBy(id))).toEqual(ownSettingIds.map(() => 'default'));
    await choices.set('textSize', 150);
    expect(writes).toEqual([{ chosen: { appearance: 'sepia', textSize: 150, signOutWhenLocked: 1 } }]);
  });

  test('under a name that only a later version knows stays, also when everything is reset', async () => {
    const { choices, writes } = opened({ appearance: 'dark', sound: 'loud' });
    await choices.reset(ownSettingIds);
    expect(writes).toEqual([{ chosen: { sound: 'loud' } }]);
    expect(choices.get('appearance')).toBe('system');
  });

  test('under a name of every object is no setting', () => {
    expect(opened(JSON.parse('{"__proto__": {"appearance": "dark"}}')).choices.get('appearance')).toBe('system');
  });
});

describe('what an administrator has decided', () => {
  const policy = { signOutWhenLocked: true, signOutWhenIdle: 12 };

  test('counts above what the person chose, also with a number that no person is offered', () => {
    const { choices } = opened({ signOutWhenLocked: false, signOutWhenIdle: 60, appearance: 'dark' }, policy);
    expect(choices.get('signOutWhenLocked')).toBe(true);
    expect(choices.get('signOutWhenIdle')).toBe(12);
    expect(choices.setBy('signOutWhenIdle')).toBe('administrator');
    expect(choices.setBy('appearance')).toBe('person');
  });

  test('cannot be chosen otherwise', async () => {
    const { choices, writes, told } = opened(undefined, policy);
    await expect(choices.set('signOutWhenLocked', false)).rejects.toMatchObject({
      code: 'request_refused',
      values: { reason: 'chosenByAdministrator' },
    });
    expect([writes, told]).toEqual([[], []]);
  });

  test('may be that nothing happens', () => {
    const { choices } = opened({ signOutWhenLocked: true }, { signOutWhenLocked: false });
    expect([choices.get('signOutWhenLocked'), choices.setBy('signOutWhenLocked')]).toEqual([false, 'administrator']);
  });
});

test('a reset tells of those that are different by it alone', async () => {
  const { choices, told } = opened({ appearance: 'dark' });
  await choices.reset(['appearance', 'textSize']);
  expect(told).toEqual(['appearance']);
});
