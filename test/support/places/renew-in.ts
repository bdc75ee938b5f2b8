/** A renewal in the middle of a situation, and all that can be noticed of it. */
import type { Box } from '../frames/compare.ts';
import { type FrameReport, recordFrames } from '../frames/record-frames.ts';
import type { OpenDesk } from './desk.ts';
import { listen, type PlaceRecord, recordPlace } from './record-place.ts';
import type { Desk, Situation } from './situation.ts';

/** It takes a second, or a few when the first try fails. */
const SWAP_LIMIT_MS = 60_000;

export interface Noticed {
  readonly before: PlaceRecord;
  readonly after: PlaceRecord;
  /** The pictures of the swap, and those of the time in which it waited. */
  readonly recordings: readonly FrameReport[];
  /** What a screen reader would have said. */
  readonly heard: readonly string[];
  /** What the warehouse was asked since, statement by statement, in order of the alphabet. */
  readonly asked: readonly string[];
  /** What it had to be asked: what is on screen, once for each swap. */
  readonly wanted: readonly string[];
  /** How many swaps there were before the person left the situation. */
  readonly early: number;
}

/** Opens the workbook, gets into the situation, renews, and waits for the swap where one is to come. */
export async function renewIn(desk: OpenDesk, situation: Situation): Promise<Noticed> {
  const left = situation.leave ? await rehearse(desk, situation) : null;
  await desk.openAfresh(situation);
  await situation.enter(desk);
  await desk.answered();
  const known = await statements(desk);
  const entered = await recordPlace(desk);
  const ears = await listen(desk.app.window);
  const ignored = await ignoredBoxes(desk, situation);
  const record = async () => {
    const options = { name: situation.name, ignored };
    // Ends when nothing moves any more: a colour that fades out, a pointer that has just left.
    await (await recordFrames(desk.app, options)).stop();
    return recordFrames(desk.app, options);
  };

  let recording = situation.unseen ? null : await record();
  const recordings: FrameReport[] = [];
  await situation.before?.(desk);
  if (!situation.byItself) await desk.renew();
  await situation.meanwhile?.(desk);
  let early = 0;
  if (situation.leave) {
    if (situation.swap === 'after it') early = await heldBack(desk, situation);
    else await desk.app.window.locator('[data-role="standby"]').waitFor({ state: 'attached' });
    const waited = await recording?.stop();
    if (waited && situation.swap === 'after it' && !situation.says) recordings.push(waited);
    await situation.leave(desk);
    await desk.answered();
    recording = await record();
  }
  if (situation.swap === 'never') await situation.proof?.(desk);
  else await swapped(desk, 1);
  for (let swaps = 2; swaps <= (situation.renewals ?? 1); swaps += 1) {
    await desk.renew();
    await swapped(desk, swaps);
  }
  if (recording) recordings.push(await recording.stop());
  await desk.answered();
  return {
    before: left ?? entered,
    after: await recordPlace(desk),
    recordings,
    heard: await ears.heard(),
    asked: (await statements(desk)).slice(known.length).toSorted(),
    wanted: onScreen(known, (await desk.pane()).swaps),
    early,
  };
}

/** Waits for so many swaps. */
async function swapped({ app }: Desk, times: number): Promise<void> {
  await app.window.waitForFunction(
    (least) => Number(document.querySelector('[data-testid="pane"]')?.getAttribute('data-swaps')) >= least,
    times,
    { timeout: SWAP_LIMIT_MS },
  );
}

/** How many swaps there were although the person is in the middle of something. */
async function heldBack(desk: Desk, { loads }: Situation): Promise<number> {
  if (loads !== 'after it') await desk.answered('standby');
  let swaps = 0;
  // What the standby says of its data comes to main before the answers to these.
  for (let times = 0; times < 5; times += 1) swaps = (await desk.pane()).swaps;
  return swaps;
}

/** What a person finds who leaves the situation without any renewal. */
async function rehearse(desk: OpenDesk, situation: Situation): Promise<PlaceRecord> {
  await desk.openAfresh(situation);
  await situation.enter(desk);
  await situation.leave?.(desk);
  await desk.answered();
  return recordPlace(desk);
}

/** What the warehouse was asked since the workbook was opened. */
async function statements(desk: Desk): Promise<string[]> {
  const audit = await desk.demo.controls.warehouse.audit();
  return audit.map(({ what, connectionId }) => `${what} [${connectionId}]`);
}

/** Of all statements the last one of each element, so many times. An export is on no screen. */
function onScreen(asked: readonly string[], times: number): string[] {
  const isExport = (statement: string) => /^SELECT \*(?!.* LIMIT )/.test(statement);
  const last = new Map(asked.filter((one) => !isExport(one)).map((one) => [one.split(' FROM ')[0], one]));
  return [...last.values()].flatMap((one) => Array.from({ length: times }, () => one)).toSorted();
}

/** What is left out of the pictures, with room for a caret and an outline. */
async function ignoredBoxes(desk: Desk, { blinks, runs }: Situation): Promise<Box[]> {
  const { window } = desk.app;
  const boxes: Box[] = [];
  const ours = runs && (await window.locator(runs).first().boundingBox());
  if (ours) boxes.push(ours);
  if (blinks) {
    const inside = await (await desk.workbook())
      .locator(blinks)
      .first()
      .evaluate((element) => {
        const { x, y, width, height } = element.getBoundingClientRect();
        return { x, y, width, height };
      });
    const guest = await window.locator('.pane [data-role="active"] > webview').first().boundingBox();
    boxes.push({ ...inside, x: (guest?.x ?? 0) + inside.x, y: (guest?.y ?? 0) + inside.y });
  }
  const room = 4;
  return boxes.map(({ x, y, width, height }) => ({
    x: x - room,
    y: y - room,
    width: width + 2 * room,
    height: height + 2 * room,
  }));
}
