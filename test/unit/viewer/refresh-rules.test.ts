/** When a workbook asks for its data again, as pure rules. */
import { describe, expect, test } from 'vitest';
import { createRefreshBudget } from '../../../src/main/viewer/refresh-budget.ts';
import {
  budgetWait,
  MOST_PER_HOUR_OF_PROFILE,
  type RefreshMoment,
  refreshDelay,
  refreshPause,
} from '../../../src/main/viewer/refresh-rules.ts';
import { RefreshSetting } from '../../../src/shared/profile/refresh.ts';

const minute = 60_000;
const hour = 60 * minute;
const setting = (changes: Partial<RefreshSetting> = {}): RefreshSetting => RefreshSetting.parse(changes);

describe('the time from one refresh to the next', () => {
  test('is what the profile says, or up to a tenth more, and for the first one between half of it and the whole', () => {
    const every5 = setting({ everyMinutes: 5 });
    expect(refreshDelay(every5, 0, false)).toBe(5 * minute);
    expect(refreshDelay(every5, 0.5, false)).toBe(5.25 * minute);
    expect(refreshDelay(every5, 0, true)).toBe(2.5 * minute);
    expect(refreshDelay(every5, 0.5, true)).toBe(3.75 * minute);
  });

  test('goes round the hour where the budget is smaller than the clock', () => {
    expect(refreshDelay(setting({ everyMinutes: 1 }), 0, false)).toBe(5 * minute);
    expect(refreshDelay(setting({ everyMinutes: 1, mostPerHour: 60 }), 0, false)).toBe(minute);
    expect(refreshDelay(setting({ everyMinutes: 30, mostPerHour: 1 }), 0, false)).toBe(hour);
  });

  test('is none without a setting, or without the clock in it', () => {
    expect(refreshDelay(undefined, 0, false)).toBeNull();
    expect(refreshDelay(setting({ onReturn: true }), 0, true)).toBeNull();
  });

  test('spreads the twenty workbooks of a wall over the first minutes', () => {
    const firsts = Array.from({ length: 20 }, (_, index) =>
      refreshDelay(setting({ everyMinutes: 5 }), index / 20, true),
    );
    expect(new Set(firsts.map((delay) => Math.floor((delay ?? 0) / 7_500))).size).toBe(20);
  });
});

describe('the budget of an hour', () => {
  const at = (...times: number[]) => times.map((time) => ({ workbookId: 'a', at: time }));

  test('waits until the oldest refresh that is in the way is an hour old', () => {
    const wanted = { workbookId: 'a', mostPerHour: 2 };
    expect(budgetWait([], wanted, 0)).toBe(0);
    expect(budgetWait(at(0), wanted, minute)).toBe(0);
    expect(budgetWait(at(0, minute), wanted, 2 * minute)).toBe(58 * minute);
    expect(budgetWait(at(0, minute, 2 * minute), wanted, 3 * minute)).toBe(58 * minute);
    expect(budgetWait(at(0, minute), wanted, hour)).toBe(0);
  });

  test('is one of each workbook, and of the profile a larger one', () => {
    const wanted = { workbookId: 'b', mostPerHour: 1 };
    expect(budgetWait(at(0, 1, 2), wanted, minute)).toBe(0);
    const many = Array.from({ length: MOST_PER_HOUR_OF_PROFILE }, (_, index) => ({
      workbookId: `w${index}`,
      at: index,
    }));
    expect(budgetWait(many.slice(1), wanted, minute)).toBe(0);
    expect(budgetWait(many, wanted, minute)).toBe(59 * minute);
  });

  test('is counted for each profile by itself, on time that nobody can set', () => {
    let uptime = 0;
    const budget = createRefreshBudget(() => uptime);
    const workbook = { profileId: 'p', workbookId: 'a' };
    budget.spend(workbook);
    uptime = minute;
    expect(budget.wait(workbook, 1)).toBe(59 * minute);
    expect(budget.wait({ ...workbook, profileId: 'q' }, 1)).toBe(0);
    uptime = hour;
    expect(budget.wait(workbook, 1)).toBe(0);
  });
});

describe('what is due by itself', () => {
  const free: RefreshMoment = {
    unanswered: 0,
    isShown: true,
    isOpen: true,
    isOnline: true,
    isEditing: false,
    isBusy: false,
    hasStandby: false,
    sessionLeft: 30 * minute,
    sessionLength: hour,
    sinceDue: 0,
    budgetWait: 0,
  };
  const pause = (changes: Partial<RefreshMoment>) => refreshPause({ ...free, ...changes });

  test('is done when nothing stands in the way', () => expect(pause({})).toBeNull());

  test.each([
    ['unanswered', { unanswered: 2 }],
    ['hidden', { isShown: false }],
    ['not-open', { isOpen: false }],
    ['offline', { isOnline: false }],
    ['editing', { isEditing: true }],
    ['renewing', { hasStandby: true }],
    ['renewing', { sessionLeft: 5 * minute }],
    ['renewing', { sessionLeft: 0, sinceDue: hour }],
    ['busy', { isBusy: true }],
    ['budget', { budgetWait: 1 }],
  ] as const)('waits: %s, for %j', (reason, changes) => expect(pause(changes)).toBe(reason));

  test('goes on after one refresh without an answer', () => expect(pause({ unanswered: 1 })).toBeNull());

  test('waits two minutes for a renewal that is near, and no longer', () => {
    expect(pause({ sessionLeft: 5 * minute, sinceDue: 2 * minute - 1 })).toBe('renewing');
    expect(pause({ sessionLeft: 3 * minute, sinceDue: 2 * minute })).toBeNull();
  });

  test('calls a fifth of a short session near, and six minutes of a long one', () => {
    expect(pause({ sessionLeft: 61_000, sessionLength: 5 * minute })).toBeNull();
    expect(pause({ sessionLeft: 60_000, sessionLength: 5 * minute })).toBe('renewing');
    expect(pause({ sessionLeft: 6 * minute + 1 })).toBeNull();
    expect(pause({ sessionLeft: 6 * minute })).toBe('renewing');
  });
});
