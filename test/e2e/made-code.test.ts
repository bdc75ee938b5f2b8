/** No code is made from text in the main process: that would take long, and could be what somebody else wrote. */
import { afterEach, expect, test } from 'vitest';
import { openWorkbench, type Workbench } from '../support/driver/workbench.ts';

let bench: Workbench;
afterEach(() => bench.close());

test('from the start to a workbook that is renewed, and a profile that is saved', async () => {
  bench = await openWorkbench();
  const app = await bench.launchWithProfile({ before: 'count-made-code.cjs' });
  await bench.signIn(app, 'ada.moreno@example.com');
  await app.workbookReady();
  await app.window.getByTestId('details').click();
  await app.window.getByTestId('renew-now').click();
  await app.workbookReady(1);
  const draft = bench.demo.drafts.profile({ name: 'Another', connections: [bench.demo.drafts.databricks()] });
  const saved = await app.window.evaluate((input) => window.sightglass.profiles.save(input), draft);
  expect(saved).toMatchObject({ ok: true });
  const counted = await app.electron.evaluate(() => {
    // That the counting counts.
    new Function('return 1');
    return (globalThis as unknown as { madeCode: string[] }).madeCode;
  });
  expect(counted.slice(0, -1)).toEqual([]);
  expect(counted).toHaveLength(1);
});
