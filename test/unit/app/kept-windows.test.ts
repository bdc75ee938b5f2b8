/** What a window keeps in case its page is lost: where, for whom, how often, and never a secret. */
import { describe, expect, test } from 'vitest';
import { createKeptWindows } from '../../../src/main/app/kept-windows.ts';
import { KeptWindow } from '../../../src/shared/kept.ts';
import { ids } from '../../support/profiles.ts';

const here = { windowId: 'window-1', kind: 'viewer' } as const;
const elsewhere = { windowId: 'window-2', kind: 'viewer' } as const;
const withForm = (values: object): KeptWindow => ({
  view: { kind: 'set-up', profileId: ids.profile },
  before: 'profiles',
  form: { profileId: ids.profile, values: JSON.stringify(values), basis: '{}', hadSecrets: false },
});

function keptWindows() {
  const feature = createKeptWindows();
  return {
    ...feature,
    keep: (kept: KeptWindow, caller = here) => feature.handlers['windows.keep']({ kept }, caller),
    kept: (caller: typeof here | typeof elsewhere = here) => feature.handlers['windows.kept'](undefined, caller),
  };
}

test('is given back to the window that kept it alone, and goes with it', () => {
  const { keep, kept, windowClosed } = keptWindows();
  expect(kept()).toBeNull();
  keep(withForm({ name: 'Trips' }));
  expect(kept(elsewhere)).toBeNull();
  expect(kept()).toEqual(withForm({ name: 'Trips' }));
  windowClosed?.(here.windowId);
  expect(kept()).toBeNull();
});

test('is gone once it is saved: a page that is lost in that moment does not save it again', () => {
  const { keep, kept, saved } = keptWindows();
  keep(withForm({ name: 'Trips' }));
  saved(elsewhere.windowId);
  expect(kept()).not.toBeNull();
  saved(here.windowId);
  expect(kept()).toBeNull();
});

test('is given back twice as it is: a page that is lost by it again comes back without it', () => {
  const { keep, kept } = keptWindows();
  keep(withForm({ name: 'Trips' }));
  expect([kept(), kept()]).not.toContain(null);
  // A page says again what it was given.
  keep(withForm({ name: 'Trips' }));
  expect(kept()).toBeNull();
  keep(withForm({ name: 'Trips' }));
  kept();
  keep(withForm({ name: 'Trips of the city' }));
  expect([kept(), kept()]).not.toContain(null);
});

describe('a form', () => {
  const accepts = (form: object) =>
    KeptWindow.safeParse({ ...withForm({}), form: { ...withForm({}).form, ...form } }).success;

  test.each([
    ['an embed secret', { embedSecret: 'x' }],
    ['a client secret in a row', { connections: [{ clientSecret: 'x' }] }],
    ['a private key', { connections: [{ deep: { privateKey: 'x' } }] }],
  ])('with %s is refused, wherever that stands', (_what, values) => {
    expect(accepts({ values: JSON.stringify(values) })).toBe(false);
    expect(accepts({ basis: JSON.stringify(values) })).toBe(false);
  });

  test('with empty fields for them is kept, up to a size', () => {
    expect(accepts({ values: JSON.stringify({ embedSecret: '', connections: [{ clientSecret: null }] }) })).toBe(true);
    expect(accepts({ values: JSON.stringify({ name: 'x'.repeat(400_000) }) })).toBe(false);
  });

  test.each(['', 'no JSON', '"text"', '[]', 'null', '['.repeat(200_000)])('is none of %j', (values) => {
    expect(accepts({ values })).toBe(false);
  });
});

test('says where the person is in a window, and tells of it only when that is another place', () => {
  let changes = 0;
  const feature = createKeptWindows(() => {
    changes += 1;
  });
  expect(feature.viewOf(here.windowId)).toBe('home');
  const typing = (name: string) => feature.handlers['windows.keep']({ kept: withForm({ name }) }, here);
  typing('a');
  typing('ab');
  expect([feature.viewOf(here.windowId), feature.viewOf(elsewhere.windowId), changes]).toEqual(['set-up', 'home', 1]);
  feature.windowClosed?.(here.windowId);
  expect(feature.viewOf(here.windowId)).toBe('home');
});
