/** New data without a load: by hand, by itself, and what keeps it. */
import { beforeEach, describe, expect, test } from 'vitest';
import { AppError } from '../../../../src/shared/errors.ts';
import { RefreshSetting } from '../../../../src/shared/profile/refresh.ts';
import { createPanesFixture, HOUR, target } from '../../../support/panes.ts';

const minute = 60_000;

let { panes, world, view, advance, sleep, load, choose, pendingTimers } = createPanesFixture();
let paneId = '';

/** Opens the workbook; nothing was asked of it so far. */
async function open(setting?: Partial<RefreshSetting>): Promise<void> {
  ({ panes, world, view, advance, sleep, load, choose, pendingTimers } = createPanesFixture());
  world.sessionMs = 24 * HOUR;
  paneId = panes.open({ ...target, refresh: setting && RefreshSetting.parse(setting) });
  await load(view().active);
}

const refreshes = () => world.sent.filter(({ command }) => command.type === 'workbook:refresh');
const press = () => panes.command(paneId, 'main', { type: 'workbook:refresh' });
const dataLoaded = (guestId = view().active) => panes.takeEvent(guestId, { type: 'workbook:dataloaded' });
const data = () => view().data;

describe('the age of the data', () => {
  beforeEach(() => open());

  test('is that of the last data of the guest on screen', async () => {
    expect(data().asOf).toBe(0);
    advance(10 * minute);
    choose(view().active, 'Queens');
    expect(data().asOf).toBe(0);
    dataLoaded();
    expect(data().asOf).toBe(10 * minute);
  });

  test('is after a swap that of the new guest, though it waited with its data', async () => {
    panes.renewProfile('profile');
    const { active, standby } = view();
    panes.keyPressed(active);
    advance(1_000);
    panes.keyPressed(active);
    await load(standby);
    expect(data().asOf).toBe(0);
    advance(5_000);
    expect(view()).toMatchObject({ active: standby, swaps: 1 });
    expect(data().asOf).toBe(1_000);
    // The guest that went away has no say any more.
    advance(minute);
    dataLoaded(active);
    expect(data().asOf).toBe(1_000);
  });

  test('is not known while a workbook loads', () => {
    panes.reload(paneId, 'main');
    expect(data().asOf).toBeNull();
  });

  test('is told to the windows whenever it changes', () => {
    const before = world.changes;
    dataLoaded();
    expect(world.changes).toBeGreaterThan(before);
  });
});

describe('a person who wants new data', () => {
  beforeEach(() => open());

  test('has one message sent to the workbook on screen, and no load', () => {
    press();
    expect(refreshes()).toEqual([{ guestId: view().active, command: { type: 'workbook:refresh' } }]);
    expect(data().isRefreshing).toBe(true);
    advance(2_000);
    dataLoaded();
    expect(data()).toMatchObject({ isRefreshing: false, asOf: 2_000, byPerson: { answered: 1, unanswered: 0 } });
    expect(world.signed).toHaveLength(1);
  });

  test('and keeps the key down, asks once until the answer is there', () => {
    for (let presses = 0; presses < 30; presses += 1) {
      press();
      advance(30);
    }
    expect(refreshes()).toHaveLength(1);
    dataLoaded();
    press();
    expect(refreshes()).toHaveLength(2);
  });

  test('and got no answer within ten seconds, may ask once more', () => {
    press();
    advance(9_999);
    press();
    expect(refreshes()).toHaveLength(1);
    advance(1);
    press();
    expect(refreshes()).toHaveLength(2);
  });

  test('asks all the workbooks that the window shows, and no others', async () => {
    panes.open({ ...target, workbookId: 'another' });
    await load(panes.views('main')[1]?.guests[0]?.guestId ?? '');
    panes.setShown('main', paneId);
    panes.refreshShown('main');
    expect(refreshes().map(({ guestId }) => guestId)).toEqual([view().active]);
    panes.refreshShown('another window');
    expect(refreshes()).toHaveLength(1);
  });

  test('is told that no answer came, after a minute', () => {
    press();
    advance(minute - 1);
    expect(data()).toMatchObject({ isRefreshing: true, isUnanswered: false });
    advance(1);
    expect(data()).toMatchObject({ isRefreshing: false, isUnanswered: true, byPerson: { answered: 0, unanswered: 1 } });
    expect(world.logged).toContain('pane.refresh-unanswered');
  });

  test('gets the answer that comes late, and the fault is forgotten', () => {
    press();
    advance(2 * minute);
    dataLoaded();
    expect(data()).toMatchObject({ isUnanswered: false, asOf: 2 * minute, byPerson: { answered: 0, unanswered: 1 } });
  });

  test('does not take data for a late answer that their own step brought, nor one that comes much later', () => {
    press();
    advance(2 * minute);
    choose(view().active, 'Queens');
    dataLoaded();
    expect(data().isUnanswered).toBe(true);
    press();
    advance(12 * minute);
    dataLoaded();
    expect(data().isUnanswered).toBe(true);
  });

  test('is not told of a fault of Sigma where an error was the answer', () => {
    press();
    panes.takeEvent(view().active, { type: 'workbook:chart:error', message: 'No such column' });
    advance(minute);
    expect(data()).toMatchObject({ isRefreshing: false, isUnanswered: false });
  });

  test.each([
    ['the network is away', () => void Object.assign(world, { isOnline: false })],
    ['the session is over', () => void sleep(25 * HOUR)],
  ])('is not told of a fault of Sigma while %s', (_case, happens) => {
    press();
    happens();
    advance(minute);
    expect(data()).toMatchObject({ isRefreshing: false, isUnanswered: false });
  });

  test('asks for one element as it is', () => {
    panes.command(paneId, 'main', { type: 'workbook:refresh', nodeId: 'chart' });
    expect(refreshes()[0]?.command).toEqual({ type: 'workbook:refresh', nodeId: 'chart' });
    expect(data().isRefreshing).toBe(false);
  });

  test('of a workbook that loads has nothing sent, and of one that failed has it loaded', async () => {
    panes.reload(paneId, 'main');
    press();
    expect(refreshes()).toEqual([]);
    world.signFailure = new AppError('offline', { reason: 'said', said: 'test' });
    await expect(panes.requestGuest(view().active)).rejects.toMatchObject({ code: 'offline' });
    const { active } = view();
    press();
    expect(view()).toMatchObject({ phase: 'loading' });
    expect(view().active).not.toBe(active);
    expect(refreshes()).toEqual([]);
  });
});

