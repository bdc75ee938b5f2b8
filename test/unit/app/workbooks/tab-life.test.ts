/** Tabs over real panes: opened, closed, asleep, and there again at the next start. */
import { describe, expect, test } from 'vitest';
import { createTabLife } from '../../../../src/main/app/workbooks/tab-life.ts';
import { type SleepLimits, usualLimits } from '../../../../src/main/app/workbooks/tab-rules.ts';
import type { FrameLook } from '../../../../src/main/viewer/frame-look.ts';
import { AppError } from '../../../../src/shared/errors.ts';
import { nowhere } from '../../../../src/shared/open-link.ts';
import { createPanesFixture, target } from '../../../support/panes.ts';
import { silentLog } from '../../../support/profiles.ts';
import { createFakeStore } from '../../../support/vault-fakes.ts';
import { createVirtualClock, settled } from '../../../support/virtual-clock.ts';

const here = { windowId: 'main', kind: 'viewer' } as const;
const idle = { isPlaying: false } as FrameLook;

function tabLife({ store = createFakeStore(), keepsPlaces = true } = {}) {
  const clock = createVirtualClock();
  const { panes, world } = createPanesFixture();
  const around = {
    profile: 'profile',
    isReady: true,
    menus: [] as string[],
    chosen: [] as string[],
    windows: [] as string[],
    comesBack: true,
    limits: usualLimits as SleepLimits,
    limitsChosen: () => {},
  };
  const workbooks = new Map([
    ['trips', 'profile'],
    ['sales', 'profile'],
    ['costs', 'profile'],
    ['other', 'another profile'],
  ]);
  let ids = 0;
  const targetOf = (workbookId: string, windowId: string) => {
    const profileId = workbooks.get(workbookId);
    if (!profileId) throw new AppError('profile_missing', { reason: 'workbookRemoved' });
    return { ...target, windowId, profileId, workbookId, title: workbookId };
  };
  const life = createTabLife({
    panes,
    targetOf,
    frames: { look: (guestId) => world.frames.look(guestId) },
    around: {
      store,
      keepsPlaces: () => keepsPlaces,
      profileIn: () => around.profile,
      async chooseProfile(_window, profileId) {
        around.chosen.push(profileId);
        around.profile = profileId;
      },
      isReady: () => around.isReady,
      sleepLimits: () => around.limits,
      onSleepLimits: (listener) => {
        around.limitsChosen = listener;
      },
      openMenu: (_window, tabId) => void around.menus.push(tabId),
      windows: () => around.windows,
      comesBack: () => around.comesBack,
    },
    timers: clock,
    uptime: clock.uptime,
    randomUuid: () => `tab-${++ids}`,
    log: silentLog,
    onOpened: () => {},
    onChange: () => {},
  });
  const state = () => life.windowState('main');
  const strip = () => state().tabs.map(({ workbookId, paneId }) => (paneId === null ? `(${workbookId})` : workbookId));
  const shown = () => state().tabs.find(({ tabId }) => tabId === state().chosenTab)?.workbookId;
  const idOf = (workbookId: string) => state().tabs.find((tab) => tab.workbookId === workbookId)?.tabId ?? '';
  const guestOf = (workbookId: string) => {
    const { paneId } = state().tabs.find((tab) => tab.workbookId === workbookId) ?? {};
    return panes.views('main').find((pane) => pane.paneId === paneId)?.guests[0]?.guestId ?? '';
  };
  const open = (...ofThem: string[]) => ofThem.map((workbookId) => life.open(targetOf(workbookId, 'main')));
  /** Brings a workbook onto the screen, with a value that the person chose. */
  async function choose(workbookId: string, Borough: string): Promise<void> {
    const guestId = guestOf(workbookId);
    await panes.requestGuest(guestId);
    panes.takeEvent(guestId, { type: 'workbook:loaded', workbook: { variables: { Borough: '' } } });
    panes.takeEvent(guestId, { type: 'workbook:dataloaded' });
    panes.takeEvent(guestId, { type: 'workbook:variables:onchange', workbook: { variables: { Borough } } });
  }
  const edit = (workbookId: string, isEdited = true) =>
    panes.takeEvent(guestOf(workbookId), {
      type: 'url:onchange',
      url: `/acme/workbook/Trips-4kX9${isEdited ? '/edit' : ''}`,
    });
  const close = (workbookId: string) => life.close('main', (all) => all.filter((tab) => tab.workbookId === workbookId));
  return {
    life,
    panes,
    world,
    clock,
    around,
    workbooks,
    store,
    state,
    strip,
    shown,
    idOf,
    guestOf,
    open,
    choose,
    edit,
    close,
    targetOf,
  };
}

