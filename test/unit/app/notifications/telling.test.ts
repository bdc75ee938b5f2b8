/** Telling a person who is not looking, and leading them there. */
import { beforeEach, describe, expect, test } from 'vitest';
import type { Alarm } from '../../../../src/main/app/alarms/alarm-rules.ts';
import { createTelling } from '../../../../src/main/app/notifications/telling.ts';
import type { CommandId } from '../../../../src/shared/commands.ts';
import { type OwnSettingId, type SettingValue, settingOf } from '../../../../src/shared/settings.ts';
import type { AppState } from '../../../../src/shared/state.ts';
import { en } from '../../../../src/shared/text/en.ts';
import { fixtures, ids, testNow } from '../../../support/ui/fixtures.ts';
import { createVirtualClock } from '../../../support/virtual-clock.ts';

const { told } = en.notifications;
const problem = { code: 'offline', values: {} } as const;

/** At noon, with a window that is behind others. */
function world(state: AppState) {
  const clock = createVirtualClock(new Date(2026, 10, 27, 12).getTime());
  const w = {
    clock,
    state,
    isBefore: false,
    hasPane: true,
    shown: [] as { title: string; body: string; onClick(): void }[],
    taken: [] as string[],
    counts: [] as number[],
    tray: [] as boolean[],
    ran: [] as string[],
    forward: 0,
    alarms: [] as Alarm[],
    chosen: {} as Partial<Record<OwnSettingId, SettingValue>>,
    focus: () => {},
    choose: (_id: OwnSettingId, _value: SettingValue) => {},
    telling: null as unknown as ReturnType<typeof createTelling>,
    async pass(ms = 300) {
      w.telling.changed();
      await clock.advance(ms);
    },
  };
  const listeners: ((id: OwnSettingId) => void)[] = [];
  w.choose = (id, value) => {
    w.chosen[id] = value;
    for (const listener of listeners) listener(id);
  };
  w.telling = createTelling({
    ...clock,
    timers: clock,
    text: en,
    alarms: () => w.alarms,
    log: { info: () => {} },
    stateFor: () => w.state,
    choices: {
      get: ((id: OwnSettingId) => w.chosen[id] ?? settingOf(id).default) as never,
      onChange: (listener) => void listeners.push(listener),
    },
    commands: {
      situationOf: () => ({ state: w.state, view: 'home', pane: w.hasPane ? (w.state.window.panes[0] ?? null) : null }),
      run: async (_windowId: string, id: CommandId, argument?: string) => {
        w.ran.push([id, argument].filter(Boolean).join(' '));
      },
    },
    notifying: {
      show(one) {
        w.shown.push(one);
        return () => void w.taken.push(one.title);
      },
      windows: () => [w.state.window.windowId],
      isBeforePerson: () => w.isBefore,
      onFocusChange(listener) {
        w.focus = listener;
      },
      current: () => w.state.window.windowId,
      comeForward: () => {
        w.forward += 1;
      },
      showCount: (count) => void w.counts.push(count),
      showTray: (isShown) => void w.tray.push(isShown),
    },
  });
  return w;
}
const ended = (): AppState => {
  const state = fixtures.workbook(testNow);
  return { ...state, grants: state.grants.map((grant) => ({ ...grant, status: 'ended' as const, problem })) };
};
const well = () => fixtures.workbook(testNow);
const alerted = (noData = 1): AppState => {
  const state = well();
  const panes = state.window.panes.map((pane) => ({ ...pane, contents: { ...pane.contents, noData } }));
  const workbookId = panes[0]?.workbookId ?? '';
  const alert = { alertId: 'one', profileId: ids.finance, workbookId, when: { kind: 'no-data' as const } };
  return { ...state, alerts: [alert], window: { ...state.window, panes } };
};

let w: ReturnType<typeof world>;
const titles = () => w.shown.map(({ title }) => title);

