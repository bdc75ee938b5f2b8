/**
 * What one change of the state costs, from the request that makes it to the window that is told, as the state grows with
 * what did not change.
 */
import { setTimeout as delay } from 'node:timers/promises';
import type { RunningApp } from '../../../test/support/driver/running-app.ts';
import { openTabs, storeProfiles, storeWorkbooks } from '../driving.ts';
import { OURS } from '../measurements.ts';
import { SETTLE_MS, type Stage, withBench } from '../stage.ts';

/** Changes of which one round gives the median. */
const CHANGES = 20;

export async function measureIpc(stage: Stage): Promise<void> {
  await withBench(async ({ workbench }) => {
    for (const size of stage.sizes([1, 10, 50])) {
      storeProfiles(workbench.userData, size);
      const app = await workbench.launch();
      try {
        await app.workbookReady();
        await writeChanges(stage, app, 'profiles', size);
      } finally {
        await app.close();
      }
    }
    storeProfiles(workbench.userData, 1);
    for (const size of stage.sizes([1, 10, 50])) {
      storeWorkbooks(workbench.userData, size);
      const app = await workbench.launch();
      try {
        await openTabs(app, size);
        await writeChanges(stage, app, 'tabs', size);
      } finally {
        await app.close();
      }
    }
  });
}

async function writeChanges(stage: Stage, app: RunningApp, of: 'profiles' | 'tabs', size: number): Promise<void> {
  const { add } = stage.measurements;
  const place = { part: 'ipc', subject: OURS, size } as const;
  await delay(SETTLE_MS);
  add({ ...place, what: `state, by ${of}`, unit: 'KB' }, (await stateBytes(app)) / 1_024);
  await stage.rounds(async () => {
    const took = await app.window.evaluate(changeTimes, CHANGES);
    add({ ...place, what: `one change, by ${of}`, unit: 'ms' }, took);
  });
}

const stateBytes = (app: RunningApp) =>
  app.window.evaluate(async () => JSON.stringify(await window.sightglass.state.get()).length);

/** Runs in the window: the median of so many changes, each from the request to the news of it. */
async function changeTimes(times: number): Promise<number> {
  const bridge = window.sightglass;
  const took: number[] = [];
  for (let round = 0; round < times; round += 1) {
    const page = round % 2 === 0 ? 'program' : 'licence';
    const begun = performance.now();
    const told = new Promise<number>((resolve) => {
      const stop = bridge.onStateChanged((change) => {
        if (change.window.about !== page) return;
        stop();
        resolve(performance.now());
      });
    });
    await bridge.about.show({ page });
    took.push((await told) - begun);
    // What it draws is not to be in the way of the next one.
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  await bridge.about.close();
  took.sort((one, other) => one - other);
  return took[Math.floor(took.length / 2)] ?? Number.NaN;
}
