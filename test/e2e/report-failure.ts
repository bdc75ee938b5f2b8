/** Tells what the app showed and wrote when a test failed, before the test's own clean-up closes it. */
import { afterEach } from 'vitest';
import { openWorkbenches } from '../driver/workbench.ts';

afterEach(async ({ task }) => {
  if (task.result?.state !== 'fail') return;
  for (const bench of openWorkbenches) process.stderr.write(`\n${task.name}\n${await bench.describe()}\n`);
});
