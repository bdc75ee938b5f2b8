/** What people want to be told of their workbooks: set, kept, bounded, and gone with who set it. */
import { expect, test } from 'vitest';
import { createAlertsFeature } from '../../../../src/main/app/notifications/alerts-feature.ts';
import type { Caller } from '../../../../src/main/ipc/router.ts';
import { MOST_ALERTS } from '../../../../src/shared/alert-limits.ts';
import { AlertWhen } from '../../../../src/shared/alerts.ts';
import type { Profile } from '../../../../src/shared/profile/profile.ts';
import { createFakeStore } from '../../../support/vault-fakes.ts';

const profileWith = (id: string, ...workbooks: string[]) =>
  ({ id, workbooks: workbooks.map((one) => ({ id: one })) }) as unknown as Profile;
const caller: Caller = { windowId: 'window', kind: 'viewer' };

function opened(store: ReturnType<typeof createFakeStore> | null = createFakeStore()) {
  const world = {
    profiles: [profileWith('finance', 'revenue', 'costs'), profileWith('research', 'trips')],
    areWhole: true,
  };
  let count = 0;
  const feature = createAlertsFeature({
    store,
    profiles: { all: () => world.profiles, areWhole: () => world.areWhole },
    connections: {
      exists: (id) => id === 'databricks',
      find: () => ({ profile: world.profiles[0], connection: {} }) as never,
    },
    randomUuid: () => {
      count += 1;
      return `alert-${count}`;
    },
    log: { warn: () => {} },
    onChange: () => {},
  });
  const add = (workbookId: string, when: AlertWhen = { kind: 'no-data' }) =>
    feature.handlers['alerts.add']({ workbookId, when }, caller);
  const shown = () => feature.sharedState().alerts.map(({ alertId, workbookId }) => `${alertId} ${workbookId}`);
  return { world, feature, store, add, shown };
}

test('the same asked for twice is one, and it is there at the next start', async () => {
  const { store, add, shown } = opened();
  await add('revenue');
  await add('revenue');
  await add('revenue', { kind: 'chart-error' });
  expect(shown()).toEqual(['alert-1 revenue', 'alert-2 revenue']);
  expect(opened(store).shown()).toEqual(['alert-1 revenue', 'alert-2 revenue']);
});

test('one is removed', async () => {
  const { feature, store, add } = opened();
  await add('revenue');
  await feature.handlers['alerts.remove']({ alertId: 'alert-1' }, caller);
  expect(opened(store).shown()).toEqual([]);
});

test('a workbook that is in no profile, and more than there may be, are refused', async () => {
  const { add } = opened();
  await expect(add('gone')).rejects.toMatchObject({ code: 'profile_missing' });
  for (let at = 0; at < MOST_ALERTS; at += 1) {
    await add('revenue', { kind: 'control', name: `Control ${at}`, test: 'is', value: '' });
  }
  await expect(add('revenue')).rejects.toMatchObject({ code: 'request_refused' });
});

test('they go with the sign-in of who set them, and those of other profiles stay', async () => {
  const { feature, store, add, shown } = opened();
  await add('revenue');
  await add('trips');
  feature.forget('finance');
  expect(shown()).toEqual(['alert-2 trips']);
  expect(opened(store).shown()).toEqual(['alert-2 trips']);
});

const adopted = (userName: string, last: string | null, flow = 'authorization-code') =>
  ({
    kind: 'adopted',
    grant: { connectionId: 'databricks', flow, person: { userName, displayName: userName } },
    lastPerson: last === null ? null : { userName: last },
  }) as never;

test('another person finds none of them, and the same person all', async () => {
  for (const [event, left] of [
    [adopted('ada@example.com', 'ada@example.com'), 1],
    [adopted('lin@example.com', 'ada@example.com'), 0],
    [adopted('ada@example.com', null), 0],
    [adopted('robot', null, 'client_credentials'), 1],
  ] as const) {
    const { feature, add, shown } = opened();
    await add('revenue');
    feature.grantEvent(event);
    expect(shown()).toHaveLength(left);
  }
});

test('those of a workbook that is gone go, unless a profile is only kept aside', async () => {
  const { world, feature, add, shown } = opened();
  await add('revenue');
  world.profiles = [];
  world.areWhole = false;
  feature.prune();
  expect(shown()).toHaveLength(1);
  world.areWhole = true;
  feature.prune();
  expect(shown()).toEqual([]);
});

test('without a file they last as long as the program', async () => {
  const { add, shown } = opened(null);
  await add('revenue');
  expect(shown()).toEqual(['alert-1 revenue']);
});

test('a disk that is full is said, and it counts all the same', async () => {
  const store = createFakeStore();
  const { add, shown } = opened({ ...store, assign: () => Promise.reject(new Error('full')) });
  await expect(add('revenue')).rejects.toMatchObject({ code: 'settings_write_failed' });
  expect(shown()).toHaveLength(1);
});

test('what is not understood in the file costs itself and no other', () => {
  const good = { alertId: 'a', profileId: 'finance', workbookId: 'revenue', when: { kind: 'no-data' } };
  const store = createFakeStore();
  void store.assign({ alerts: [good, { ...good, when: { kind: 'of a later version' } }, 7] });
  expect(opened(store).shown()).toEqual(['a revenue']);
});

test('a threshold is a number', () => {
  const control = { kind: 'control', name: 'Revenue', test: 'above' };
  expect(AlertWhen.safeParse({ ...control, value: '10.5' }).success).toBe(true);
  for (const value of ['ten', '', '1,000', 'Infinity']) {
    expect(AlertWhen.safeParse({ ...control, value }).success, value).toBe(false);
  }
  expect(AlertWhen.safeParse({ ...control, test: 'is', value: 'ten' }).success).toBe(true);
});
