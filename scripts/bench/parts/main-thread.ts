/** For how long the main thread is held: at most, and at the 99.9th percentile; and by whom, where it is too long. */
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import type { RunningApp } from '../../../test/support/driver/running-app.ts';
import type { Workbench } from '../../../test/support/driver/workbench.ts';
import { budgets, type heldSituations } from '../budgets.ts';
import { profiled, readDelays, resetDelays, sendMessages, signOut, swapOnce } from '../driving.ts';
import { holdSentence, longestHold } from '../holds.ts';
import { OURS, seriesAt } from '../measurements.ts';
import { PERSON, probed, SETTLE_MS, type Stage, withBench, withProbe } from '../stage.ts';

type Situation = (typeof heldSituations)[number] | 'start' | 'rest';

const FLOOD = 1_000;
/** What an action set off comes to its end. */
const AFTER_MS = 1_000;

/** In the order in which a person meets them; each leaves the program as the next one needs it. */
const situations: readonly { name: Situation; act(app: RunningApp, workbench: Workbench): Promise<unknown> }[] = [
  // What the driver itself costs, and a computer that has other things to do.
  { name: 'rest', act: () => delay(SETTLE_MS) },
  { name: 'sign-in', act: signInAgain },
  { name: 'renewal and swap', act: swapOnce },
  { name: 'profile saved', act: saveProfile },
  { name: '1,000 messages from a frame', act: (app) => sendMessages(app, FLOOD) },
  { name: 'flood of requests', act: floodRequests },
  { name: 'key derivation', act: reloadTimes },
];

export async function measureMainThread(stage: Stage): Promise<void> {
  await withBench(({ workbench }) =>
    withProbe(async () => {
      await stage.rounds(() => goThrough(stage, workbench, 'measured'));
      const over = situations.filter(({ name }) => isOver(stage, name));
      if (over.length > 0) await goThrough(stage, workbench, 'profiled', new Set(over.map(({ name }) => name)));
    }),
  );
}

async function goThrough(
  stage: Stage,
  workbench: Workbench,
  mode: 'measured' | 'profiled',
  wanted: ReadonlySet<Situation> = new Set(),
): Promise<void> {
  const app = await workbench.launch(probed(join(workbench.folder, 'marks')));
  try {
    await app.workbookReady();
    if (mode === 'measured') await write(stage, app, 'start');
    for (const { name, act } of situations) {
      await delay(SETTLE_MS);
      if (mode === 'measured') {
        await resetDelays(app);
        await act(app, workbench);
        await delay(AFTER_MS);
        await write(stage, app, name);
      } else if (wanted.has(name)) await profile(stage, app, name, () => act(app, workbench));
      else await act(app, workbench);
    }
  } finally {
    await app.close();
  }
}

async function write({ measurements }: Stage, app: RunningApp, situation: Situation): Promise<void> {
  const found = await readDelays(app);
  const place = { part: 'main-thread', subject: OURS, unit: 'ms' } as const;
  measurements.add({ ...place, what: `longest hold: ${situation}` }, found.longest);
  measurements.add({ ...place, what: `99.9th percentile: ${situation}` }, found.percentile);
}

function isOver({ measurements }: Stage, situation: Situation): boolean {
  const what = `longest hold: ${situation}`;
  const budget = budgets.find((one) => one.kind === 'value' && one.part === 'main-thread' && one.what === what);
  const found = seriesAt(measurements.series, { part: 'main-thread', what, subject: OURS });
  return budget !== undefined && (found?.values ?? []).some((value) => value > budget.most);
}

/** Once more, with V8 looking who runs; the profile opens in the DevTools of every Chromium. */
async function profile(
  stage: Stage,
  app: RunningApp,
  situation: Situation,
  act: () => Promise<unknown>,
): Promise<void> {
  const found = await profiled(app, async () => {
    await act();
    await delay(AFTER_MS);
  });
  mkdirSync(stage.outputFolder, { recursive: true });
  const file = join(stage.outputFolder, `${situation.replaceAll(/[^a-z0-9]+/gi, '-')}.cpuprofile`);
  writeFileSync(file, JSON.stringify(found));
  const hold = longestHold(found);
  if (hold) stage.measurements.note('main-thread', `${situation}: ${holdSentence(hold)}.`);
}

/** As somebody whose sign-in ended: out, and in again by the browser. */
async function signInAgain(app: RunningApp, workbench: Workbench): Promise<void> {
  await signOut(app);
  await workbench.signIn(app, PERSON);
  await app.workbookReady();
}

/** Saves the profile as it is, as the form does. */
async function saveProfile(app: RunningApp): Promise<void> {
  await app.window.evaluate(async () => {
    const state = await window.sightglass.state.get();
    const profile = state.ok ? state.value.profiles[0]?.profile : undefined;
    if (!profile) throw new Error('There is no profile to save.');
    const connections = profile.connections.map((connection) => ({ ...connection, clientSecret: null }));
    const answer = await window.sightglass.profiles.save({ ...profile, connections, embedSecret: null });
    if (!answer.ok) throw new Error(`The profile was not saved: ${answer.error.code}.`);
  });
  await app.workbookReady();
}

/** The window asks for everything, again and again, without waiting. */
async function floodRequests(app: RunningApp): Promise<void> {
  await app.window.evaluate(async (times) => {
    await Promise.all(Array.from({ length: times }, () => window.sightglass.state.get()));
  }, FLOOD);
}

/** Each load takes a key from stock, and another one is derived in its place. */
async function reloadTimes(app: RunningApp): Promise<void> {
  for (let times = 0; times < 3; times += 1) {
    const before = await app.window.locator('[data-role="active"]').getAttribute('data-guest');
    await app.window.getByTestId('reload').click();
    await app.window.waitForFunction(
      (old) => document.querySelector('[data-role="active"]')?.getAttribute('data-guest') !== old,
      before,
    );
    await app.workbookReady();
  }
}
