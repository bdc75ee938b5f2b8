/** A workbook that is loaded again for all to see: in the element that is there, where its page answers. */
import { beforeEach, expect, test } from 'vitest';
import { restingLook } from '../../../support/frame-look.ts';
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
