/** The person's place in a workbook is there after a renewal, and nothing that they are doing is broken off by one. */
import '../support/driver/quick-program.ts';
import { readFileSync, writeFileSync } from 'node:fs';
import { afterEach, describe, expect, test } from 'vitest';
import type { SigmaCommand } from '../../src/shared/sigma/commands.ts';
import type { RunningApp } from '../support/driver/running-app.ts';
import { openWorkbench, type Workbench } from '../support/driver/workbench.ts';

const WINTER = '2pLz9VbXoYhT4nKd8sMwRa';

describe('the place in a workbook', () => {
  let bench: Workbench;
  afterEach(() => bench.close());

  /** @param accountType what the person may do in Sigma */
  async function openAs(accountType: string): Promise<RunningApp> {
    bench = await openWorkbench();
    const file = readFileSync(bench.envFile, 'utf8');
    writeFileSync(bench.envFile, file.replace(/^ACCOUNT_TYPE=.*$/m, `ACCOUNT_TYPE=${accountType}`));
    const app = await bench.launchWithProfile();
    await bench.signIn(app, 'dana.whitfield@example.com');
    await app.workbookReady();
    await app.waitInWorkbook(`document.querySelector('[data-testid="status"]').textContent !== ''`);
    return app;
  }

  const say = (app: RunningApp, command: SigmaCommand) =>
    app.window.evaluate(async (said) => {
      const bridge = window.sightglass;
      const state = await bridge.state.get();
      const paneId = state.ok ? (state.value.window.panes[0]?.paneId ?? '') : '';
      return bridge.panes.command({ paneId, command: said });
    }, command);

  /** Has the grant renewed, and with it the workbook. */
  const renew = (app: RunningApp) =>
    app.window.evaluate(async () => {
      const bridge = window.sightglass;
      const state = await bridge.state.get();
      return bridge.grants.renew({ connectionId: (state.ok && state.value.grants[0]?.connectionId) || '' });
    });

  const place = async (app: RunningApp) => {
    const state = await app.window.evaluate(() => window.sightglass.state.get());
    if (!state.ok) throw new Error('no state');
    const pane = state.value.window.panes[0];
    if (!pane) throw new Error('no pane');
    return pane;
  };

  test('is another document, its page and its controls, with each query asked once', async () => {
    const app = await openAs('View');
    await say(app, { type: 'document:navigateto', inodeId: WINTER, pageId: 'page-trips' });
    await app.waitInWorkbook(`document.querySelector('h1').textContent === 'Winter Operations'`);
    await app.chooseBorough('Queens');
    await expect.poll(async () => (await place(app)).place.controls.Borough).toBe('Queens');
    await expect.poll(async () => (await place(app)).place.document.title).toBe('Winter Operations');
    await renew(app);
    await app.workbookReady(1);

    const { place: now } = await place(app);
    expect(now).toMatchObject({
      document: { title: 'Winter Operations', isOwn: false },
      controls: { Borough: 'Queens' },
    });
    expect(await app.window.title()).toContain('Winter Operations');
    expect(
      await app.inWorkbook(`({
        title: document.querySelector('h1').textContent,
        page: document.querySelector('[data-testid="page-trips"]').getAttribute('aria-selected'),
        queens: document.querySelector('[data-testid="borough-Queens"]').checked,
      })`),
    ).toEqual({ title: 'Winter Operations', page: 'true', queens: true });
    const { queries, workbookId } = (await bench.demo.controls.sigma.sessions()).at(-1) ?? {};
    expect(workbookId).toBe(WINTER);
    expect(new Set(Object.values(queries ?? {}))).toEqual(new Set([1]));
  });

  test('is where it was scrolled to, with the maximised element', async () => {
    const app = await openAs('View');
    await app.inWorkbook(`document.querySelector('[data-testid="page-trips"]').click()`);
    await app.waitInWorkbook(
      `document.querySelectorAll('#trips-table tbody tr, [data-testid="trips-table"] tbody tr').length > 5`,
    );
    const seen = `({
      page: document.scrollingElement.scrollTop,
      inner: Math.max(...Array.from(document.querySelectorAll('body *'), (each) => each.scrollTop)),
    })`;
    await app.inWorkbook(`
      document.scrollingElement.scrollTo(0, 60);
      for (const each of document.querySelectorAll('body *')) {
        if (each.scrollHeight > each.clientHeight + 40 && /auto|scroll/.test(getComputedStyle(each).overflowY)) each.scrollTop = 33;
      }
      document.querySelector('[data-testid="page-trips"]').focus({ preventScroll: true })`);
    const before = await app.inWorkbook<{ page: number; inner: number }>(seen);
    expect(before.page + before.inner).toBeGreaterThan(0);
    await renew(app);
    await app.workbookReady(1);
    await expect.poll(() => app.inWorkbook(seen)).toEqual(before);

    await app.inWorkbook(`document.querySelector('[data-testid="page-overview"]').click()`);
    await app.inWorkbook(`document.querySelector('[data-expand="chart-revenue"]').click()`);
    await expect.poll(async () => (await place(app)).place.isMaximised).toBe(true);
    await renew(app);
    await app.workbookReady(2);
    expect(await app.inWorkbook(`document.querySelector('.card.full')?.dataset.node`)).toBe('chart-revenue');
  });

  test('waits for a slider that is held, and keeps its value', async () => {
    const app = await openAs('View');
    const box = await app.window.locator('[data-role="active"] > webview').boundingBox();
    const slider = await app.inWorkbook<{ x: number; y: number; width: number }>(
      `(({ x, y, width, height }) => ({ x, y: y + height / 2, width }))(document.getElementById('min-fare').getBoundingClientRect())`,
    );
    const at = (part: number): [number, number] => [
      (box?.x ?? 0) + slider.x + slider.width * part,
      (box?.y ?? 0) + slider.y,
    ];
    await app.window.mouse.move(...at(0.02));
    await app.window.mouse.down();
    await app.window.mouse.move(...at(0.5), { steps: 5 });
    await app.waitInWorkbook(`Number(document.getElementById('min-fare').value) > 10`);
    await renew(app);
    await app.window.locator('[data-role="standby"]').waitFor();
    await expect
      .poll(
        () =>
          app
            .inWorkbook<boolean>(`document.querySelector('[data-testid="status"]').textContent !== ''`, 'standby')
            .catch(() => false),
        { timeout: 30_000 },
      )
      .toBe(true);
    // Two more looks of main find the button held; each answers before these do.
    for (let times = 0; times < 40; times += 1) await app.inWorkbook('new Promise((then) => setTimeout(then, 100))');
    expect((await place(app)).swaps).toBe(0);
    await app.window.mouse.move(...at(0.6), { steps: 3 });
    const value = await app.inWorkbook<string>(`document.getElementById('min-fare').value`);
    await app.window.mouse.up();
    await app.workbookReady(1);
    expect(await app.inWorkbook(`document.getElementById('min-fare').value`)).toBe(value);
  });

  test('is not renewed in edit mode, and is right after it', async () => {
    const app = await openAs('Build');
    await say(app, { type: 'workbook:mode:update', mode: 'edit' });
    await expect.poll(async () => (await place(app)).place.mode).toBe('edit');
    await renew(app);
    await app.window.getByTestId('edit-banner').waitFor();
    expect(await place(app)).toMatchObject({
      swaps: 0,
      edit: { isRenewalWaiting: true },
      guests: [{ role: 'active' }],
    });
    await app.window.getByTestId('leave-edit').click();
    await app.workbookReady(1);
    expect(await place(app)).toMatchObject({ edit: null, place: { mode: 'view' } });
    expect(await app.window.getByTestId('edit-banner').count()).toBe(0);
  });
});
