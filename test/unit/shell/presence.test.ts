/** The icons of the desktop: a number or a mark, and the icon in the notification area. */
import { EventEmitter } from 'node:events';
import type { MenuItemConstructorOptions } from 'electron';
import { expect, test } from 'vitest';
import { createPresence, dot } from '../../../src/main/shell/presence.ts';
import { en } from '../../../src/shared/text/en.ts';

class FakeTray extends EventEmitter {
  items: MenuItemConstructorOptions[] = [];
  isThere = true;
  setToolTip = () => {};
  setMenu = (items: MenuItemConstructorOptions[]) => {
    this.items = items;
  };
  destroy = () => {
    this.isThere = false;
  };
}

function opened(platform: NodeJS.Platform) {
  const world = {
    badges: [] as number[],
    overlays: [] as unknown[][],
    trays: [] as FakeTray[],
    forward: 0,
    quits: 0,
    openWindow: () => {},
  };
  const presence = createPresence({
    platform,
    text: en,
    app: {
      setBadgeCount: (count) => {
        world.badges.push(count ?? -1);
        return true;
      },
      quit: () => {
        world.quits += 1;
      },
    },
    onWindowOpened(listener) {
      world.openWindow = listener;
    },
    windows: () => [{ setOverlayIcon: (...all) => void world.overlays.push(all) }],
    pictureOf: (pixels, size) => `${pixels.length} ${size}` as never,
    createTray() {
      const tray = new FakeTray();
      world.trays.push(tray);
      return tray as never;
    },
    comeForward: () => {
      world.forward += 1;
    },
  });
  return { world, presence };
}

test.each(['linux', 'darwin'] as const)('%s shows the number', (platform) => {
  const { world, presence } = opened(platform);
  presence.showCount(3);
  presence.showCount(0);
  expect(world.badges).toEqual([3, 0]);
  expect(world.overlays).toEqual([]);
});

test('Windows shows a mark, and says the number to those who listen', () => {
  const { world, presence } = opened('win32');
  presence.showCount(1);
  presence.showCount(2);
  presence.showCount(0);
  expect(world.badges).toEqual([]);
  expect(world.overlays).toEqual([
    ['1024 16', en.notifications.count.one],
    ['1024 16', '2 things that you have not looked at'],
    [null, ''],
  ]);
});

test('a window that is opened while something waits has the mark of the others on Windows, and none otherwise', () => {
  const { world, presence } = opened('win32');
  world.openWindow();
  presence.showCount(1);
  world.openWindow();
  presence.showCount(0);
  world.openWindow();
  const mark = ['1024 16', en.notifications.count.one];
  expect(world.overlays).toEqual([mark, mark, [null, '']]);
  const other = opened('linux');
  other.presence.showCount(1);
  other.world.openWindow();
  expect([other.world.badges, other.world.overlays]).toEqual([[1], []]);
});

test('the mark is a disc: whole in the middle, nothing in the corners', () => {
  const pixels = dot(16);
  expect(pixels.subarray((8 * 16 + 8) * 4, (8 * 16 + 8) * 4 + 4)).toEqual(Buffer.from([0x2a, 0x2a, 0xd1, 0xff]));
  for (const corner of [0, 15, 15 * 16, 255]) expect(pixels[corner * 4 + 3]).toBe(0);
});

test('the icon in the notification area is there once, leads to the window, ends the program, and goes', () => {
  const { world, presence } = opened('linux');
  presence.showTray(true);
  presence.showTray(true);
  const [tray, ...others] = world.trays;
  expect(others).toEqual([]);
  tray?.emit('click');
  expect(tray?.items.map(({ label }) => label)).toEqual(['Open Sightglass', 'Quit']);
  for (const item of tray?.items ?? []) item.click?.(undefined as never, undefined, undefined as never);
  expect([world.forward, world.quits]).toEqual([2, 1]);
  presence.showTray(false);
  expect(tray?.isThere).toBe(false);
  presence.showTray(true);
  expect(world.trays).toHaveLength(2);
});
