/** Settings over the border: those of the program and those that updates keep look alike, and main refuses again. */
import { describe, expect, test } from 'vitest';
import { createSettingsFeature } from '../../../../src/main/app/settings/settings-feature.ts';
import { createSheets } from '../../../../src/main/app/settings/sheets.ts';
import { openChoices } from '../../../../src/main/settings/choices.ts';
import { settingIds } from '../../../../src/shared/settings.ts';
import type { UpdateChoices, UpdateView } from '../../../../src/shared/updates.ts';
import { createFakeStore } from '../../../support/vault-fakes.ts';

const caller = { windowId: 'window', kind: 'viewer' } as const;
const off: UpdateView = { status: 'off', reason: 'development' };

function feature(chosen: object = {}, choices: Partial<UpdateChoices> = {}, updates = off) {
  const asked: unknown[] = [];
  let changes = 0;
  const done: string[] = [];
  const wishes = new Set<() => void>();
  const opened = createSettingsFeature({
    choices: openChoices(createFakeStore(new Map([['chosen', chosen]])), { signOutWhenLocked: true }),
    updates: {
      handlers: { 'updates.choose': (wanted: unknown) => void asked.push(wanted) } as never,
      sharedState: () => ({ updates, updateChoices: { mode: 'automatic', channel: 'latest', fixed: [], ...choices } }),
    },
    speech: {
      waits: () => true,
      quit: () => void done.push('quit'),
      startAgain: () => void done.push('start again'),
    },
    timers: {
      setTimer(action) {
        wishes.add(action);
        return () => void wishes.delete(action);
      },
    },
    log: { info: () => {} },
    onChange: () => {
      changes += 1;
    },
  });
  const view = () => Object.fromEntries(opened.sharedState().settings.map(({ id, ...rest }) => [id, rest]));
  return { ...opened, done, wishes, asked, view, changes: () => changes };
}

test('windows see every setting, in the order of the list, and who set it', () => {
  const { sharedState, view } = feature({ appearance: 'dark' }, { channel: 'beta' });
  expect(sharedState().settings.map(({ id }) => id)).toEqual(settingIds);
  expect(view()).toMatchObject({
    appearance: { value: 'dark', setBy: 'person' },
    textSize: { value: 100, setBy: 'default' },
    signOutWhenLocked: { value: true, setBy: 'administrator' },
    updateMode: { value: 'automatic', setBy: 'default' },
    updateChannel: { value: 'beta', setBy: 'person' },
  });
});

test('a choice of updates that is closed says by whom', () => {
  const fixed = { mode: 'off', fixed: ['mode', 'channel'] } as const;
  const by = (updates: UpdateView) => feature({}, { ...fixed, fixed: [...fixed.fixed] }, updates).view().updateMode;
  expect(by(off)).toEqual({ value: 'off', setBy: 'program' });
  expect(by({ status: 'off', reason: 'policy' })).toEqual({ value: 'off', setBy: 'administrator' });
  expect(by({ status: 'off', reason: 'managed' })).toEqual({ value: 'off', setBy: 'administrator' });
});

describe('choosing', () => {
  test('tells the windows, and reaches what keeps it', async () => {
    const { handlers, asked, view, changes } = feature();
    await handlers['settings.set']({ id: 'textSize', value: 150 }, caller);
    await handlers['settings.set']({ id: 'updateMode', value: 'notify' }, caller);
    await handlers['settings.set']({ id: 'updateChannel', value: 'beta' }, caller);
    expect(view().textSize).toEqual({ value: 150, setBy: 'person' });
    expect(changes()).toBe(1);
    expect(asked).toEqual([{ mode: 'notify' }, { channel: 'beta' }]);
  });

  test('what an administrator decided is refused by main, whatever a window shows', async () => {
    const { handlers } = feature();
    await expect(handlers['settings.set']({ id: 'signOutWhenLocked', value: false }, caller)).rejects.toMatchObject({
      code: 'request_refused',
    });
  });
});

describe('a reset', () => {
  test('is of one', async () => {
    const { handlers, view, asked } = feature({ appearance: 'dark', textSize: 150 }, { channel: 'beta' });
    await handlers['settings.reset']({ id: 'appearance' }, caller);
    expect(view()).toMatchObject({ appearance: { value: 'system' }, textSize: { value: 150 } });
    await handlers['settings.reset']({ id: 'updateChannel' }, caller);
    expect(asked).toEqual([{ channel: 'latest' }]);
  });

  test('or of all that a person chose, and of nothing else', async () => {
    const { handlers, view, asked } = feature({ appearance: 'dark', textSize: 150 }, { mode: 'notify' });
    await handlers['settings.reset']({ id: null }, caller);
    expect(Object.values(view()).map(({ setBy }) => setBy)).not.toContain(undefined);
    expect(view()).toMatchObject({
      appearance: { setBy: 'default' },
      textSize: { setBy: 'default' },
      signOutWhenLocked: { setBy: 'administrator' },
    });
    expect(asked).toEqual([{ mode: 'automatic' }]);
  });
});

describe('starting again', () => {
  test('ends the program, and starts it once it has ended', async () => {
    const { handlers, close, done, wishes } = feature();
    await handlers['settings.startAgain'](undefined, caller);
    expect(done).toEqual(['quit']);
    await close?.();
    expect(done).toEqual(['quit', 'start again']);
    expect([...wishes]).toEqual([]);
  });

  test('is forgotten where the person stays, so that a later end is one', async () => {
    const { handlers, close, done, wishes } = feature();
    await handlers['settings.startAgain'](undefined, caller);
    for (const end of wishes) end();
    await close?.();
    expect(done).toEqual(['quit']);
  });
});

test('a window has one sheet at a time, of its own', () => {
  const sheets = createSheets(() => {});
  const of = (windowId: string) => sheets.windowState(windowId).sheet;
  sheets.handlers['sheets.show']({ sheet: 'settings' }, caller);
  expect([of('window'), of('other')]).toEqual(['settings', null]);
  sheets.handlers['sheets.show']({ sheet: 'shortcuts' }, caller);
  expect(of('window')).toBe('shortcuts');
  sheets.handlers['sheets.close'](undefined, caller);
  expect(of('window')).toBeNull();
  sheets.show('window', 'settings');
  sheets.windowClosed?.('window');
  expect(of('window')).toBeNull();
});
