/** What a change of a profile is said to be. */
import { expect, test } from 'vitest';
import { profileChanges } from '../../../../src/main/app/profiles/profile-changes.ts';
import { Profile } from '../../../../src/shared/profile/profile.ts';
import { changeText } from '../../../../src/shared/text/change-text.ts';
import { en } from '../../../../src/shared/text/en.ts';
import { ids, newDraft } from '../../../support/profiles.ts';

const before = Profile.parse({
  ...newDraft,
  id: ids.profile,
  workbooks: newDraft.workbooks.map((workbook) => ({ ...workbook, id: ids.workbook })),
  connections: newDraft.connections.map((connection) => ({ ...connection, id: ids.connection })),
});
const said = (changes: Partial<Profile>, connection: Partial<Profile['connections'][number]> = {}) =>
  profileChanges(before, {
    ...before,
    ...changes,
    connections: before.connections.map((known) => ({ ...known, ...connection })),
  }).map((change) => changeText(en, change));

test.each([
  ['nothing', {}, {}, []],
  ['a tenant', { tenant: 'night-shift' }, {}, ['Tenant: “night-shift” (new).']],
  ['connection swap', { evalConnectionId: 'other' }, {}, ['Connection for all queries: “other” (new).']],
  [
    'the whole organisation for one connection',
    {},
    { sigmaConnectionId: null, isForOrganisation: true },
    ['Token for the whole Sigma organisation: “Lake” (new).', 'Sigma connection ID: “sigma-connection” (no longer).'],
  ],
  [
    'a sign-in that only says who the person is',
    {},
    { sigmaConnectionId: null },
    ['Sigma connection ID: “sigma-connection” (no longer).'],
  ],
])('%s', (_what, changes, connection, expected) => {
  expect(said(changes, connection)).toEqual(expected);
});

test('when a workbook is refreshed by itself', () => {
  const [workbook] = before.workbooks;
  if (!workbook) throw new Error('no workbook');
  const refresh = { everyMinutes: 5, onReturn: true, afterSleep: false, mostPerHour: 12 };
  expect(said({ workbooks: [{ ...workbook, refresh }] })).toEqual([
    'Refresh of a workbook by itself: “5 min, on return, 12/h” (new).',
  ]);
  // A budget alone sets nothing off.
  const budget = { everyMinutes: null, onReturn: false, afterSleep: false, mostPerHour: 3 };
  expect(said({ workbooks: [{ ...workbook, refresh: budget }] })).toEqual([]);
});
