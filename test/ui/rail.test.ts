/** The list of workbooks at the side of the one that is open: fifty workbooks in ten profiles, by keyboard and by mouse. */
import axe from 'axe-core';
import type { Page } from 'playwright';
import { describe, expect, test } from 'vitest';
import { en } from '../../src/shared/text/en.ts';
import { format } from '../../src/shared/text/format.ts';
import { focusIsSomewhere } from '../support/ui/focus.ts';
import { askFor, calls, inState, timeout, withGallery } from '../support/ui/in-state.ts';

withGallery();

const rail = (page: Page) => page.getByRole('navigation', { name: en.rail.title });
const filter = (page: Page) => rail(page).getByRole('searchbox', { name: en.rail.filter });
const button = (page: Page) => page.getByRole('button', { name: en.rail.show });
const head = (page: Page, name: string) => rail(page).getByRole('button', { name, exact: true });
const group = (page: Page, name: string) => rail(page).getByRole('region', { name, exact: true });
const focused = (page: Page) => page.evaluate(() => document.activeElement?.textContent ?? '');
const opened = async (page: Page) => (await calls(page, 'commands.run')) as { id: string; argument: string }[];
const stageLeft = (page: Page) =>
  page.getByTestId('pane-stage').evaluate((stage) => Math.round(stage.getBoundingClientRect().left));

/** As main does once the person has chosen. */
const setOpen = (page: Page, value: boolean) =>
  page.evaluate((isOpen) => {
    const { settings } = window.harness.state();
    window.harness.push({ settings: settings.map((one) => (one.id === 'rail' ? { ...one, value: isOpen } : one)) });
  }, value);
const narrow = { width: 480, height: 520 };

async function faults(page: Page): Promise<string[]> {
  await page.evaluate(axe.source);
  const { violations } = await page.evaluate(() => window.axe.run(document, { resultTypes: ['violations'] }));
  return violations.map(({ id, nodes }) => `${id}: ${nodes.map((node) => node.html).join(' | ')}`);
}
const tooWide = (page: Page) =>
  page.evaluate(() =>
    [...document.querySelectorAll('.window, .rail, .rail-list, .rail-search')]
      .filter((element) => element.scrollWidth > element.clientWidth + 1)
      .map((element) => element.className),
  );

