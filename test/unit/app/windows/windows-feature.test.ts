/** Several windows over real panes: tabs that go between them, and what becomes of what a window had open. */
import { describe, expect, test } from 'vitest';
import { createKeptWindows } from '../../../../src/main/app/kept-windows.ts';
import { createWindowsFeature } from '../../../../src/main/app/windows/windows-feature.ts';
import { createTabLife } from '../../../../src/main/app/workbooks/tab-life.ts';
import { usualLimits } from '../../../../src/main/app/workbooks/tab-rules.ts';
import type { FrameLook } from '../../../../src/main/viewer/frame-look.ts';
import { moveArgument } from '../../../../src/shared/window-commands.ts';
import { createPanesFixture, target } from '../../../support/panes.ts';
import { silentLog } from '../../../support/profiles.ts';
import { createFakeStore } from '../../../support/vault-fakes.ts';
import { createVirtualClock, settled } from '../../../support/virtual-clock.ts';

const caller = (windowId: string) => ({ windowId, kind: 'viewer' }) as const;

function world({ store = createFakeStore(), open = ['main'] } = {}) {
  const clock = createVirtualClock();
  const { panes, world: guests } = createPanesFixture();
  const w = {
    /** By use, the one that was used last first. */
    open: [...open],
    profiles: new Map<string, string>(),
    done: [] as string[],
    comesBack: false,
    isOutside: true,
    downloads: [] as { paneId: string; status: string }[],
  };
  let [ids, count] = [0, 0];
  const targetOf = (workbookId: string, windowId: string) => ({ ...target, windowId, workbookId, title: workbookId });
  const life = createTabLife({
    panes,
    targetOf,
    frames: { look: (guestId) => guests.frames.look(guestId) },
    around: {
      store,
      keepsPlaces: () => true,
      profileIn: (windowId) => w.profiles.get(windowId) ?? 'profile',
      chooseProfile: async (windowId, profileId) => void w.profiles.set(windowId, profileId),
      isReady: () => true,
      sleepLimits: () => usualLimits,
      onSleepLimits: () => {},
      openMenu: () => {},
      windows: () => w.open,
      comesBack: () => w.comesBack,
    },
    timers: clock,
    uptime: clock.uptime,
    randomUuid: () => `tab-${++ids}`,
    log: silentLog,
    onOpened: () => {},
    onChange: () => {},
  });
  const keptWindows = createKeptWindows();
  const feature = createWindowsFeature({
    desktop: {
      windows: () => w.open,
      openWindow(from, where) {
        w.done.push(`open ${where} ${from}`);
        count += 1;
        w.open = [`new-${count}`, ...w.open];
        return `new-${count}`;
      },
      showWindow: (windowId) => void w.done.push(`show ${windowId}`),
      closeWindow(windowId) {
        w.done.push(`close ${windowId}`);
        close(windowId);
      },
      isPointerOutside: () => w.isOutside,
      stays: () => void w.done.push('stays'),
    },
    workbooks: { panes, tabs: life },
    profilesFeature: {
      windowState: (windowId) => ({ broughtSetUp: null, profileId: w.profiles.get(windowId) ?? 'profile' }),
      goTo: (windowId, profileId) => void w.profiles.set(windowId, profileId),
    },
    keptWindows,
    downloads: { sharedState: () => ({ downloads: w.downloads }) as never },
    followed: { emit: (windowId) => void w.done.push(`followed ${windowId}`) },
    onChange: () => {},
  });
  function close(windowId: string): void {
    w.open = w.open.filter((id) => id !== windowId);
    life.windowClosed(windowId);
    panes.closeWindow(windowId);
  }
  const tabsOf = (windowId: string) => life.windowState(windowId).tabs;
  const strip = (windowId: string) =>
    tabsOf(windowId).map(({ workbookId, paneId }) => (paneId === null ? `(${workbookId})` : workbookId));
  const idOf = (windowId: string, workbookId: string) =>
    tabsOf(windowId).find((tab) => tab.workbookId === workbookId)?.tabId ?? '';
  const openAll = (windowId: string, ...all: string[]) => {
    for (const workbookId of all) life.open(targetOf(workbookId, windowId));
  };
  const guestOf = (windowId: string, workbookId: string) => {
    const { paneId } = tabsOf(windowId).find((tab) => tab.workbookId === workbookId) ?? {};
    return panes.views(windowId).find((pane) => pane.paneId === paneId)?.guests[0]?.guestId ?? '';
  };
  /** Brings a workbook onto the screen, with a value that the person chose. */
  async function choose(windowId: string, workbookId: string, Borough: string): Promise<void> {
    const guestId = guestOf(windowId, workbookId);
    await panes.requestGuest(guestId);
    panes.takeEvent(guestId, { type: 'workbook:loaded', workbook: { variables: { Borough: '' } } });
    panes.takeEvent(guestId, { type: 'workbook:dataloaded' });
    panes.takeEvent(guestId, { type: 'workbook:variables:onchange', workbook: { variables: { Borough } } });
  }
  const edit = (windowId: string, workbookId: string) =>
    panes.takeEvent(guestOf(windowId, workbookId), { type: 'url:onchange', url: '/acme/workbook/Trips-4kX9/edit' });
  const controlsIn = (windowId: string) => panes.views(windowId).map(({ place }) => place.controls);
  return {
    ...w,
    w,
    life,
    panes,
    guests,
    feature,
    keptWindows,
    store,
    strip,
    idOf,
    openAll,
    choose,
    edit,
    close,
    controlsIn,
  };
}

