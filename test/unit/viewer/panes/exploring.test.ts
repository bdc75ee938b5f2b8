/** A person who goes on exploring while the workbook is renewed behind the scenes. */
import { describe, expect, test } from 'vitest';
import type { FrameLook } from '../../../../src/main/viewer/frame-look.ts';
import { restingLook } from '../../../support/frame-look.ts';
import { createPanesFixture, HOUR, target } from '../../../support/panes.ts';
import { settled } from '../../../support/virtual-clock.ts';

const LOAD_MS = 45_000;

/** A workbook on screen, with a person who takes steps and a Sigma whose loads take their time. */
async function exploring() {
  const fixture = createPanesFixture();
  const { panes, world, view, advance, load } = fixture;
  world.endsWithGrant = true;
  panes.open(target);
  await load(view().active);
  let passed = 0;
  let requested: { guestId: string; at: number } | null = null;
  const phases = new Set<string>();
  const standbys = new Set<string>();

  const step = (exploreKey: string) =>
    panes.takeEvent(view().active, { type: 'workbook:exploreKey:onchange', exploreKey });
  const choose = (Borough: string) => fixture.choose(view().active, Borough);

  /** Lets seconds pass in which the standby, whichever it is, is requested and loads. */
  async function live(milliseconds: number, every?: { ms: number; action(count: number): void }) {
    for (let lived = 1_000; lived <= milliseconds; lived += 1_000) {
      const { standby } = view();
      if (standby !== '' && requested?.guestId !== standby) {
        await panes.requestGuest(standby);
        requested = { guestId: standby, at: passed };
        standbys.add(standby);
      }
      advance(1_000);
      passed += 1_000;
      if (requested && view().standby === requested.guestId && passed - requested.at === LOAD_MS) {
        panes.takeEvent(requested.guestId, { type: 'workbook:loaded', workbook: { variables: { Borough: '' } } });
        panes.takeEvent(requested.guestId, { type: 'workbook:dataloaded' });
      }
      if (every && lived % every.ms === 0) every.action(lived / every.ms);
      phases.add(view().phase);
    }
  }
  return { ...fixture, step, choose, live, phases, standbys };
}

test('a person who takes a step every 40 seconds has the workbook renewed before its session ends', async () => {
  const { panes, view, advance, step, live, phases, standbys, world } = await exploring();
  advance(55 * 60_000);
  panes.renewProfile('profile');
  await live(5 * 60_000, { ms: 40_000, action: (count) => step(`key-${count}`) });
  expect(view().swaps).toBeGreaterThan(0);
  expect(standbys.size).toBeLessThan(8);
  // The last step is brought after the swap.
  step('last');
  await live(3 * 60_000);
  expect(view()).toMatchObject({ phase: 'ready', error: null, isCatchingUp: false, standby: '' });
  expect(world.signed.at(-1)).toEqual({ explore: 'last' });
  expect([...phases]).toEqual(['ready']);
});

test('an explorer who never stops keeps the workbook over hours, with a load now and then', async () => {
  const { panes, view, advance, step, live, phases, standbys } = await exploring();
  for (let hours = 1; hours <= 3; hours += 1) {
    advance(55 * 60_000);
    panes.renewProfile('profile');
    await live(5 * 60_000, { ms: 20_000, action: (count) => step(`key-${hours}-${count}`) });
    expect(view().swaps).toBeGreaterThanOrEqual(hours);
  }
  expect([...phases]).toEqual(['ready']);
  expect(standbys.size).toBeLessThan(20);
});

test('one step while the standby loads is in the one that takes over', async () => {
  const { panes, view, step, live, world } = await exploring();
  panes.renewProfile('profile');
  await live(20_000);
  step('once');
  await live(LOAD_MS);
  expect(view()).toMatchObject({ swaps: 1, isCatchingUp: false, standby: '' });
  expect(world.signed.at(-1)).toEqual({ explore: 'once' });
});

test('steps that follow wait for a pause, and the last is in the one that takes over', async () => {
  const { panes, view, step, live, world } = await exploring();
  panes.renewProfile('profile');
  await live(10_000);
  step('first');
  const { standby } = view();
  await live(10_000);
  step('second');
  await live(20_000);
  step('third');
  expect(view().standby).toBe(standby);
  await live(2 * LOAD_MS);
  expect(view()).toMatchObject({ swaps: 1, isCatchingUp: false, standby: '' });
  expect(world.signed.at(-1)).toEqual({ explore: 'third' });
});