describe('beside a workbook', () => {
  test('it is opened by its button and its command, kept as a setting, and makes room without a reload', async () => {
    await inState('workbook-of-many', async (page) => {
      const guest = await page.locator('[data-guest]').first().elementHandle();
      expect(await rail(page).count()).toBe(0);
      expect(await stageLeft(page)).toBe(0);
      await button(page).click();
      await askFor(page, 'showRail');
      await expect
        .poll(() => calls(page, 'settings.set'))
        .toEqual([
          { id: 'rail', value: true },
          { id: 'rail', value: true },
        ]);
      await setOpen(page, true);
      await rail(page).waitFor();
      expect(await button(page).getAttribute('aria-pressed')).toBe('true');
      expect(await stageLeft(page)).toBe(272);
      await button(page).click();
      expect((await calls(page, 'settings.set')).at(-1)).toEqual({ id: 'rail', value: false });
      await setOpen(page, false);
      await rail(page).waitFor({ state: 'detached' });
      expect(await stageLeft(page)).toBe(0);
      // A guest that left the page, or was moved in it, would load again.
      expect(await guest?.evaluate((element) => element.isConnected)).toBe(true);
    });
  });

  test('it shows where the person is, and folds what is far from there', async () => {
    await inState('workbook-rail', async (page) => {
      const own = group(page, 'Finance').locator('[aria-current="page"]');
      expect(await own.textContent()).toBe('Revenue by region');
      expect(await head(page, 'Finance').getAttribute('aria-expanded')).toBe('true');
      const research = rail(page).getByTestId('rail-head').filter({ hasText: 'Research & trials' });
      expect(await research.getAttribute('aria-expanded')).toBe('false');
      expect(await research.locator('.rail-count').textContent()).toBe('5');
      await research.click();
      expect(await group(page, 'Research & trials').getByTestId('open-workbook').count()).toBe(5);
      await own.click();
      expect(await opened(page)).toEqual([]);
      await group(page, 'Research & trials').getByRole('button', { name: 'Margin', exact: true }).click();
      expect(await opened(page)).toMatchObject([{ id: 'openWorkbook' }]);
      await group(page, 'Finance').getByRole('button', { name: 'Margin', exact: true }).click({ button: 'middle' });
      expect(await opened(page)).toHaveLength(2);
    });
  });

  test('it keeps what was folded while it is closed, and the order of profiles', async () => {
    await inState('workbook-rail', async (page) => {
      await head(page, 'Finance').click();
      await setOpen(page, false);
      await rail(page).waitFor({ state: 'detached' });
      await setOpen(page, true);
      await rail(page).waitFor();
      expect(await rail(page).getByTestId('rail-head').locator('.rail-head-name').allTextContents()).toEqual([
        en.start.pinned,
        en.start.recent,
        'Finance',
        'Sales EMEA',
        'Zürich plant',
        'Research & trials',
        'الإيرادات',
        '物流',
        'Support',
        'People',
        'Board',
        'IT',
      ]);
      expect(await rail(page).getByTestId('rail-head').nth(2).getAttribute('aria-expanded')).toBe('false');
    });
  });

  test('it is walked through by arrows, letters and both ends; a group folds by left and right', async () => {
    await inState('workbook-rail', async (page) => {
      await filter(page).focus();
      await page.keyboard.press('ArrowDown');
      expect(await focused(page)).toBe(en.start.pinned);
      await page.keyboard.press('ArrowDown');
      expect(await focused(page)).toBe('Pipeline and forecastResearch & trials');
      await page.keyboard.press('ArrowRight');
      await page.keyboard.press('Space');
      expect(await calls(page, 'workbooks.unpin')).toHaveLength(1);
      await page.keyboard.press('End');
      expect(await focused(page)).toContain('IT');
      await page.keyboard.press('ArrowRight');
      await page.keyboard.press('End');
      expect(await focused(page)).toBe('Margin IT');
      await page.keyboard.press('Home');
      await page.keyboard.type('fi');
      expect(await focused(page)).toBe('Finance');
      await page.keyboard.press('ArrowLeft');
      expect(await head(page, 'Finance').getAttribute('aria-expanded')).toBe('false');
      await focusIsSomewhere(page);
      await page.keyboard.press('ArrowRight');
      await page.keyboard.press('ArrowDown');
      await page.keyboard.press('ArrowDown');
      expect(await focused(page)).toBe('Pipeline and forecast');
      await page.keyboard.press('Control+Enter');
      expect(await opened(page)).toMatchObject([{ id: 'openWorkbook' }]);
    });
  });

  test('its filter finds by name and profile, opens the first, and says where nothing fits', async () => {
    await inState('workbook-rail', async (page) => {
      await filter(page).fill('zurich margin');
      expect(await group(page, en.start.found).getByTestId('open-workbook').allTextContents()).toEqual([
        'MarginZürich plant',
      ]);
      await filter(page).press('Enter');
      expect(await opened(page)).toMatchObject([{ id: 'openWorkbook' }]);
      await filter(page).fill('qqqq');
      await rail(page)
        .getByText(format(en.rail.none, { search: 'qqqq' }))
        .waitFor();
      await rail(page).getByRole('button', { name: en.start.clear }).click();
      await head(page, 'Finance').waitFor();
      await focusIsSomewhere(page);
    });
  });

  test('recent ones keep their places under the hand, and follow afterwards', async () => {
    await inState('workbook-rail', async (page) => {
      const recent = group(page, en.start.recent).getByTestId('open-workbook');
      const before = await recent.allTextContents();
      expect(before).toHaveLength(2);
      await recent.last().hover();
      await page.evaluate(() => {
        const { recentWorkbooks } = window.harness.state();
        window.harness.push({ recentWorkbooks: recentWorkbooks.toReversed() });
      });
      expect(await recent.allTextContents()).toEqual(before);
      await page.mouse.move(900, 500);
      await expect.poll(() => recent.allTextContents()).toEqual(before.toReversed());
    });
  });

  test('it is an area of its own for F6, and the panel at the other side lies over the workbook where room is short', async () => {
    await inState('workbook-rail', async (page) => {
      await page.setViewportSize({ width: 1100, height: 700 });
      const areas = await page.evaluate(() =>
        [...document.querySelectorAll<HTMLElement>('[data-area]')].map((one) => one.dataset.area),
      );
      expect(areas.slice(0, 3)).toEqual(['bar', 'rail', 'workbook']);
      await askFor(page, 'showPages');
      await page.getByTestId('inside-panel').waitFor();
      const width = await page.getByTestId('pane-stage').evaluate((stage) => stage.getBoundingClientRect().width);
      expect(width).toBe(1100 - 272);
    });
  });
});

