/** The smallest window: what the bar has no room for is in its menu, and nothing is lost. */
import type { Page } from 'playwright';
import { describe, expect, test } from 'vitest';
import { foldAt, foldedCommands } from '../../src/renderer/workbook/use-bar-fold.ts';
import { commandOf, withoutMnemonic } from '../../src/shared/commands.ts';
import { en } from '../../src/shared/text/en.ts';
import { calls, inState, withGallery } from '../support/ui/in-state.ts';
import { minimum } from '../support/ui/screens.ts';

withGallery();

const noSteps = { canGoBack: false, canGoForward: false };
const steps = { canGoBack: true, canGoForward: true };

const bar = (page: Page) => page.getByRole('banner');
const button = (page: Page, name: string) => bar(page).getByRole('button', { name, exact: true });
const titles = (ids: readonly (keyof typeof en.commands)[]) => ids.map((id) => withoutMnemonic(en.commands[id]));
const largeText = (page: Page) =>
  page.evaluate(() => {
    document.documentElement.style.fontSize = '200%';
  });

async function firstOfMenu(page: Page, count: number): Promise<string[]> {
  await button(page, en.window.menu).press('Enter');
  const items = page.getByRole('menu', { name: en.window.menu }).getByRole('menuitem');
  await items.first().waitFor();
  return (await items.allInnerTexts()).slice(0, count);
}

describe('the bar', () => {
  test('has everything in it where there is room, and its menu has none of that', async () => {
    await inState('workbook-choice', async (page) => {
      for (const name of [en.tabs.newTab, en.workbook.reloadWorkbook, en.details.title])
        await button(page, name).waitFor();
      expect(await firstOfMenu(page, 1)).toEqual([en.window.profiles]);
    });
  });

  test('has the steps inside of the workbook once there are some, and they stand in its menu where room is short', async () => {
    const back = withoutMnemonic(en.commands.goBack);
    const forward = withoutMnemonic(en.commands.goForward);
    await inState('workbook-choice', async (page) => {
      await button(page, en.details.title).waitFor();
      expect(await button(page, back).count()).toBe(0);
      await page.evaluate(() => {
        const { window: own } = window.harness.state();
        const panes = own.panes.map((pane) => ({ ...pane, steps: { canGoBack: true, canGoForward: false } }));
        window.harness.push({ window: { ...own, panes } });
      });
      await button(page, back).click();
      expect(await calls(page, 'commands.run')).toContainEqual({ id: 'goBack' });
      expect(await button(page, forward).isDisabled()).toBe(true);
      await page.setViewportSize({ width: 400, height: 400 });
      await expect.poll(() => button(page, back).count()).toBe(0);
      expect(await firstOfMenu(page, 3)).toEqual([...titles(['showRail', 'newTab']), back]);
    });
  });

  test('puts what can be done elsewhere into its menu where tabs need the room', async () => {
    await inState('workbook-tabs', async (page) => {
      await page.setViewportSize(minimum);
      await expect.poll(() => button(page, en.details.title).count()).toBe(0);
      expect(await button(page, en.workbook.reloadWorkbook).count()).toBe(0);
      expect(await firstOfMenu(page, 4)).toEqual(titles(['showRail', 'newTab', 'reloadWorkbook', 'showDetails']));
      await page.setViewportSize({ width: 1280, height: 800 });
      await button(page, en.details.title).waitFor();
    });
  });

  test('with text twice as large keeps the person and the menus; the rest is asked for by keyboard', async () => {
    await inState('workbook-tabs', async (page) => {
      await page.setViewportSize(minimum);
      await largeText(page);
      await expect.poll(() => page.getByTestId('refresh').count()).toBe(0);
      await bar(page).getByText('Signed in as Ada Lovelace').waitFor();
      const ids = foldedCommands('most', { hasRail: true, hasNewTab: true, isZoomed: false, ...noSteps });
      expect(await firstOfMenu(page, 5)).toEqual(titles(ids));
      for (const id of ids) {
        await page.getByTestId(`folded-${id}`).press('Enter');
        await expect.poll(() => calls(page, 'commands.run')).toContainEqual({ id });
        await button(page, en.window.menu).press('Enter');
      }
    });
  });

  test('keeps the chosen tab in sight when the window becomes small', async () => {
    await inState('workbook-tabs', async (page) => {
      await page.setViewportSize(minimum);
      await largeText(page);
      const strip = page.getByRole('tablist', { name: en.tabs.label });
      const chosen = strip.getByRole('tab', { selected: true });
      const isInSight = async () => {
        const [outer, inner] = [await strip.boundingBox(), await chosen.boundingBox()];
        return outer && inner ? inner.x >= outer.x - 1 && inner.x < outer.x + outer.width : null;
      };
      await expect.poll(isInSight).toBe(true);
    });
  });

  test('says that there is no network also where there is no room for the words', async () => {
    await inState('workbook-offline', async (page) => {
      await page.setViewportSize(minimum);
      await largeText(page);
      const words = bar(page).getByText(en.window.offline, { exact: true });
      await expect.poll(async () => (await words.boundingBox())?.width).toBeLessThan(2);
      expect(await page.getByTestId('offline').ariaSnapshot()).toContain(en.window.offline);
    });
  });
});

test('everything that is put away is a command that applies to a workbook', () => {
  for (const id of foldedCommands('most', { hasRail: true, hasNewTab: true, isZoomed: true, ...steps })) {
    expect(en.commands[id], id).toBeTruthy();
    expect(commandOf(id).isOnlyInMenu ?? false, id).toBe(false);
  }
  expect(foldedCommands('none', { hasRail: true, hasNewTab: true, isZoomed: true, ...steps })).toEqual([]);
  expect([
    foldAt(19, { hasTabs: false, hasRail: false }),
    foldAt(25, { hasTabs: false, hasRail: false }),
    foldAt(30, { hasTabs: false, hasRail: false }),
    foldAt(30, { hasTabs: true, hasRail: false }),
    foldAt(36, { hasTabs: true, hasRail: false }),
  ]).toEqual(['most', 'some', 'none', 'some', 'none']);
});
