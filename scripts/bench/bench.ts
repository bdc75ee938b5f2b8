/**
 * Measures what the program costs, beside what it is compared with, in the same run:
 *
 *   npm run bench                              every part, five rounds in turn
 *   npm run bench -- start memory              some parts: start, memory, main-thread, signing, rows, renewal, ipc, growth
 *   npm run bench -- --short --no-fail         three rounds, fewer sizes; over a budget or not, the exit code is 0
 *   npm run bench -- --json FILE --write       the values as JSON; docs/performance.md written anew
 *
 * The exit code is 1 when something is over its budget (`budgets.ts`), and when a part could not be measured to its end.
 */
import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { build, buildIsCurrent } from '../build.mjs';
import { SetUpError, say } from '../cli.mjs';
import { root } from '../paths.mjs';
import { type Order, readOrder } from './arguments.ts';
import { budgets } from './budgets.ts';
import { describeMachine, warningOf } from './machine.ts';
import { createMeasurements, type PartName } from './measurements.ts';
import { measureGrowth } from './parts/growth.ts';
import { measureIpc } from './parts/ipc.ts';
import { measureMainThread } from './parts/main-thread.ts';
import { measureMemory } from './parts/memory.ts';
import { measureRenewal } from './parts/renewal.ts';
import { measureRows } from './parts/rows.ts';
import { measureSigning } from './parts/signing.ts';
import { measureStart } from './parts/start.ts';
import { writePage } from './performance-page.ts';
import type { Stage } from './stage.ts';
import { machineLines, reportOf, tableText } from './table.ts';
import { verdictsOn } from './verdicts.ts';

const parts: Readonly<Record<PartName, (stage: Stage) => Promise<void>>> = {
  start: measureStart,
  memory: measureMemory,
  'main-thread': measureMainThread,
  signing: measureSigning,
  rows: measureRows,
  renewal: measureRenewal,
  ipc: measureIpc,
  growth: measureGrowth,
};

export async function main(args: readonly string[]): Promise<number> {
  const order = readOrder(args);
  if (process.platform !== 'linux')
    throw new SetUpError('The bench reads /proc and a display of X, so it needs Linux.');
  if (!buildIsCurrent()) {
    say('Building …');
    if ((await build()) !== 0) throw new SetUpError('The build failed; its messages are above.');
  }
  const machine = describeMachine(process.env.SIGHTGLASS_ELECTRON_PATH ?? '');
  const warning = warningOf(machine);
  for (const line of machineLines(machine)) console.log(line);
  if (warning) say(`\n*** ${warning}\n`);

  const stage = createStage(order);
  const failed: PartName[] = [];
  for (const name of order.parts) {
    say(`${name} …`);
    try {
      await parts[name](stage);
    } catch (error) {
      // What was measured before is not to be lost with it.
      failed.push(name);
      say(String(error instanceof Error ? error.stack : error));
      stage.measurements.note(name, 'THIS PART FAILED before its end; the reason is above.');
    }
  }
  const { series, notes } = stage.measurements;
  const verdicts = verdictsOn(series, budgets);
  console.log(tableText({ series, notes, verdicts }));
  if (warning) say(`\n*** ${warning}`);
  const report = reportOf({ machine, order, series, notes, verdicts });
  if (order.json !== null) {
    mkdirSync(dirname(resolve(order.json)), { recursive: true });
    writeFileSync(order.json, `${JSON.stringify(report, null, 2)}\n`);
  }
  if (order.writes) writePage(report);
  const over = verdicts.filter(({ isOver }) => isOver).length;
  if (over > 0) say(`${over} of ${verdicts.length} budgets are exceeded.`);
  if (failed.length > 0) say(`Not measured to the end: ${failed.join(', ')}.`);
  return failed.length > 0 || (over > 0 && order.fails) ? 1 : 0;
}

function createStage(order: Order): Stage {
  const outputFolder = join(root, 'reports/bench');
  return {
    order,
    measurements: createMeasurements(),
    outputFolder,
    async rounds(action) {
      for (let round = 1; round <= order.rounds; round += 1) {
        say(`  round ${round} of ${order.rounds}`);
        await action(round);
      }
    },
    sizes: (sizes) => (order.isShort ? [sizes[0], sizes[1]] : sizes),
    tell: say,
  };
}
