/** A renewal cannot be noticed: not on the display, picture by picture, not by who types, and not by a screen reader. */
import '../support/driver/quick-program.ts';
import { afterEach, describe, expect, test } from 'vitest';
import { handsOn } from '../support/driver/hands.ts';
import type { RunningApp } from '../support/driver/running-app.ts';
import { openWorkbench, type Workbench, type WorkbenchOptions } from '../support/driver/workbench.ts';
import { placeOnScreen, recordFrames } from '../support/frames/record-frames.ts';
import type { ScreenOptions } from '../support/frames/screen.ts';

const unseen = { odd: [], changed: null };

describe('a swap', () => {
  let bench: Workbench;
  afterEach(() => bench.close());

  async function openWorkbook(screen: ScreenOptions = {}, options: WorkbenchOptions = {}, args: string[] = []) {
    bench = await openWorkbench({ screen, ...options });
    const app = await bench.launchWithProfile({ arguments: args });
    await bench.signIn(app, 'ada.moreno@example.com');
    await app.workbookReady();
    return app;
  }

  /** Renews the sign-in, as the clock does each hour, and tells what the display showed until the standby stood in its place. */
  async function swap(app: RunningApp, name: string, { meanwhile }: { meanwhile?: () => Promise<unknown> } = {}) {
    const swaps = Number(await app.window.getByTestId('pane').getAttribute('data-swaps'));
    const frames = await recordFrames(app, { name });
    await renew(app);
    await meanwhile?.();
    await app.workbookReady(swaps + 1);
    const { odd, changed } = await frames.stop();
    return { odd, changed };
  }

  test('shows nothing of itself on the display, six times in a row', async () => {
    const app = await openWorkbook();
    for (let times = 1; times <= 6; times += 1) {
      expect(await swap(app, `swap ${times}`)).toEqual(unseen);
    }
  });

  test('would be seen if it showed for a single picture', async () => {
    const app = await openWorkbook();
    await still(app);
    const frames = await recordFrames(app, { name: 'control' });
    // A busy computer may miss one, and Chromium may leave one out.
    await app.window.evaluate(async () => {
      const frame = () => new Promise((resolve) => requestAnimationFrame(resolve));
      for (let times = 0; times < 20; times += 1) {
        const flash = document.createElement('div');
        Object.assign(flash.style, { position: 'fixed', inset: '60% 40% 20% 40%', background: '#f00', zIndex: 9 });
        document.body.append(flash);
        await frame();
        await frame();
        flash.remove();
        await frame();
      }
    });
    const { odd, changed } = await frames.stop();
    expect(changed).toBeNull();
    expect(odd[0]).toMatchObject({ colours: 1, box: { x: 512, y: 480, width: 256, height: 160 } });
  });

  test('shows nothing in the dark on a display of double density', async () => {
    const large = { width: 2700, height: 1700 };
    const app = await openWorkbook(large, { scheme: 'dark' }, ['--force-device-scale-factor=2']);
    for (let times = 1; times <= 3; times += 1) {
      expect(await swap(app, `dark ${times}`)).toEqual(unseen);
    }
  });

  test('shows nothing of a workbook that is still being drawn when it has told of its data', async () => {
    const app = await openWorkbook();
    // Time enough to get into it.
    await bench.demo.controls.sigma.setBehaviour({ messages: { 'workbook:dataloaded': { delayMs: LATE_MS } } });
    const grow = async () => {
      const isThere = () =>
        app.inWorkbook<boolean>(`!!document.getElementById('status')`, 'standby').catch(() => false);
      await expect.poll(isThere, { timeout: 60_000 }).toBe(true);
      await app.inWorkbook(growingChart, 'standby');
    };
    expect(await swap(app, 'growing', { meanwhile: grow })).toEqual(unseen);
  });

  test('shows nothing beside an open panel, in a zoomed window and in one of another size', async () => {
    const app = await openWorkbook();
    await app.window.getByTestId('details').click();
    await app.window.getByTestId('details-panel').waitFor();
    await still(app);
    expect(await swap(app, 'panel')).toEqual(unseen);
    await app.window.keyboard.press('Escape');

    const window = await app.electron.browserWindow(app.window);
    await window.evaluate((own) => own.webContents.setZoomFactor(1.25));
    await still(app);
    expect(await swap(app, 'zoomed')).toEqual(unseen);

    await window.evaluate((own) => own.setContentSize(1_100, 700));
    await app.window.emulateMedia({ reducedMotion: 'reduce' });
    await still(app);
    expect(await swap(app, 'smaller')).toEqual(unseen);
  });

  test('leaves the focus in the workbook, and nothing is said', async () => {
    const app = await openWorkbook();
    // That it is open was said, and stands for a moment.
    await expect.poll(() => app.window.getByTestId('announcer').textContent(), { timeout: 15_000 }).toBe('');
    await app.window.evaluate(listenForSpeech);
    await pressIn(app);
    const before = await accessibilityTree(app);
    expect(before).toContain('main: Workbook');
    await swap(app, 'focus');
    await expect.poll(() => app.window.locator('webview').count()).toBe(1);
    expect(await app.window.evaluate(() => document.activeElement?.parentElement?.dataset.role)).toBe('active');
    expect(await accessibilityTree(app)).toEqual(before);
    expect(await app.window.evaluate('globalThis.speech')).toEqual([]);
    await keyReaches(app);
  });

  test('leaves the keys to the window when a workbook is closed, and to the next workbook after a press in it', async () => {
    const app = await openWorkbook();
    const hands = await pressIn(app);
    await keyReaches(app);
    const paneId = await app.window.getByTestId('pane').getAttribute('data-pane');
    await app.window.evaluate((id) => window.sightglass.panes.close({ paneId: id ?? '' }), paneId);
    // With its last tab a window shows what can be opened.
    await app.window.getByTestId('open-workbook').first().waitFor();
    await hands.strike(['Tab']);
    await app.window.waitForFunction(() => document.hasFocus() && document.activeElement !== document.body);
    await app.window.getByTestId('open-workbook').first().click();
    await app.workbookReady();
    await pressIn(app);
    await keyReaches(app);
  });
});

