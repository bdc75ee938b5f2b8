/** A load that does not come: its stage is said, after ten seconds what to do, and it is given up and opened again by keyboard. */
import { afterEach, beforeEach, expect, test } from 'vitest';
import { en } from '../../src/shared/text/en.ts';
import { format } from '../../src/shared/text/format.ts';
import { openWorkbench, type Workbench } from '../support/driver/workbench.ts';

let bench: Workbench;
beforeEach(async () => {
  bench = await openWorkbench();
});
afterEach(() => bench.close());

test('a workbook that Sigma says nothing of shows its stage, and after ten seconds what to do, and Stop gives it up', async () => {
  const { sigma } = bench.demo.controls;
  const silent = { 'workbook:loaded': { times: 0 }, 'workbook:dataloaded': { times: 0 } };
  await sigma.setBehaviour({ messages: silent });
  const app = await bench.launch();
  const { drafts } = bench.demo;
  const [first] = bench.demo.sigma.workbooks;
  const draft = drafts.profile({ connections: [drafts.databricks()], workbooks: first ? [first] : [] });
  await app.window.evaluate((input) => window.sightglass.profiles.save(input), draft);
  await bench.signIn(app, 'dana.whitfield@example.com');

  const stage = app.window.getByRole('main', { name: en.workbook.label });
  const workbook = first?.title ?? '';
  const { stages, long, stop } = en.workbook.loading;
  await stage.getByText(format(stages.loading, { workbook })).waitFor({ timeout: 60_000 });
  await stage.getByText(format(long.loading, { workbook })).waitFor({ timeout: 60_000 });
  const stopButton = stage.getByRole('button', { name: stop });
  await stopButton.focus();
  await app.window.keyboard.press('Enter');
  const open = app.window.getByRole('button', { name: workbook, exact: true });
  await open.waitFor();
  const panes = async () => {
    const answer = await app.window.evaluate(() => window.sightglass.state.get());
    return answer.ok ? answer.value.window.panes.length : null;
  };
  expect(await panes()).toBe(0);

  await sigma.setBehaviour({ messages: {} });
  await open.press('Enter');
  await app.workbookReady();
  expect(await stage.getByRole('button', { name: stop }).count()).toBe(0);
});
