/** Actions of a workbook's author: what a rule does about them, and who has to agree first. */

import { randomUUID } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { createAuthorActions } from '../../../../src/main/app/workbooks/author-actions.ts';
import { openActionConsents } from '../../../../src/main/settings/action-consents.ts';
import { openProfiles } from '../../../../src/main/settings/profiles.ts';
import type { PaneTarget } from '../../../../src/main/viewer/pane-target.ts';
import type { ActionRule } from '../../../../src/shared/profile/actions.ts';
import { usualOptions } from '../../../../src/shared/profile/workbook-options.ts';
import type { PlainValues } from '../../../../src/shared/sigma/fields.ts';
import type { ActionQuestion } from '../../../../src/shared/text/action-text.ts';
import { draftFor, newDraft } from '../../../support/profiles.ts';
import { createFakeStore } from '../../../support/vault-fakes.ts';
import { settled } from '../../../support/virtual-clock.ts';

const tripsUrl = newDraft.workbooks[0]?.url ?? '';
const faresUrl = 'https://app.sigma.example/org/workbook/Fares-2';
const openOrder: ActionRule = {
  kind: 'address',
  action: 'open-order',
  address: 'https://crm.example.com/orders/{order}',
};
const toFares: ActionRule = {
  kind: 'workbook',
  action: 'zip-chosen',
  workbook: faresUrl,
  controls: [{ control: 'Borough', value: '{borough}' }],
};

async function actionsOf(rules: ActionRule[], settings = createFakeStore()) {
  const profiles = await openProfiles({ settings, hasDamagedFile: false, randomUuid: randomUUID, onDamaged: () => {} });
  const known = profiles.all()[0];
  const profile =
    known ??
    profiles.prepare({
      ...newDraft,
      workbooks: [...newDraft.workbooks, { id: null, title: 'Fares', url: faresUrl, options: usualOptions }],
      actions: rules,
    });
  await profiles.keep(profile);
  const done: unknown[] = [];
  const asked: ActionQuestion[] = [];
  const world = {
    isPressed: true,
    isActive: true,
    isOpen: true,
    opens: true,
    uptime: 0,
    answer: async (): Promise<boolean> => true,
  };
  const target: PaneTarget = {
    windowId: 'window',
    profileId: profile.id,
    workbookId: profile.workbooks[0]?.id ?? '',
    title: 'Trips',
    partition: 'partition',
    workbookPath: '/acme/workbook/Trips-1',
    sigmaOrigin: 'https://app.sigma.example',
  };
  const actions = createAuthorActions({
    profiles,
    panes: {
      isActive: () => world.isActive,
      showAction: (_paneId, shown) => void done.push(shown),
      open: (opened, beginning) => {
        done.push(['open', opened.workbookId, beginning]);
        return opened.workbookId === target.workbookId ? 'pane' : 'another pane';
      },
      views: () => (world.isOpen ? ([{ paneId: 'pane' }] as never) : []),
    },
    sessions: { targetOf: (workbookId) => ({ ...target, workbookId }) },
    consents: openActionConsents(settings),
    system: {
      openBrowser: async (url) => {
        if (!world.opens) throw new Error('no browser');
        done.push(url);
      },
      confirmAction: async (question) => {
        asked.push(question);
        return world.answer();
      },
    },
    wasPressed: async () => world.isPressed,
    onNotOpened: () => done.push('not opened'),
    uptime: () => world.uptime,
    log: { info: () => {}, warn: (event, details) => done.push([event, details]) },
  });
  const take = (name: string, values: PlainValues = {}) =>
    actions.take({ paneId: 'pane', guestId: 'guest', target, event: { type: 'action:outbound', name, values } });
  const change = (next: ActionRule[]) => profiles.keep(profiles.prepare({ ...draftFor(profile), actions: next }));
  return { profiles, profile, settings, actions, take, change, done, asked, world };
}