/** A press in the middle of the workbook, where nothing answers to it. */
async function pressIn(app: RunningApp) {
  const { area } = await placeOnScreen(app, '[data-role="active"] > webview');
  if (!app.screen) throw new Error('There is no display to lay hands on.');
  const hands = handsOn(app.screen.environment);
  await hands.move({ x: area.x + 6, y: area.y + 6 });
  await hands.press();
  await hands.release();
  await expect.poll(() => app.window.evaluate(() => document.activeElement?.tagName)).toBe('WEBVIEW');
  return hands;
}

/** Strikes a key, and waits until the page of the workbook has it. */
async function keyReaches(app: RunningApp): Promise<void> {
  const hands = handsOn(app.screen?.environment ?? { DISPLAY: '' });
  const arrived = app.inWorkbook(
    `new Promise((resolve) => addEventListener('keyup', () => resolve(true), { once: true, capture: true }))`,
  );
  // Answered after it, so that the page listens by now.
  await app.inWorkbook('true');
  await hands.strike(['Down']);
  await arrived;
}

const LATE_MS = 1_500;

/** A chart that a script lets grow out of the way for a second and a half, from when the page tells of its data. */
const growingChart = `(() => {
  const chart = document.createElement('div');
  Object.assign(chart.style, { position: 'fixed', inset: '0', background: 'teal', transformOrigin: 'top', zIndex: 9 });
  document.body.append(chart);
  const begin = () => {
    const begun = performance.now() + ${LATE_MS};
    const grow = () => {
      const left = 1 - Math.max(0, (performance.now() - begun) / 1_500);
      chart.style.transform = 'scaleY(' + left + ')';
      if (left > 0) requestAnimationFrame(grow);
      else chart.remove();
    };
    grow();
  };
  const status = document.getElementById('status');
  if (status.textContent !== '') begin();
  else new MutationObserver((_changes, observer) => { observer.disconnect(); begin(); }).observe(status, { childList: true });
})()`;

/** Notes what a screen reader would say by itself: what changes where it listens, and a focus on anything but a workbook. */
function listenForSpeech() {
  const speech: string[] = [];
  Object.assign(globalThis, { speech });
  new MutationObserver((changes) => {
    for (const { target } of changes) {
      const element = target instanceof Element ? target : target.parentElement;
      const region = element?.closest('[aria-live]:not([aria-live="off"]), [role="status"], [role="alert"]');
      if (region) speech.push(`said: ${region.textContent}`);
    }
  }).observe(document.body, { subtree: true, childList: true, characterData: true });
  addEventListener('focusin', ({ target }) => {
    if (target instanceof Element && target.tagName !== 'WEBVIEW') speech.push(`focused: ${target.tagName}`);
  });
}

/** What the window offers to a screen reader, line by line; times that count down are left out. */
async function accessibilityTree(app: RunningApp): Promise<string[]> {
  const session = await app.window.context().newCDPSession(app.window);
  const { nodes } = await session.send('Accessibility.getFullAXTree');
  await session.detach();
  return (
    nodes
      .filter(({ ignored }) => !ignored)
      .map(({ role, name }) => `${role?.value}: ${name?.value ?? ''}`)
      // Clocks go on: how old the data is, and when it is renewed.
      .filter((line) => !/\d+ (?:min|s)\b|\d{1,2}:\d{2}/.test(line))
  );
}

const renew = (app: RunningApp) =>
  app.window.evaluate(async () => {
    const bridge = window.sightglass;
    const state = await bridge.state.get();
    if (state.ok) await bridge.grants.renew({ connectionId: state.value.grants[0]?.connectionId ?? '' });
  });

/** Until nothing moves any more. */
const still = async (app: RunningApp) => (await recordFrames(app, { name: 'still' })).stop();