const afterMs = usualLimits.afterMs ?? 0;

describe('a workbook that is opened', () => {
  test('gets a tab beside the one that it was opened from, or is found in the tab that it has', async () => {
    const { life, open, strip, shown, idOf } = tabLife();
    const [trips] = open('trips', 'sales');
    await life.go('main', idOf('trips'));
    open('costs');
    expect([strip(), shown()]).toEqual([['trips', 'costs', 'sales'], 'costs']);
    expect(open('trips')).toEqual([trips]);
    expect([strip(), shown()]).toEqual([['trips', 'costs', 'sales'], 'trips']);
  });

  test('takes the values of controls where it is, and wakes with them on top of its own', async () => {
    const { life, open, choose, targetOf, world, strip } = tabLife();
    open('trips');
    await choose('trips', 'Queens');
    life.open(targetOf('trips', 'main'), { controls: { Region: 'West' } });
    expect(world.sent.map(({ command }) => command)).toContainEqual({
      type: 'workbook:variables:update',
      variables: { Region: 'West' },
    });
    open('sales');
    await life.sleepOthers('main');
    expect(strip()).toEqual(['(trips)', 'sales']);
    life.open(targetOf('trips', 'main'), { controls: { Region: 'East' } });
    expect(strip()).toEqual(['trips', 'sales']);
  });

  test('of another profile takes the window there, and no other tab of that profile wakes first', async () => {
    const { life, open, strip, around, idOf, workbooks, targetOf } = tabLife();
    workbooks.set('more', 'another profile');
    open('other', 'trips');
    await life.sleepOthers('main');
    life.prepare(targetOf('more', 'main'));
    await life.go('main', idOf('more'));
    expect([strip(), around.chosen]).toEqual([['(other)', 'trips', 'more'], ['another profile']]);
  });

  test('where a sign-in is missing has a tab that waits for it', async () => {
    const { life, around, strip, shown, targetOf } = tabLife();
    around.isReady = false;
    const { tabId } = life.prepare(targetOf('trips', 'main'));
    await life.go('main', tabId);
    expect([strip(), shown()]).toEqual([['(trips)'], 'trips']);
  });

  test('at a place of a link has a tab of its own, unless one is there already: nobody’s values are undone', async () => {
    const { life, open, choose, strip, world, targetOf, panes } = tabLife();
    const west = { ...nowhere, page: 'p1', controls: { Region: 'West' } };
    const [trips] = open('trips');
    await choose('trips', 'Queens');
    const sent = world.sent.length;
    const placed = life.openAt(targetOf('trips', 'main'), west);
    expect(placed).not.toBe(trips);
    expect(strip()).toEqual(['trips', 'trips']);
    expect(panes.views('main').map(({ place }) => place.controls)).toEqual([{ Borough: 'Queens' }, { Region: 'West' }]);
    expect(life.openAt(targetOf('trips', 'main'), west)).toBe(placed);
    expect(life.openAt(targetOf('trips', 'main'), { ...nowhere, controls: { Borough: 'Queens' } })).toBe(trips);
    expect([strip(), world.sent.length]).toEqual([['trips', 'trips'], sent]);
    await life.sleepOthers('main');
    expect(strip()).toEqual(['trips', '(trips)']);
    life.openAt(targetOf('trips', 'main'), west);
    expect(strip()).toEqual(['trips', 'trips']);
  });

  test('twice is two tabs, of which each has its own values', async () => {
    const { life, open, choose, state, panes } = tabLife();
    open('trips');
    await choose('trips', 'Queens');
    await life.duplicate('main', undefined);
    const [, copy] = state().tabs;
    expect(copy).toMatchObject({ workbookId: 'trips', title: 'trips', tabId: state().chosenTab });
    const values = panes.views('main').map(({ place }) => place.controls);
    expect(values).toEqual([{ Borough: 'Queens' }, { Borough: 'Queens' }]);
  });
});