describe('a new window', () => {
  test('begins at the start page of the profile of the one that it came from, and each goes its own way then', () => {
    const { w, feature, keptWindows } = world();
    w.profiles.set('main', 'finance');
    feature.openNew('main');
    expect(w.done).toEqual(['open beside main']);
    expect([...w.profiles]).toEqual([
      ['main', 'finance'],
      ['new-1', 'finance'],
    ]);
    expect(keptWindows.viewOf('new-1')).toBe('start');
    expect(keptWindows.handlers['windows.kept'](undefined, caller('new-1'))).toMatchObject({ view: { kind: 'start' } });
  });

  test('has no tab of the last run, and stands in the list after the older ones', () => {
    const { feature, openAll, strip, w } = world();
    openAll('main', 'trips');
    feature.openNew('main');
    expect(strip('new-1')).toEqual([]);
    w.open = ['main', 'new-1'];
    expect(feature.sharedState().windows).toEqual([
      { windowId: 'main', title: 'trips' },
      { windowId: 'new-1', title: null },
    ]);
    expect([feature.windowState('main'), feature.windowState('new-1')]).toEqual([
      { isUsedLast: true },
      { isUsedLast: false },
    ]);
  });
});

describe('a tab that goes to another window', () => {
  test('takes its filter and its scroll position with it, and leaves the one that was used before', async () => {
    const { w, feature, openAll, choose, strip, idOf, controlsIn, guests, life } = world();
    openAll('main', 'sales', 'trips');
    await choose('main', 'trips', 'Queens');
    const look = { isPlaying: false } as FrameLook;
    guests.frames.look = () => Promise.resolve(look);
    await feature.moveToNew('main');
    expect([strip('main'), strip('new-1')]).toEqual([['sales'], ['trips']]);
    expect(controlsIn('new-1')).toEqual([{ Borough: 'Queens' }]);
    expect(w.done).toEqual(['open beside main', 'followed new-1', 'show new-1']);
    // Nothing was closed that could be opened again.
    expect(life.windowState('main').closedTabs).toBe(0);
    expect(idOf('new-1', 'trips')).not.toBe('');
  });

  test('stands where it was dropped, in a window that goes to its profile', async () => {
    const { w, feature, openAll, strip, idOf } = world({ open: ['second', 'main'] });
    openAll('main', 'trips', 'sales');
    openAll('second', 'costs', 'plans');
    w.profiles.set('second', 'another profile');
    await feature.handlers['tabs.take'](
      { tabId: idOf('main', 'sales'), before: idOf('second', 'plans') },
      caller('second'),
    );
    expect([strip('main'), strip('second')]).toEqual([['trips'], ['costs', 'sales', 'plans']]);
    expect(w.profiles.get('second')).toBe('profile');
    expect(w.done).toEqual(['followed second', 'show second']);
  });

  test('is the one that was right-clicked, or the chosen one', async () => {
    const { feature, openAll, strip, idOf } = world({ open: ['second', 'main'] });
    openAll('main', 'trips', 'sales', 'costs');
    await feature.moveTo('main', moveArgument('second', idOf('main', 'trips')));
    await feature.moveTo('main', 'second');
    expect([strip('main'), strip('second')]).toEqual([['sales'], ['trips', 'costs']]);
  });

  test('closes the window that it leaves empty, but never the only one', async () => {
    const { w, feature, openAll, strip } = world({ open: ['second', 'main'] });
    openAll('second', 'trips');
    await feature.moveTo('second', 'main');
    expect(w.done.at(-1)).toBe('close second');
    expect([w.open, strip('main')]).toEqual([['main'], ['trips']]);
  });

  test('stays where nobody has it, or it is in the window already', async () => {
    const { w, feature, openAll, strip, idOf } = world({ open: ['second', 'main'] });
    openAll('main', 'trips', 'sales');
    await feature.handlers['tabs.take']({ tabId: idOf('main', 'trips'), before: null }, caller('main'));
    await feature.handlers['tabs.take']({ tabId: 'gone', before: null }, caller('second'));
    await feature.moveTo('main', undefined);
    expect([strip('main'), strip('second'), w.done]).toEqual([['trips', 'sales'], [], []]);
  });
});

