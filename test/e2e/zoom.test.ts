/** A workbook stays as large as a person made it: in its next session, behind a renewal, and after a restart. */
import { afterEach, expect, test } from 'vitest';
import type { RunningApp } from '../support/driver/running-app.ts';
import { openWorkbench, type Workbench } from '../support/driver/workbench.ts';

let bench: Workbench;
afterEach(() => bench.close());

const zoomOf = (app: RunningApp) => app.inWorkbook<number>('devicePixelRatio');

test('the zoom of a workbook outlives a renewal and a restart, stands in the bar, and goes with a press', async () => {
  bench = await openWorkbench();
  let app = await bench.launchWithProfile();
  await bench.signIn(app, 'ada.moreno@example.com');
  await app.workbookReady();
  const plain = await zoomOf(app);
  await app.window.evaluate(async () => void (await window.sightglass.commands.run({ id: 'zoomIn' })));
  await expect.poll(() => zoomOf(app)).toBeCloseTo(plain * 1.1);
  expect(await app.window.getByTestId('zoomed').textContent()).toBe('110 %');

  // A pinch is heard as a wheel with Ctrl, and zooms neither the workbook once more nor the window around it.
  const hear = `addEventListener('wheel', ({ ctrlKey }) => { window.pinched ||= ctrlKey; }, { passive: true, capture: true })`;
  await Promise.all([app.inWorkbook(hear), app.window.evaluate(hear)]);
  await app.electron.evaluate(async ({ BrowserWindow }) => {
    const [window] = BrowserWindow.getAllWindows();
    const [width = 0, height = 0] = window?.getContentSize() ?? [];
    window?.webContents.debugger.attach('1.3');
    const pinch = { x: width / 2, y: height / 2, scaleFactor: 2, gestureSourceType: 'mouse' };
    await window?.webContents.debugger.sendCommand('Input.synthesizePinchGesture', pinch);
    window?.webContents.debugger.detach();
  });
  const heard = async () => (await app.window.evaluate('window.pinched')) ?? (await app.inWorkbook('window.pinched'));
  await expect.poll(heard).toBe(true);
  expect(await zoomOf(app)).toBeCloseTo(plain * 1.1);
  expect(await app.window.evaluate(() => window.visualViewport?.scale)).toBe(1);
  expect(await app.window.getByTestId('zoomed').textContent()).toBe('110 %');
  await app.window.evaluate(async () => {
    const state = await window.sightglass.state.get();
    if (!state.ok) throw new Error('no state');
    await window.sightglass.grants.renew({ connectionId: state.value.grants[0]?.connectionId ?? '' });
  });
  await app.workbookReady(1);
  expect(await zoomOf(app)).toBeCloseTo(plain * 1.1);
  await app.close();

  app = await bench.launch();
  await app.workbookReady();
  expect(await zoomOf(app)).toBeCloseTo(plain * 1.1);
  await app.window.getByTestId('zoomed').click();
  await expect.poll(() => zoomOf(app)).toBeCloseTo(plain);
  await app.window.getByTestId('zoomed').waitFor({ state: 'detached' });
});
