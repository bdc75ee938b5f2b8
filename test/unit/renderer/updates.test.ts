/** What is said of updates, and what a person can do about them. */
import { describe, expect, test } from 'vitest';
import { foundNotices } from '../../../src/renderer/model/found-notices.ts';
import { offeredModes, updateAction, updateNews, updateSentence } from '../../../src/renderer/model/updates.ts';
import type { AppState } from '../../../src/shared/state.ts';
import { en } from '../../../src/shared/text/en.ts';
import { UpdatesOff, type UpdateView } from '../../../src/shared/updates.ts';
import { thirdParties, updates } from '../../support/ui/about-fixtures.ts';
import { fixtures, testNow } from '../../support/ui/fixtures.ts';

const ready = updates.ready(testNow);
const available = updates.available(testNow);

describe('in the dialog', () => {
  const states: [string, UpdateView, string, ReturnType<typeof updateAction>][] = [
    ['nothing newer', updates.idle(testNow), 'This is the newest version.', 'check'],
    [
      'nothing for this system',
      { ...updates.idle(testNow), newer: { version: '0.2.0', reason: 'system' } },
      'Version 0.2.0 needs a newer version of the operating system',
      'check',
    ],
    [
      'nothing but what did not start',
      { ...updates.idle(testNow), newer: { version: '0.2.0', reason: 'failed-before' } },
      'Version 0.2.0 is available, but did not start here.',
      'check',
    ],
    ['never checked', { ...updates.idle(testNow), checkedAt: null }, en.updates.neverChecked, 'check'],
    ['failed', updates.failed(testNow), 'Whether there is a newer version is not known.', 'check'],
    ['checking', updates.checking(testNow), en.updates.checking, 'check'],
    ['on offer', available, 'Sightglass 0.2.0 is available. You can go on working', 'download'],
    [
      'for an administrator',
      { ...available, updatedBy: 'administrator', canDownload: false },
      'Whoever installed',
      null,
    ],
    ['deferred', updates.deferred(testNow), 'Your organisation lets it come on', null],
    ['on the way', updates.downloading(testNow), 'Version 0.2.0 is being downloaded: 41 %.', null],
    ['of unknown size', { ...updates.downloading(testNow), percent: null }, 'is being downloaded.', null],
    ['ready', ready, 'Sightglass 0.2.0 is ready. Restart when you like.', 'restart'],
    ['ready, with a password', { ...ready, updatedBy: 'password' }, 'the password of an administrator', 'restart'],
    ['held by an edit', updates.held(testNow), 'until you leave edit mode', null],
    ['held by a sign-in', { ...ready, heldBy: 'signing-in' }, 'until your sign-in is finished', null],
    ['rolled back', updates.rolledBack(testNow), 'Version 0.2.0 did not start, so version 0.1.0 is back.', 'check'],
  ];
  test.each(states)('%s', (_, view, sentence, action) => {
    expect(updateSentence(view, testNow, en)).toContain(sentence);
    expect(updateAction(view)).toBe(action);
  });

  test.each(UpdatesOff.options)('off (%s): it says why, and offers nothing', (reason) => {
    const off = { status: 'off', reason } as const;
    expect(updateSentence(off, testNow, en)).toBe(en.updates.off[reason]);
    expect(updateAction(off)).toBeNull();
  });
});

test('a person may choose only what happens then', () => {
  const offered = (view: UpdateView) => offeredModes(view, en.updates.choices).map(({ label }) => label);
  const { modes, downloaded } = en.updates.choices;
  expect(offered(ready)).toEqual([modes.automatic, modes.notify, modes.off]);
  expect(offered({ status: 'off', reason: 'person' })).toEqual([modes.automatic, modes.notify, modes.off]);
  expect(offered({ ...ready, updatedBy: 'password' })).toEqual([downloaded, modes.notify, modes.off]);
  expect(offered({ ...available, updatedBy: 'administrator' })).toEqual([modes.notify, modes.off]);
});

describe('a notice', () => {
  const told = (view: UpdateView, changes: Partial<AppState> = {}) =>
    updateNews({ ...fixtures.workbook(testNow), updates: view, ...changes }, testNow);

  test('tells of what is on offer and of what is ready, and of nothing else', () => {
    expect(told(available)).toBe('available');
    expect(told(ready)).toBe('ready');
    for (const name of ['off', 'idle', 'checking', 'deferred', 'downloading', 'failed', 'rolledBack'] as const) {
      expect(told(updates[name](testNow)), name).toBeNull();
    }
  });

  test('rests as long as the person said', () => {
    expect(told({ ...ready, laterUntil: testNow + 1 })).toBeNull();
    expect(told({ ...ready, laterUntil: testNow })).toBe('ready');
    expect(told({ ...available, deferred: { until: testNow + 1, by: 'person' } })).toBeNull();
  });

  test('first tells that this version is new', () => {
    expect(told(ready, { updatedFrom: '0.0.9' })).toBe('updated');
  });

  test('tells nothing beside the dialog, which says it too', () => {
    const { window } = fixtures.workbook(testNow);
    expect(told(ready, { window: { ...window, about: 'program' } })).toBeNull();
  });

  test('has the version in its title, and not once more below it', () => {
    expect(updateSentence(ready, testNow, en, true)).toBe(en.updates.whenYouLike.itself);
  });
});

test('third-party notices are in the order of their names, and found by every word of the search', () => {
  const names = (wanted: string) => foundNotices(thirdParties, wanted).map(({ name }) => name);
  expect(names('')).toEqual(['dotenv', 'react', 'react-aria-components', 'zod']);
  expect(names(' MIT  re ')).toEqual(['react']);
  expect(names('nothing')).toEqual([]);
});
