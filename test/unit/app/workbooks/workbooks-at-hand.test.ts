/** Recent and pinned workbooks follow their profiles: a new name changes nothing, and what is removed goes. */
import { randomUUID } from 'node:crypto';
import { expect, test } from 'vitest';
import { createWorkbooksAtHand } from '../../../../src/main/app/workbooks/workbooks-at-hand.ts';
import type { Profile } from '../../../../src/shared/profile/profile.ts';
import { createFakeStore } from '../../../support/vault-fakes.ts';
import { settled } from '../../../support/virtual-clock.ts';

const workbook = (title: string) => ({ id: randomUUID(), title, url: 'https://sigma.example/w', options: {} });
const costs = workbook('Costs');
const revenue = workbook('Revenue');
const profileOf = (name: string, workbooks: readonly object[]) =>
  ({ id: 'profile', name, connections: [], workbooks }) as unknown as Profile;
const caller = { windowId: 'one', kind: 'viewer' } as const;

function atHand(settings = createFakeStore()) {
  const world = {
    profiles: [profileOf('Finance', [costs, revenue])],
    areWhole: true,
    changes: 0,
    logged: [] as string[],
  };
  const feature = createWorkbooksAtHand({
    profiles: { all: () => world.profiles, areWhole: () => world.areWhole },
    settings,
    log: { warn: (event) => void world.logged.push(event) },
    onChange: () => {
      world.changes += 1;
    },
  });
  return { world, settings, ...feature };
}

test('survive another name of the profile and of the workbook', async () => {
  const { world, opened, pin, prune, sharedState } = atHand();
  opened(costs.id);
  opened(revenue.id);
  await pin(costs.id);
  world.profiles = [profileOf('Controlling', [{ ...costs, title: 'Spending' }, revenue])];
  prune();
  expect(sharedState()).toEqual({ recentWorkbooks: [revenue.id, costs.id], pinnedWorkbooks: [costs.id] });
  expect(world.changes).toBeGreaterThan(2);
});

test('go with their workbook, from the windows at once and from the file', async () => {
  const { world, settings, opened, pin, prune, sharedState } = atHand();
  opened(costs.id);
  await pin(costs.id);
  world.profiles = [profileOf('Finance', [revenue])];
  expect(sharedState()).toEqual({ recentWorkbooks: [], pinnedWorkbooks: [] });
  prune();
  await settled();
  expect(JSON.stringify(settings.get('workbookShelf'))).not.toContain(costs.id);
});

test('are kept while a profile that cannot be read may come back with them', async () => {
  const { world, opened, prune, sharedState } = atHand();
  opened(costs.id);
  const before = world.profiles;
  Object.assign(world, { profiles: [], areWhole: false });
  prune();
  Object.assign(world, { profiles: before, areWhole: true });
  expect(sharedState().recentWorkbooks).toEqual([costs.id]);
});

test('are asked for by windows, and only for workbooks that are there', async () => {
  const { handlers, sharedState } = atHand();
  await handlers['workbooks.pin']({ workbookId: costs.id }, caller);
  expect(sharedState().pinnedWorkbooks).toEqual([costs.id]);
  await handlers['workbooks.unpin']({ workbookId: costs.id }, caller);
  expect(sharedState().pinnedWorkbooks).toEqual([]);
  await expect(handlers['workbooks.pin']({ workbookId: randomUUID() }, caller)).rejects.toMatchObject({
    code: 'profile_missing',
  });
});

test('say so where a person asked and nothing can be written, and are known all the same', async () => {
  const full = { ...createFakeStore(), assign: () => Promise.reject(Object.assign(new Error(''), { code: 'ENOSPC' })) };
  const { world, opened, pin, sharedState } = atHand(full);
  await expect(pin(costs.id)).rejects.toMatchObject({
    code: 'settings_write_failed',
    values: { systemCode: 'ENOSPC' },
  });
  opened(revenue.id);
  await settled();
  expect(world.logged).toEqual(['workbooks.not-at-hand']);
  expect(sharedState()).toEqual({ recentWorkbooks: [revenue.id], pinnedWorkbooks: [costs.id] });
});

test('what somebody opened is theirs: it goes at their sign-out, what was pinned stays, and so does another profile', async () => {
  const { world, settings, opened, pin, left, sharedState } = atHand();
  const plans = workbook('Plans');
  const person = { id: 'c', provider: 'databricks', signIn: { kind: 'person' } };
  world.profiles = [
    { ...profileOf('Finance', [costs, revenue]), connections: [person] as never },
    { ...profileOf('Plans', [plans]), id: 'other', connections: [person] as never },
  ];
  for (const { id } of [costs, revenue, plans]) opened(id);
  await pin(costs.id);
  left('profile');
  expect(sharedState()).toEqual({ recentWorkbooks: [plans.id], pinnedWorkbooks: [costs.id] });
  await settled();
  expect(JSON.stringify(settings.get('workbookShelf'))).not.toContain(revenue.id);
});

test('what a machine shows is nobody’s, and stays when it is signed out', () => {
  const { opened, left, sharedState } = atHand();
  opened(costs.id);
  left('profile');
  left('gone');
  expect(sharedState().recentWorkbooks).toEqual([costs.id]);
});