test('a step that was taken back makes the standby good again', async () => {
  const { panes, view, step, live } = await exploring();
  step('home');
  panes.renewProfile('profile');
  await live(10_000);
  step('away');
  await live(1_000);
  step('home');
  const { standby } = view();
  step('away');
  await live(LOAD_MS);
  expect(view()).toMatchObject({ swaps: 1, active: standby, standby: '' });
});

describe('a standby that took over before it could follow', () => {
  async function caughtUp() {
    const given = await exploring();
    const { panes, view, advance, step, live } = given;
    advance(HOUR - 80_000);
    panes.renewProfile('profile');
    await live(20_000);
    step('late');
    await live(30_000);
    expect(view()).toMatchObject({ swaps: 1, isCatchingUp: true, phase: 'ready' });
    return given;
  }

  test('has the step brought to it', async () => {
    const { view, live, world } = await caughtUp();
    await live(60_000);
    expect(view()).toMatchObject({ swaps: 2, isCatchingUp: false, standby: '' });
    expect(world.signed.at(-1)).toEqual({ explore: 'late' });
  });

  test('is not waited for under its cover, whatever its page does', async () => {
    const { view, live, world } = await caughtUp();
    const playing: FrameLook = { ...restingLook, isPlaying: true, scrolls: [], focus: null };
    world.frames = { look: async () => playing, place: async () => null, focus: () => {}, handedOver: () => {} };
    await live(60_000);
    await settled();
    expect(view()).toMatchObject({ swaps: 2, isCatchingUp: false, standby: '' });
  });

  test('has a choice of a value brought together with the step', async () => {
    const { view, live, choose, world } = await caughtUp();
    await live(10_000);
    choose('Queens');
    const { standby } = view();
    await live(40_000);
    expect(world.signed.at(-1)).toEqual({ explore: 'late' });
    expect(world.sent.at(-2)).toEqual({
      guestId: standby,
      command: { type: 'workbook:variables:update', variables: { Borough: 'Queens' } },
    });
    expect(view()).toMatchObject({ active: standby, swaps: 2, isCatchingUp: false });
  });

  test('goes on from a new step that was taken in it', async () => {
    const { view, live, step, world } = await caughtUp();
    step('newer');
    expect(view().isCatchingUp).toBe(false);
    await live(3 * 60_000);
    expect(world.signed.at(-1)).toEqual({ explore: 'newer' });
    expect(view()).toMatchObject({ phase: 'ready', standby: '' });
  });

  test('tries again when the one that brings the step fails', async () => {
    const { panes, view, live, world } = await caughtUp();
    panes.guestLoadFailed(view().standby, 'ERR_FAILED');
    expect(view()).toMatchObject({ isCatchingUp: false, phase: 'ready', error: null });
    await live(10_000);
    // Behind the scenes: nobody is kept from the workbook at each of many tries.
    expect(view().standby).not.toBe('');
    expect(view().isCatchingUp).toBe(false);
    await live(50_000);
    expect(view()).toMatchObject({ swaps: 2, standby: '' });
    expect(world.signed.at(-1)).toEqual({ explore: 'late' });
  });

  test('shows the step after a reload too', async () => {
    const { panes, view, load, world } = await caughtUp();
    panes.reload(view().paneId, 'main');
    await load(view().active);
    expect(world.signed.at(-1)).toEqual({ explore: 'late' });
    expect(view().isCatchingUp).toBe(false);
  });
});

test('a person who changes a value every few seconds has the workbook renewed before its session ends', async () => {
  const { panes, view, advance, load, choose } = createPanesFixture();
  panes.open(target);
  await load(view().active);
  advance(55 * 60_000);
  const { active, standby } = view();
  panes.keyPressed(active);
  await load(standby);
  // From here on each value needs data, which do not come before the next one.
  for (let seconds = 0; seconds < 270; seconds += 3) {
    choose(view().active, `${seconds}`);
    advance(2_999);
    expect(view().swaps).toBe(0);
    advance(1);
  }
  expect(view()).toMatchObject({ active: standby, swaps: 1, phase: 'ready', error: null });
});

test('a standby that waits for the last moment takes over on waking, when that has passed in sleep', async () => {
  const { panes, view, advance, sleep, step, live } = await exploring();
  // So late that there is no time for another load once a step has made this one outdated.
  advance(58 * 60_000);
  panes.renewProfile('profile');
  await live(LOAD_MS - 1_000);
  step('key');
  await live(5_000);
  const { standby } = view();
  expect(standby).not.toBe('');
  expect(view().swaps).toBe(0);
  sleep(2 * HOUR);
  panes.wake();
  advance(1_000);
  expect(view()).toMatchObject({ active: standby, swaps: 1 });
});
