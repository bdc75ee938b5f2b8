/** Situations of a person who explores, or works with bookmarks. */
import type { Desk, SituationGroup } from './situation.ts';
import { choose, click, mode, openTrips, told } from './steps.ts';

async function bookmark(desk: Desk, kind: { isDefault?: boolean; isShared?: boolean }): Promise<void> {
  await desk.command({
    type: 'workbook:bookmark:create',
    name: 'Mine',
    isDefault: kind.isDefault ?? false,
    isShared: kind.isShared ?? false,
  });
  await told(desk, ({ bookmarkId }) => bookmarkId !== null);
}

export const saved: SituationGroup = {
  title: 'explores and keeps bookmarks',
  situations: [
    {
      name: 'a workbook is explored',
      kept: 'the exploration',
      swap: 'at once',
      enter: (desk) => mode(desk, 'explore'),
    },
    {
      name: 'what is explored is filtered, on another page',
      kept: 'the exploration, its filter and the page',
      swap: 'at once',
      async enter(desk) {
        await mode(desk, 'explore');
        await choose(desk, 'Queens');
        await openTrips(desk);
      },
    },
    {
      name: 'an exploration was given up',
      kept: 'the workbook as it was published',
      swap: 'at once',
      async enter(desk) {
        await mode(desk, 'explore');
        await mode(desk, 'view');
        await told(desk, (place) => place.mode === 'view');
      },
    },
    {
      name: 'a bookmark is open',
      kept: 'the bookmark',
      swap: 'at once',
      async enter(desk) {
        await choose(desk, 'Queens');
        await bookmark(desk, {});
      },
    },
    {
      name: 'a control was changed after a shared bookmark was opened',
      kept: 'the bookmark, and the change on top of it',
      swap: 'at once',
      async enter(desk) {
        await choose(desk, 'Queens');
        await bookmark(desk, { isShared: true });
        await choose(desk, 'Brooklyn');
      },
    },
    {
      name: 'the default bookmark opened by itself',
      kept: 'what it holds',
      swap: 'at once',
      async enter(desk) {
        await choose(desk, 'Queens');
        await bookmark(desk, { isDefault: true });
        await desk.openAfresh();
      },
    },
    {
      name: 'the filter of the default bookmark was cleared',
      kept: 'the cleared filter',
      swap: 'at once',
      async enter(desk) {
        await click(desk, '[data-testid="clear-filters"]');
      },
    },
  ],
};
