/** Panes that nobody sees: behind another screen, in a window that is hidden, or beside the one that is shown. */
import { beforeEach, describe, expect, test } from 'vitest';
import { AppError } from '../../../../src/shared/errors.ts';
import { createPanesFixture, HOUR, target } from '../../../support/panes.ts';
import { settled } from '../../../support/virtual-clock.ts';

describe('a pane that nobody sees', () => {
  let { panes, world, view, advance, sleep, load } = createPanesFixture();
  let paneId = '';
  beforeEach(async () => {
    ({ panes, world, view, advance, sleep, load } = createPanesFixture());
    paneId = panes.open(target);
    await load(view().active);
    panes.setShown('main', null);
  });

  const show = () => panes.setShown('main', paneId);

  test('is not loaded again however often its grants are renewed, and is renewed when it is seen', async () => {
    for (let times = 0; times < 24; times += 1) {
      panes.renewProfile('profile');
      advance(HOUR);
      await settled();
    }
    expect(world.signed).toHaveLength(1);
    expect(view()).toMatchObject({ phase: 'ready', error: null, standby: '' });
    const { active } = view();
    show();
    expect(view()).toMatchObject({ active, phase: 'ready', error: null });
    await load(view().standby);
    expect(view()).toMatchObject({ phase: 'ready', swaps: 1, standby: '' });
    expect(world.signed).toHaveLength(2);
  });

  test('keeps its picture while it is renewed on being seen, and what was chosen in it', async () => {
    show();
    panes.takeEvent(view().active, { type: 'workbook:exploreKey:onchange', exploreKey: 'k1' });
    panes.setShown('main', null);
    panes.renewProfile('profile');
    show();
    await panes.requestGuest(view().standby);
    expect(world.signed.at(-1)).toEqual({ explore: 'k1' });
  });

  test('is renewed on being seen for a grant that came while an older load was on its way to take over', async () => {
    show();
    panes.renewProfile('profile');
    await panes.requestGuest(view().standby);
    panes.setShown('main', null);
    panes.renewProfile('profile');
    panes.takeEvent(view().standby, { type: 'workbook:loaded', workbook: { variables: { Borough: '' } } });
    panes.takeEvent(view().standby, { type: 'workbook:dataloaded' });
    expect(view()).toMatchObject({ swaps: 1, standby: '' });
    show();
    expect(view().standby).not.toBe('');
  });

  test('is left when it is seen again before anything was due', () => {
    advance(30 * 60_000);
    show();
    expect(view()).toMatchObject({ phase: 'ready', standby: '' });
    panes.setShown('main', paneId);
    expect(view().standby).toBe('');
  });

  test('is renewed once on being seen, be it told so once or several times', () => {
    panes.renewProfile('profile');
    show();
    const { standby } = view();
    show();
    panes.setShown('main', null);
    show();
    expect(view().standby).toBe(standby);
  });

  test('is renewed on being seen when its session is over, though no timer noticed', () => {
    sleep(2 * HOUR);
    show();
    expect(view()).toMatchObject({ phase: 'ready' });
    expect(view().standby).not.toBe('');
  });

  test('does not show that its session ended, has nothing renewed for it, and is loading when it is seen', async () => {
    advance(2 * HOUR);
    panes.takeEvent(view().active, { type: 'workbook:error', message: 'Session expired. Reload the page.' });
    await settled();
    expect(world.renewals).toBe(0);
    expect(view()).toMatchObject({ phase: 'ready', error: null });
    show();
    expect(view()).toMatchObject({ phase: 'loading', error: null });
    await load(view().active);
    expect(view()).toMatchObject({ phase: 'ready', error: null });
  });

  test('is renewed behind its picture when one chart found the token expired', async () => {
    panes.takeEvent(view().active, { type: 'workbook:chart:error', message: 'Token expired' });
    await settled();
    expect(world.renewals).toBe(0);
    expect(view()).toMatchObject({ phase: 'ready', error: null, standby: '' });
    show();
    expect(view().phase).toBe('ready');
    expect(view().standby).not.toBe('');
  });

  test('does not try again and again what fails, but at once when it is seen', async () => {
    show();
    panes.reload(paneId, 'main');
    world.signFailure = new AppError('offline', { reason: 'said', said: 'test' });
    await expect(panes.requestGuest(view().active)).rejects.toMatchObject({ code: 'offline' });
    panes.setShown('main', null);
    const { active } = view();
    advance(12 * HOUR);
    expect(view()).toMatchObject({ active, phase: 'failed' });
    world.signFailure = null;
    show();
    await load(view().active);
    expect(view()).toMatchObject({ phase: 'ready', error: null });
  });

  test('is renewed anew when its grants were renewed while a standby loaded that nobody sees', async () => {
    show();
    panes.renewProfile('profile');
    const { standby } = view();
    panes.setShown('main', null);
    panes.renewProfile('profile');
    expect(view().standby).toBe(standby);
    show();
    expect(view().standby).not.toBe(standby);
  });

  test('lets a standby that loads already take over', async () => {
    show();
    panes.renewProfile('profile');
    panes.setShown('main', null);
    await load(view().standby);
    expect(view()).toMatchObject({ swaps: 1, phase: 'ready' });
    show();
    expect(view().standby).toBe('');
  });

  test('is woken when it is seen', () => {
    sleep(2 * HOUR);
    panes.wake();
    advance(0);
    expect(view().standby).toBe('');
    show();
    expect(view().standby).not.toBe('');
  });
});