describe('while a renewed workbook loads behind the one on screen', () => {
  beforeEach(() => open());

  test('what a person wants comes with it, and nothing is queried twice', async () => {
    panes.renewProfile('profile');
    press();
    expect(data().isRefreshing).toBe(true);
    press();
    await load(view().standby);
    expect(view().swaps).toBe(1);
    expect(data()).toMatchObject({ isRefreshing: false, byPerson: { answered: 1 } });
    expect(refreshes()).toEqual([]);
  });

  test('and is given up, the message is sent after all', () => {
    panes.renewProfile('profile');
    press();
    panes.takeEvent(view().standby, { type: 'workbook:error', message: 'No' });
    advance(5_000);
    expect(refreshes()).toHaveLength(1);
    dataLoaded();
    expect(data()).toMatchObject({ isRefreshing: false, byPerson: { answered: 1 } });
  });

  test('nothing is asked by itself', async () => {
    await open({ everyMinutes: 5 });
    panes.renewProfile('profile');
    await panes.requestGuest(view().standby);
    panes.takeEvent(view().standby, { type: 'workbook:loaded', workbook: { variables: { Borough: 'x' } } });
    // The person keeps it from taking over.
    for (let seconds = 0; seconds < 10 * 60; seconds += 4) {
      panes.keyPressed(view().active);
      choose(view().active, String(seconds));
      advance(4_000);
    }
    expect(view().standby).not.toBe('');
    expect(refreshes()).toEqual([]);
    expect(data().pausedBy).toBe('renewing');
  });

  test('what was asked before the swap is not waited for after it', async () => {
    press();
    panes.renewProfile('profile');
    await load(view().standby);
    expect(data()).toMatchObject({ isRefreshing: false, byPerson: { answered: 1 } });
    advance(2 * minute);
    expect(data().isUnanswered).toBe(false);
  });
});

