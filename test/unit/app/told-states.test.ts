import { describe, expect, test } from 'vitest';
import { createToldStates } from '../../../src/main/app/told-states.ts';
import type { Caller } from '../../../src/main/ipc/router.ts';
import { followState } from '../../../src/renderer/bridge/follow-state.ts';
import type { Answer, Bridge } from '../../../src/shared/ipc/contract.ts';
import type { StateChange } from '../../../src/shared/ipc/state-change.ts';
import type { AppState, PaneView } from '../../../src/shared/state.ts';
import type { ShownState } from '../../../src/shared/state-change.ts';
import { fixtures, ids, testNow } from '../../support/ui/fixtures.ts';

const { revision: _revision, ...open }: AppState = fixtures['workbook-inside'](testNow);
const [pane] = open.window.panes as [PaneView];
const [profile] = open.profiles as [ShownState['profiles'][number]];
const here: Caller = { windowId: open.window.windowId, kind: 'viewer' };

const paneOf = (paneId: string, title = 'Revenue by region'): PaneView => ({ ...pane, paneId, title });
const withPanes = (...panes: PaneView[]): ShownState => ({ ...open, window: { ...open.window, panes } });

/** Main, with a state that a test sets; each view is made anew, as features make them. */
function telling(first: ShownState) {
  let state: unknown = first;
  const errors: unknown[] = [];
  const heard = { changes: 0 };
  const told = createToldStates({
    stateFor: () => structuredClone(state) as ShownState,
    onChange: () => {
      heard.changes += 1;
    },
    log: { error: (event, fields) => errors.push([event, fields]) },
  });
  return {
    ...told,
    errors,
    heard,
    set(next: unknown): void {
      state = next;
    },
    /** @returns what the window is told of it */
    become(next: unknown): StateChange[] {
      state = next;
      return told.changes(here);
    },
  };
}

describe('what a window is told', () => {
  test('is nothing until it has asked, and nothing when nothing is different', () => {
    const { become, whole } = telling(open);
    expect(become({ ...open, online: !open.online })).toEqual([]);
    expect(whole(here)).toEqual({ ...open, online: !open.online, revision: 1 });
    expect(become({ ...open, online: !open.online })).toEqual([]);
    expect(whole(here).revision).toBe(1);
  });

  test('is the one part that changed', () => {
    const { become, whole } = telling(open);
    whole(here);
    expect(become({ ...open, online: false })).toEqual([{ revision: 2, follows: 1, online: false, window: {} }]);
    expect(become({ ...open, online: false, window: { ...open.window, areaSteps: 9 } })).toEqual([
      { revision: 3, follows: 2, window: { areaSteps: 9 } },
    ]);
  });

  test('is of a list the one item that changed, and its order where that is different', () => {
    const { become, whole } = telling(withPanes(paneOf('a'), paneOf('b')));
    whole(here);
    const panesTold = (...panes: PaneView[]) => become(withPanes(...panes)).map(({ window }) => window);
    expect(panesTold(paneOf('a'), paneOf('b', 'Pipeline'))).toEqual([
      { panes: { order: null, changed: [['b', paneOf('b', 'Pipeline')]] } },
    ]);
    expect(panesTold(paneOf('b', 'Pipeline'), paneOf('c'))).toEqual([
      { panes: { order: ['b', 'c'], changed: [['c', paneOf('c')]] } },
    ]);
    expect(panesTold()).toEqual([{ panes: { order: [], changed: [] } }]);
  });

  test('is told to whoever else listens in the window, when an answer had it first', () => {
    const { set, whole, changes, heard } = telling(open);
    whole(here);
    set({ ...open, online: false });
    expect(whole(here)).toEqual({ ...open, online: false, revision: 2 });
    expect(heard.changes).toBe(1);
    expect(changes(here)).toEqual([{ revision: 2, follows: 1, online: false, window: {} }]);
    expect(changes(here)).toEqual([]);
  });

  test('does not hold the state of a window that is gone', () => {
    const { become, whole, windowClosed } = telling(open);
    whole(here);
    windowClosed(here.windowId);
    expect(become({ ...open, online: false })).toEqual([]);
  });
});

describe('what the contract does not allow', () => {
  const refused = (place: string) => ['window.state-refused', { faults: [place] }];

  test('is left out of what else is told, logged once without its values, and told when it is right again', () => {
    const { become, whole, errors } = telling(open);
    whole(here);
    const wrong = { ...open, online: 'a secret' };
    expect(become({ ...wrong, clockAheadMs: 5 })).toEqual([{ revision: 2, follows: 1, clockAheadMs: 5, window: {} }]);
    expect(become({ ...wrong, clockAheadMs: 6 })).toMatchObject([{ follows: 2, clockAheadMs: 6 }]);
    expect(errors).toEqual([refused('online')]);
    expect(become({ ...open, online: false, clockAheadMs: 6 })).toEqual([
      { revision: 4, follows: 3, online: false, window: {} },
    ]);
    expect(become({ ...wrong, clockAheadMs: 6 })).toEqual([]);
    expect(errors).toEqual([refused('online'), refused('online')]);
  });

  test('is of the window one part', () => {
    const { become, whole, errors } = telling(open);
    whole(here);
    expect(become({ ...open, window: { ...open.window, areaSteps: 7, about: 'a secret' } })).toEqual([
      { revision: 2, follows: 1, window: { areaSteps: 7 } },
    ]);
    expect(errors).toEqual([refused('window.about')]);
  });

  test('is of a list one item, which stays as it was, or is not there yet', () => {
    const { become, whole, errors } = telling(withPanes(paneOf('a'), paneOf('b')));
    whole(here);
    const wrong = (paneId: string) => paneOf(paneId, 7 as never);
    expect(become(withPanes(wrong('new'), paneOf('b', 'Pipeline'), wrong('a')))).toEqual([
      {
        revision: 2,
        follows: 1,
        window: { panes: { order: ['b', 'a'], changed: [['b', paneOf('b', 'Pipeline')]] } },
      },
    ]);
    expect(errors).toEqual([
      ['window.state-refused', { faults: ['window.panes.changed.0.1.title', 'window.panes.changed.2.1.title'] }],
    ]);
    // Nothing is left of this one.
    expect(become(withPanes(paneOf('b', 'Pipeline'), wrong('a')))).toEqual([]);
    expect(become(withPanes(paneOf('b', 'Pipeline'), paneOf('a', 'Trials')))).toMatchObject([
      { follows: 2, window: { panes: { order: null, changed: [['a', { title: 'Trials' }]] } } },
    ]);
  });
});

