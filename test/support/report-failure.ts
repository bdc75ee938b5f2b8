/** Tells what the app showed and wrote when a test failed, before the test's own clean-up closes it. */
import { TestRunner } from 'vitest';
import { beforeClosing } from './driver/workbench.ts';

beforeClosing.add(async (bench) => {
  const test = TestRunner.getCurrentTest();
  if (test?.result?.state === 'fail') process.stderr.write(`\n${test.name}\n${await bench.describe()}\n`);
});
