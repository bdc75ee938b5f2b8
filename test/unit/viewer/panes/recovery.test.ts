/** Workbooks that are lost: crashes, replays, and frames that were led elsewhere. */
import { beforeEach, describe, expect, test } from 'vitest';
import { createPanesFixture, target } from '../../../support/panes.ts';

describe('a workbook that is lost', () => {
  let { panes, world, view, advance, load } = createPanesFixture();
  beforeEach(() => {
    ({ panes, world, view, advance, load } = createPanesFixture());
  });

  test('tells a redirect of Sigma from a frame that was emptied later', async () => {
    panes.open(target);
    expect(panes.hasLoaded(view().active)).toBe(false);
    await panes.requestGuest(view().active);
    expect(panes.hasLoaded(view().active)).toBe(false);
    panes.navigatedAway(view().active);
    expect(view()).toMatchObject({ phase: 'failed', error: { code: 'sigma_redirected' } });
    panes.reload(view().paneId, 'main');
    await load(view().active);
    const { active } = view();
    expect(panes.hasLoaded(active)).toBe(true);
    panes.navigatedAway(active);
    advance(0);
    expect(view().active).not.toBe(active);
  });

  test('begins its load anew after a link was followed meanwhile, however often, and counts no loss', async () => {
    panes.open(target);
    for (let times = 0; times < 10; times += 1) {
      const { active } = view();
      await panes.requestGuest(active);
      panes.interrupted(active);
      expect(view().active).not.toBe(active);
      expect(view().phase).toBe('loading');
    }
    await load(view().active);
    expect(view().phase).toBe('ready');
    expect(world.logged).not.toContain('pane.lost');
  });

  test('is followed by the standby that is ready when a press left it without its workbook', async () => {
    panes.open(target);
    await load(view().active);
    panes.renewProfile('profile');
    const { active, standby } = view();
    panes.keyPressed(active);
    await load(standby);
    expect(view().active).toBe(active);
    expect([active, standby].map(panes.isActive)).toEqual([true, false]);
    panes.interrupted(active);
    expect(view().active).toBe(standby);
    expect([active, standby].map(panes.isActive)).toEqual([false, true]);
    expect(world.logged).not.toContain('pane.lost');
  });

  test('does not begin anew for a standby, which nobody can press', async () => {
    panes.open(target);
    await load(view().active);
    panes.renewProfile('profile');
    const before = view();
    panes.interrupted(before.standby);
    expect(view()).toEqual(before);
  });

  test('brings a crashed workbook back with a new token, more slowly each time, and then gives up', async () => {
    panes.open(target);
    await load(view().active);
    for (const pause of [1_000, 2_000, 4_000, 8_000, 16_000]) {
      const crashed = view().active;
      panes.guestGone(crashed, 'crashed');
      advance(pause - 1);
      expect(view().active).toBe(crashed);
      advance(1);
      expect(view().active).not.toBe(crashed);
      await load(view().active);
      expect(view().phase).toBe('ready');
    }
    panes.guestGone(view().active, 'crashed');
    expect(view()).toMatchObject({ phase: 'failed', error: { code: 'frame_crashed' } });
    expect(world.signed).toHaveLength(6);
  });

  test('gives a page that reloads itself a new token and the same view', async () => {
    panes.open(target);
    await load(view().active);
    panes.takeEvent(view().active, {
      type: 'workbook:variables:onchange',
      workbook: { variables: { Borough: 'Queens' } },
    });
    const { active } = view();
    panes.replayStopped(active);
    advance(0);
    expect(view().active).not.toBe(active);
    await load(view().active);
    expect(world.sent[0]?.command).toEqual({ type: 'workbook:variables:update', variables: { Borough: 'Queens' } });
  });

  test('does not follow a page that reloads itself forever', async () => {
    panes.open(target);
    for (let times = 0; times < 6; times += 1) {
      await load(view().active);
      panes.replayStopped(view().active);
      advance(20_000);
    }
    expect(view()).toMatchObject({ phase: 'failed', error: { code: 'frame_load_failed' } });
  });

  test('is not loaded again when a standby took over meanwhile', async () => {
    panes.open(target);
    await load(view().active);
    panes.renewProfile('profile');
    const { active, standby } = view();
    await panes.requestGuest(standby);
    panes.guestGone(active, 'crashed');
    expect(view().phase).toBe('loading');
    panes.takeEvent(standby, { type: 'workbook:loaded', workbook: { variables: { Borough: '' } } });
    panes.takeEvent(standby, { type: 'workbook:dataloaded' });
    expect(view()).toMatchObject({ active: standby, phase: 'ready' });
    advance(10_000);
    expect(view()).toMatchObject({ active: standby, phase: 'ready', swaps: 1 });
  });

  test('is forgotten after ten minutes: the next loss is the first again', async () => {
    panes.open(target);
    await load(view().active);
    for (let times = 0; times < 12; times += 1) {
      panes.guestGone(view().active, 'crashed');
      advance(1_000);
      expect(view().phase).toBe('loading');
      await load(view().active);
      advance(10 * 60_000);
    }
    expect(view().phase).toBe('ready');
  });

  test('says what ended it', async () => {
    panes.open(target);
    for (let times = 0; times < 6; times += 1) panes.guestGone(view().active, 'oom');
    expect(view()).toMatchObject({ phase: 'failed', error: { code: 'frame_crashed', values: { cause: 'oom' } } });
  });

  test('is told to the window, as loading', async () => {
    panes.open(target);
    await load(view().active);
    const before = world.changes;
    panes.guestGone(view().active, 'crashed');
    expect(view().phase).toBe('loading');
    expect(world.changes).toBeGreaterThan(before);
  });
});