describe('over a workbook, where the window is narrow', () => {
  test('it opens with the focus in it, and closes by Esc, by a press beside it and by a choice', async () => {
    await inState('workbook-rail', async (page) => {
      await page.setViewportSize(narrow);
      await rail(page).waitFor({ state: 'detached' });
      await button(page).click();
      expect(await filter(page).evaluate((field) => field === document.activeElement)).toBe(true);
      expect(await stageLeft(page)).toBe(0);
      await filter(page).fill('mar');
      await page.keyboard.press('Escape');
      expect(await filter(page).inputValue()).toBe('');
      await page.keyboard.press('Escape');
      await rail(page).waitFor({ state: 'detached' });
      await expect.poll(() => button(page).evaluate((one) => one === document.activeElement)).toBe(true);
      await askFor(page, 'showRail');
      await rail(page).waitFor();
      await page.mouse.click(460, 300);
      await rail(page).waitFor({ state: 'detached' });
      await button(page).click();
      await group(page, 'Finance').getByRole('button', { name: 'Margin', exact: true }).click();
      await rail(page).waitFor({ state: 'detached' });
      expect(await opened(page)).toMatchObject([{ id: 'openWorkbook' }]);
      // What is chosen for wide windows stays chosen.
      expect(await calls(page, 'settings.set')).toEqual([]);
      await focusIsSomewhere(page);
    });
  });

  test('it is there again beside the workbook in a wide window', async () => {
    await inState('workbook-rail', async (page) => {
      await page.setViewportSize(narrow);
      await rail(page).waitFor({ state: 'detached' });
      await page.setViewportSize({ width: 1280, height: 800 });
      await rail(page).waitFor();
      expect(await stageLeft(page)).toBe(272);
    });
  });
});

test(
  'light and dark, at 480 px and with text at 200 %, everybody can read it and nothing is cut off',
  async () => {
    await inState('workbook-rail', async (page) => {
      for (const colorScheme of ['light', 'dark'] as const) {
        await page.emulateMedia({ colorScheme });
        await page.setViewportSize({ width: 1280, height: 800 });
        await rail(page).waitFor();
        expect(await faults(page)).toEqual([]);
        expect(await tooWide(page)).toEqual([]);
      }
      await page.setViewportSize(narrow);
      await button(page).click();
      expect(await faults(page)).toEqual([]);
      expect(await tooWide(page)).toEqual([]);
      await page.evaluate(() => {
        document.documentElement.style.fontSize = '200%';
      });
      expect(await tooWide(page)).toEqual([]);
      const last = rail(page).getByTestId('rail-head').last();
      await last.scrollIntoViewIfNeeded();
      expect(await last.evaluate((one) => one.getBoundingClientRect().right <= innerWidth)).toBe(true);
    });
  },
  timeout,
);

test('where there is but one workbook, nothing offers to list it', async () => {
  await inState('workbook', async (page) => expect(await button(page).count()).toBe(0));
});
