/** Notifications of the system: shown where there is somebody to show them, held until they are over. */
import { EventEmitter } from 'node:events';
import { expect, test } from 'vitest';
import { createSystemNotifications } from '../../../src/main/shell/system-notifications.ts';

class FakeNotification extends EventEmitter {
  readonly did: string[] = [];
  show = () => void this.did.push('show');
  close = () => void this.did.push('close');
}

function opened(isSupported = true) {
  const world = { made: [] as { options: object; one: FakeNotification }[], failed: 0, clicks: 0 };
  const { show } = createSystemNotifications({
    isSupported: () => isSupported,
    create(options) {
      const one = new FakeNotification();
      world.made.push({ options, one });
      return one as never;
    },
    onFailed: () => {
      world.failed += 1;
    },
  });
  const take = show({
    title: 'Download done',
    body: 'The file lies in its folder.',
    onClick: () => {
      world.clicks += 1;
    },
  });
  return { world, take, one: world.made[0]?.one };
}

test('it says what it is given and nothing else, and is taken away once', () => {
  const { world, take, one } = opened();
  expect(world.made.map(({ options }) => options)).toEqual([
    { title: 'Download done', body: 'The file lies in its folder.' },
  ]);
  take();
  take();
  expect(one?.did).toEqual(['show', 'close']);
});

test('a press leads on, and takes it away', () => {
  const { world, take, one } = opened();
  one?.emit('click');
  take();
  expect(world.clicks).toBe(1);
  expect(one?.did).toEqual(['show', 'close']);
});

test('one that the system could not show is told of and not taken away', () => {
  const { world, take, one } = opened();
  one?.emit('failed', {}, 'no');
  take();
  expect(world.failed).toBe(1);
  expect(one?.did).toEqual(['show']);
});

test('where there is nobody to show it, nothing happens', () => {
  const { world, take } = opened(false);
  take();
  expect(world.made).toEqual([]);
});