describe('closing', () => {
  test('goes to the tab that was used before, and ends the guests of the one that closed', async () => {
    const { life, open, strip, shown, idOf, close, panes } = tabLife();
    open('trips', 'sales', 'costs');
    await life.go('main', idOf('trips'));
    await close('trips');
    expect([strip(), shown()]).toEqual([['sales', 'costs'], 'costs']);
    expect(panes.views('main')).toHaveLength(2);
  });

  test('leads to another profile where nothing of this one is left', async () => {
    const { open, close, around, strip } = tabLife();
    open('other', 'trips');
    await close('trips');
    expect([strip(), around.chosen]).toEqual([['other'], ['another profile']]);
  });

  test('can be taken back: the tab is where it was, with its values', async () => {
    const { life, open, choose, strip, shown, close, panes, state } = tabLife();
    open('trips', 'sales', 'costs');
    await choose('sales', 'Queens');
    await close('sales');
    expect([strip(), state().closedTabs]).toEqual([['trips', 'costs'], 1]);
    await life.reopen('main');
    expect([strip(), shown(), state().closedTabs]).toEqual([['trips', 'sales', 'costs'], 'sales', 0]);
    expect(panes.views('main').at(-1)?.place.controls).toEqual({ Borough: 'Queens' });
    await life.reopen('main');
    expect(strip()).toHaveLength(3);
  });

  test('asks about a workbook that is edited, and brings it before the person', async () => {
    const { life, open, choose, edit, strip, shown, state } = tabLife();
    open('trips', 'sales', 'costs');
    await choose('trips', 'Queens');
    edit('trips');
    await life.close('main', (all) => all.filter(({ workbookId }) => workbookId !== 'costs'));
    expect(strip()).toEqual(['trips', 'costs']);
    expect([state().closeQuestion, shown()]).toMatchObject([{ title: 'trips', loses: 'editing' }, 'trips']);
    await life.handlers['tabs.answer']({ isSure: false }, here);
    expect([strip(), state().closeQuestion]).toEqual([['trips', 'costs'], null]);
    await life.close('main', (all) => all);
    await life.handlers['tabs.answer']({ isSure: true }, here);
    expect(strip()).toEqual([]);
  });

  test('asks about a file that is being saved, for each tab in turn', async () => {
    const { life, open, guestOf, panes, strip, state } = tabLife();
    open('trips', 'sales');
    panes.downloading(guestOf('trips'), true);
    panes.downloading(guestOf('sales'), true);
    await life.close('main', (all) => all);
    expect(state().closeQuestion).toMatchObject({ title: 'trips', loses: 'saving' });
    await life.handlers['tabs.answer']({ isSure: true }, here);
    expect([strip(), state().closeQuestion?.tabId]).toEqual([['sales'], state().tabs[0]?.tabId]);
    panes.downloading(guestOf('sales'), false);
    await life.handlers['tabs.answer']({ isSure: false }, here);
    await life.close('main', (all) => all);
    expect(strip()).toEqual([]);
  });
});

test('a tab is put elsewhere by hand and by key, and is asked what can be done to it', () => {
  const { life, open, strip, idOf, around } = tabLife();
  open('trips', 'sales', 'costs');
  life.handlers['tabs.move']({ tabId: idOf('costs'), before: idOf('trips') }, here);
  expect(strip()).toEqual(['costs', 'trips', 'sales']);
  life.shift('main', 1);
  expect(strip()).toEqual(['trips', 'costs', 'sales']);
  life.shift('main', -1);
  life.shift('main', -1);
  expect(strip()).toEqual(['costs', 'trips', 'sales']);
  life.handlers['tabs.menu']({ tabId: idOf('sales') }, here);
  life.handlers['tabs.menu']({ tabId: 'none' }, here);
  expect(around.menus).toEqual([idOf('sales')]);
});

test('keys lead by place, and by use until the walk ends', async () => {
  const { life, open, shown } = tabLife();
  open('trips', 'sales', 'costs');
  await life.step('main', 'next');
  expect(shown()).toBe('trips');
  await life.step('main', 'previous');
  expect(shown()).toBe('costs');
  const walk = async () => {
    await life.step('main', 'last-used');
    return shown();
  };
  expect([await walk(), await walk()]).toEqual(['trips', 'sales']);
  life.endWalk('main');
  expect(await walk()).toBe('costs');
  life.endWalk('main');
  await life.step('main', 'first-used');
  expect(shown()).toBe('trips');
});