describe('an action without a rule', () => {
  test('is shown as what it is, and nothing follows', async () => {
    const { take, done, asked } = await actionsOf([openOrder]);
    await take('zip-chosen', { zip: 11_371, boroughs: ['Queens', 'Bronx'], nothing: null });
    expect(asked).toEqual([]);
    expect(done).toEqual([
      {
        name: 'zip-chosen',
        outcome: 'shown',
        values: [
          { name: 'zip', value: '11371' },
          { name: 'boroughs', value: 'Queens,Bronx' },
          { name: 'nothing', value: '' },
        ],
      },
    ]);
  });

  test('fills no card with more than can be read, and rearranges none', async () => {
    const { take, done } = await actionsOf([]);
    const many = Object.fromEntries(Array.from({ length: 50 }, (_, index) => [`k${index}`, 'x'.repeat(4_000)]));
    await take('a\u202eb\n<b>c</b>', many);
    const [shown] = done as { name: string; values: { value: string }[] }[];
    expect(shown?.name).toBe('ab <b>c</b>');
    expect(shown?.values).toHaveLength(8);
    expect(shown?.values[0]?.value).toHaveLength(201);
    await take('x'.repeat(1_000));
    expect((done[1] as { name: string }).name).toHaveLength(81);
  });

  test('is found by its whole name alone', async () => {
    const { take, done } = await actionsOf([openOrder]);
    for (const name of ['open-orde', 'Open-order', 'open-order ', 'toString']) await take(name, { order: 1 });
    expect(done.map((shown) => (shown as { outcome: string }).outcome)).toEqual(
      Array.from({ length: 4 }, () => 'shown'),
    );
  });
});

describe('an action that nobody set off', () => {
  test('neither runs nor shows, and fills no log', async () => {
    const { take, done, asked, world } = await actionsOf([openOrder]);
    world.isPressed = false;
    for (let times = 0; times < 500; times += 1) await take('open-order', { order: 1 });
    expect(asked).toEqual([]);
    expect(done).toHaveLength(20);
    expect(done[0]).toEqual(['action.dropped', { reason: 'not pressed' }]);
  });

  test('is also one of a guest that gave way while that was found out', async () => {
    const { take, done, world } = await actionsOf([]);
    world.isActive = false;
    await take('zip-chosen');
    expect(done).toEqual([['action.dropped', { reason: 'not pressed' }]]);
  });

  test('is what comes faster than twenty in a minute', async () => {
    const { take, done, world } = await actionsOf([]);
    const shown = () => done.filter((one) => !Array.isArray(one)).length;
    for (let second = 0; second < 60; second += 1) {
      world.uptime = second * 1_000;
      await take('zip-chosen');
    }
    expect(shown()).toBe(19);
    for (let times = 0; times < 200; times += 1) await take('zip-chosen');
    expect(shown()).toBeLessThanOrEqual(20);
  });
});