describe('a sign-in that ended', () => {
  beforeEach(() => {
    w = world(ended());
  });

  test('is told once, without names, and counted at the icon', async () => {
    await w.pass();
    await w.pass(120_000);
    expect(w.shown.map(({ title, body }) => ({ title, body }))).toEqual([
      { title: told.signIn.title, body: told.signIn.body },
    ]);
    expect(w.counts).toEqual([1]);
  });

  test('is named where names may be, in the title alone and on one line', async () => {
    const [first] = w.state.profiles;
    if (!first) throw new Error('no profile');
    const name = `Sales\n<b>${'x'.repeat(80)}`;
    w.state = { ...w.state, profiles: [{ ...first, profile: { ...first.profile, name } }] };
    w.choose('notificationNames', true);
    await w.pass();
    expect(titles()).toEqual([`Sign-in needed: Sales <b>${'x'.repeat(51)}…`]);
    expect(w.shown[0]?.body).toBe(told.signIn.body);
  });

  test('is taken away when it is over, and told again when it comes again', async () => {
    await w.pass();
    w.state = well();
    await w.pass();
    expect(w.taken).toEqual([told.signIn.title]);
    expect(w.counts).toEqual([1, 0]);
    w.state = ended();
    await w.pass();
    expect(w.shown).toHaveLength(2);
  });

  test('is not told to whoever has it before them', async () => {
    w.isBefore = true;
    await w.pass();
    w.isBefore = false;
    w.focus();
    await w.clock.advance(300);
    expect(w.shown).toEqual([]);
  });

  test('is seen when the window comes forward', async () => {
    await w.pass();
    w.isBefore = true;
    w.focus();
    await w.clock.advance(300);
    expect(w.taken).toEqual([told.signIn.title]);
    expect(w.counts).toEqual([1, 0]);
  });

  test('leads to its profile', async () => {
    await w.pass();
    w.shown[0]?.onClick();
    expect(w.forward).toBe(1);
    expect(w.ran).toEqual([`selectProfile ${ids.finance}`]);
  });

  test('waits for the end of quiet hours', async () => {
    w.choose('quietHours', true);
    w.choose('quietFrom', 11 * 60);
    w.choose('quietTo', 13 * 60);
    await w.pass(59 * 60_000);
    expect(w.shown).toEqual([]);
    await w.clock.advance(120_000);
    expect(titles()).toEqual([told.signIn.title]);
  });

  test.each(['notifications', 'notifySignIn'] as const)('is not told while %s is off', async (id) => {
    w.choose(id, false);
    await w.pass();
    expect(w.shown).toEqual([]);
    w.choose(id, true);
    await w.clock.advance(300);
    expect(w.shown).toHaveLength(1);
  });

  test('counts at no icon where the number is not wanted', async () => {
    w.choose('badge', false);
    await w.pass();
    expect(w.counts).toEqual([]);
    w.choose('badge', true);
    await w.clock.advance(300);
    expect(w.counts).toEqual([1]);
  });

  test('is taken away with the program', async () => {
    await w.pass();
    await w.telling.close?.();
    expect(w.taken).toEqual([told.signIn.title]);
    expect(w.counts.at(-1)).toBe(0);
    expect(w.clock.pending()).toEqual([]);
  });
});

describe('a renewal that fails', () => {
  beforeEach(() => {
    const state = well();
    w = world({ ...state, grants: state.grants.map((grant) => ({ ...grant, problem })) });
  });

  test('is told after ten minutes, without anything else that happens', async () => {
    await w.pass(10 * 60_000 - 1_000);
    expect(w.shown).toEqual([]);
    await w.clock.advance(60_000);
    expect(titles()).toEqual([told.renewal.title]);
  });

  test('counts from the end of a sleep', async () => {
    await w.pass(60_000);
    w.clock.sleep(8 * 3_600_000);
    w.telling.wake?.('resume');
    await w.clock.advance(60_000);
    expect(w.shown).toEqual([]);
  });
});

