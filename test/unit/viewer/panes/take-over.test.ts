/** What comes into sight by scrolling is drawn before the standby takes over, and the person goes on meanwhile. */
import { beforeEach, describe, expect, test } from 'vitest';
import type { FrameLook } from '../../../../src/main/viewer/frame-look.ts';
import { restingLook } from '../../../support/frame-look.ts';
import { createPanesFixture, HOUR, target } from '../../../support/panes.ts';
import { settled } from '../../../support/virtual-clock.ts';

const scrolled = (top: number): FrameLook => ({
  ...restingLook,
  scrolls: [{ path: { anchor: 'table', steps: [] }, top, left: 0 }],
});

describe('a standby that was scrolled, and whose picture is still to be whole', () => {
  let fixture = createPanesFixture();
  let look: FrameLook | null = null;
  let focused: unknown[] = [];
  const pass = async (ms: number) => {
    fixture.advance(ms);
    await settled();
  };
  const isWhole = async () => {
    for (const { isWhole: whole } of fixture.world.pictures?.splice(0) ?? []) whole();
    await settled();
  };
  /** The standby is ready, its first picture was whole, and it was scrolled; the picture after that is waited for. */
  async function toPicture() {
    const { panes, view, load, world } = fixture;
    panes.open(target);
    await load(view().active);
    world.pictures = [];
    panes.renewProfile('profile');
    const { active, standby } = view();
    await load(standby);
    await isWhole();
    expect(world.pictures.map(({ guestId }) => guestId)).toEqual([standby]);
    return { active, standby };
  }
  beforeEach(() => {
    fixture = createPanesFixture();
    look = scrolled(33);
    focused = [];
    fixture.world.frames = {
      look: async () => look,
      place: async () => ({ away: 0, isSameText: true }),
      focus: (guestId, focus) => void focused.push([guestId, focus?.caret]),
      handedOver: () => {},
    };
  });

  test('takes over when it is', async () => {
    const { active, standby } = await toPicture();
    await pass(4_000);
    expect(fixture.view()).toMatchObject({ active, standby, swaps: 0 });
    await isWhole();
    expect(fixture.view()).toMatchObject({ active: standby, swaps: 1 });
  });

  test('is placed again when the person has scrolled on', async () => {
    const { active, standby } = await toPicture();
    look = scrolled(66);
    await isWhole();
    expect(fixture.view()).toMatchObject({ active, swaps: 0 });
    await pass(1_000);
    await isWhole();
    expect(fixture.view()).toMatchObject({ active: standby, swaps: 1 });
  });

  test.each([
    ['holds a button of the mouse', { isPressed: true }],
    ['has opened a menu', { overlays: 1 }],
    ['puts a word together', { isComposing: true }],
    ['turned the wheel', { sinceInput: 100 }],
    ['has typed something', { focus: { ...scrolled(33).focus, mark: 2 } as FrameLook['focus'] }],
  ])('waits for a person who %s by then', async (_what, change) => {
    const { active, standby } = await toPicture();
    look = { ...scrolled(33), ...change };
    await isWhole();
    expect(fixture.view()).toMatchObject({ active, swaps: 0 });
    look = scrolled(33);
    await pass(1_000);
    await isWhole();
    expect(fixture.view()).toMatchObject({ active: standby, swaps: 1 });
  });

  test('waits for keys that were pressed and for a file that begins to be saved meanwhile', async () => {
    const { active, standby } = await toPicture();
    fixture.panes.keyPressed(active);
    fixture.panes.downloading(active, true);
    await isWhole();
    await pass(60_000);
    await isWhole();
    expect(fixture.view()).toMatchObject({ active, swaps: 0 });
    fixture.panes.downloading(active, false);
    await pass(1_000);
    await isWhole();
    expect(fixture.view()).toMatchObject({ active: standby, swaps: 1 });
  });

  test('waits for the picture of what the pointer rests on, too', async () => {
    look = { ...scrolled(0), scrolls: [], hover: [40, 60] };
    const { active, standby } = await toPicture();
    expect(fixture.view()).toMatchObject({ active, standby, swaps: 0 });
    await isWhole();
    expect(fixture.view()).toMatchObject({ active: standby, swaps: 1 });
  });

  test('has the caret where it is by then', async () => {
    const { active, standby } = await toPicture();
    // The first one was new: its page alone may have the focus, once the window gives it.
    expect(focused).toEqual([[active, undefined]]);
    look = { ...scrolled(33), focus: { ...scrolled(33).focus, caret: [5, 5] } as FrameLook['focus'] };
    await isWhole();
    expect(focused).toEqual([
      [active, undefined],
      [standby, [5, 5]],
    ]);
  });

  test('takes over without waiting for the person when Sigma says meanwhile that the session is over', async () => {
    const { active, standby } = await toPicture();
    look = { ...scrolled(66), isPressed: true };
    const message = 'Session expired. Reload the page.';
    fixture.panes.takeEvent(active, { type: 'workbook:error', code: 'EINVAL', message });
    await isWhole();
    expect(fixture.view()).toMatchObject({ active: standby, swaps: 1 });
    // What was hurried is that one swap.
    await pass(HOUR - 3 * 60_000);
    const next = fixture.view();
    await fixture.load(next.standby);
    await isWhole();
    expect(fixture.view()).toMatchObject({ active: next.active, swaps: 1 });
  });

  test('is hurried although an earlier one has just been given up while its picture was waited for', async () => {
    const { active } = await toPicture();
    const { panes, world, load, view } = fixture;
    const givenUp = world.pictures?.splice(0) ?? [];
    panes.renewProfile('profile');
    const { standby } = view();
    await load(standby);
    await isWhole();
    look = { ...scrolled(33), isPressed: true };
    const message = 'Session expired. Reload the page.';
    panes.takeEvent(active, { type: 'workbook:error', code: 'EINVAL', message });
    for (const { isWhole: whole } of givenUp) whole();
    await settled();
    expect(view()).toMatchObject({ active, standby, swaps: 0 });
    await isWhole();
    expect(view()).toMatchObject({ active: standby, swaps: 1 });
  });

  test('does not take over from a person who has begun to edit, and not after the pane was closed', async () => {
    const { active } = await toPicture();
    fixture.panes.takeEvent(active, { type: 'url:onchange', url: '/acme/workbook/Trips-4kX9/edit' });
    await isWhole();
    await pass(60_000);
    expect(fixture.view()).toMatchObject({ active, standby: '', swaps: 0, edit: { isRenewalWaiting: true } });

    fixture = createPanesFixture();
    fixture.world.frames = { look: async () => look, place: async () => null, focus: () => {}, handedOver: () => {} };
    await toPicture();
    fixture.panes.closeProfile('profile');
    await isWhole();
    expect(fixture.panes.views('main')).toEqual([]);
    expect(fixture.pendingTimers()).toBe(0);
  });

  test('does not take over from a workbook that was loaded again or left for home meanwhile', async () => {
    const { standby } = await toPicture();
    fixture.panes.goHome(fixture.view().paneId, 'main');
    await isWhole();
    expect(fixture.view()).toMatchObject({ swaps: 0, phase: 'loading', standby: '' });
    expect(fixture.view().active).not.toBe(standby);
  });

  test('waits for no picture anew when a step of the person brings it nothing new', async () => {
    const { panes, view, load, world } = fixture;
    panes.open(target);
    await load(view().active);
    world.pictures = [];
    panes.renewProfile('profile');
    await load(view().standby);
    const { active } = view();
    panes.takeEvent(active, { type: 'workbook:selectednodeid:onchange', selectedNodeId: null, nodeType: null });
    expect(world.pictures).toHaveLength(1);
  });
});

