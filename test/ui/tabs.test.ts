/** The strip of open workbooks: what it says, and what pointer and keys do there. */
import type { Page } from 'playwright';
import { describe, expect, test } from 'vitest';
import { askFor, calls, inState, openPalette, timeout, withGallery } from '../support/ui/in-state.ts';
import { minimum } from '../support/ui/screens.ts';

withGallery();

const strip = (page: Page) => page.getByRole('tablist', { name: 'Open workbooks' });
const tab = (page: Page, name: string | RegExp) => strip(page).getByRole('tab', { name, exact: true });
const focused = (page: Page) => page.evaluate(() => document.activeElement?.getAttribute('aria-label') ?? null);
const asked = (page: Page) => calls(page, 'commands.run');
const idOf = async (page: Page, name: string | RegExp) =>
  tab(page, name).evaluate((element) => element.closest<HTMLElement>('[data-tab]')?.dataset.tab ?? '');

const inTabs = (rule: (page: Page) => Promise<void>) => () => inState('workbook-tabs', rule);

describe('the strip', () => {
  test(
    'names each workbook and what it is doing, and which is chosen',
    inTabs(async (page) => {
      const tabs = await strip(page)
        .getByRole('tab')
        .evaluateAll((all) => all.map((one) => [one.getAttribute('aria-label'), one.getAttribute('aria-selected')]));
      expect(tabs).toEqual([
        ['Trials of the second phase, cannot be shown', 'false'],
        ['Pipeline and forecast, loading', 'false'],
        ['Revenue by region', 'true'],
        ['Revenue by region, asleep', 'false'],
      ]);
      expect(await page.getByRole('heading', { level: 1 }).innerText()).toBe('Revenue by region');
    }),
    timeout,
  );

  test('is not there for one workbook, which is its own title', async () => {
    await inState('workbook-choice', async (page) => {
      await page.getByTestId('workbook-title').waitFor();
      expect(await strip(page).count()).toBe(0);
      await page.getByRole('button', { name: 'Open another workbook' }).click();
      await page.getByTestId('search-workbooks').waitFor();
    });
  });

  test(
    'is chosen from, closed with the button or the wheel, and asked what can be done, with a pointer',
    inTabs(async (page) => {
      const pipeline = await idOf(page, /Pipeline/);
      await tab(page, /Pipeline/).click();
      await tab(page, /Pipeline/).click({ button: 'middle' });
      await page.getByTestId('close-tab').nth(1).click();
      expect(await asked(page)).toEqual([
        { id: 'goToTab', argument: pipeline },
        { id: 'closeTab', argument: pipeline },
        { id: 'closeTab', argument: pipeline },
      ]);
      await tab(page, /Pipeline/).click({ button: 'right' });
      expect(await calls(page, 'tabs.menu')).toEqual([{ tabId: pipeline }]);
    }),
    timeout,
  );

  test(
    'has one stop for Tab; arrows move in it, Enter chooses, Delete closes',
    inTabs(async (page) => {
      await strip(page).locator('[tabindex="0"]').focus();
      expect(await focused(page)).toBe('Revenue by region');
      await page.keyboard.press('ArrowRight');
      expect(await focused(page)).toBe('Revenue by region, asleep');
      await page.keyboard.press('ArrowRight');
      expect(await focused(page)).toBe('Trials of the second phase, cannot be shown');
      expect(await strip(page).locator('[tabindex="0"]').count()).toBe(1);
      await page.keyboard.press('Enter');
      await page.keyboard.press('End');
      await page.keyboard.press('Delete');
      await page.keyboard.press('Shift+F10');
      expect(await asked(page)).toEqual([
        { id: 'goToTab', argument: await idOf(page, /Trials/) },
        { id: 'closeTab', argument: await idOf(page, /asleep/) },
      ]);
      expect(await calls(page, 'tabs.menu')).toEqual([{ tabId: await idOf(page, /asleep/) }]);
    }),
    timeout,
  );

  test(
    'is put into another order by dragging',
    inTabs(async (page) => {
      const [trials, pipeline, asleep] = [
        await idOf(page, /Trials/),
        await idOf(page, /Pipeline/),
        await idOf(page, /asleep/),
      ];
      const at = (id: string) => page.locator(`[data-tab="${id}"]`);
      const box = await at(pipeline).boundingBox();
      const height = (box?.height ?? 0) / 2;
      await at(trials).dragTo(at(pipeline), { targetPosition: { x: (box?.width ?? 0) - 6, y: height } });
      await at(trials).dragTo(at(asleep), { targetPosition: { x: (box?.width ?? 0) - 6, y: height } });
      await at(pipeline).dragTo(at(trials), { targetPosition: { x: 4, y: height } });
      const chosen = await idOf(page, 'Revenue by region');
      expect(await calls(page, 'tabs.move')).toEqual([
        { tabId: trials, before: chosen },
        { tabId: trials, before: null },
        { tabId: pipeline, before: trials },
      ]);
    }),
    timeout,
  );

  test(
    'scrolls to the chosen tab where not all fit',
    inTabs(async (page) => {
      await page.setViewportSize(minimum);
      await page.reload();
      const isInSight = async () => {
        const [outer, inner] = [await strip(page).boundingBox(), await tab(page, 'Revenue by region').boundingBox()];
        return outer && inner ? inner.x >= outer.x - 1 && inner.x + inner.width <= outer.x + outer.width + 1 : null;
      };
      await expect.poll(isInSight).toBe(true);
    }),
    timeout,
  );
});

