/** How a wall is, for those who watch over it. */
import { expect, test } from 'vitest';
import { standingOf } from '../../../../src/main/app/wall/wall-standing.ts';

test('a tab that failed again and again is counted; one that failed now and then, or is gone, is not', () => {
  const place = { windowId: 'w', profileId: 'p' };
  const view = { shownPaneId: null, preparedPaneId: null, hasPicture: true, lacks: null };
  const failed = { a: { times: 4, notBefore: 0 }, b: { times: 3, notBefore: 0 }, gone: { times: 9, notBefore: 0 } };
  const tabs = ['a', 'b', 'c'].map((tabId) => ({ tabId }));
  expect(standingOf(place, view, tabs, { failed })).toEqual({
    ...place,
    hasPicture: true,
    lacks: null,
    tabs: 3,
    failing: 1,
  });
});
