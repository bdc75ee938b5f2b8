/** A standby waits for whatever a person is doing, up to the last half minute of the session. */
import { beforeEach, describe, expect, test } from 'vitest';
import type { FrameLook } from '../../../../src/main/viewer/frame-look.ts';
import { type Activity, isBusy } from '../../../../src/main/viewer/swap-rules.ts';
import { restingLook } from '../../../support/frame-look.ts';
import { createPanesFixture, HOUR, target } from '../../../support/panes.ts';
import { settled } from '../../../support/virtual-clock.ts';

const idle: Activity = {
  sinceInput: 60_000,
  isPressed: false,
  isComposing: false,
  isDragging: false,
  hasSelection: false,
  isPlaying: false,
  isFullScreen: false,
  openedOverlays: 0,
  isHalfTyped: false,
  isDownloading: false,
  isMoving: false,
};

describe('a person', () => {
  test('who does nothing is not busy', () => {
    expect(isBusy(idle)).toBe(false);
  });

  test.each([
    ['turned the wheel just now', { sinceInput: 1_000 }],
    ['holds a button of the mouse', { isPressed: true }],
    ['puts a word together', { isComposing: true }],
    ['drags something', { isDragging: true }],
    ['has marked text', { hasSelection: true }],
    ['plays a film', { isPlaying: true }],
    ['has a chart in full screen', { isFullScreen: true }],
    ['has a menu or a dialog open', { openedOverlays: 1 }],
    ['has half typed something', { isHalfTyped: true }],
    ['saves a file', { isDownloading: true }],
    ['is on the way to another document', { isMoving: true }],
  ])('who %s is busy', (_what, change) => {
    expect(isBusy({ ...idle, ...change })).toBe(true);
  });
});

