/** A workbook that is loaded again for all to see: in the element that is there, where its page answers. */
import { beforeEach, expect, test } from 'vitest';
import { AppError } from '../../../../src/shared/errors.ts';
import { restingLook } from '../../../support/frame-look.ts';
import { held } from '../../../support/held.ts';
import { createPanesFixture, target } from '../../../support/panes.ts';

let { panes, world, view, load, choose } = createPanesFixture();
/** Whether the page of the workbook answers; a page that hangs is given up by whoever asks. */
let answers = true;

beforeEach(async () => {
  ({ panes, world, view, load, choose } = createPanesFixture());
  answers = true;
  world.frames = { ...world.frames, look: async () => (answers ? restingLook : null) };
  panes.open(target);
  await load(view().active);
});

const elementOf = () => panes.views('main')[0]?.guests[0]?.element;
const settled = () => new Promise((resolve) => setImmediate(resolve));

test('a reload is another guest in the same element, at the same place', async () => {
  const before = view().active;
  choose(before, 'Queens');
  panes.reload(view().paneId, 'main');
  const next = view().active;
  expect(next).not.toBe(before);
  expect(elementOf()).toBe(before);
  await settled();
  expect(world.inPlace).toEqual([[before, next]]);
  await load(next, { Borough: 'Queens' });
  expect(world.controls.at(-1)).toEqual({ Borough: 'Queens' });
  expect(view()).toMatchObject({ active: next, phase: 'ready' });
});

test('what the page before still says is not taken for the new one', async () => {
  const before = view().active;
  panes.reload(view().paneId, 'main');
  panes.takeEvent(before, { type: 'workbook:loaded' });
  panes.takeEvent(before, { type: 'workbook:error', code: 'EACCES' });
  expect(view()).toMatchObject({ phase: 'loading', error: null });
});

test('one reload after another stays in the element that was there first', async () => {
  const first = view().active;
  for (let time = 0; time < 3; time += 1) {
    panes.reload(view().paneId, 'main');
    await settled();
    await load(view().active);
  }
  expect(elementOf()).toBe(first);
  expect(world.inPlace.map(([, next]) => next)).toHaveLength(3);
});

test.each([
  ['whose page does not answer', false, true],
  ['whose element is gone', true, false],
])('a workbook %s is loaded in an element of its own', async (_what, isAnswered, hasElements) => {
  const before = view().active;
  answers = isAnswered;
  world.hasElements = hasElements;
  panes.reload(view().paneId, 'main');
  await settled();
  const { active } = view();
  expect(elementOf()).toBe(active);
  expect(active).not.toBe(before);
  await load(active);
  expect(view().phase).toBe('ready');
});

test('where the page of the window was lost, no element is left to load in', async () => {
  panes.reloadAll('main');
  await settled();
  expect(elementOf()).toBe(view().active);
  expect(world.inPlace).toEqual([]);
});

test('a second press while the first reload waits for its page begins anew', async () => {
  panes.reload(view().paneId, 'main');
  panes.reload(view().paneId, 'main');
  await settled();
  expect(elementOf()).toBe(view().active);
  expect(world.inPlace).toEqual([]);
  await load(view().active);
  expect(view().phase).toBe('ready');
});

test('what never stood has no element worth keeping', async () => {
  panes.open({ ...target, workbookId: 'another', windowId: 'other' });
  const pane = () => panes.views('other')[0];
  const before = pane()?.guests[0]?.guestId ?? '';
  panes.reload(pane()?.paneId ?? '', 'other');
  await settled();
  expect(pane()?.guests[0]?.element).toBe(pane()?.guests[0]?.guestId);
  expect(pane()?.guests[0]?.guestId).not.toBe(before);
});

test('the session of a reload is being signed before the page that is there has answered, and is signed once', async () => {
  const look = held();
  world.frames = { ...world.frames, look: () => look.released.then(() => restingLook) };
  panes.reload(view().paneId, 'main');
  const { active } = view();
  expect(world.signed).toHaveLength(2);
  expect(world.inPlace).toEqual([]);
  look.release();
  await settled();
  expect(world.inPlace).toHaveLength(1);
  await expect(panes.requestGuest(active)).resolves.toMatchObject({ url: 'https://sigma/2' });
  expect(world.signed).toHaveLength(2);
});

test('what was signed ahead is given out once: a page that asks again has another session', async () => {
  panes.reload(view().paneId, 'main');
  await settled();
  const { active } = view();
  const urls = await Promise.all([panes.requestGuest(active), panes.requestGuest(active)]);
  expect(urls.map(({ url }) => url)).toEqual(['https://sigma/2', 'https://sigma/3']);
});

test('what was signed ahead is for no guest but the one of that reload', async () => {
  answers = false;
  panes.reload(view().paneId, 'main');
  await settled();
  await expect(panes.requestGuest(view().active)).resolves.toMatchObject({ url: 'https://sigma/3' });
  panes.reload(view().paneId, 'main');
  panes.close(view().paneId, 'main');
  await settled();
  expect(panes.views('main')).toEqual([]);
});

test('a session that cannot be signed ahead is told of when it is asked for, and not signed for twice', async () => {
  panes.reload(view().paneId, 'main');
  await settled();
  await load(view().active);
  world.signFailure = new AppError('secret_missing', { reason: 'embedSecretNotStored' });
  panes.reload(view().paneId, 'main');
  world.signFailure = null;
  const signed = world.signed.length;
  await settled();
  await expect(panes.requestGuest(view().active)).rejects.toMatchObject({ code: 'secret_missing' });
  expect(view()).toMatchObject({ phase: 'failed', error: { code: 'secret_missing' } });
  expect(world.signed).toHaveLength(signed);
});
