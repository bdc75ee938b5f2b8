/** Which sign-in a person is asked for. */
import { expect, test } from 'vitest';
import { grantOfFailure, grantThatIsOver, grantToSignInTo } from '../../../src/renderer/model/sign-in-again.ts';
import { AppError } from '../../../src/shared/errors.ts';
import type { GrantView } from '../../../src/shared/state.ts';
import { fixtures, testNow } from '../../support/ui/fixtures.ts';

const [held] = fixtures.workbook(testNow).grants as [GrantView];
const over = { ...held, expiresAt: testNow };
const problemOf = (error: AppError) => error.toView();
const busy = problemOf(new AppError('server_busy', { reason: 'answered', status: 500, said: '' }));
const other = { ...held, connectionId: 'other' };

test.each<[string, GrantView[], string | null]>([
  ['none while all is well', [held], null],
  ['none while a failing renewal has time', [{ ...held, problem: busy }], null],
  ['one that has ended', [held, { ...other, status: 'ended' }], 'other'],
  [
    'one that has ended before one that is over',
    [
      { ...over, problem: busy },
      { ...other, status: 'ended' },
    ],
    'other',
  ],
  ['one that is over, whatever keeps it from being renewed', [{ ...over, problem: busy }], held.connectionId],
  ['also while it is tried again', [{ ...over, status: 'renewing', problem: busy }], held.connectionId],
  ['none that is over and about to be renewed', [over], null],
  [
    'none that lacks a scope',
    [{ ...over, problem: problemOf(new AppError('scopes_missing', { missing: 'a', place: 'oidc' })) }],
    null,
  ],
  [
    'none without a network, where a sign-in would fail as well',
    [{ ...over, problem: problemOf(new AppError('offline', { reason: 'noConnection', host: 'as.example' })) }],
    null,
  ],
  ['none that nobody has signed in to', [{ ...held, status: 'signed-out', expiresAt: null }], null],
])('%s', (_, grants, id) => {
  expect(grantToSignInTo(grants, testNow)?.connectionId ?? null).toBe(id);
});

test('a grant that is over without a network is found, behind one that a sign-in helps', () => {
  const away = { ...over, problem: problemOf(new AppError('offline', { reason: 'noConnection', host: 'as.example' })) };
  expect(grantThatIsOver([away], testNow)?.connectionId).toBe(held.connectionId);
  expect(grantThatIsOver([away, { ...other, status: 'ended' }], testNow)?.connectionId).toBe('other');
  expect(grantThatIsOver([{ ...away, expiresAt: testNow + 1 }], testNow)).toBeNull();
});

const unverified = problemOf(new AppError('email_unverified', { reason: 'saidOfNone' }));
const incomplete = { ...other, isIdentityIncomplete: true };
const machine = { ...held, connectionId: 'machine', person: null, isServiceAccount: true };

test.each<[string, AppError | typeof unverified, GrantView[], string | null]>([
  [
    'the one that names nobody, before one that only lacks a claim',
    unverified,
    [held, incomplete, { ...incomplete, connectionId: 'nobody', person: null }],
    'nobody',
  ],
  ['the one that lacks a claim', unverified, [held, machine, incomplete], 'other'],
  [
    'the one that nobody has signed in to',
    unverified,
    [incomplete, { ...held, status: 'signed-out' }],
    held.connectionId,
  ],
  [
    'the one whose renewal was refused in the same way',
    new AppError('renewal_refused', { reason: 'answered', status: 403, said: '' }),
    [
      held,
      { ...other, problem: problemOf(new AppError('renewal_refused', { reason: 'answered', status: 403, said: '' })) },
    ],
    'other',
  ],
  ['the one that is over, whatever the failure is called', busy, [held, { ...other, status: 'ended' }], 'other'],
  ['none, where a sign-in does not mend it', busy, [{ ...incomplete, problem: busy }], null],
  ['none, where no sign-in is incomplete', unverified, [held, machine], null],
])('a workbook that failed comes back by %s', (_, error, grants, id) => {
  expect(
    grantOfFailure(error instanceof AppError ? problemOf(error) : error, grants, testNow)?.connectionId ?? null,
  ).toBe(id);
});
