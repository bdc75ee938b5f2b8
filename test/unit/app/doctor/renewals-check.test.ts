/** What the check of renewals makes of the history and the plan of a sign-in. */
import { expect, test } from 'vitest';
import { renewals } from '../../../../src/main/app/doctor/checks/renewals.ts';
import type { Parts } from '../../../../src/main/app/doctor/parts.ts';
import type { Renewal } from '../../../../src/main/app/doctor/renewal-history.ts';
import type { ConnectionSubject } from '../../../../src/main/app/doctor/subject.ts';
import { AppError, type ErrorCode } from '../../../../src/shared/errors.ts';
import { noGrant } from '../../../../src/shared/grants.ts';
import type { GrantView } from '../../../../src/shared/state.ts';
import { newDraft } from '../../../support/profiles.ts';

const NOW = 1_000_000_000;
const went = (...problems: (ErrorCode | null)[]): Renewal[] =>
  problems.map((problem, index) => ({ at: NOW - (problems.length - index) * 60_000, problem }));

async function look(past: readonly Renewal[], changes: Partial<GrantView> = {}) {
  const view: GrantView = {
    ...noGrant('connection'),
    status: 'signed-in',
    renewable: true,
    renewsAt: NOW + 600_000,
    ...changes,
  };
  const about = { connection: { ...newDraft.connections[0], id: 'connection' } } as unknown as ConnectionSubject;
  const parts = { now: () => NOW, keeper: { view: () => view }, renewals: { of: () => past } } as unknown as Parts;
  const { outcome, owner, findings, error } = await renewals.run(about, parts, new AbortController().signal);
  return { said: [outcome, owner, findings[0]?.code], values: findings[0]?.values, error };
}

test('what was not due is ahead, what went well is counted', async () => {
  expect(await look([])).toMatchObject({ said: ['ok', null, 'renewals_ahead'], values: { next: '600000' } });
  expect(await look(went(null, 'offline', null))).toMatchObject({
    said: ['ok', null, 'renewals_well'],
    values: { made: 2 },
  });
});

test('what fails is told with its error, since when, and by whom it is to be mended', async () => {
  const problem = new AppError('client_rejected', { reason: 'answered', host: 'old.example' } as never).toView();
  const found = await look(went(null, 'server_busy', 'client_rejected'), { problem });
  expect(found).toMatchObject({
    said: ['warning', 'person', 'renewals_failing'],
    values: { count: 2, duration: '120000', next: '600000' },
    error: { code: 'client_rejected' },
  });
});

test('what fails again and again is to look at, although it succeeds in the end', async () => {
  expect((await look(went('offline', null, 'offline', 'offline', null))).said).toEqual([
    'warning',
    'it',
    'renewals_shaky',
  ]);
});

test('a renewal that is not planned is named; a sign-in that cannot be renewed is told by another check', async () => {
  expect((await look([], { renewsAt: null })).said).toEqual(['warning', 'person', 'renewals_unplanned']);
  expect((await look([], { renewable: false, renewsAt: null })).said).toEqual(['skipped', null, 'renewals_impossible']);
});
