/** Memory of all processes together (PSS): idle, with a workbook, during and after swaps, and with many tabs, of which most sleep. */
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import type { RunningApp } from '../../../test/support/driver/running-app.ts';
import { openTabs, pidOf, storeWorkbooks, swapOnce } from '../driving.ts';
import { bareApp, ourProgram, type Program, startWatched } from '../launch.ts';
import { BARE, OURS } from '../measurements.ts';
import { memoryOf } from '../process-tree.ts';
import { type Bench, type Stage, withBench } from '../stage.ts';

/** Garbage is collected when V8 likes: the least of some looks says what is in use. */
const REST_MS = 6_000;
const REST_LOOK_MS = 500;
const LOOK_MS = 50;
const SWAPS = 50;
const SHORT_SWAPS = 10;
/** Looks at the memory between the first swap and the last. */
const LOOKS = 5;

export async function measureMemory(stage: Stage): Promise<void> {
  await withBench(async (bench) => {
    await stage.rounds(() => startEach(stage, bench));
    await throughSwaps(stage, bench);
    for (const count of stage.sizes([1, 5, 20])) await withTabs(stage, bench, count);
  });
}

async function startEach({ measurements }: Stage, bench: Bench): Promise<void> {
  const { people, workbench } = bench;
  const { add } = measurements;
  const place = { part: 'memory', unit: 'MB' } as const;
  const bare = await memoryAtRest(bareApp(), join(workbench.folder, 'bare'), 'page', bench);
  const idle = await memoryAtRest(ourProgram(), people.nobody, 'welcome', bench);
  add({ ...place, what: 'idle', subject: BARE }, bare);
  add({ ...place, what: 'idle', subject: OURS }, idle);
  const workbook = await memoryAtRest(ourProgram(), people.signedIn, 'data', bench);
  add({ ...place, what: 'one workbook', subject: OURS }, workbook);
}

async function memoryAtRest(program: Program, userData: string, mark: string, bench: Bench): Promise<number> {
  const { screen, windows, workbench } = bench;
  const started = await startWatched(program, { screen, windows, userData, path: workbench.browser.path });
  try {
    await started.marks.wait(mark);
    return await leastAtRest(started.pid);
  } finally {
    await started.close();
  }
}

async function leastAtRest(pid: number): Promise<number> {
  let least = Number.POSITIVE_INFINITY;
  for (let waited = 0; waited < REST_MS; waited += REST_LOOK_MS) {
    await delay(REST_LOOK_MS);
    least = Math.min(least, memoryOf(pid));
  }
  return least;
}

async function throughSwaps(stage: Stage, { workbench }: Bench): Promise<void> {
  const { add } = stage.measurements;
  const place = { part: 'memory', subject: OURS, unit: 'MB' } as const;
  const swaps = stage.order.isShort ? SHORT_SWAPS : SWAPS;
  const app = await workbench.launch();
  try {
    await app.workbookReady();
    add({ ...place, what: 'under a driver, before a swap' }, await leastAtRest(pidOf(app)));
    for (let times = 1; times <= swaps; times += 1) {
      const most = await mostDuring(app, () => swapOnce(app));
      add({ ...place, what: 'under a driver, most during a swap' }, most);
      if (times % (swaps / LOOKS) !== 0) continue;
      add({ ...place, what: 'after swaps', size: times }, await leastAtRest(pidOf(app)));
    }
  } finally {
    await app.close();
  }
}

/** The most memory that the program had while an action ran. */
async function mostDuring(app: RunningApp, action: () => Promise<void>): Promise<number> {
  let most = 0;
  let isOver = false;
  const looking = (async () => {
    while (!isOver) {
      most = Math.max(most, memoryOf(pidOf(app)));
      await delay(LOOK_MS);
    }
  })();
  try {
    await action();
  } finally {
    isOver = true;
    await looking;
  }
  return most;
}

async function withTabs({ measurements }: Stage, { workbench }: Bench, count: number): Promise<void> {
  storeWorkbooks(workbench.userData, count);
  const app = await workbench.launch();
  try {
    await openTabs(app, count);
    const memory = await leastAtRest(pidOf(app));
    measurements.add({ part: 'memory', what: 'with tabs', subject: OURS, unit: 'MB', size: count }, memory);
  } finally {
    await app.close();
  }
}