test('of several panes in a window, the one that is shown is renewed', async () => {
  const { panes, world, load } = createPanesFixture();
  panes.open(target);
  const shown = panes.open({ ...target, workbookId: 'another' });
  for (const { guests } of panes.views('main')) await load(guests[0]?.guestId ?? '');
  panes.setShown('main', shown);
  panes.setShown('second', null);
  world.signed.length = 0;
  panes.renewProfile('profile');
  expect(panes.views('main').map(({ guests }) => guests.length)).toEqual([1, 2]);
});

test('in a window that is hidden, no pane is renewed, whichever it shows; afterwards the one that it shows is', async () => {
  const { panes, world, load } = createPanesFixture();
  const shown = panes.open(target);
  panes.open({ ...target, workbookId: 'another' });
  for (const { guests } of panes.views('main')) await load(guests[0]?.guestId ?? '');
  const guests = () => panes.views('main').map((pane) => pane.guests.length);
  panes.setWindowVisible('main', false);
  panes.setShown('main', shown);
  panes.renewProfile('profile');
  expect(guests()).toEqual([1, 1]);
  // A workbook that opens meanwhile loads, and is not renewed either.
  panes.open({ ...target, workbookId: 'third' });
  const signed = world.signed.length;
  await load(panes.views('main')[2]?.guests[0]?.guestId ?? '');
  expect(world.signed).toHaveLength(signed + 1);
  panes.renewProfile('profile');
  expect(guests()).toEqual([1, 1, 1]);
  panes.setWindowVisible('main', true);
  expect(guests()).toEqual([2, 1, 1]);
});

test('a window that is gone leaves nothing to those that come', async () => {
  const { panes, view, load } = createPanesFixture();
  panes.setWindowVisible('main', false);
  panes.setShown('main', null);
  panes.closeWindow('main');
  panes.open(target);
  await load(view().active);
  panes.setWindowVisible('main', true);
  panes.renewProfile('profile');
  expect(view().standby).not.toBe('');
});

test('until a window says what it shows, everything in it counts as shown', async () => {
  const { panes, view, load } = createPanesFixture();
  panes.open(target);
  await load(view().active);
  panes.setShown('another window', null);
  panes.renewProfile('profile');
  expect(view().standby).not.toBe('');
});

test('a pane that loads before its window says that it shows it is not loaded a second time, however short its session is', async () => {
  const { panes, world, view } = createPanesFixture();
  world.sessionMs = 20_000;
  panes.setShown('main', null);
  panes.open(target);
  await panes.requestGuest(view().active);
  // The window comes forward, and has not drawn the pane yet.
  panes.setWindowVisible('main', true);
  panes.setShown('main', view().paneId);
  expect(view().standby).toBe('');
  expect(world.signed).toHaveLength(1);
});