/** The same numbers from 0 to 1 for the same seed (mulberry32), so that a failure can be had again. */
function chance(seed: number) {
  let at = seed;
  const random = () => {
    at = (at + 0x6d2b79f5) | 0;
    let mixed = Math.imul(at ^ (at >>> 15), 1 | at);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
  const below = (limit: number) => Math.floor(random() * limit);
  return { random, below, shuffled: <Item>(all: readonly Item[]) => all.toSorted(() => random() - 0.5) };
}
type Chance = ReturnType<typeof chance>;

/** Some state of few parts; the same id may be there twice, as in a settings file that somebody wrote. */
function anyState({ random, below, shuffled }: Chance): ShownState {
  const panes = shuffled(['a', 'b', 'c', 'd']).slice(below(5));
  return {
    ...open,
    online: random() < 0.5,
    profiles: Array.from({ length: below(4) }, () => ({
      ...profile,
      profile: { ...profile.profile, id: random() < 0.5 ? ids.finance : ids.research, name: `Name ${below(3)}` },
    })),
    window: { ...open.window, areaSteps: below(3), panes: panes.map((id) => paneOf(id, `Title ${below(2)}`)) },
  };
}

/** A window and main, with everything that is on its way between them. */
function onTheWay(by: Chance) {
  const main = telling(anyState(by));
  const way: (() => void)[] = [];
  const listeners = new Set<(change: StateChange) => void>();
  const asked = { times: 0 };
  let shown: AppState | null = null;
  const bridge = {
    state: {
      get: () =>
        new Promise<Answer<AppState>>((resolve) => {
          asked.times += 1;
          way.push(() => {
            const value = structuredClone(main.whole(here));
            way.push(() => resolve({ ok: true, value }));
          });
        }),
    },
    onStateChanged(listener: (change: StateChange) => void) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  } as unknown as Pick<Bridge, 'state' | 'onStateChanged'>;
  const follow = () => followState(bridge, { onState: (state) => (shown = state), onFailed: () => {} });
  let stop = follow();

  return {
    way,
    asked,
    shown: () => shown,
    now: () => main.whole(here),
    change: () => main.set(anyState(by)),
    /** @param copies of each message: none where it is lost */
    tell(copies: number): void {
      for (const change of structuredClone(main.changes(here))) {
        for (let copy = 0; copy < copies; copy += 1) way.push(() => listeners.forEach((hear) => void hear(change)));
      }
    },
    reload(): void {
      stop();
      shown = null;
      stop = follow();
    },
    /** Whatever is on its way arrives, in any order, and what follows from it. */
    async arrive(count = Number.POSITIVE_INFINITY): Promise<void> {
      for (let times = 0; times < count && way.length > 0; times += 1) {
        way.splice(by.below(way.length), 1)[0]?.();
        await new Promise((resolve) => setImmediate(resolve));
      }
    },
  };
}

test('whatever becomes of the messages between them, the window ends in the state of main', async () => {
  for (let seed = 0; seed < 100; seed += 1) {
    const by = chance(seed);
    const both = onTheWay(by);
    let isLost = false;
    for (let steps = 0; steps < 30; steps += 1) {
      const step = by.random();
      const copies = by.random() < 0.1 ? 0 : by.random() < 0.2 ? 2 : 1;
      if (step < 0.4) both.change();
      else if (step < 0.65) {
        both.tell(copies);
        isLost ||= copies === 0;
      } else if (step < 0.7) both.reload();
      // Somebody else in the window asks: a change may be told with that.
      else if (step < 0.75) both.now();
      else await both.arrive(1 + by.below(3));
    }
    both.tell(1);
    await both.arrive();
    // Of a last message that was lost, the next one tells.
    if (isLost) both.change();
    both.tell(1);
    await both.arrive();
    expect(both.shown(), `with the seed ${seed}`).toEqual(both.now());
    expect(both.way).toEqual([]);
    // Each message leads to one question at most.
    expect(both.asked.times).toBeLessThan(60);
  }
});

describe('a window', () => {
  test('keeps what did not change as the same objects', async () => {
    const by = chance(1);
    const both = onTheWay(by);
    await both.arrive();
    const before = both.shown();
    expect(before).not.toBeNull();
    both.change();
    both.tell(1);
    await both.arrive();
    const after = both.shown();
    expect(after?.revision).toBe(2);
    expect(after?.vault).toBe(before?.vault);
    expect(after?.grants).toBe(before?.grants);
  });
});
