/** The place of a pane that is made ready before there is a workbook to show in it. */
import { beforeEach, describe, expect, test } from 'vitest';
import { withAheadPanes } from '../../../src/main/viewer/ahead-panes.ts';
import { createPanesFixture, target } from '../../support/panes.ts';

function setUp() {
  const { panes: plain, world } = createPanesFixture();
  const taken: string[] = [];
  let ids = 0;
  let changes = 0;
  const { panes, ahead } = withAheadPanes(plain, {
    randomUuid: () => `ahead-${++ids}`,
    onTaken: (guestId) => void taken.push(guestId),
    onChange: () => {
      changes += 1;
    },
  });
  return { panes, ahead, world, taken, changes: () => changes };
}

let { panes, ahead, world, taken, changes } = setUp();
beforeEach(() => {
  ({ panes, ahead, world, taken, changes } = setUp());
});

const guestId = () => ahead.view('main')?.guest.guestId ?? '';
const isRefused = { code: 'request_refused' };

describe('a place that is made ready', () => {
  beforeEach(() => ahead.prepare(target));

  test('is a guest of the session, which nobody else knows and which shows no pane', () => {
    const view = ahead.view('main');
    expect(view).toEqual({
      paneId: 'ahead-1',
      title: 'Trips',
      guest: {
        guestId: 'ahead-2',
        element: 'ahead-2',
        src: 'sightglass-embed://frame/ahead-2',
        partition: target.partition,
        role: 'active',
      },
    });
    expect(panes.views('main')).toEqual([]);
    expect(panes.isKnownGuest('ahead-2', target.partition, 'main')).toBe(true);
    expect(panes.isKnownGuest('ahead-2', 'another', 'main')).toBe(false);
    expect(panes.isKnownGuest('ahead-2', target.partition, 'other')).toBe(false);
    expect(panes.sigmaOriginOf('ahead-2')).toBe(target.sigmaOrigin);
    expect(panes.sigmaOriginOfPartition(target.partition)).toBe(target.sigmaOrigin);
    expect(ahead.view('other')).toBeNull();
    expect(changes()).toBe(1);
  });

  test('asks for nothing signed until a workbook is opened in it, which then has its ids', async () => {
    const asked = panes.requestGuest(guestId());
    await new Promise((resolve) => setImmediate(resolve));
    expect(world.signed).toEqual([]);
    expect(panes.open(target)).toBe('ahead-1');
    expect(ahead.view('main')).toBeNull();
    expect(panes.views('main')).toMatchObject([
      { paneId: 'ahead-1', guests: [{ guestId: 'ahead-2', element: 'ahead-2' }] },
    ]);
    await expect(asked).resolves.toMatchObject({ url: 'https://sigma/1' });
    expect(taken).toEqual(['ahead-2']);
  });

  test('has its page ask later, when the workbook was opened before that', async () => {
    panes.open(target);
    await expect(panes.requestGuest('ahead-2')).resolves.toMatchObject({ url: 'https://sigma/1' });
  });

  test.each([
    ['another session', { ...target, partition: 'of another person' }],
    ['another Sigma', { ...target, sigmaOrigin: 'https://other.example' }],
    ['another window', { ...target, windowId: 'other' }],
  ])('is not for %s', (_what, other) => {
    expect(panes.open(other)).not.toBe('ahead-1');
    expect(ahead.view('main')).not.toBeNull();
    expect(taken).toEqual([]);
  });

  test.each([
    ['the sign-in comes to nothing', () => ahead.giveUp('profile')],
    ['another person comes', () => panes.closeProfile('profile')],
    ['its window closes', () => panes.closeWindow('main')],
    ['the page of its window is lost', () => panes.reloadAll('main')],
    ['its process ends', () => panes.guestGone('ahead-2', 'crashed')],
  ])('goes when %s, and whoever waits for it is refused', async (_what, happens) => {
    const asked = expect(panes.requestGuest('ahead-2')).rejects.toMatchObject(isRefused);
    const before = changes();
    happens();
    await asked;
    expect(ahead.view('main')).toBeNull();
    expect(panes.isKnownGuest('ahead-2', target.partition, 'main')).toBe(false);
    expect(panes.sigmaOriginOf('ahead-2')).toBeNull();
    expect(changes()).toBe(before + 1);
    expect(panes.open(target)).not.toBe('ahead-1');
  });

  test('stays when it is made ready again, and makes room for that of another session', async () => {
    ahead.prepare({ ...target, title: 'Costs' });
    expect(ahead.view('main')).toMatchObject({ paneId: 'ahead-1', title: 'Trips' });
    const asked = expect(panes.requestGuest('ahead-2')).rejects.toMatchObject(isRefused);
    ahead.prepare({ ...target, partition: 'next' });
    await asked;
    expect(ahead.view('main')).toMatchObject({ paneId: 'ahead-3', guest: { partition: 'next' } });
  });

  test('is left alone by what happens to other profiles', () => {
    ahead.giveUp('another');
    panes.closeProfile('another');
    expect(ahead.view('main')).not.toBeNull();
  });
});

test('a place is of no use where the window shows that workbook already', async () => {
  const paneId = panes.open(target);
  ahead.prepare(target);
  const asked = expect(panes.requestGuest(guestId())).rejects.toMatchObject(isRefused);
  expect(panes.open(target)).toBe(paneId);
  await asked;
  expect(ahead.view('main')).toBeNull();
  expect(taken).toEqual([]);
});
