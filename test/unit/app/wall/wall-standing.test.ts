/** How a wall is, for those who watch over it. */
import { expect, test } from 'vitest';
import { createLastCodes, standingOf } from '../../../../src/main/app/wall/wall-standing.ts';

test('why a tab did not come is said as long as it did not, and of none that came', () => {
  const view = { shownPaneId: null, preparedPaneId: null, hasPicture: true, lacks: null };
  const standing = (failed: Record<string, { times: number; notBefore: number }>) =>
    standingOf({ windowId: 'w', profileId: 'p' }, view, [{ tabId: 'a' }, { tabId: 'b' }], { failed }, (tabId) =>
      tabId === 'b' ? 'sigma_unreachable' : null,
    ).problem;
  expect(standing({})).toBe(null);
  expect(standing({ a: { times: 9, notBefore: 0 } })).toBe(null);
  expect(standing({ a: { times: 9, notBefore: 0 }, b: { times: 1, notBefore: 0 } })).toBe('sigma_unreachable');
});

test('a tab that failed again and again is counted; one that failed now and then, or is gone, is not', () => {
  const place = { windowId: 'w', profileId: 'p' };
  const view = { shownPaneId: null, preparedPaneId: null, hasPicture: true, lacks: null };
  const failed = { a: { times: 4, notBefore: 0 }, b: { times: 3, notBefore: 0 }, gone: { times: 9, notBefore: 0 } };
  const tabs = ['a', 'b', 'c'].map((tabId) => ({ tabId }));
  const codes: Record<string, string> = { a: 'sigma_unreachable', c: 'offline' };
  expect(standingOf(place, view, tabs, { failed }, (tabId) => codes[tabId] ?? null)).toEqual({
    ...place,
    hasPicture: true,
    lacks: null,
    tabs: 3,
    failing: 1,
    problem: 'sigma_unreachable',
  });
});

test('why a tab failed is known while it is tried again, and forgotten once it came', () => {
  const codes = createLastCodes();
  const tabs = [{ tabId: 'a', paneId: 'pane' }];
  const note = (phase: 'failed' | 'loading' | 'ready') => {
    const error = phase === 'failed' ? { code: 'sigma_unreachable', values: {} } : null;
    codes.note(tabs, [{ paneId: 'pane', phase, error } as never]);
    return codes.of('a');
  };
  expect(note('loading')).toBe(null);
  expect(note('failed')).toBe('sigma_unreachable');
  expect(note('loading')).toBe('sigma_unreachable');
  expect(codes.of('b')).toBe(null);
  expect(note('ready')).toBe(null);
});
