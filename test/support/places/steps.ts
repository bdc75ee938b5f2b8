/** What people do in a workbook, for situations to be put together from. */
import type { PanePlace } from '../../../src/shared/sigma/pane-parts.ts';
import type { Spot } from '../driver/hands.ts';
import type { Desk } from './situation.ts';

/** A message or a key takes milliseconds. */
const TOLD_LIMIT_MS = 20_000;

/** The pointer is taken to where nothing answers to it, so that nothing shows because it is there. */
export const awayWithThePointer = (desk: Desk) => moveTo(desk, { x: 4, y: 4 });

export async function pointAt(desk: Desk, ...place: Parameters<Desk['placeOf']>): Promise<void> {
  await moveTo(desk, await desk.placeOf(...place));
}

async function moveTo(desk: Desk, place: Spot): Promise<void> {
  const spot = await desk.onDisplay(place);
  if (desk.hands.areAt(spot)) return;
  await arrival(desk, 'pointermove', 1, () => desk.hands.move(spot));
}

export async function hold(desk: Desk, ...place: Parameters<Desk['placeOf']>): Promise<void> {
  await pointAt(desk, ...place);
  await arrival(desk, 'pointerdown', 1, desk.hands.press);
}

/** Presses and lets go, as quickly as a finger. */
export async function press(desk: Desk, selector: string): Promise<void> {
  await hold(desk, selector);
  await desk.hands.release();
}

export async function click(desk: Desk, selector: string): Promise<void> {
  await pointAt(desk, selector);
  await arrival(desk, 'click', 1, async () => {
    await desk.hands.press();
    await desk.hands.release();
  });
  await desk.answered();
  await awayWithThePointer(desk);
}

/** Presses where nothing happens, so that the keys go to the workbook. */
export const into = (desk: Desk) => click(desk, 'h1');

/** Types into a field, with keys of the display. */
export async function keys(desk: Desk, selector: string, pressed: readonly string[]): Promise<void> {
  await (await desk.workbook()).locator(selector).focus();
  await arrival(desk, 'keyup', pressed.length, () => desk.hands.strike(pressed));
}

/** The keys of a text of letters and spaces, by the names of X. */
export const lettersOf = (text: string) => [...text].map((letter) => (letter === ' ' ? 'space' : letter));

/** As an input method brings it: signs for which there is no key, too. */
export async function type(desk: Desk, selector: string, text: string): Promise<void> {
  const frame = await desk.workbook();
  await frame.locator(selector).focus();
  const devtools = await frame.page().context().newCDPSession(frame);
  await devtools.send('Input.insertText', { text });
  await devtools.detach();
}

/** Does something with the hands, and waits until Sigma's page has heard of it. */
async function arrival(desk: Desk, type: string, times: number, act: () => Promise<void>): Promise<void> {
  const frame = await desk.workbook();
  await frame.evaluate(expectEvents, { type, times, limitMs: TOLD_LIMIT_MS });
  await act();
  await frame.evaluate(() => (window as unknown as { arrival: Promise<void> }).arrival);
}

/** Runs in the page: how many events there were is counted from here on. */
function expectEvents({ type, times, limitMs }: { type: string; times: number; limitMs: number }): void {
  let left = times;
  const arrival = new Promise<void>((resolve, reject) => {
    const late = () => reject(new Error(`${left} of ${times} × ${type} did not come; focus: ${document.hasFocus()}.`));
    const limit = setTimeout(late, limitMs);
    addEventListener(
      type,
      () => {
        left -= 1;
        if (left > 0) return;
        clearTimeout(limit);
        resolve();
      },
      { capture: true },
    );
  });
  Object.assign(window, { arrival });
}

export const openTrips = (desk: Desk) => click(desk, '#page-trips');

export const choose = (desk: Desk, borough: string) => click(desk, `[data-testid="borough-${borough}"]`);

export const maximise = (desk: Desk, node: string) => click(desk, `[data-expand="${node}"]`);

export async function scroll(desk: Desk, selector: string, top: number, left = 0): Promise<void> {
  const frame = await desk.workbook();
  await frame.locator(selector).evaluate((element, to) => element.scrollTo(to), { top, left });
  await desk.answered();
}

/** Into the control for a note, and on to the next control. */
export async function note(desk: Desk, text: string): Promise<void> {
  await into(desk);
  await type(desk, '#note-control', text);
  await keys(desk, '#note-control', ['Return']);
  await told(desk, ({ controls }) => controls.Note === text);
  await desk.answered();
}

/** Writes another text over the one that is there. */
export async function retype(desk: Desk, selector: string, text: string): Promise<void> {
  const field = (await desk.workbook()).locator(selector);
  await field.focus();
  await field.evaluate((element) => getSelection()?.selectAllChildren(element));
  await type(desk, selector, text);
  await field.filter({ hasText: text }).waitFor();
}

/** Waits until a field holds a value: what was typed has arrived. */
export async function expectValue(desk: Desk, selector: string, value: string | RegExp): Promise<void> {
  const field = (await desk.workbook()).locator(selector);
  const begun = performance.now();
  for (;;) {
    const present = await field.inputValue();
    if (typeof value === 'string' ? present === value : value.test(present)) return;
    if (performance.now() - begun > TOLD_LIMIT_MS) throw new Error(`${selector} holds "${present}".`);
  }
}

export async function openDialog(desk: Desk, modalType: 'export' | 'schedule' | 'save-as'): Promise<void> {
  await desk.command({ type: 'workbook:modal:toggle', modalType });
  await (await desk.workbook()).getByTestId('modal').waitFor();
}

export const closeDialog = (desk: Desk) => click(desk, '[data-testid="modal-close"]');

export function documentNamed({ demo }: Desk, title: string) {
  const found = demo.sigma.workbooks.find((one) => one.title === title);
  if (!found) throw new Error(`There is no document "${title}".`);
  return found;
}

/** To another document of the same folder. */
export async function goTo(desk: Desk, title: string, pageId?: string): Promise<void> {
  const inodeId = documentNamed(desk, title).id;
  await desk.command({ type: 'document:navigateto', inodeId, ...(pageId && { pageId }) });
  await (await desk.workbook()).locator('h1', { hasText: title }).waitFor();
  await desk.answered();
}

/** Waits until the program knows what the workbook told it of the place. */
export async function told(desk: Desk, isTold: (place: PanePlace) => boolean): Promise<void> {
  const begun = performance.now();
  while (!isTold((await desk.pane()).place)) {
    if (performance.now() - begun > TOLD_LIMIT_MS) throw new Error('The program was not told of the place.');
  }
}

export async function mode(desk: Desk, wanted: 'view' | 'explore' | 'edit'): Promise<void> {
  await desk.command({ type: 'workbook:mode:update', mode: wanted });
  await (await desk.workbook()).locator(`body[data-mode="${wanted}"]`).waitFor();
  await desk.answered();
  // What is explored has its key a moment later; until then the place looks like the one before.
  if (wanted === 'explore') await told(desk, (place) => place.mode === 'explore');
}
