/** A pane that hangs on a wall: what was shown stays until something newer is there, and every failure is tried again. */
import { expect, test } from 'vitest';
import { AppError } from '../../../../src/shared/errors.ts';
import { createPanesFixture, HOUR, target } from '../../../support/panes.ts';

async function fixture(isUnattended = true) {
  const made = createPanesFixture();
  made.panes.setUnattended('main', isUnattended);
  made.panes.open(target);
  await made.load(made.view().active);
  return made;
}
const settled = () => new Promise((resolve) => setImmediate(resolve));

test('what failed is loaded behind what is shown, and takes its place once its data is there', async () => {
  const { panes, world, view, advance, load } = await fixture();
  const shown = view().active;
  world.signFailure = new AppError('frame_load_failed', { reason: 'noAnswer' });
  advance(HOUR + 60_000);
  for (let tries = 0; tries < 6; tries += 1) {
    if (view().standby) await panes.requestGuest(view().standby).catch(() => undefined);
    await settled();
    advance(5 * 60_000);
  }
  expect(view()).toMatchObject({ active: shown, phase: 'failed' });
  world.signFailure = null;
  // What is under way fails for want of an answer, and the next try comes after its pause.
  for (let tries = 0; tries < 40 && view().standby === ''; tries += 1) advance(10_000);
  const next = view().standby;
  expect(next).not.toBe('');
  expect(view().active).toBe(shown);
  await load(next);
  await settled();
  expect(view()).toMatchObject({ active: next, phase: 'ready', error: null });
});

test('elsewhere it is loaded in the place of what is shown, as ever', async () => {
  const { panes, world, view, advance } = await fixture(false);
  const shown = view().active;
  world.signFailure = new AppError('frame_load_failed', { reason: 'noAnswer' });
  advance(HOUR + 60_000);
  for (let tries = 0; tries < 6 && view().active === shown; tries += 1) {
    if (view().standby) await panes.requestGuest(view().standby).catch(() => undefined);
    await settled();
    advance(5 * 60_000);
  }
  expect(view().active).not.toBe(shown);
});

test('what only a person could mend is tried again all the same, since none is there', async () => {
  const { panes, view, world } = createPanesFixture();
  panes.setUnattended('main', true);
  panes.open(target);
  world.signFailure = new AppError('grant_missing', { reason: 'notSignedYet' });
  await panes.requestGuest(view().active).catch(() => undefined);
  expect(view().phase).toBe('failed');
  expect(view().retriesAt).not.toBeNull();
});

test('a pane that is made ready does by itself what a shown one does', async () => {
  const { panes, view, load, advance, world } = await fixture();
  const { paneId } = view();
  panes.setShown('main', null);
  advance(HOUR - 30_000);
  const before = world.signed.length;
  expect(view().standby).toBe('');
  panes.setPrepared('main', paneId);
  expect(view().standby).not.toBe('');
  await load(view().standby);
  expect(world.signed.length).toBe(before + 1);
  panes.setPrepared('main', null);
});