describe('the strip, where no workbook is on screen', () => {
  const selected = (page: Page) => strip(page).getByRole('tab', { selected: true }).count();

  test('stands above the start page, with none of them as the one on screen, and leads back', async () => {
    await inState('workbook-tabs', async (page) => {
      const revenue = await idOf(page, 'Revenue by region');
      await askFor(page, 'showStart');
      await page.getByTestId('search-workbooks').waitFor();
      expect(await strip(page).getByRole('tab').count()).toBe(4);
      expect(await selected(page)).toBe(0);
      await tab(page, 'Revenue by region').press('Enter');
      expect(await asked(page)).toEqual([{ id: 'goToTab', argument: revenue }]);
      await askFor(page, 'goToTab', revenue);
      await page.getByTestId('workbook-title').waitFor();
      expect(await selected(page)).toBe(1);
    });
  });

  test('stands above a sign-in, where the chosen one waits for it', async () => {
    await inState('workbook-tabs', async (page) => {
      await page.evaluate(() => {
        const { window: own } = window.harness.state();
        const tabs = own.tabs.map((one) => ({ ...one, paneId: null }));
        window.harness.push({ grants: [], window: { ...own, tabs, panes: [] } });
      });
      await page.getByRole('button', { name: 'Sign in to Databricks' }).waitFor();
      await tab(page, 'Trials of the second phase, asleep').click();
      expect(await selected(page)).toBe(1);
      expect(await asked(page)).toEqual([{ id: 'goToTab', argument: await idOf(page, /Trials/) }]);
    });
  });

  test('is not above a form, which is left by its own buttons', async () => {
    await inState('workbook-tabs', async (page) => {
      await askFor(page, 'editSetUp');
      await page.getByTestId('set-up-form').waitFor();
      expect(await strip(page).count()).toBe(0);
    });
  });
});

test('another tab is shown in the same page: none of the others is moved or loaded again', async () => {
  await inState('workbook-tabs', async (page) => {
    const guests = () =>
      page.locator('[data-guest]').evaluateAll((all) => all.map((one) => one.getAttribute('data-guest')));
    const before = await guests();
    await page.locator('[data-testid="pane"][data-shown="true"]').waitFor();
    await page.evaluate(() => {
      for (const one of document.querySelectorAll('webview')) Object.assign(one, { isSame: true });
      const { window: own } = window.harness.state();
      window.harness.push({ window: { ...own, chosenTab: own.tabs[1]?.tabId ?? null } });
    });
    await page.locator('[data-testid="pane"][data-phase="loading"][data-shown="true"]').waitFor();
    expect(await guests()).toEqual(before);
    const same = await page.locator('webview').evaluateAll((all) => all.map((one) => Reflect.get(one, 'isSame')));
    expect(same).toEqual(before.map(() => true));
    expect(await page.getByTestId('workbook-title').innerText()).toBe('Pipeline and forecast');
  });
});

describe('before a tab is closed in which something would be lost', () => {
  test.each([
    ['Close', true],
    ['Keep it open', false],
  ] as const)('a person is asked, and answers once: %s', async (button, isSure) => {
    await inState('closing-tab', async (page) => {
      const dialog = page.getByRole('alertdialog', { name: 'Close Trials of the second phase?' });
      await dialog.getByText('You are editing it.').waitFor();
      await dialog.getByRole('button', { name: button, exact: true }).click();
      await expect.poll(() => calls(page, 'tabs.answer')).toEqual([{ isSure }]);
    });
  });

  test('Escape keeps it open', async () => {
    await inState('closing-tab', async (page) => {
      await page.getByRole('alertdialog').waitFor();
      await page.keyboard.press('Escape');
      await expect.poll(() => calls(page, 'tabs.answer')).toEqual([{ isSure: false }]);
    });
  });
});

test('the palette goes to an open tab, and does not offer the one on screen', async () => {
  await inState('workbook-tabs', async (page) => {
    const trials = await idOf(page, /Trials/);
    await openPalette(page);
    await page.getByTestId('palette-field').fill('second phase');
    await page.keyboard.press('Enter');
    await expect.poll(() => asked(page)).toContainEqual({ id: 'goToTab', argument: trials });
    await openPalette(page);
    const tabs = page.locator('[data-testid="palette-choice"][data-kind="tab"]');
    expect(await tabs.count()).toBe(3);
  });
});