describe('a rule that opens an address', () => {
  test('asks once, says where it leads, and then opens it each time', async () => {
    const { take, done, asked, profile } = await actionsOf([openOrder]);
    await take('open-order', { order: 'A/7' });
    await take('open-order', { order: 8 });
    expect(asked).toEqual([
      { profileName: profile.name, action: 'open-order', address: 'https://crm.example.com/orders/A%2F7' },
    ]);
    expect(done).toEqual(['https://crm.example.com/orders/A%2F7', 'https://crm.example.com/orders/8']);
  });

  test('is not asked about again after a restart, and is once it changes', async () => {
    const first = await actionsOf([openOrder]);
    await first.take('open-order', { order: 1 });
    const second = await actionsOf([], first.settings);
    await second.actions.prune();
    await second.take('open-order', { order: 1 });
    expect(second.asked).toEqual([]);
    await second.change([{ ...openOrder, address: 'https://evil.example/{order}' }]);
    await second.take('open-order', { order: 1 });
    expect(second.asked).toHaveLength(1);
    expect(second.done.at(-1)).toBe('https://evil.example/1');
  });

  test('that was taken away is asked about when it comes back', async () => {
    const { take, change, actions, asked } = await actionsOf([openOrder]);
    await take('open-order', { order: 1 });
    await change([]);
    await actions.prune();
    await change([openOrder]);
    await take('open-order', { order: 1 });
    expect(asked).toHaveLength(2);
  });

  test('does nothing after a no, and is not asked about again until the next start', async () => {
    const { take, done, asked, world, settings } = await actionsOf([openOrder]);
    world.answer = async () => false;
    await take('open-order', { order: 1 });
    await take('open-order', { order: 1 });
    expect(asked).toHaveLength(1);
    expect(done).toMatchObject([{ outcome: 'declined' }, { outcome: 'declined' }]);
    const restarted = await actionsOf([], settings);
    await restarted.take('open-order', { order: 1 });
    expect(restarted.asked).toHaveLength(1);
  });

  test('does nothing when a value is missing or does not fit, and says so', async () => {
    const { take, done, asked } = await actionsOf([openOrder]);
    await take('open-order', { other: 1 });
    await take('open-order', { order: 'https://x/?:jwt=a' });
    expect(asked).toEqual([]);
    expect(done).toMatchObject([{ outcome: 'unfit' }, { outcome: 'unfit' }]);
  });

  test('leaves what comes while its question is open alone', async () => {
    const { take, done, asked, world } = await actionsOf([openOrder]);
    let answer = (_agreed: boolean): void => {};
    world.answer = () =>
      new Promise((resolve) => {
        answer = resolve;
      });
    const first = take('open-order', { order: 1 });
    await settled();
    await take('open-order', { order: 2 });
    await take('zip-chosen');
    expect(asked).toHaveLength(1);
    answer(true);
    await first;
    expect(done.filter((one) => typeof one === 'string')).toEqual(['https://crm.example.com/orders/1']);
  });

  test('does nothing when the profile has changed, or the workbook is gone, by the time of the answer', async () => {
    const changed = await actionsOf([openOrder]);
    changed.world.answer = async () => {
      await changed.change([{ ...openOrder, address: 'https://evil.example/{order}' }]);
      return true;
    };
    await changed.take('open-order', { order: 1 });
    expect(changed.done).toMatchObject([{ outcome: 'declined' }]);
    const gone = await actionsOf([openOrder]);
    gone.world.answer = async () => {
      gone.world.isOpen = false;
      return true;
    };
    await gone.take('open-order', { order: 1 });
    expect(gone.done).toEqual([]);
  });

  test('says when the system does not open it', async () => {
    const { take, done, world } = await actionsOf([openOrder]);
    world.opens = false;
    await take('open-order', { order: 1 });
    expect(done).toEqual(['not opened']);
  });

  test('runs although the agreement cannot be saved', async () => {
    const { take, done, settings, asked } = await actionsOf([openOrder]);
    settings.assign = () => Promise.reject(Object.assign(new Error('full'), { code: 'ENOSPC' }));
    await take('open-order', { order: 1 });
    await take('open-order', { order: 2 });
    expect(asked).toHaveLength(1);
    expect(done).toEqual([
      ['action.agreement-not-kept', { code: 'ENOSPC' }],
      'https://crm.example.com/orders/1',
      'https://crm.example.com/orders/2',
    ]);
  });
});

describe('a rule that opens a workbook', () => {
  test('asks once, and puts it with its values in the place of the one on screen', async () => {
    const { take, done, asked, profile } = await actionsOf([toFares]);
    await take('zip-chosen', { borough: 'Queens' });
    expect(asked).toEqual([{ profileName: profile.name, action: 'zip-chosen', workbook: 'Fares' }]);
    expect(done).toEqual([['open', profile.workbooks[1]?.id, { controls: { Borough: 'Queens' } }]]);
  });

  test('sets the values where that workbook is on screen already', async () => {
    const { take, done, profile } = await actionsOf([{ ...toFares, workbook: tripsUrl }]);
    await take('zip-chosen', { borough: 'Queens' });
    expect(done).toEqual([['open', profile.workbooks[0]?.id, { controls: { Borough: 'Queens' } }]]);
  });
});

test('agreements that are stored in no shape of ours were never given', async () => {
  const settings = createFakeStore();
  await settings.assign({ agreedActions: { x: 'all' } });
  const { take, asked } = await actionsOf([openOrder], settings);
  await take('open-order', { order: 1 });
  expect(asked).toHaveLength(1);
});
