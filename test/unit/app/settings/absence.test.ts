/** Who went away is signed out, and not before they were warned; who is there is left alone. */
import { describe, expect, test } from 'vitest';
import { createAbsence } from '../../../../src/main/app/settings/absence.ts';
import { absenceStep } from '../../../../src/main/app/settings/absence-rules.ts';
import { openChoices } from '../../../../src/main/settings/choices.ts';
import { AppError } from '../../../../src/shared/errors.ts';
import { createFakeStore } from '../../../support/vault-fakes.ts';

const minute = 60_000;

describe('the rule', () => {
  test.each([
    ['never, however long', 86_400_000, 0, { step: 'present' }],
    ['just used', 0, 10 * minute, { step: 'present' }],
    ['a minute and a bit before', 9 * minute - 1, 10 * minute, { step: 'present' }],
    ['a minute before', 9 * minute, 10 * minute, { step: 'warned', leftMs: minute }],
    ['a second before', 10 * minute - 1_000, 10 * minute, { step: 'warned', leftMs: 1_000 }],
    ['reached', 10 * minute, 10 * minute, { step: 'over' }],
    ['of one minute, in its first half', 29_000, minute, { step: 'present' }],
    ['of one minute, in its second half', 30_000, minute, { step: 'warned', leftMs: 30_000 }],
  ] as const)('%s', (_name, idleMs, limitMs, expected) => {
    expect(absenceStep(idleMs, limitMs)).toEqual(expected);
  });
});

async function watching(chosen: Record<string, unknown>, { fails = false } = {}) {
  const choices = openChoices(createFakeStore(new Map([['chosen', chosen]])), {});
  const clock = { uptime: 0 };
  const told = { changes: 0, signOuts: 0 };
  const notices: AppError[] = [];
  const people = { isAnybodySignedIn: true };
  const absence = createAbsence({
    choices,
    now: () => 1_000_000 + clock.uptime,
    uptime: () => clock.uptime,
    isAnybodySignedIn: () => people.isAnybodySignedIn,
    async signOutPeople() {
      told.signOuts += 1;
      people.isAnybodySignedIn = false;
      if (fails) throw new AppError('vault_remove_failed', { reason: 'signedOut', systemCode: 'ENOSPC' });
    },
    notices: { add: (error) => void notices.push(error) },
    log: { info: () => {} },
    onChange: () => {
      told.changes += 1;
    },
  });
  /** Time goes on, and nobody has used the computer for so long. */
  const lookAfter = async (uptime: number, idleMs: number) => {
    clock.uptime = uptime;
    await absence.look(idleMs);
  };
  return { absence, choices, told, notices, people, lookAfter, view: () => absence.sharedState().signsOutAt };
}

const caller = { windowId: 'window', kind: 'viewer' } as const;

test('nobody is signed out unless somebody chose it', async () => {
  const { absence, told, lookAfter } = await watching({});
  await lookAfter(86_400_000, 86_400_000);
  await absence.locked();
  expect(told).toEqual({ changes: 0, signOuts: 0 });
});

describe('a locked screen', () => {
  test('signs out at once, and says why', async () => {
    const { absence, told, notices } = await watching({ signOutWhenLocked: true });
    await absence.locked();
    await absence.locked();
    expect(told.signOuts).toBe(1);
    expect(notices.map(({ code, values }) => [code, values.reason])).toEqual([['signed_out_by_itself', 'locked']]);
  });

  test('says nothing where nobody was signed in', async () => {
    const { absence, told, notices, people } = await watching({ signOutWhenLocked: true });
    people.isAnybodySignedIn = false;
    await absence.locked();
    expect([told.signOuts, notices]).toEqual([0, []]);
  });

  test('says what was left where something was', async () => {
    const { absence, notices } = await watching({ signOutWhenLocked: true }, { fails: true });
    await absence.locked();
    expect(notices.map(({ code }) => code)).toEqual(['vault_remove_failed']);
  });
});

describe('nobody there', () => {
  test('is warned of, with one instant that stays, and then signs out', async () => {
    const { told, notices, lookAfter, view } = await watching({ signOutWhenIdle: 10 });
    await lookAfter(8 * minute, 8 * minute);
    expect([view(), told.changes]).toEqual([null, 0]);
    await lookAfter(9 * minute, 9 * minute);
    expect(view()).toBe(1_000_000 + 10 * minute);
    // The system counts in whole seconds.
    await lookAfter(9 * minute + 3_000, 9 * minute + 2_000);
    expect([view(), told.changes]).toEqual([1_000_000 + 10 * minute, 1]);
    await lookAfter(10 * minute, 10 * minute);
    expect(view()).toBeNull();
    expect(told.signOuts).toBe(1);
    expect(notices.map(({ values }) => values.reason)).toEqual(['idle']);
  });

  test('is over as soon as somebody moves', async () => {
    const { told, lookAfter, view } = await watching({ signOutWhenIdle: 10 });
    await lookAfter(9 * minute, 9 * minute);
    await lookAfter(9 * minute + 3_000, 1_000);
    expect([view(), told.signOuts]).toEqual([null, 0]);
  });

  test('begins anew when somebody says that they are there, whatever the system counts', async () => {
    const { absence, told, lookAfter, view } = await watching({ signOutWhenIdle: 10 });
    await lookAfter(9 * minute, 9 * minute);
    absence.handlers['absence.stay'](undefined, caller);
    expect(view()).toBeNull();
    await lookAfter(12 * minute, 12 * minute);
    expect([view(), told.signOuts]).toEqual([null, 0]);
    await lookAfter(18 * minute, 18 * minute);
    expect([view(), told.signOuts]).toEqual([1_000_000 + 19 * minute, 0]);
    await lookAfter(19 * minute, 19 * minute);
    expect(told.signOuts).toBe(1);
  });

  test('is not asked after where nobody is signed in, nor when it is chosen otherwise meanwhile', async () => {
    const { choices, people, lookAfter, view } = await watching({ signOutWhenIdle: 10 });
    people.isAnybodySignedIn = false;
    await lookAfter(9 * minute, 9 * minute);
    expect(view()).toBeNull();
    people.isAnybodySignedIn = true;
    await lookAfter(9 * minute, 9 * minute);
    expect(view()).not.toBeNull();
    await choices.reset(['signOutWhenIdle']);
    expect(view()).toBeNull();
  });
});
