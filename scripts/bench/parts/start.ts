/** From the start of the process to the window, the first useful picture, and the data. */
import { spawnSync } from 'node:child_process';
import { existsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { say } from '../../cli.mjs';
import { root } from '../../paths.mjs';
import {
  bareApp,
  lastOfLog,
  ourProgram,
  type Program,
  packagedProgram,
  type Started,
  startWatched,
} from '../launch.ts';
import { BARE, OURS, type Place, type Unit } from '../measurements.ts';
import { keepPicture } from '../picture-watch.ts';
import { type Bench, type Stage, withBench } from '../stage.ts';

/** Until then the processor's time is counted in any case, in milliseconds. */
const WHILE_MS = 4_000;

export async function measureStart(stage: Stage): Promise<void> {
  await withBench(async (bench) => {
    const { order, measurements } = stage;
    await startEach(stage, bench, 'warm-up', () => {});
    const states = order.isShort ? (['warm'] as const) : (['warm', 'cold'] as const);
    for (const state of states) {
      if (state === 'cold' && !dropCaches()) {
        measurements.note('start', 'Cold starts were left out: the caches of this computer cannot be dropped.');
        continue;
      }
      await stage.rounds(() => startEach(stage, bench, state, state === 'cold' ? dropCaches : () => {}));
    }
    await startPackaged(stage, bench);
  });
}

/** Each of them once, in turn. */
async function startEach(stage: Stage, bench: Bench, state: string, before: () => unknown): Promise<void> {
  const { people } = bench;
  const isCounted = state !== 'warm-up';
  const write = (subject: string, what: string, value: number, unit: Unit) => {
    if (!isCounted) return;
    const place: Place = { part: 'start', what: `${what}, ${state}`, subject, unit };
    stage.measurements.add(place, value);
  };
  const common = async (started: Started, subject: string, useful: string) => {
    const mark = await started.marks.wait(useful);
    const cpu = started.cpuSeconds();
    write(subject, 'window mapped', started.mappedAt - started.begunAt, 'ms');
    write(subject, 'something on the display', started.shownAt - started.begunAt, 'ms');
    write(subject, 'CPU until the first useful picture', cpu, 's');
    return mark.at - started.begunAt;
  };

  before();
  await watched(bareApp(), join(bench.workbench.folder, 'bare'), bench, async (started) => {
    write(BARE, 'page painted', await common(started, BARE, 'page'), 'ms');
    write(BARE, 'CPU in the first 4 s', await started.cpuSecondsAt(WHILE_MS), 's');
  });
  before();
  await watched(ourProgram(), people.nobody, bench, async (started) => {
    const useful = await common(started, OURS, 'welcome');
    write(OURS, 'welcome', useful, 'ms');
    const page = started.marks.all().find(({ name }) => name === 'page begins');
    const main = started.marks.all().find(({ name }) => name === 'main begins');
    if (main) write(OURS, 'stage: Electron up', main.at - started.begunAt, 'ms');
    if (main && page) write(OURS, 'stage: main until the page begins', page.at - main.at, 'ms');
    if (page) write(OURS, 'stage: page until it is painted', started.begunAt + useful - page.at, 'ms');
    write(OURS, 'CPU in the first 4 s', await started.cpuSecondsAt(WHILE_MS), 's');
  });
  before();
  await watched(ourProgram(), people.signedOut, bench, async (started) => {
    write(OURS, 'sign-in card', (await started.marks.wait('sign-in card')).at - started.begunAt, 'ms');
  });
  before();
  await watched(ourProgram(), people.signedIn, bench, async (started) => {
    const useful = await started.marks.wait('workbook restored');
    write(OURS, 'workbook restored', useful.at - started.begunAt, 'ms');
    write(OURS, 'data of the workbook', (await started.marks.wait('data')).at - started.begunAt, 'ms');
    write(OURS, 'CPU until the data', started.cpuSeconds(), 's');
  });
}

async function watched(
  program: Program,
  userData: string,
  { screen, windows, workbench }: Bench,
  look: (started: Started) => Promise<void>,
): Promise<void> {
  const started = await startWatched(program, { screen, windows, userData, path: workbench.browser.path });
  try {
    await look(started);
  } catch (error) {
    say(lastOfLog(userData));
    keepPicture(screen, join(root, 'reports/bench/failed.png'));
    throw error;
  } finally {
    await started.close();
  }
}

/** Of a package only what is to be seen from outside: nothing of ours gets into it. */
async function startPackaged(stage: Stage, bench: Bench): Promise<void> {
  const executable = join(root, `dist/linux${process.arch === 'x64' ? '' : `-${process.arch}`}-unpacked/sightglass`);
  if (!existsSync(executable)) {
    const how = 'npm run package:dir -- -c.extraMetadata.sightglass.isTestBuild=true';
    stage.measurements.note('start', `Packaged starts were left out: there is none in dist/ (${how}).`);
    return;
  }
  await stage.rounds(async () => {
    await watched(packagedProgram(executable), join(bench.workbench.folder, 'packaged'), bench, async (started) => {
      const write = (what: string, value: number, unit: Unit) =>
        stage.measurements.add({ part: 'start', what: `${what}, packaged`, subject: OURS, unit }, value);
      write('window mapped', started.mappedAt - started.begunAt, 'ms');
      write('something on the display', started.shownAt - started.begunAt, 'ms');
      write('CPU in the first 4 s', await started.cpuSecondsAt(WHILE_MS), 's');
    });
  });
}

/** As after a start of the computer: what is on disk has to be read again. @returns whether that can be done here */
function dropCaches(): boolean {
  spawnSync('sync');
  try {
    writeFileSync('/proc/sys/vm/drop_caches', '3');
    return true;
  } catch {
    return false;
  }
}