describe('sleep', () => {
  test('comes to a tab that nobody looks at, keeps its place, and never to the one before the person', async () => {
    const { open, choose, strip, clock, panes, life, idOf, world } = tabLife();
    world.frames = { ...world.frames, look: async () => idle };
    open('trips');
    await choose('trips', 'Queens');
    open('sales');
    await clock.advance(afterMs - 1);
    expect(strip()).toEqual(['trips', 'sales']);
    await clock.advance(1);
    expect(strip()).toEqual(['(trips)', 'sales']);
    expect(panes.views('main')).toHaveLength(1);
    await life.go('main', idOf('trips'));
    expect(panes.views('main').at(-1)?.place.controls).toEqual({ Borough: 'Queens' });
    await clock.advance(afterMs);
    expect(strip()).toEqual(['trips', '(sales)']);
  });

  test.each(['is edited', 'saves a file', 'plays a film'])('does not come to one that %s', async (what) => {
    const { open, choose, edit, guestOf, panes, strip, clock, world } = tabLife();
    let isPlaying = what === 'plays a film';
    world.frames = { ...world.frames, look: async () => ({ ...idle, isPlaying }) };
    open('trips');
    await choose('trips', 'Queens');
    if (what === 'is edited') edit('trips');
    if (what === 'saves a file') panes.downloading(guestOf('trips'), true);
    open('sales');
    await clock.advance(2 * afterMs);
    expect(strip()).toEqual(['trips', 'sales']);
    if (what === 'is edited') edit('trips', false);
    if (what === 'saves a file') panes.downloading(guestOf('trips'), false);
    isPlaying = false;
    await clock.advance(afterMs);
    expect(strip()).toEqual(['(trips)', 'sales']);
  });

  test('comes when and to as many as somebody has chosen, from the moment on in which they have', async () => {
    const { open, strip, clock, around, world } = tabLife();
    world.frames = { ...world.frames, look: async () => idle };
    around.limits = { afterMs: null, mostLive: 8 };
    open('trips', 'sales', 'costs');
    await clock.advance(10 * afterMs);
    expect(strip()).toEqual(['trips', 'sales', 'costs']);
    around.limits = { afterMs: null, mostLive: 2 };
    around.limitsChosen();
    await clock.advance(1);
    expect(strip()).toEqual(['(trips)', 'sales', 'costs']);
    around.limits = { afterMs: 60_000, mostLive: 8 };
    around.limitsChosen();
    await clock.advance(1);
    expect(strip()).toEqual(['(trips)', '(sales)', 'costs']);
  });

  test('that does not come to one where something goes on is tried again later, also where none sleeps for its age', async () => {
    const { open, strip, clock, around, world } = tabLife();
    let isPlaying = true;
    world.frames = { ...world.frames, look: async () => ({ ...idle, isPlaying }) };
    around.limits = { afterMs: null, mostLive: 1 };
    open('trips', 'sales');
    await clock.advance(1);
    expect(strip()).toEqual(['trips', 'sales']);
    isPlaying = false;
    await clock.advance(5 * 60_000);
    expect(strip()).toEqual(['(trips)', 'sales']);
  });

  test('does not come to one to which the person went while its page was asked', async () => {
    const { life, open, strip, idOf, world } = tabLife();
    let answer = (_look: FrameLook | null) => {};
    world.frames = { ...world.frames, look: () => new Promise((resolve) => (answer = resolve)) };
    open('trips', 'sales');
    const asked = life.sleepOthers('main');
    await life.go('main', idOf('trips'));
    answer(idle);
    await asked;
    expect(strip()).toEqual(['trips', 'sales']);
  });
});

