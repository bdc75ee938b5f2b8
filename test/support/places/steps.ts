/** What people do in a workbook, for situations to be put together from. */
import type { PanePlace } from '../../../src/shared/sigma/pane-parts.ts';
import type { Desk } from './situation.ts';

/** A message or a key takes milliseconds. */
const TOLD_LIMIT_MS = 20_000;

/** The pointer is taken to where nothing answers to it, so that nothing shows because it is there. */
export const awayWithThePointer = async (desk: Desk) => (await desk.pointer()).move(4, 4);

export async function pointAt(desk: Desk, ...place: Parameters<Desk['placeOf']>): Promise<void> {
  const { x, y } = await desk.placeOf(...place);
  await (await desk.pointer()).move(x, y);
}

/** Presses and lets go, as quickly as a finger. */
export async function press(desk: Desk, selector: string): Promise<void> {
  await pointAt(desk, selector);
  const pointer = await desk.pointer();
  await pointer.down();
  await pointer.up();
}

export async function click(desk: Desk, selector: string): Promise<void> {
  await (await desk.workbook()).locator(selector).first().click();
  await desk.answered();
  await awayWithThePointer(desk);
}

/** Presses where nothing happens, so that the keys go to the workbook. */
export const into = (desk: Desk) => click(desk, 'h1');

const codes: Readonly<Record<string, number>> = { Enter: 13, ArrowRight: 39, ArrowDown: 40 };

/** Types into a field. The keys go to Sigma's own process, as the system would bring them there. */
export async function keys(desk: Desk, selector: string, pressed: readonly string[]): Promise<void> {
  const frame = await desk.workbook();
  await frame.locator(selector).focus();
  const devtools = await frame.page().context().newCDPSession(frame);
  for (const key of pressed) {
    const windowsVirtualKeyCode = codes[key] ?? (/^[a-z\d]$/i.test(key) ? key.toUpperCase().charCodeAt(0) : 0);
    const text = key === 'Enter' ? '\r' : key.length === 1 ? key : undefined;
    const event = { key, windowsVirtualKeyCode, ...(key.length > 1 && { code: key }) };
    await devtools.send('Input.dispatchKeyEvent', {
      type: text ? 'keyDown' : 'rawKeyDown',
      ...event,
      ...(text && { text }),
    });
    await devtools.send('Input.dispatchKeyEvent', { type: 'keyUp', ...event });
  }
  await devtools.detach();
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
  await keys(desk, '#note-control', [...text, 'Enter']);
  await told(desk, ({ controls }) => controls.Note === text);
  await desk.answered();
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
}
