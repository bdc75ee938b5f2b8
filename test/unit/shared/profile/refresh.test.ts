/** When a workbook is refreshed by itself, as profiles keep it. */
import { describe, expect, test } from 'vitest';
import { Profile } from '../../../../src/shared/profile/profile.ts';
import { RefreshSetting, refreshesByItself, refreshInterval } from '../../../../src/shared/profile/refresh.ts';
import { finance } from '../../../support/ui/fixtures.ts';

describe('a stored profile', () => {
  test('of before there was such a setting is read as it is, and refreshes by hand', () => {
    const { profile } = finance;
    expect(Profile.parse(structuredClone(profile))).toEqual(profile);
    expect(Profile.parse(profile).workbooks[0]).not.toHaveProperty('refresh');
  });

  test('that names only a part of it gets the rest of it, with the budget', () => {
    const workbooks = finance.profile.workbooks.map((workbook) => ({ ...workbook, refresh: { everyMinutes: 10 } }));
    expect(Profile.parse({ ...finance.profile, workbooks }).workbooks[0]?.refresh).toEqual({
      everyMinutes: 10,
      onReturn: false,
      afterSleep: false,
      mostPerHour: 12,
    });
  });
});

test('nothing refreshes by itself without a clock or an occasion', () => {
  expect(refreshesByItself(RefreshSetting.parse({ mostPerHour: 5 }))).toBe(false);
  for (const setting of [{ everyMinutes: 1 }, { onReturn: true }, { afterSleep: true }]) {
    expect(refreshesByItself(RefreshSetting.parse(setting))).toBe(true);
  }
});

test('the clock goes no faster than the budget', () => {
  expect(refreshInterval({ everyMinutes: 10, mostPerHour: 12 })).toBe(10);
  expect(refreshInterval({ everyMinutes: 1, mostPerHour: 12 })).toBe(5);
  expect(refreshInterval({ everyMinutes: null, mostPerHour: 12 })).toBeNull();
});
