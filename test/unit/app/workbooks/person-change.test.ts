/** Who counts as another person, and what becomes of what is open, over real panes. */
import { describe, expect, test } from 'vitest';
import { createPartitions } from '../../../../src/main/app/workbooks/partitions.ts';
import { createPersonChange, isAnother } from '../../../../src/main/app/workbooks/person-change.ts';
import type { Grant } from '../../../../src/main/oauth/grants/grant.ts';
import type { PaneTarget } from '../../../../src/main/viewer/pane-target.ts';
import { grantAt } from '../../../support/grants.ts';
import { createPanesFixture, target } from '../../../support/panes.ts';

const person = (userName: string) => ({ id: userName, userName, displayName: userName });
const ada = grantAt(0, { person: person('ada@example.com') });
const ben = grantAt(0, { person: person('ben@example.com') });
const unnamed = grantAt(0, { person: null });
const serviceAccount = grantAt(0, { person: null, flow: 'client_credentials' });

describe('another person', () => {
  test.each([
    ['is one of another name', ben, ada.person, true],
    ['is not one of the same name', ada, ada.person, false],
    ['is not one whose address is written otherwise', ada, person('Ada@Example.com'), false],
    [
      'is one of a name in other letters that is no address',
      grantAt(0, { person: person('ADA') }),
      person('ada'),
      true,
    ],
    ['is one whose name is no address beside one whose is', grantAt(0, { person: person('ADA') }), ada.person, true],
    ['is not the first that is known', ada, null, false],
    ['may be anyone where the grant does not say', unnamed, ada.person, true],
    ['may be anyone even where none was known', unnamed, null, true],
    ['is never a service account', serviceAccount, ada.person, false],
  ] satisfies [string, Grant, Grant['person'], boolean][])('%s', (_rule, grant, last, another) => {
    expect(isAnother(grant, last)).toBe(another);
  });
});

function setUp(changes: { isGone?: boolean; clear?: () => Promise<void> } = {}) {
  const fixture = createPanesFixture();
  const { panes } = fixture;
  const partitions = createPartitions();
  const cleared: string[] = [];
  const logged: unknown[][] = [];
  const targetOf = (workbookId: string, windowId: string): PaneTarget => ({
    ...target,
    workbookId,
    windowId,
    partition: partitions.of('profile'),
  });
  const change = createPersonChange({
    profileOf: () => (changes.isGone ? null : { id: 'profile' }),
    panes,
    sessions: { targetOf },
    partitions,
    clearGuestSession: async (partition) => {
      cleared.push(partition);
      await changes.clear?.();
    },
    onLeft: () => {},
    log: { warn: (...line) => void logged.push(line) },
  });
  const open = (workbookId: string, windowId: string) => panes.open(targetOf(workbookId, windowId));
  /** What both windows show: workbook, partition, and whether it is a pane that was there before. */
  const shown = (before: readonly string[] = []) =>
    ['main', 'second'].flatMap((windowId) =>
      panes.views(windowId).map(({ workbookId, paneId, guests }) => ({
        windowId,
        workbookId,
        partition: guests[0]?.partition,
        isNew: !before.includes(paneId),
      })),
    );
  return { ...fixture, change, partitions, cleared, logged, open, shown };
}

describe('a grant that is adopted', () => {
  test('of another person reopens every workbook in its window and a new session, in the same turn', async () => {
    const { change, open, shown, partitions, cleared, view, load } = setUp();
    change.adopted({ grant: ada, lastPerson: null });
    const before = [open('one', 'main'), open('two', 'second')];
    await load(view('main').active);
    const partition = partitions.of('profile');
    change.adopted({ grant: ben, lastPerson: ada.person });
    expect(partitions.of('profile')).not.toBe(partition);
    const fresh = { partition: partitions.of('profile'), isNew: true };
    expect(shown(before)).toEqual([
      { windowId: 'main', workbookId: 'one', ...fresh },
      { windowId: 'second', workbookId: 'two', ...fresh },
    ]);
    expect(cleared).toEqual([partition]);
    expect(view('main')).toMatchObject({ phase: 'loading', standby: '' });
  });

  test('of the same person renews what is open behind the scenes', async () => {
    const { change, open, shown, cleared, view, load } = setUp();
    change.adopted({ grant: ada, lastPerson: null });
    const before = [open('one', 'main')];
    await load(view().active);
    change.adopted({ grant: ada, lastPerson: ada.person });
    expect(shown(before)).toMatchObject([{ workbookId: 'one', isNew: false }]);
    expect(view()).toMatchObject({ phase: 'ready' });
    expect(view().standby).not.toBe('');
    expect(cleared).toEqual([]);
  });

  test('of the first person known renews what is open', () => {
    const { change, open, shown, cleared } = setUp();
    const before = [open('one', 'main')];
    change.adopted({ grant: ada, lastPerson: null });
    expect(shown(before)).toMatchObject([{ isNew: false }]);
    expect(cleared).toEqual([]);
  });

  test('that does not say whose it is counts as that of another person, a service account never', () => {
    const { change, open, cleared } = setUp();
    open('one', 'main');
    change.adopted({ grant: serviceAccount, lastPerson: null });
    expect(cleared).toHaveLength(0);
    change.adopted({ grant: unnamed, lastPerson: null });
    expect(cleared).toHaveLength(1);
    change.adopted({ grant: unnamed, lastPerson: null });
    expect(cleared).toHaveLength(2);
  });

  test('of a connection that is being removed changes nothing', () => {
    const { change, open, shown, cleared } = setUp({ isGone: true });
    const before = [open('one', 'main')];
    change.adopted({ grant: ada, lastPerson: null });
    change.adopted({ grant: ben, lastPerson: ada.person });
    expect(shown(before)).toMatchObject([{ isNew: false }]);
    expect(cleared).toEqual([]);
  });

  test('does not wait for the old session to be empty, and a failure of that is logged', async () => {
    const { change, open, shown, logged } = setUp({ clear: () => Promise.reject(new Error('busy')) });
    change.adopted({ grant: ada, lastPerson: null });
    open('one', 'main');
    change.adopted({ grant: ben, lastPerson: ada.person });
    expect(shown()).toHaveLength(1);
    await new Promise((resolve) => setImmediate(resolve));
    expect(logged).toEqual([['session.not-cleared', { profileId: 'profile' }]]);
  });
});

test('leaving a session closes its panes first and ends when it is empty', async () => {
  const order: string[] = [];
  let finish = () => {};
  const { change, open, panes, partitions } = setUp({
    clear: () => {
      order.push(`clearing with ${panes.views('main').length} panes`);
      return new Promise((resolve) => {
        finish = resolve;
      });
    },
  });
  open('one', 'main');
  const partition = partitions.of('profile');
  const left = change.closeAndClearSession('profile').then(() => order.push('left'));
  expect(partitions.of('profile')).not.toBe(partition);
  await new Promise((resolve) => setImmediate(resolve));
  expect(order).toEqual(['clearing with 0 panes']);
  finish();
  await left;
  expect(order).toEqual(['clearing with 0 panes', 'left']);
});