describe('every few minutes', () => {
  beforeEach(() => open({ everyMinutes: 5 }));

  /** So many minutes pass, and Sigma answers each refresh. */
  function answering(minutes: number): void {
    for (let passed = 0; passed < minutes * 60; passed += 1) {
      const before = refreshes().length;
      advance(1_000);
      if (refreshes().length > before) dataLoaded();
    }
  }

  test('data is asked for, and the windows know when', () => {
    expect(data().refreshesAt).toBe(2.5 * minute);
    answering(60);
    expect(refreshes()).toHaveLength(12);
    expect(data()).toMatchObject({ isRefreshing: false, byPerson: { answered: 0 } });
  });

  test('a workbook without the setting, and one that is closed, leave no timer behind', async () => {
    panes.close(paneId, 'main');
    expect(pendingTimers()).toBe(0);
    await open();
    const timers = pendingTimers();
    dataLoaded();
    expect(pendingTimers()).toBe(timers);
  });

  test('nothing is asked by a pane that nobody sees, however long; it catches up once when it is seen', () => {
    panes.setShown('main', null);
    advance(12 * HOUR);
    expect(refreshes()).toEqual([]);
    expect(data()).toMatchObject({ pausedBy: 'hidden', refreshesAt: null });
    panes.setShown('main', paneId);
    advance(0);
    expect(refreshes()).toHaveLength(1);
    dataLoaded();
    advance(5 * minute - 1);
    expect(refreshes()).toHaveLength(1);
  });

  test('nor by a window that is minimised', () => {
    panes.setWindowVisible('main', false);
    advance(HOUR);
    expect(refreshes()).toEqual([]);
    panes.setWindowVisible('main', true);
    advance(0);
    expect(refreshes()).toHaveLength(1);
  });

  test('a person who types is left alone, and it is made up for in their next pause', () => {
    for (let seconds = 0; seconds < 600; seconds += 1) {
      panes.keyPressed(view().active);
      advance(1_000);
    }
    expect(refreshes()).toEqual([]);
    expect(data().pausedBy).toBe('busy');
    advance(10_000);
    expect(refreshes()).toHaveLength(1);
    expect(data().pausedBy).toBeNull();
  });

  test('a person who saves a file, or is on the way to another document, is left alone as well', () => {
    panes.downloading(view().active, true);
    advance(10 * minute);
    expect(refreshes()).toEqual([]);
    expect(data().pausedBy).toBe('busy');
    panes.downloading(view().active, false);
    panes.takeEvent(view().active, { type: 'workbook:id:onchange', id: 'another' });
    advance(9_000);
    expect(refreshes()).toEqual([]);
    advance(10_000);
    expect(refreshes()).toHaveLength(1);
  });

  test('what a person asks for in between counts as the refresh of that time', () => {
    advance(2 * minute);
    press();
    dataLoaded();
    advance(5 * minute - 1);
    expect(refreshes()).toHaveLength(1);
    advance(1);
    expect(refreshes()).toHaveLength(2);
  });

  test('a step of the person does not put it off: it queries a part of the page alone', () => {
    advance(2 * minute);
    choose(view().active, 'Queens');
    dataLoaded();
    advance(0.5 * minute);
    expect(refreshes()).toHaveLength(1);
  });

  test('a swap does, since it brings all the data', async () => {
    advance(2 * minute);
    panes.renewProfile('profile');
    await load(view().standby);
    advance(5 * minute - 1);
    expect(refreshes()).toEqual([]);
    advance(1);
    expect(refreshes()).toHaveLength(1);
  });

  test('after two refreshes without an answer it stands still and says so, and a person may still ask', () => {
    advance(30 * minute);
    expect(refreshes()).toHaveLength(2);
    expect(data()).toMatchObject({ pausedBy: 'unanswered', refreshesAt: null, isUnanswered: true });
    press();
    expect(refreshes()).toHaveLength(3);
    // Sigma knows it after all.
    dataLoaded();
    expect(data()).toMatchObject({ pausedBy: null, isUnanswered: false });
    answering(10);
    expect(refreshes()).toHaveLength(5);
  });

  test('it stands still for that session alone', async () => {
    advance(30 * minute);
    panes.renewProfile('profile');
    await load(view().standby);
    expect(data().pausedBy).toBeNull();
    advance(5 * minute);
    expect(refreshes()).toHaveLength(3);
  });

  test('a clock that somebody sets changes nothing, and neither does a session that a sign-in ends soon', async () => {
    await open({ everyMinutes: 1, mostPerHour: 60 });
    world.sessionMs = 10 * minute;
    panes.reload(paneId, 'main');
    await load(view().active);
    answering(7);
    expect(refreshes().length).toBeGreaterThanOrEqual(6);
  });
});

