/** The zoom of workbooks: of every guest of one, kept, and gone with the workbook. */
import { expect, test } from 'vitest';
import { createZoomingFeature } from '../../../../src/main/app/zooming/zooming-feature.ts';
import type { Profile } from '../../../../src/shared/profile/profile.ts';
import { createFakeStore } from '../../../support/vault-fakes.ts';

const guests: Readonly<Record<string, string[]>> = { revenue: ['active', 'standby'], costs: ['other'] };
const profileWith = (...ids: string[]) => ({ workbooks: ids.map((id) => ({ id })) }) as unknown as Profile;

function opened(settings = createFakeStore()) {
  const world = { zoomed: [] as string[], profiles: [profileWith('revenue', 'costs')], areWhole: true, changes: 0 };
  const feature = createZoomingFeature({
    panes: {
      guestsOf: (workbookId) => guests[workbookId] ?? [],
      sourceOf(guestId) {
        const workbookId = Object.keys(guests).find((id) => guests[id]?.includes(guestId));
        if (workbookId === undefined) return null;
        return { guestId, paneId: 'pane', profileId: 'profile', workbookId, title: '', sessionExpiresAt: null };
      },
    },
    profiles: { all: () => world.profiles, areWhole: () => world.areWhole },
    settings,
    zoomGuest: (guestId, factor) => void world.zoomed.push(`${guestId} ${factor}`),
    log: { warn: () => {} },
    onChange: () => {
      world.changes += 1;
    },
  });
  return { feature, world, settings, zooms: () => feature.sharedState().workbookZooms };
}

test('a workbook is zoomed in all its guests, and no other one is', () => {
  const { feature, world, zooms } = opened();
  feature.change('revenue', 'in');
  expect(world.zoomed).toEqual(['active 1.1', 'standby 1.1']);
  expect(zooms()).toEqual({ revenue: 1.1 });
  feature.change('revenue', 'reset');
  expect(world.zoomed.slice(2)).toEqual(['active 1', 'standby 1']);
  expect(zooms()).toEqual({});
  expect(world.changes).toBe(2);
});

test('a guest that comes later is as large as the workbook', () => {
  const { feature, world } = opened();
  feature.change('revenue', 'in');
  world.zoomed.length = 0;
  feature.opened('standby');
  feature.opened('other');
  feature.opened('gone');
  expect(world.zoomed).toEqual(['standby 1.1', 'other 1']);
});

test('after the window is zoomed each guest gets its own again', () => {
  const { feature, world } = opened();
  feature.change('costs', 'out');
  world.zoomed.length = 0;
  feature.renew();
  expect(world.zoomed).toEqual(['active 1', 'standby 1', 'other 0.9']);
});

test('the next start has it, and nothing of what is gone', () => {
  const { feature, settings } = opened();
  feature.change('revenue', 'in');
  feature.change('costs', 'in');
  const next = opened(settings);
  expect(next.zooms()).toEqual({ revenue: 1.1, costs: 1.1 });
  next.world.profiles = [profileWith('costs')];
  next.world.areWhole = false;
  next.feature.prune();
  expect(next.zooms()).toEqual({ revenue: 1.1, costs: 1.1 });
  next.world.areWhole = true;
  next.feature.prune();
  expect(next.zooms()).toEqual({ costs: 1.1 });
});

test.each([null, [], 'x', { revenue: 99 }, { revenue: 'large' }])('settings that are %j are none', (stored) => {
  const settings = createFakeStore();
  void settings.assign({ workbookZooms: stored });
  expect(opened(settings).zooms()).toEqual({});
});
