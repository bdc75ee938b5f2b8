/** From one live tab to another the display shows the one, and then the other: nothing between them, and in one frame. */
import { afterEach, expect, test } from 'vitest';
import type { RunningApp } from '../support/driver/running-app.ts';
import { saveTwoWorkbooks } from '../support/driver/two-workbooks.ts';
import { openWorkbench, type Workbench } from '../support/driver/workbench.ts';
import { recordFrames } from '../support/frames/record-frames.ts';

let bench: Workbench;
afterEach(() => bench.close());

const STAGE = '[data-testid="pane-stage"]';

/** Two workbooks of one profile, both loaded. */
async function twoTabs(): Promise<RunningApp> {
  bench = await openWorkbench({ screen: {} });
  const app = await bench.launch();
  await saveTwoWorkbooks(bench, app);
  await bench.signIn(app, 'dana.whitfield@example.com');
  for (const id of (await workbooksOf(app)).toReversed()) {
    await app.window.evaluate((argument) => window.sightglass.commands.run({ id: 'openWorkbook', argument }), id);
    await app.window.locator('[data-testid="pane"][data-phase="ready"][data-shown="true"]').waitFor();
    await app.waitInWorkbook(`document.querySelector('[data-testid^="borough-"]')`);
  }
  return app;
}

async function workbooksOf(app: RunningApp): Promise<string[]> {
  const answer = await app.window.evaluate(() => window.sightglass.state.get());
  return answer.ok ? (answer.value.profiles[0]?.profile.workbooks ?? []).map(({ id }) => id) : [];
}

test('a switch between two live tabs is one frame, six times in a row', async () => {
  const app = await twoTabs();
  // What is still being drawn is drawn.
  await (await recordFrames(app, { name: 'tabs at rest', selector: STAGE })).stop();
  for (let times = 1; times <= 6; times += 1) {
    const before = await app.window.locator('[data-testid="pane"]').getAttribute('data-pane');
    const frames = await recordFrames(app, { name: `tab ${times}`, selector: STAGE });
    await app.window.evaluate(() => window.sightglass.commands.run({ id: 'nextTab' }));
    await app.window.locator(`[data-testid="pane-behind"][data-pane="${before}"]`).waitFor();
    const { odd, changed, frames: different } = await frames.stop();
    expect({ odd, different }).toEqual({ odd: [], different: 1 });
    expect(changed).not.toBeNull();
  }
});
