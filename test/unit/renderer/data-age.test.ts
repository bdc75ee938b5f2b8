/** How the age of the data is worded. */
import { describe, expect, test } from 'vitest';
import { dataAge, dataTime } from '../../../src/renderer/model/data-age.ts';
import { RefreshPause } from '../../../src/shared/sigma/pane-parts.ts';
import type { PaneView } from '../../../src/shared/state.ts';
import { en } from '../../../src/shared/text/en.ts';

const minute = 60_000;
const at = (...parts: [month: number, day: number, hours: number, minutes: number]) =>
  new Date(2026, ...parts).getTime();
const now = at(2, 4, 10, 45);

test.each([
  [at(2, 4, 10, 42), '10:42'],
  [at(2, 4, 0, 1), '0:01'],
  [at(2, 3, 23, 59), 'yesterday, 23:59'],
  [at(2, 3, 0, 0), 'yesterday, 0:00'],
  [at(2, 2, 23, 59), 'Mon, 2 Mar, 23:59'],
  [new Date(2025, 11, 31, 9, 0).getTime(), 'Wed, 31 Dec 2025, 9:00'],
])('an instant reads by how far it is: %s', (instant, words) => {
  expect(dataTime(instant, now, en).replace(/^(\w{3}) (\d)/, '$1, $2')).toBe(words);
});

test('the locale decides how the time and the day before are written', () => {
  const french = { ...en, locale: 'fr-FR' } as unknown as typeof en;
  expect(dataTime(at(2, 3, 9, 5), now, french)).toBe('hier, 9:05');
  const american = { ...en, locale: 'en-US' } as unknown as typeof en;
  expect(dataTime(at(2, 4, 9, 5), now, american).replace(/\s/g, ' ')).toBe('9:05 AM');
});

describe('what stands in the bar, and behind it', () => {
  const data: PaneView['data'] = {
    asOf: at(2, 4, 10, 42),
    refreshesAt: null,
    isRefreshing: false,
    pausedBy: null,
    isUnanswered: false,
    byPerson: { answered: 0, unanswered: 0 },
  };
  const words = (changes: Partial<PaneView['data']> = {}) => dataAge({ data: { ...data, ...changes } }, now, en);

  test('the time of the data, and nothing more where it is refreshed by hand', () => {
    expect(words()).toEqual({ label: 'Data as of 10:42', more: [] });
    expect(words({ asOf: null })).toEqual({ label: 'Refresh the data', more: [] });
    expect(words({ isRefreshing: true }).label).toBe('Refreshing…');
  });

  test('when it is asked for next', () => {
    expect(words({ refreshesAt: now + 5 * minute }).more).toEqual(['Refreshes by itself at 10:50.']);
    expect(words({ refreshesAt: now + minute - 1 }).more).toEqual(['Refreshes by itself in a moment.']);
  });

  test.each(RefreshPause.options)('why it is not: %s', (pausedBy) => {
    expect(words({ pausedBy }).more).toEqual([en.workbook.refresh.paused[pausedBy]]);
  });

  test('that the last one was not answered, once', () => {
    const { unanswered, paused } = en.workbook.refresh;
    expect(words({ isUnanswered: true }).more).toEqual([unanswered]);
    expect(words({ isUnanswered: true, pausedBy: 'busy' }).more).toEqual([unanswered, paused.busy]);
    expect(words({ isUnanswered: true, pausedBy: 'unanswered' }).more).toEqual([paused.unanswered]);
  });
});
