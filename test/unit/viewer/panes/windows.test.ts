/** Several windows over the same panes: each has its own, and none reaches those of another. */
import { beforeEach, describe, expect, test } from 'vitest';
import { createPanesFixture, target } from '../../../support/panes.ts';

const there = { ...target, windowId: 'second' };

describe('two windows', () => {
  let { panes, world, view, load, pendingTimers } = createPanesFixture();
  beforeEach(() => {
    ({ panes, world, view, load, pendingTimers } = createPanesFixture());
  });

  test('show the same workbook in a pane of each, and each its own', async () => {
    const here = panes.open(target);
    const other = panes.open(there);
    expect(other).not.toBe(here);
    expect([panes.open(target), panes.open(there)]).toEqual([here, other]);
    await load(view('main').active);
    expect(panes.views('main').map(({ paneId, phase }) => [paneId, phase])).toEqual([[here, 'ready']]);
    expect(panes.views('second').map(({ paneId, phase }) => [paneId, phase])).toEqual([[other, 'loading']]);
    expect(panes.views('third')).toEqual([]);
  });

  test('attach their own guests alone', () => {
    panes.open(target);
    panes.open(there);
    const guestId = view('second').active;
    expect(panes.isKnownGuest(guestId, target.partition, 'second')).toBe(true);
    expect(panes.isKnownGuest(guestId, target.partition, 'main')).toBe(false);
    expect(panes.isKnownGuest(guestId, 'another partition', 'second')).toBe(false);
  });

  test('may not reload, read or close what is open in the other', async () => {
    const paneId = panes.open(target);
    await load(view().active);
    const before = view();
    const refused = expect.objectContaining({
      code: 'request_refused',
      message: 'This workbook is open in another window.',
    });
    expect(() => panes.reload(paneId, 'second')).toThrow(refused);
    expect(() => panes.session(paneId, 'second')).toThrow(refused);
    expect(() => panes.close(paneId, 'second')).toThrow(refused);
    expect(view()).toEqual(before);
    expect(panes.session(paneId, 'main')).toMatchObject({ target, session: { url: 'https://sigma/1' } });
  });

  test('reload and close each for itself', async () => {
    panes.open(target);
    panes.open({ ...target, workbookId: 'another' });
    panes.open(there);
    await load(view('second').active);
    const { active } = view('main');
    const before = view('second');
    panes.reloadAll('main');
    expect(view('main').active).not.toBe(active);
    expect(view('second')).toEqual(before);
    panes.closeWindow('main');
    expect(panes.views('main')).toEqual([]);
    expect(view('second')).toEqual(before);
    panes.closeWindow('second');
    expect(pendingTimers()).toBe(0);
  });

  test('renew, wake and close a profile together', async () => {
    panes.open(target);
    panes.open(there);
    panes.open({ ...there, workbookId: 'another', profileId: 'another profile' });
    for (const windowId of ['main', 'second']) await load(view(windowId).active);
    panes.renewProfile('profile');
    expect([view('main').standby, view('second').standby]).not.toContain('');
    expect(panes.views('second')[1]?.guests).toHaveLength(1);
    expect(panes.targetsOf('profile')).toEqual([target, there]);
    panes.closeProfile('profile');
    expect(panes.views('main')).toEqual([]);
    expect(panes.views('second').map(({ profileId }) => profileId)).toEqual(['another profile']);
    panes.dispose();
    expect(panes.views('second')).toEqual([]);
    expect(pendingTimers()).toBe(0);
  });

  test('know the Sigma of each guest and of each session, as long as it is open', () => {
    const paneId = panes.open(target);
    panes.open({ ...there, partition: 'other partition', sigmaOrigin: 'https://other.example' });
    const { active } = view('main');
    expect(panes.sigmaOriginOf(active)).toBe('https://sigma.example');
    expect(panes.sigmaOriginOf(view('second').active)).toBe('https://other.example');
    expect(panes.sigmaOriginOf('unknown')).toBeNull();
    expect(panes.sigmaOriginOfPartition(target.partition)).toBe('https://sigma.example');
    expect(panes.sigmaOriginOfPartition('other partition')).toBe('https://other.example');
    panes.close(paneId, 'main');
    expect(panes.sigmaOriginOf(active)).toBeNull();
    expect(panes.sigmaOriginOfPartition(target.partition)).toBeNull();
  });

  test('change nothing by asking', () => {
    panes.open(target);
    const before = { changes: world.changes, timers: pendingTimers() };
    panes.isKnownGuest(view().active, target.partition, 'main');
    panes.isKnownGuest('unknown', target.partition, 'main');
    expect({ changes: world.changes, timers: pendingTimers() }).toEqual(before);
  });
});

test('a pane that is not there cannot be reloaded or read, and closing it is no failure', async () => {
  const { panes } = createPanesFixture();
  const refused = expect.objectContaining({ code: 'request_refused', message: 'This workbook is no longer open.' });
  expect(() => panes.reload('gone', 'main')).toThrow(refused);
  expect(() => panes.session('gone', 'main')).toThrow(refused);
  expect(() => panes.close('gone', 'main')).not.toThrow();
});

test('a pane without a session has nothing to read yet', () => {
  const { panes } = createPanesFixture();
  const paneId = panes.open(target);
  expect(() => panes.session(paneId, 'main')).toThrow(
    expect.objectContaining({
      code: 'grant_missing',
      message: 'No session has been signed for this workbook yet.',
    }),
  );
});

test('what concerns a guest that is gone is left without an answer', async () => {
  const { panes, world, view } = createPanesFixture();
  panes.open(target);
  const before = { view: view(), changes: world.changes };
  panes.takeEvent('gone', { type: 'workbook:dataloaded' });
  panes.keyPressed('gone');
  panes.guestGone('gone', 'crashed');
  panes.replayStopped('gone');
  panes.guestLoadFailed('gone', 'ERR_FAILED');
  panes.navigatedAway('gone');
  panes.interrupted('gone');
  expect(panes.hasLoaded('gone')).toBe(false);
  expect(panes.sigmaOriginOf('gone')).toBeNull();
  await expect(panes.requestGuest('gone')).rejects.toMatchObject({ code: 'request_refused' });
  expect({ view: view(), changes: world.changes }).toEqual(before);
});

test('what would be lost with the program is told over all windows: what is edited, and files that are being saved', async () => {
  const { panes, view, load } = createPanesFixture();
  panes.open(target);
  panes.open(there);
  expect(panes.occupation()).toBe(null);
  await load(view('main').active);
  await load(view('second').active);
  panes.downloading(view('main').active, true);
  expect(panes.occupation()).toBe('saving');
  panes.takeEvent(view('second').active, { type: 'url:onchange', url: `${target.workbookPath}/edit` });
  expect(panes.occupation()).toBe('editing');
  panes.takeEvent(view('second').active, { type: 'url:onchange', url: target.workbookPath });
  expect(panes.occupation()).toBe('saving');
  panes.downloading(view('main').active, false);
  expect(panes.occupation()).toBe(null);
});
