/** What authors and people do inside a workbook: bookmarks, controls, modes, actions, newer versions. */
import '../support/driver/quick-program.ts';
import { afterEach, describe, expect, test } from 'vitest';
import type { ActionRule } from '../../src/shared/profile/actions.ts';
import type { RunningApp } from '../support/driver/running-app.ts';
import { openWorkbench, type Workbench } from '../support/driver/workbench.ts';

describe('inside a workbook', () => {
  let bench: Workbench;
  afterEach(() => bench.close());

  /** Someone who may edit, in a profile with these rules and a second workbook. */
  async function openWorkbook(rules: (urls: readonly string[]) => ActionRule[] = () => []): Promise<RunningApp> {
    bench = await openWorkbench();
    const app = await bench.launch();
    const { drafts, sigma } = bench.demo;
    const [first] = sigma.workbooks;
    const workbooks = sigma.workbooks.filter(
      ({ connectionId, kind }) => connectionId === first?.connectionId && kind === 'workbook',
    );
    expect(workbooks.length).toBeGreaterThan(1);
    const draft = drafts.profile({ connections: [drafts.databricks()], workbooks: workbooks.slice(0, 2) });
    const user = { ...draft.user, accountType: 'Build' } as typeof draft.user;
    const saved = await app.window.evaluate((input) => window.sightglass.profiles.save(input), {
      ...draft,
      user,
      actions: rules(draft.workbooks.map(({ url }) => url)),
    });
    expect(saved).toMatchObject({ ok: true });
    await bench.signIn(app, 'ada.moreno@example.com');
    await app.window.getByTestId('open-workbook').first().click();
    await app.workbookReady();
    await app.waitInWorkbook(`document.querySelector('.ranking li')`);
    return app;
  }

  const menu = async ({ window }: RunningApp, item: string) => {
    await window.getByTestId('workbook-menu').click();
    await window.getByTestId(item).click();
  };
  const chooseZip = (app: RunningApp) => app.inWorkbook(`document.querySelector('.ranking li').click()`);
  const borough = (app: RunningApp) =>
    app.inWorkbook<string>(`document.querySelector('.ranking .rank-note').textContent`);
  const answer = (app: RunningApp, response: number) =>
    app.electron.evaluate(({ dialog }, chosen) => {
      const asked = { messages: [] as string[] };
      Object.assign(globalThis, { asked });
      dialog.showMessageBox = async (...given: unknown[]) => {
        asked.messages.push((given.at(-1) as Electron.MessageBoxOptions).message);
        return { response: chosen, checkboxChecked: false };
      };
    }, response);
  const asked = (app: RunningApp) =>
    app.electron.evaluate(() => (globalThis as unknown as { asked: { messages: string[] } }).asked.messages);

  test('bookmarks, modes, dialogs and controls need no menu of Sigma, and what Sigma refuses breaks nothing', async () => {
    const app = await openWorkbook();
    const { window } = app;
    await menu(app, 'open-bookmarks');
    await window.getByTestId('no-bookmarks').waitFor();
    await window.getByTestId('bookmark-name').fill('Mine');
    await window.getByTestId('create-bookmark').click();
    const row = window.locator('[data-testid="bookmark"][data-current]');
    await row.filter({ hasText: 'Mine' }).waitFor();
    await window.getByTestId('leave-bookmark').click();
    await row.waitFor({ state: 'detached' });

    await window.getByTestId('tab-controls').click();
    const control = window.locator('[data-control="Borough"] input');
    const chosen = await borough(app);
    await control.fill(chosen);
    await control.press('Enter');
    await app.waitInWorkbook(`document.querySelector('[data-testid="borough-${chosen}"]')?.checked`);
    await window.getByTestId('tab-bookmarks').click();
    await window.getByTestId('bookmark').getByRole('button').first().click();
    await row.waitFor();
    await window.getByTestId('tab-controls').click();
    await expect.poll(() => control.inputValue()).toBe('');

    await menu(app, 'modal-export');
    await app.waitInWorkbook(`document.querySelector('dialog[open]')?.dataset.kind === 'export'`);
    await app.inWorkbook(`document.querySelector('[data-testid="modal-close"]').click()`);
    await menu(app, 'mode-edit');
    await app.waitInWorkbook(`document.body.dataset.mode === 'edit'`);

    // Sigma refuses to update a bookmark when none is open.
    await window.evaluate(async () => {
      const state = await self.sightglass.state.get();
      const paneId = state.ok ? state.value.window.panes[0]?.paneId : undefined;
      if (!paneId) throw new Error('No workbook is open.');
      await self.sightglass.panes.command({ paneId, command: { type: 'workbook:bookmark:update' } });
    });
    await window.locator('[data-testid="notice"][data-code="bookmark_not_changed"]').waitFor();
    expect(await window.getByTestId('pane').getAttribute('data-phase')).toBe('ready');
  });

  test('an action without a rule is shown, and one that nobody pressed is not', async () => {
    const app = await openWorkbook();
    const name = (text: string) => app.window.getByTestId('action').filter({ hasText: text });
    // What a page says long after the last press, and without one.
    await app.inWorkbook(`void (async () => {
      while (navigator.userActivation.isActive) await new Promise((resolve) => setTimeout(resolve, 100));
      parent.postMessage({ type: 'action:outbound', name: 'by-itself', values: {} }, '*');
      window.hasSpoken = true;
    })()`);
    await expect
      .poll(
        () =>
          app.electron.evaluate(({ webContents }) => {
            const guest = webContents.getAllWebContents().find((contents) => contents.getType() === 'webview');
            // As a script of the page does it, and not as a person: their press would be another one.
            return guest?.mainFrame.frames[0]?.executeJavaScript('window.hasSpoken === true', false);
          }),
        { timeout: 30_000 },
      )
      .toBe(true);
    await chooseZip(app);
    await name('zip-chosen').waitFor();
    expect(await name('zip-chosen').textContent()).toContain(await borough(app));
    expect(await name('by-itself').count()).toBe(0);
    await name('zip-chosen').getByTestId('dismiss-action').click();
    await name('zip-chosen').waitFor({ state: 'detached' });
  });

  test('an action with a rule opens its page once a person agreed to it outside of the window', async () => {
    const app = await openWorkbook(() => [
      { kind: 'address', action: 'zip-chosen', address: 'https://crm.example.com/zip/{zip}?in={borough}' },
    ]);
    await answer(app, 0);
    await chooseZip(app);
    await app.window.locator('[data-testid="action"][data-outcome="declined"]').waitFor();
    expect(await asked(app)).toEqual(['Let this workbook open pages of crm.example.com?']);
    expect(bench.browser.unclaimed()).toEqual([]);
    await app.close();
    const again = await bench.launch();
    await again.workbookReady();
    await again.waitInWorkbook(`document.querySelector('.ranking li')`);
    await answer(again, 1);
    for (const _time of [1, 2]) {
      await chooseZip(again);
      expect(await bench.browser.nextAddress()).toMatch(/^https:\/\/crm\.example\.com\/zip\/\d+\?in=\w+/);
    }
    expect(await asked(again)).toHaveLength(1);
  });

  test('an action with a rule puts another workbook in the place of this one, with values in its controls', async () => {
    const app = await openWorkbook(([, url = '']) => [
      { kind: 'workbook', action: 'zip-chosen', workbook: url, controls: [{ control: 'Borough', value: '{borough}' }] },
    ]);
    await answer(app, 1);
    const title = await app.window.getByTestId('workbook-title').textContent();
    const chosen = await borough(app);
    await chooseZip(app);
    await expect.poll(() => app.window.getByTestId('workbook-title').textContent()).not.toBe(title);
    await app.workbookReady();
    await app.waitInWorkbook(`document.querySelector('[data-testid="borough-${chosen}"]')?.checked`);
    expect(await app.window.getByTestId('pane').count()).toBe(1);
  });

  test('from inside of the workbook the palette sets a control and goes to another workbook, by keys alone', async () => {
    const app = await openWorkbook();
    const { window } = app;
    const title = await window.getByTestId('workbook-title').textContent();
    const chosen = await borough(app);
    const open = async () => {
      await app.pressKeyInWorkbook('K', ['control']);
      const field = window.getByTestId('palette-field');
      await expect.poll(() => field.evaluate((input) => input === document.activeElement)).toBe(true);
    };
    await open();
    await window.keyboard.type(`borough: ${chosen}`);
    await window.keyboard.press('Enter');
    await app.waitInWorkbook(`document.querySelector('[data-testid="borough-${chosen}"]')?.checked`);

    const others = await window.evaluate(async () => {
      const state = await self.sightglass.state.get();
      return state.ok ? state.value.profiles.flatMap(({ profile }) => profile.workbooks.map((one) => one.title)) : [];
    });
    const other = others.find((one) => one !== title) ?? '';
    await open();
    await window.keyboard.type(other);
    await window.keyboard.press('Enter');
    await expect.poll(() => window.getByTestId('workbook-title').textContent()).toBe(other);
    await app.workbookReady();
    // The one before is the nearest one now; the menu bar has both.
    await open();
    await window.keyboard.press('Enter');
    await expect.poll(() => window.getByTestId('workbook-title').textContent()).toBe(title);
    const recent = () =>
      app.electron.evaluate(({ Menu }) => {
        const menus = Menu.getApplicationMenu()?.items.flatMap(({ submenu }) => submenu?.items ?? []) ?? [];
        return menus.find(({ label }) => label === '&Recent')?.submenu?.items.map(({ label }) => label);
      });
    // The menu bar follows a moment later.
    await expect.poll(recent).toEqual([title, other]);
  });

  test('a workbook that is deleted says so and leads home', async () => {
    const app = await openWorkbook();
    await app.inWorkbook(`parent.postMessage({ type: 'workbook:published' }, '*')`);
    await app.window.getByTestId('published').waitFor();
    await app.inWorkbook(`parent.postMessage({ type: 'workbook:ondelete' }, '*')`);
    await app.window.locator('[data-testid="notice"][data-code="workbook_deleted"]').waitFor();
    await app.window.getByTestId('open-workbook').first().waitFor();
    expect(await app.window.getByTestId('pane').count()).toBe(0);
  });
});