describe('the budget', () => {
  test('holds over all windows that show the workbook, and a person may go beyond it', async () => {
    await open({ everyMinutes: 60, onReturn: true, mostPerHour: 3 });
    panes.open({ ...target, windowId: 'second', refresh: RefreshSetting.parse({ everyMinutes: 60, mostPerHour: 3 }) });
    const [second] = panes.views('second');
    const otherGuest = second?.guests[0]?.guestId ?? '';
    await load(otherGuest);
    for (let times = 0; times < 4; times += 1) {
      panes.command(second?.paneId ?? '', 'second', { type: 'workbook:refresh' });
      dataLoaded(otherGuest);
    }
    expect(refreshes()).toHaveLength(4);
    // Due by itself after half an hour, and there is no room before the hour is over.
    advance(31 * minute);
    expect(refreshes()).toHaveLength(4);
    expect(data().pausedBy).toBe('budget');
    press();
    expect(refreshes()).toHaveLength(5);
  });

  test('holds what is due back until the hour is over, and then lets it go by itself', async () => {
    await open({ everyMinutes: 60, mostPerHour: 1 });
    panes.open({ ...target, windowId: 'second' });
    const [second] = panes.views('second');
    await load(second?.guests[0]?.guestId ?? '');
    panes.command(second?.paneId ?? '', 'second', { type: 'workbook:refresh' });
    advance(HOUR - 1);
    expect(refreshes()).toHaveLength(1);
    expect(data().pausedBy).toBe('budget');
    advance(1);
    expect(refreshes().map(({ guestId }) => guestId)).toEqual([second?.guests[0]?.guestId, view().active]);
  });

  test('gives way again when the hour is over', async () => {
    await open({ everyMinutes: 60, mostPerHour: 1 });
    press();
    dataLoaded();
    expect(data().refreshesAt).toBe(HOUR);
    advance(HOUR);
    expect(refreshes()).toHaveLength(2);
  });
});

describe('a person who comes back', () => {
  beforeEach(() => open({ onReturn: true }));

  test.each([
    ['to the window', (isHere: boolean) => panes.setWindowFocused('main', isHere)],
    ['to the pane', (isHere: boolean) => panes.setShown('main', isHere ? paneId : null)],
    ['to a window that was minimised', (isHere: boolean) => panes.setWindowVisible('main', isHere)],
  ])('%s after five minutes finds new data, and after less finds what was there', (_where, go) => {
    go(false);
    advance(5 * minute - 1);
    go(true);
    advance(minute);
    expect(refreshes()).toEqual([]);
    go(false);
    advance(5 * minute);
    expect(refreshes()).toEqual([]);
    go(true);
    advance(0);
    expect(refreshes()).toHaveLength(1);
  });

  test('and looks around is not asked for twice', () => {
    panes.setWindowFocused('main', false);
    advance(HOUR);
    panes.setWindowFocused('main', true);
    advance(0);
    dataLoaded();
    panes.setWindowFocused('main', false);
    panes.setWindowFocused('main', true);
    advance(minute);
    expect(refreshes()).toHaveLength(1);
  });

  test('finds the old data where the profile does not say so', async () => {
    await open({ everyMinutes: 60 });
    panes.setWindowFocused('main', false);
    advance(20 * minute);
    panes.setWindowFocused('main', true);
    advance(0);
    expect(refreshes()).toEqual([]);
  });
});

describe('after sleep', () => {
  beforeEach(() => open({ afterSleep: true }));

  test('data is asked for once, a little later and when the network is there', () => {
    sleep(3 * HOUR);
    world.isOnline = false;
    panes.wake('resume');
    panes.wake('unlock');
    advance(10 * minute);
    expect(refreshes()).toEqual([]);
    expect(data().pausedBy).toBe('offline');
    world.isOnline = true;
    panes.wake('network-up');
    advance(14_999);
    expect(refreshes()).toEqual([]);
    advance(1);
    expect(refreshes()).toHaveLength(1);
    dataLoaded();
    advance(HOUR);
    expect(refreshes()).toHaveLength(1);
  });

  test('a renewal that follows brings the data, so that nothing is asked besides', async () => {
    sleep(3 * HOUR);
    panes.wake('resume');
    advance(5_000);
    panes.renewProfile('profile');
    await load(view().standby);
    advance(HOUR);
    expect(refreshes()).toEqual([]);
  });

  test('a session that is over is renewed first', () => {
    sleep(25 * HOUR);
    panes.wake('resume');
    advance(30_000);
    expect(refreshes()).toEqual([]);
  });

  test('what was under way when it fell asleep is no fault of Sigma', async () => {
    await open();
    press();
    sleep(HOUR);
    panes.wake('resume');
    expect(data().isRefreshing).toBe(false);
    advance(10 * minute);
    expect(data().isUnanswered).toBe(false);
  });

  test('a clock that ran out in sleep waits as well, and many panes do not ask together', async () => {
    await open({ everyMinutes: 5 });
    world.chance = 0.5;
    sleep(HOUR);
    panes.wake('resume');
    advance(24_999);
    expect(refreshes()).toEqual([]);
    advance(1);
    expect(refreshes()).toHaveLength(1);
  });

  test('nothing is asked where the profile does not say so', async () => {
    await open({ onReturn: true });
    sleep(HOUR);
    panes.wake('resume');
    advance(HOUR);
    expect(refreshes()).toEqual([]);
  });
});
