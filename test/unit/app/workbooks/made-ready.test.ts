/** What is made ready while a person signs in. */
import { beforeEach, describe, expect, test } from 'vitest';
import { createMadeReady } from '../../../../src/main/app/workbooks/made-ready.ts';
import { noGrant } from '../../../../src/shared/grants.ts';
import type { Profile } from '../../../../src/shared/profile/profile.ts';

const HERE = 'main';

function setUp() {
  const timers: { action: () => void; delayMs: number }[] = [];
  const done: string[] = [];
  const world = {
    workbooks: ['trips'],
    connections: ['lake'],
    held: [] as string[],
    chosen: null as string | null,
    profileInWindow: 'finance' as string | null,
    isOpen: false,
    hasSecret: true,
    isThere: true,
  };
  const ready = createMadeReady({
    profileOf: () =>
      world.isThere
        ? ({
            id: 'finance',
            workbooks: world.workbooks.map((id) => ({ id })),
            connections: world.connections.map((id) => ({ id })),
          } as unknown as Profile)
        : null,
    keeper: { view: (id) => ({ ...noGrant(id), ...(world.held.includes(id) && { status: 'signed-in' as const }) }) },
    panes: { targetsOf: () => (world.isOpen ? [{} as never] : []) },
    ahead: {
      prepare: ({ title }) => void done.push(`place for ${title}`),
      giveUp: (profileId) => void done.push(`give up ${profileId}`),
    },
    tabs: { chosenIn: () => (world.chosen === null ? null : ({ workbookId: world.chosen } as never)) },
    sessions: { targetOf: (workbookId, windowId) => ({ title: `${workbookId} in ${windowId}` }) as never },
    warmUp: { prepare: (profileId) => void done.push(`keys of ${profileId}`) },
    hasEmbedSecret: () => world.hasSecret,
    profileIn: () => world.profileInWindow,
    openByItself: (windowId) => void done.push(`open in ${windowId}`),
    timers: {
      setTimer(action, delayMs) {
        const timer = { action, delayMs };
        timers.push(timer);
        return () => void timers.splice(timers.indexOf(timer), timers.includes(timer) ? 1 : 0);
      },
    },
  });
  const elapse = () => timers.splice(0).forEach(({ action }) => void action());
  return { ready, world, done, timers, elapse };
}

let { ready, world, done, timers, elapse } = setUp();
beforeEach(() => {
  ({ ready, world, done, timers, elapse } = setUp());
});

describe('while the browser is open', () => {
  test('the keys and the place of the only workbook are made ready, once the browser had its time', () => {
    ready.begun('lake', HERE);
    expect(done).toEqual([]);
    expect(timers).toMatchObject([{ delayMs: 500 }]);
    elapse();
    expect(done).toEqual(['keys of finance', 'place for trips in main']);
  });

  test('of several workbooks it is that of the chosen tab, and none where the person has to choose', () => {
    world.workbooks = ['trips', 'costs'];
    ready.begun('lake', HERE);
    elapse();
    expect(done.splice(0)).toEqual(['keys of finance']);
    world.chosen = 'costs';
    ready.begun('lake', HERE);
    elapse();
    expect(done).toEqual(['keys of finance', 'place for costs in main']);
  });

  test.each([
    ['another sign-in is still to come', () => world.connections.push('second')],
    ['a workbook of the profile is open', () => (world.isOpen = true)],
    ['the window went to another profile', () => (world.profileInWindow = 'research')],
  ])('there is no place where %s', (_what, happens) => {
    happens();
    ready.begun('lake', HERE);
    elapse();
    expect(done).toEqual(['keys of finance']);
  });

  test('the last of several sign-ins has a place', () => {
    world.connections.push('second');
    world.held.push('second');
    ready.begun('lake', HERE);
    elapse();
    expect(done).toEqual(['keys of finance', 'place for trips in main']);
  });

  test.each([
    ['without an embed secret', () => (world.hasSecret = false)],
    ['that is gone', () => (world.isThere = false)],
  ])('a profile %s has nothing to make ready', (_what, happens) => {
    happens();
    ready.begun('lake', HERE);
    elapse();
    expect(done).toEqual([]);
    ready.over('lake', false);
    expect(done).toEqual(world.isThere ? ['give up finance'] : []);
  });
});

describe('once the sign-in is over', () => {
  test('in vain, the place goes at once', () => {
    ready.begun('lake', HERE);
    elapse();
    ready.over('lake', false);
    expect(done.at(-1)).toBe('give up finance');
    expect(timers).toEqual([]);
  });

  test('with success, the place goes when no workbook took it within ten seconds', () => {
    ready.begun('lake', HERE);
    elapse();
    ready.over('lake', true);
    expect(done.at(-1)).toBe('open in main');
    expect(done).not.toContain('give up finance');
    expect(timers).toMatchObject([{ delayMs: 10_000 }]);
    elapse();
    expect(done.at(-1)).toBe('give up finance');
  });

  test('sooner than anything was made ready, nothing is made any more', () => {
    ready.begun('lake', HERE);
    ready.over('lake', true);
    elapse();
    expect(done).toEqual(['open in main', 'give up finance']);
  });

  test.each([
    ['the sign-in came to nothing', false, () => {}],
    ['the window went to another profile', true, () => (world.profileInWindow = 'research')],
    ['the profile is gone', true, () => (world.isThere = false)],
  ])('nothing is opened where %s', (_what, isSignedIn, happens) => {
    ready.begun('lake', HERE);
    elapse();
    happens();
    ready.over('lake', isSignedIn);
    elapse();
    expect(done.filter((one) => one.startsWith('open'))).toEqual([]);
  });

  test('a sign-in that was begun in no window opens nothing in the one of the sign-in before', () => {
    ready.begun('lake', HERE);
    ready.over('lake', true);
    done.length = 0;
    ready.over('lake', true);
    expect(done).toEqual([]);
  });

  test('because the program closes, no timer is left', () => {
    ready.begun('lake', HERE);
    ready.stop();
    expect(timers).toEqual([]);
  });
});
