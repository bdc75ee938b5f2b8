/**
 * How start, memory and main thread grow with what is stored and what is sent. What grows in other ways is measured where
 * it belongs, at three sizes too: signing by connections, memory by swaps and tabs, a change of the state by profiles and
 * tabs.
 */
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { readDelays, resetDelays, sendMessages, storeProfiles } from '../driving.ts';
import { ourProgram, startWatched } from '../launch.ts';
import { OURS } from '../measurements.ts';
import { memoryOf } from '../process-tree.ts';
import { type Bench, probed, SETTLE_MS, type Stage, withBench, withProbe } from '../stage.ts';

export async function measureGrowth(stage: Stage): Promise<void> {
  await withBench(async (bench) => {
    const sizes = stage.sizes([1, 10, 50]);
    await stage.rounds(async () => {
      for (const size of sizes) await startWithProfiles(stage, bench, size);
    });
    storeProfiles(bench.people.signedIn, 1);
    await withProbe(() => floods(stage, bench));
  });
}

async function startWithProfiles({ measurements }: Stage, bench: Bench, size: number): Promise<void> {
  const { screen, windows, people, workbench } = bench;
  storeProfiles(people.signedIn, size);
  const path = workbench.browser.path;
  const started = await startWatched(ourProgram(), { screen, windows, userData: people.signedIn, path });
  try {
    const place = { part: 'growth', subject: OURS, size } as const;
    const useful = await started.marks.wait('workbook restored');
    const what = 'start to the first useful picture, by profiles';
    measurements.add({ ...place, what, unit: 'ms' }, useful.at - started.begunAt);
    await started.marks.wait('data');
    measurements.add({ ...place, what: 'CPU until the data, by profiles', unit: 's' }, started.cpuSeconds());
    await delay(SETTLE_MS);
    measurements.add({ ...place, what: 'memory, by profiles', unit: 'MB' }, memoryOf(started.pid));
  } finally {
    await started.close();
  }
}

/** What comes in one second beyond a limit is dropped, which is cheap and not free. */
async function floods(stage: Stage, { workbench }: Bench): Promise<void> {
  const app = await workbench.launch(probed(join(workbench.folder, 'marks')));
  try {
    await app.workbookReady();
    await stage.rounds(async () => {
      for (const size of stage.sizes([100, 1_000, 10_000])) {
        await delay(SETTLE_MS);
        await resetDelays(app);
        await sendMessages(app, size);
        await delay(SETTLE_MS);
        const { longest } = await readDelays(app);
        const what = 'longest hold, by messages of a frame';
        stage.measurements.add({ part: 'growth', what, subject: OURS, unit: 'ms', size }, longest);
      }
    });
  } finally {
    await app.close();
  }
}