describe('the next start', () => {
  async function started(keepsPlaces = true) {
    const first = tabLife({ keepsPlaces });
    first.open('trips');
    await first.choose('trips', 'Queens');
    first.open('sales', 'costs', 'other');
    first.life.handlers['tabs.move']({ tabId: first.idOf('costs'), before: first.idOf('trips') }, here);
    await first.life.end();
    return tabLife({ store: first.store });
  }

  test('finds the tabs in their order, the chosen one chosen, all asleep, each where it was', async () => {
    const next = await started();
    expect([next.strip(), next.shown()]).toEqual([['(costs)', '(trips)', '(sales)', '(other)'], 'costs']);
    await next.life.go('main', next.idOf('trips'));
    expect(next.panes.views('main')[0]?.place.controls).toEqual({ Borough: 'Queens' });
    expect(next.strip()).toEqual(['(costs)', 'trips', '(sales)', '(other)']);
  });

  test('finds no place where it would not be known whose it was', async () => {
    const next = await started(false);
    await next.life.go('main', next.idOf('trips'));
    expect(next.panes.views('main')[0]?.place.controls).toEqual({});
  });

  test('finds what was so a second before a crash', async () => {
    const { open, clock, store } = tabLife();
    open('trips', 'sales');
    await clock.advance(1_000);
    expect(tabLife({ store }).strip()).toEqual(['(trips)', '(sales)']);
  });

  test('leaves out a workbook that is in no profile any more, and begins with nothing that it cannot read', async () => {
    const { store, open, life, clock } = tabLife();
    open('trips', 'sales');
    await life.end();
    const next = tabLife({ store });
    next.workbooks.delete('trips');
    expect([next.strip(), next.shown()]).toEqual([['(sales)'], 'sales']);
    await clock.advance(0);
    store.values.set('tabs', { tabs: 'none' });
    expect(tabLife({ store }).strip()).toEqual([]);
  });

  test('finds the tabs of a window that was closed, and a second window begins with nothing', async () => {
    const { open, life, store, strip } = tabLife();
    open('trips', 'sales');
    expect(life.windowState('second').tabs).toEqual([]);
    life.windowClosed('second');
    life.windowClosed('main');
    await settled();
    expect(strip()).toEqual(['(trips)', '(sales)']);
    expect(tabLife({ store }).strip()).toEqual(['(trips)', '(sales)']);
  });
});

describe('another person', () => {
  test('finds the tabs asleep and nothing of where the one before was, open or closed', async () => {
    const { life, open, choose, strip, close, state, idOf, panes } = tabLife();
    open('trips');
    await choose('trips', 'Queens');
    open('sales', 'costs');
    await life.sleepOthers('main');
    await close('sales');
    life.forget('profile');
    expect([strip(), state().closedTabs]).toEqual([['(trips)', '(costs)'], 0]);
    await life.go('main', idOf('trips'));
    expect(panes.views('main')[0]?.place.controls).toEqual({});
  });

  test('who signs in while a tab is open has that one loaded afresh, and no other', async () => {
    const { life, open, strip } = tabLife();
    open('trips', 'sales');
    const [shown, ...more] = life.shownTargets('profile');
    expect([shown?.workbookId, more]).toEqual(['sales', []]);
    life.forget('profile');
    if (shown) life.openAfresh(shown);
    expect(strip()).toEqual(['(trips)', 'sales']);
  });

  test('who is signed in already keeps what is loaded, where nobody knows whose the rest was', async () => {
    const { life, open, strip } = tabLife();
    open('trips', 'sales');
    life.forgetPlaces('profile');
    expect(strip()).toEqual(['trips', 'sales']);
  });

  test('and a workbook that goes with its profile takes its tab', () => {
    const { life, open, strip, workbooks } = tabLife();
    open('trips', 'sales');
    workbooks.delete('trips');
    life.prune();
    expect(strip()).toEqual(['sales']);
  });
});