test('a sign-in that cannot be renewed is told of with the time of its end, though nothing else happens', async () => {
  const state = well();
  const expiresAt = new Date(2026, 10, 27, 13, 5).getTime();
  const problem = { code: 'renewal_unavailable', values: { reason: 'notAskedFor' } } as const;
  w = world({ ...state, grants: state.grants.map((grant) => ({ ...grant, renewable: false, problem, expiresAt })) });
  await w.pass(54 * 60_000);
  expect(w.shown).toEqual([]);
  await w.clock.advance(2 * 60_000);
  expect(titles()).toEqual([told.signInByHand.title]);
  expect(w.shown[0]?.body).toMatch(/^The sign-in ends at (13:05|1:05 PM)\. It cannot be renewed/);
});

test('what a person asked to be told leads to the tab, and to the panel once the tab is there', async () => {
  w = world(alerted());
  await w.pass();
  expect(titles()).toEqual([told.noData.title]);
  w.hasPane = false;
  w.shown[0]?.onClick();
  const [tab] = w.state.window.tabs;
  expect(w.ran).toEqual([`goToTab ${tab?.tabId}`]);
  await w.clock.advance(1_000);
  w.hasPane = true;
  await w.clock.advance(1_000);
  expect(w.ran).toEqual([`goToTab ${tab?.tabId}`, 'showAlerts']);
});

test('a workbook that loads again and is as it was is not told of twice', async () => {
  w = world(alerted());
  await w.pass();
  const { window: shown } = w.state;
  w.state = { ...w.state, window: { ...shown, panes: shown.panes.map((pane) => ({ ...pane, phase: 'loading' })) } };
  await w.pass();
  w.state = alerted();
  await w.pass();
  expect(w.shown).toHaveLength(1);
  w.state = alerted(0);
  await w.pass();
  w.state = alerted();
  await w.pass();
  expect(w.shown).toHaveLength(2);
});

test('a download that is done leads to the list, also when its tab is closed by now', async () => {
  w = world(fixtures['workbook-downloads'](testNow));
  await w.pass();
  expect(titles()).toEqual([told.download.title, told.download.title]);
  w.state = { ...w.state, window: { ...w.state.window, tabs: [] } };
  w.shown[0]?.onClick();
  expect(w.ran).toEqual(['showDownloads']);
});

test('the icon in the notification area is there when it is chosen, at once and at the next start', async () => {
  w = world(well());
  await w.telling.restore?.();
  expect(w.tray).toEqual([]);
  w.choose('tray', true);
  expect(w.tray).toEqual([true]);
  await w.telling.restore?.();
  w.choose('tray', false);
  expect(w.tray).toEqual([true, true, false]);
});

describe('an alarm', () => {
  const alarm: Alarm = {
    id: 'a',
    key: 'clock',
    kind: 'clock',
    profileId: null,
    connectionId: null,
    reason: null,
    since: testNow,
    isOfLastRun: false,
  };
  test('is told once, leads to the window, and is taken away when it is over', async () => {
    w = world(well());
    w.alarms = [alarm];
    await w.pass();
    await w.pass(60_000);
    expect(titles()).toEqual([told.clock.title]);
    w.shown[0]?.onClick();
    expect([w.forward, w.ran]).toEqual([1, []]);
    w.alarms = [];
    await w.pass();
    expect(w.taken).toEqual([told.clock.title]);
  });
  test('not to who has the window before them, not where nobody wants it, and not in quiet hours', async () => {
    w = world(well());
    w.isBefore = true;
    w.alarms = [alarm];
    await w.pass();
    w.isBefore = false;
    await w.pass();
    expect(w.shown).toEqual([]);
    for (const chosen of [{ notifyAlarms: false }, { quietHours: true, quietFrom: 0, quietTo: 1_380 }]) {
      w = world(well());
      w.chosen = chosen;
      w.alarms = [alarm];
      await w.pass();
      expect(w.shown).toEqual([]);
    }
  });
});
