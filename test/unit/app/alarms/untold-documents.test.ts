/** What hooks were not told waits in a file for the next run: bounded, strict, and no longer than there is a hook. */
import { expect, test } from 'vitest';
import type { Alarm } from '../../../../src/main/app/alarms/alarm-rules.ts';
import { type HookDocument, hookDocument } from '../../../../src/main/app/alarms/hook-document.ts';
import { forgetUntold, openUntoldDocuments } from '../../../../src/main/app/alarms/untold-documents.ts';
import { createFakeStore } from '../../../support/vault-fakes.ts';

const alarm: Alarm = {
  id: 'alarm-1',
  key: 'renewal connection-1',
  kind: 'renewal',
  profileId: 'profile-1',
  connectionId: 'connection-1',
  reason: 'server_busy',
  since: Date.UTC(2026, 5, 1),
  isOfLastRun: false,
};
const documentOf = (id: string): HookDocument =>
  hookDocument(
    { ...alarm, id },
    {
      version: '1',
      platform: 'linux x64',
      installation: 'copy',
      event: 'raised',
      provider: 'databricks',
      now: alarm.since,
    },
  );
const silent = { warn: () => undefined };

test('is there again in its order, for each hook by itself', async () => {
  const store = createFakeStore();
  await openUntoldDocuments({ store, log: silent }, 'address').keep([documentOf('a'), documentOf('b')]);
  await openUntoldDocuments({ store, log: silent }, 'command').keep([documentOf('c')]);
  expect(openUntoldDocuments({ store, log: silent }, 'address').first).toEqual([documentOf('a'), documentOf('b')]);
  expect(openUntoldDocuments({ store, log: silent }, 'command').first).toEqual([documentOf('c')]);
});

test('what is no document costs itself alone, and more than fifty are not read', () => {
  const more = Array.from({ length: 60 }, (_, index) => documentOf(String(index)));
  const strange = [{ ...documentOf('x'), token: 'eyJ' }, 'a text', null, { ...documentOf('y'), time: 'soon' }];
  const store = createFakeStore(new Map<string, unknown>([['untoldToAddress', [...more, ...strange]]]));
  const { first } = openUntoldDocuments({ store, log: silent }, 'address');
  expect(first).toEqual(more.slice(-46));
  const none = createFakeStore(new Map<string, unknown>([['untoldToAddress', { length: 3 }]]));
  expect(openUntoldDocuments({ store: none, log: silent }, 'address').first).toEqual([]);
});

test('goes when nobody is to be told any more', async () => {
  const store = createFakeStore();
  await openUntoldDocuments({ store, log: silent }, 'command').keep([documentOf('a')]);
  await forgetUntold({ store, log: silent }, 'command');
  expect(store.values.get('untoldToCommand')).toEqual([]);
});

test('a disk that refuses is logged, and stops nothing', async () => {
  const store = createFakeStore();
  const logged: string[] = [];
  store.failWith = Object.assign(new Error('full'), { code: 'ENOSPC' });
  const untold = openUntoldDocuments({ store, log: { warn: (event) => void logged.push(event) } }, 'address');
  await untold.keep([documentOf('a')]);
  expect(logged).toEqual(['alarm.not-kept']);
  await openUntoldDocuments({ store: null, log: silent }, 'address').keep([documentOf('a')]);
});