describe('two tabs side by side', () => {
  const sides = ({ state }: Pick<ReturnType<typeof tabLife>, 'state'>) => {
    const { tabs, splits } = state();
    const nameOf = (id: string) => tabs.find(({ tabId }) => tabId === id)?.workbookId;
    return splits.map(({ tabIds, share, isLinked }) => [...tabIds.map(nameOf), share, isLinked]);
  };

  test('are the chosen one and the one that was used before it, and the same deed ends that', async () => {
    const own = tabLife();
    own.open('trips', 'costs', 'sales');
    await own.life.go('main', own.idOf('trips'));
    await own.life.split.toggle('main');
    expect([sides(own), own.strip(), own.shown()]).toEqual([
      [['trips', 'sales', 0.5, false]],
      ['trips', 'sales', 'costs'],
      'trips',
    ]);
    await own.life.split.toggle('main');
    expect([sides(own), own.shown()]).toEqual([[], 'trips']);
  });

  test('are one and a copy of it where there is no other of its profile', async () => {
    const own = tabLife();
    own.open('other', 'trips');
    await own.life.split.toggle('main');
    expect([sides(own), own.strip()]).toEqual([[['trips', 'trips', 0.5, false]], ['other', 'trips', 'trips']]);
    expect(own.state().tabs.findIndex(({ tabId }) => tabId === own.state().chosenTab)).toBe(1);
  });

  test('are the chosen one and the one that is named; one of another profile is not put there', async () => {
    const own = tabLife();
    own.open('other', 'trips', 'sales', 'costs');
    await own.life.split.besideChosen('main', own.idOf('trips'));
    expect(sides(own)).toEqual([['trips', 'costs', 0.5, false]]);
    await own.life.split.besideChosen('main', own.idOf('other'));
    expect(sides(own)).toEqual([['trips', 'costs', 0.5, false]]);
    await expect(own.life.split.besideChosen('main', 'gone')).rejects.toMatchObject({ code: 'request_refused' });
    await expect(own.life.split.besideChosen('main', own.idOf('costs'))).rejects.toMatchObject({
      code: 'request_refused',
    });
  });

  test('neither sleeps while one of them is chosen, and both wake together', async () => {
    const own = tabLife();
    own.open('trips', 'sales');
    await own.life.split.toggle('main');
    await own.life.sleepOthers('main');
    await own.clock.advance(3 * afterMs);
    expect(own.strip()).toEqual(['trips', 'sales']);
    own.open('costs');
    await own.clock.advance(afterMs - 1);
    expect(own.strip()).toEqual(['trips', 'sales', 'costs']);
    await own.clock.advance(1);
    expect(own.strip()).toEqual(['(trips)', '(sales)', 'costs']);
    await own.life.go('main', own.idOf('trips'));
    expect(own.strip()).toEqual(['trips', 'sales', 'costs']);
  });

  test('of which one is closed leave the other one before the person', async () => {
    const own = tabLife();
    own.open('sales', 'trips');
    await own.life.split.toggle('main');
    own.open('costs');
    await own.life.go('main', own.idOf('trips'));
    await own.close('trips');
    expect([sides(own), own.shown()]).toEqual([[], 'sales']);
  });

  test('change sides, are divided and linked, and a start finds them so', async () => {
    const own = tabLife();
    own.open('trips', 'sales');
    await own.life.split.toggle('main');
    own.life.handlers['tabs.divide']({ tabId: own.idOf('trips'), share: 0.3 }, here);
    own.life.split.link('main');
    own.life.split.swap('main');
    expect([own.strip(), sides(own)]).toEqual([['sales', 'trips'], [['sales', 'trips', 0.7, true]]]);
    await own.life.end();
    const next = tabLife({ store: own.store });
    expect([sides(next), next.strip()]).toEqual([[['sales', 'trips', 0.7, true]], ['(sales)', '(trips)']]);
    // The window opens the chosen one by itself; the other one comes with it.
    next.open('sales');
    expect(next.strip()).toEqual(['sales', 'trips']);
  });

  test('are none in a file of a version before, nor where what it says of them is no pair', async () => {
    const { store, open, life } = tabLife();
    open('trips', 'sales');
    await life.end();
    const file = store.values.get('tabs') as object;
    const read = (pairs: unknown) => {
      store.values.set('tabs', pairs === undefined ? { ...file, pairs: undefined } : { ...file, pairs });
      const next = tabLife({ store });
      return [sides(next), next.strip()];
    };
    for (const pairs of [
      undefined,
      'odd',
      [{ tabs: [0, 7], share: 0.5, isLinked: true }],
      [{ tabs: [0, 1], share: 7 }],
    ])
      expect(read(pairs)).toEqual([[], ['(trips)', '(sales)']]);
    expect(read([{ tabs: [0, 1], share: 0.4, isLinked: false }])[0]).toEqual([['trips', 'sales', 0.4, false]]);
  });

  test('are both there afresh for another person', async () => {
    const own = tabLife();
    own.open('trips', 'sales');
    await own.life.split.toggle('main');
    const [shown] = own.life.shownTargets('profile');
    own.life.forget('profile');
    expect(own.strip()).toEqual(['(trips)', '(sales)']);
    if (shown) own.life.openAfresh(shown);
    expect(own.strip()).toEqual(['trips', 'sales']);
  });
});