describe('a page that does not answer', () => {
  test('is asked some more times, in case it is busy, and holds its swap up no longer', async () => {
    const fixture = createPanesFixture();
    const { panes, view, load, advance, world } = fixture;
    let looks = 0;
    let answer: FrameLook | null = null;
    world.frames = {
      look: async (guestId) => {
        if (guestId === fixture.view().active) looks += 1;
        return answer;
      },
      place: async () => null,
      focus: () => {},
      handedOver: () => {},
    };
    panes.open(target);
    await load(view().active);
    panes.renewProfile('profile');
    const { active, standby } = view();
    looks = 0;
    await load(standby);
    await settled();
    for (let seconds = 1; seconds <= 2; seconds += 1) {
      advance(1_000);
      await settled();
    }
    expect(view()).toMatchObject({ active, swaps: 0 });
    answer = { ...scrolled(0), isPressed: true };
    advance(1_000);
    await settled();
    answer = null;
    for (let seconds = 1; seconds <= 4; seconds += 1) {
      expect(view()).toMatchObject({ active, swaps: 0 });
      advance(1_000);
      await settled();
    }
    expect(view()).toMatchObject({ active: standby, swaps: 1 });
    expect(looks).toBe(8);
  });
});

describe('a workbook that is loaded for all to see', () => {
  async function left() {
    const fixture = createPanesFixture();
    const { panes, view, load, world } = fixture;
    const done: string[] = [];
    const looked: string[] = [];
    world.frames = {
      look: async (guestId) => {
        looked.push(guestId);
        return scrolled(33);
      },
      place: async (guestId, { scrolls }) => {
        done.push(`${guestId} at ${scrolls[0]?.top}`);
        return null;
      },
      focus: () => {},
      handedOver: () => {},
    };
    panes.open(target);
    await load(view().active);
    panes.reload(view().paneId, 'main');
    return { ...fixture, done, looked };
  }

  test('is scrolled to where it was, also when the first try failed, and its page listens to the person', async () => {
    const { panes, view, load, advance, done, looked } = await left();
    await panes.requestGuest(view().active);
    panes.guestLoadFailed(view().active, 'ERR_FAILED');
    advance(60_000);
    await load(view().active);
    await settled();
    expect(done).toEqual([`${view().active} at 33`]);
    expect(looked).toContain(view().active);
  });

  test('is so where a standby takes over before it stands', async () => {
    const { panes, view, load, world, done } = await left();
    await panes.requestGuest(view().active);
    panes.renewProfile('profile');
    const { standby } = view();
    world.pictures = [];
    await load(standby);
    world.pictures[0]?.isWhole();
    await settled();
    expect(view().active).toBe(standby);
    expect(done).toEqual([`${standby} at 33`]);
  });

  test('is not scrolled where it is another document', async () => {
    const { panes, view, load, done } = await left();
    panes.takeEvent(view().active, { type: 'url:onchange', url: '/acme/workbook/Winter-9Zq1' });
    await load(view().active);
    await settled();
    panes.takeEvent(view().active, { type: 'url:onchange', url: '/acme/workbook/Winter-9Zq1' });
    done.length = 0;
    panes.goHome(view().paneId, 'main');
    await load(view().active);
    await settled();
    expect(done).toEqual([]);
  });
});
