/** Tells what the app showed and wrote when a test failed, before the test's own clean-up closes it. */
import { TestRunner } from 'vitest';
import { beforeClosing } from './driver/workbench.ts';

declare module 'vitest' {
  interface TaskMeta {
    /** What the app showed and wrote when the test failed. */
    seen?: string;
  }
}

beforeClosing.add(async (bench) => {
  const test = TestRunner.getCurrentTest();
  if (test?.result?.state !== 'fail') return;
  const seen = await bench.describe();
  process.stderr.write(`\n${test.name}\n${seen}\n`);
  test.meta.seen = seen;
});
