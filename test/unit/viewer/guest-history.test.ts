/** Steps inside of a guest: known when it navigates, and taken although the page around it has no such methods any more. */
import { EventEmitter } from 'node:events';
import type { WebContents } from 'electron';
import { expect, test } from 'vitest';
import { refuseMethods } from '../../../src/main/viewer/guest-element.ts';
import { createGuestHistory } from '../../../src/main/viewer/guest-history.ts';

function setUp() {
  const world = { at: 0, entries: 1, isDestroyed: false, changes: 0 };
  const fake = Object.assign(new EventEmitter(), {
    isDestroyed: () => world.isDestroyed,
    navigationHistory: {
      canGoBack: () => world.at > 0,
      canGoForward: () => world.at < world.entries - 1,
      clear: () => Object.assign(world, { at: 0, entries: 1 }),
      goBack: () => {
        world.at -= 1;
      },
      goForward: () => {
        world.at += 1;
      },
    },
  });
  const contents = fake as unknown as WebContents;
  const history = createGuestHistory();
  history.add(contents, () => {
    world.changes += 1;
  });
  refuseMethods(contents, { allowsDevTools: false, onRefused: () => {} });
  const go = (direction: 'back' | 'forward') => {
    history.go(contents, direction);
    fake.emit('did-navigate-in-page');
  };
  return { world, fake, contents, history, go };
}

test('a step in any frame leads back, and one back leads on again', () => {
  const { world, fake, contents, history, go } = setUp();
  expect(history.steps(contents)).toEqual({ canGoBack: false, canGoForward: false });
  Object.assign(world, { at: 1, entries: 2 });
  fake.emit('did-frame-navigate');
  expect(history.steps(contents)).toEqual({ canGoBack: true, canGoForward: false });
  go('back');
  expect(world.at).toBe(0);
  expect(history.steps(contents)).toEqual({ canGoBack: false, canGoForward: true });
  go('forward');
  expect(world.at).toBe(1);
  expect(world.changes).toBe(3);
});

test('another load begins without the steps of the one before', () => {
  const { world, fake, contents, history } = setUp();
  Object.assign(world, { at: 1, entries: 3 });
  fake.emit('did-navigate-in-page');
  expect(history.steps(contents)).toEqual({ canGoBack: true, canGoForward: true });
  fake.emit('did-navigate');
  expect(history.steps(contents)).toEqual({ canGoBack: false, canGoForward: false });
  expect(world).toMatchObject({ at: 0, entries: 1, changes: 2 });
  // The page around the workbook stays, and gets the address of the other load.
  Object.assign(world, { at: 1, entries: 3 });
  fake.emit('did-navigate-in-page', {}, 'https://sigma.example/#trips', false);
  expect(history.steps(contents)).toEqual({ canGoBack: true, canGoForward: true });
  fake.emit('did-navigate-in-page', {}, 'sightglass://guest/', true);
  expect(history.steps(contents)).toEqual({ canGoBack: false, canGoForward: false });
  expect(world).toMatchObject({ at: 0, entries: 1, changes: 4 });
});

test('what changes nothing is not told, and where there is no step none is taken', () => {
  const { world, fake, go, history, contents } = setUp();
  fake.emit('did-navigate');
  go('back');
  go('forward');
  expect(world).toMatchObject({ at: 0, changes: 0 });
  history.go(undefined, 'back');
  expect(history.steps(undefined)).toEqual({ canGoBack: false, canGoForward: false });
  Object.assign(world, { at: 1, entries: 2, isDestroyed: true });
  history.go(contents, 'back');
  expect(world.at).toBe(1);
});