describe('a standby that is ready', () => {
  let fixture = createPanesFixture();
  let looks: Record<string, FrameLook | null> = {};
  let done: string[] = [];
  let isSameText = true;
  beforeEach(() => {
    fixture = createPanesFixture();
    looks = {};
    done = [];
    isSameText = true;
    fixture.world.frames = {
      look: async (guestId) => looks[guestId] ?? restingLook,
      place: async (guestId, { scrolls }) => {
        done.push(`${guestId} is scrolled to ${scrolls.map(({ top }) => top)}`);
        return { away: 0, isSameText };
      },
      focus: (guestId, focus) => {
        if (focus) done.push(`${guestId} has the focus at ${focus.caret}`);
      },
      handedOver: () => {},
    };
  });

  /** @returns the ids of the guest on screen and of the standby, which is ready */
  async function readyStandby(activeLook: Partial<FrameLook> = {}) {
    const { panes, view, load } = fixture;
    panes.open(target);
    await load(view().active);
    looks[view().active] = { ...restingLook, ...activeLook };
    panes.renewProfile('profile');
    const { active, standby } = view();
    await load(standby);
    await settled();
    return { active, standby };
  }
  const pass = async (ms: number) => {
    fixture.advance(ms);
    await settled();
  };

  test('is scrolled to the same place before it takes over, and has the focus after that', async () => {
    const { standby } = await readyStandby();
    expect(fixture.view()).toMatchObject({ active: standby, swaps: 1 });
    expect(done).toEqual([`${standby} is scrolled to 33`, `${standby} has the focus at 2,2`]);
  });

  test('waits while a button is held, and takes over soon after', async () => {
    const { active, standby } = await readyStandby({ isPressed: true });
    await pass(60_000);
    expect(fixture.view()).toMatchObject({ active, swaps: 0 });
    looks[active] = restingLook;
    await pass(1_000);
    expect(fixture.view()).toMatchObject({ active: standby, swaps: 1 });
  });

  test('waits for a dialog that is open, and not for one that is in every load of the page', async () => {
    const { active, standby } = await readyStandby({ overlays: 2 });
    expect(fixture.view().swaps).toBe(0);
    looks[standby] = { ...restingLook, overlays: 2 };
    await pass(1_000);
    expect(fixture.view()).toMatchObject({ active: standby, swaps: 1 });
    expect(active).not.toBe(standby);
  });

  test('waits for what is half typed', async () => {
    isSameText = false;
    const { active, standby } = await readyStandby();
    expect(fixture.view().active).toBe(active);
    isSameText = true;
    await pass(1_000);
    expect(fixture.view().active).toBe(standby);
  });

  test('waits for a file that is being saved', async () => {
    const { panes, view, load } = fixture;
    panes.open(target);
    await load(view().active);
    const { active } = view();
    panes.downloading(active, true);
    panes.renewProfile('profile');
    await load(view().standby);
    await pass(5_000);
    expect(view().active).toBe(active);
    panes.downloading(active, false);
    await pass(1_000);
    expect(view().swaps).toBe(1);
  });

  test('takes over in the last half minute, whatever the person does', async () => {
    const { standby } = await readyStandby({ isPressed: true });
    await pass(HOUR - 31_000);
    expect(fixture.view().swaps).toBe(0);
    await pass(1_000);
    expect(fixture.view()).toMatchObject({ active: standby, swaps: 1 });
  });

  test('does not wait when Sigma says that the session is over, and is at the same place all the same', async () => {
    const { active, standby } = await readyStandby({ isPressed: true });
    expect(fixture.view().swaps).toBe(0);
    fixture.panes.takeEvent(active, {
      type: 'workbook:error',
      code: 'EINVAL',
      message: 'Session expired. Reload the page.',
    });
    await settled();
    expect(fixture.view()).toMatchObject({ active: standby, swaps: 1 });
    expect(done[0]).toBe(`${standby} is scrolled to 33`);
  });

  test('takes over once, however often it says that its data is there', async () => {
    const { panes, view, load } = fixture;
    panes.open(target);
    await load(view().active);
    panes.renewProfile('profile');
    const { standby } = view();
    await load(standby);
    panes.takeEvent(standby, { type: 'workbook:dataloaded' });
    panes.takeEvent(standby, { type: 'workbook:loaded', workbook: { variables: { Borough: '' } } });
    panes.takeEvent(standby, { type: 'workbook:dataloaded' });
    await settled();
    await pass(10_000);
    expect(view()).toMatchObject({ active: standby, standby: '', swaps: 1 });
  });

  test('does not wait for long for a page that does not answer', async () => {
    fixture.world.frames = { ...fixture.world.frames, look: async () => null };
    const { standby } = await readyStandby();
    for (let seconds = 1; seconds <= 3; seconds += 1) await pass(1_000);
    expect(fixture.view().active).toBe(standby);
  });
});

describe('a standby whose workbook never says that it has loaded', () => {
  test('takes over once its data is there, with what its URL carried', async () => {
    const { panes, view, load, choose, advance, world } = createPanesFixture();
    panes.open(target);
    await load(view().active);
    choose(view().active, 'Queens');
    panes.renewProfile('profile');
    const { standby } = view();
    await panes.requestGuest(standby);
    expect(world.controls.at(-1)).toEqual({ Borough: 'Queens' });
    world.sent.length = 0;
    panes.takeEvent(standby, { type: 'workbook:dataloaded' });
    expect(view().swaps).toBe(0);
    advance(8_000);
    expect(view()).toMatchObject({ active: standby, swaps: 1 });
    expect(world.sent.map(({ command }) => command.type)).toEqual(['workbook:variables:list']);
  });
});

describe('a workbook that begins with the values of its URL', () => {
  test('is told nothing, so that each query is asked once', async () => {
    const { panes, view, load, choose, world } = createPanesFixture();
    panes.open(target);
    await load(view().active);
    choose(view().active, 'Queens');
    panes.renewProfile('profile');
    world.sent.length = 0;
    await load(view().standby, { Borough: 'Queens' });
    expect(world.sent).toEqual([]);
    expect(view().swaps).toBe(1);
  });
});