describe('a tab that is let go', () => {
  test('outside of its window gets one of its own under the pointer', async () => {
    const { w, feature, openAll, strip, idOf } = world();
    openAll('main', 'trips', 'sales');
    await feature.handlers['tabs.tearOff']({ tabId: idOf('main', 'trips') }, caller('main'));
    expect([w.done[0], strip('new-1'), strip('main')]).toEqual(['open pointer main', ['trips'], ['sales']]);
  });

  test.each([
    ['inside of its window', ['trips', 'sales'], false],
    ['outside, as the only one of its window', ['trips'], true],
  ])('%s stays', async (_case, all, isOutside) => {
    const { w, feature, openAll, strip, idOf } = world();
    openAll('main', ...all);
    w.isOutside = isOutside;
    await feature.handlers['tabs.tearOff']({ tabId: idOf('main', 'trips') }, caller('main'));
    expect([w.done, strip('main')]).toEqual([[], all]);
  });
});

describe('a tab in which something is edited', () => {
  test('is asked about before it goes, and opens no window before that', async () => {
    const { w, feature, openAll, choose, edit, strip, life } = world();
    openAll('main', 'sales', 'trips');
    await choose('main', 'trips', 'Queens');
    edit('main', 'trips');
    await feature.moveToNew('main');
    expect(life.windowState('main').closeQuestion).toMatchObject({ title: 'trips', loses: 'editing', isMove: true });
    await life.handlers['tabs.answer']({ isSure: false }, caller('main'));
    expect([strip('main'), w.open]).toEqual([['sales', 'trips'], ['main']]);
    await feature.moveToNew('main');
    await life.handlers['tabs.answer']({ isSure: true }, caller('main'));
    await settled();
    expect([strip('main'), strip('new-1')]).toEqual([['sales'], ['trips']]);
    expect(life.windowState('main').closeQuestion).toBeNull();
  });

  test('is why its window may ask before it closes, as are a form and a file of it that is being saved', async () => {
    const { w, feature, openAll, choose, edit, panes, keptWindows } = world({ open: ['second', 'main'] });
    openAll('main', 'trips');
    await choose('main', 'trips', 'Queens');
    const asking = () => ['main', 'second'].map((id) => feature.mayAskIn(id));
    expect(asking()).toEqual([false, false]);
    w.downloads.push({ paneId: panes.views('main')[0]?.paneId ?? '', status: 'running' });
    expect(asking()).toEqual([true, false]);
    w.downloads.pop();
    edit('main', 'trips');
    expect(asking()).toEqual([true, false]);
    const kept = { view: { kind: 'set-up', profileId: null }, before: 'home', form: null } as const;
    keptWindows.handlers['windows.keep']({ kept }, caller('second'));
    expect(asking()).toEqual([true, true]);
  });
});

describe('a window that closes', () => {
  test('by hand leaves its tabs to the one that was used last, which can open them again where they were', async () => {
    const { openAll, choose, close, life, strip, controlsIn, store } = world({ open: ['second', 'main'] });
    openAll('main', 'sales');
    openAll('second', 'trips', 'costs');
    await choose('second', 'costs', 'Bronx');
    close('second');
    expect(life.windowState('main').closedTabs).toBe(2);
    await life.reopen('main');
    expect(strip('main')).toEqual(['sales', 'costs']);
    expect(controlsIn('main').at(-1)).toEqual({ Borough: 'Bronx' });
    await life.end();
    expect(world({ store, open: ['second'] }).strip('second')).toEqual(['(sales)', '(costs)']);
  });

  test('with the program is there at the next start, with its tabs and its profile', async () => {
    const first = world({ open: ['second', 'main'] });
    first.openAll('main', 'sales');
    first.openAll('second', 'trips', 'costs');
    first.w.profiles.set('second', 'another profile');
    await first.choose('second', 'costs', 'Bronx');
    first.w.comesBack = true;
    first.close('main');
    first.close('second');
    await first.life.end();
    const next = world({ store: first.store, open: ['second', 'main'] });
    expect([next.strip('second'), next.strip('main')]).toEqual([['(trips)', '(costs)'], ['(sales)']]);
    expect([next.life.profileAtStart('second'), next.life.profileAtStart('main')]).toEqual([
      'another profile',
      'profile',
    ]);
    await next.life.go('second', next.idOf('second', 'costs'));
    expect(next.controlsIn('second')).toEqual([{ Borough: 'Bronx' }]);
  });
});

describe('the file', () => {
  const tab = { profileId: 'profile', workbookId: 'trips', view: null };

  test('of an earlier version gives its tabs to the first window, and nothing to a second one', () => {
    const store = createFakeStore();
    store.values.set('tabs', { tabs: [tab], used: [0] });
    const next = world({ store, open: ['second', 'main'] });
    expect([next.strip('main'), next.strip('second')]).toEqual([['(trips)'], []]);
    expect(next.life.profileAtStart('main')).toBeNull();
  });

  test('gives each window its own, whichever asks first, and costs one alone that is not understood', () => {
    const store = createFakeStore();
    store.values.set('tabs', { windowId: 'main', tabs: [tab], used: [0] });
    const costs = { ...tab, workbookId: 'costs' };
    store.values.set('otherWindows', [
      { windowId: 'x', tabs: 'none' },
      { windowId: 'second', tabs: [costs], used: [0] },
    ]);
    const next = world({ store, open: ['second', 'main', 'x'] });
    expect([next.strip('x'), next.strip('second'), next.strip('main')]).toEqual([[], ['(costs)'], ['(trips)']]);
  });
});
