/** Escape leaves the full screen of a window, after all that it closes before. */
import { afterEach, expect, test } from 'vitest';
import { handsOn } from '../support/driver/hands.ts';
import { openWorkbench, type Workbench } from '../support/driver/workbench.ts';

let bench: Workbench;
afterEach(() => bench.close());

test('a window in full screen leaves it by Escape, when neither the workbook nor anything of ours had a use for the key', async () => {
  bench = await openWorkbench({ screen: { width: 1_200, height: 800, hasWindowManager: true } });
  const app = await bench.launchWithProfile();
  await bench.signIn(app, 'ada.moreno@example.com');
  await app.workbookReady();
  const hands = handsOn(app.screen?.environment ?? { DISPLAY: '' });
  const shows = async () => {
    const answer = await app.window.evaluate(() => window.sightglass.state.get());
    return answer.ok && answer.value.window.isFullScreen;
  };
  const isFull = () => app.electron.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.isFullScreen());
  await app.electron.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.setFullScreen(true));
  await expect.poll(shows).toBe(true);

  // A menu of the workbook's page, which takes the key without saying so.
  await app.inWorkbook(`(() => {
    const menu = Object.assign(document.createElement('div'), { role: 'menu', textContent: 'A menu' });
    document.body.append(menu);
    window.escapes = 0;
    addEventListener('keydown', ({ key }) => {
      if (key !== 'Escape') return;
      menu.remove();
      window.escapes += 1;
    });
  })()`);
  // In full screen the page begins where the display does; this is beside the title of the workbook.
  await hands.move({ x: 600, y: 64 });
  await hands.press();
  await hands.release();
  await expect.poll(() => app.inWorkbook('document.hasFocus()')).toBe(true);
  await hands.strike(['Escape']);
  await expect.poll(() => app.inWorkbook('window.escapes')).toBe(1);
  expect(await app.inWorkbook(`document.querySelector('[role="menu"]')`)).toBeNull();

  // A panel of ours closes first.
  await app.window.evaluate(() => window.sightglass.commands.run({ id: 'findInWorkbook' }));
  await app.window.getByTestId('find-bar').waitFor();
  await app.window.getByTestId('find-words').focus();
  await hands.strike(['Escape']);
  await app.window.getByTestId('find-bar').waitFor({ state: 'detached' });
  expect(await isFull()).toBe(true);

  await hands.strike(['Escape']);
  await expect.poll(isFull).toBe(false);
  await expect.poll(shows).toBe(false);
});
