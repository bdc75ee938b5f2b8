/** What a window shows of the others: tabs that come and go, and what is told in one of them alone. */
import type { Page } from 'playwright';
import { describe, expect, test } from 'vitest';
import { en } from '../../src/shared/text/en.ts';
import { calls, inState, openPalette, timeout, withGallery } from '../support/ui/in-state.ts';

withGallery();

const strip = (page: Page) => page.getByRole('tablist', { name: 'Open workbooks' });
const idsOf = (page: Page) =>
  page.locator('[data-tab]').evaluateAll((all) => all.map((one) => (one as HTMLElement).dataset.tab ?? ''));
const foreign = 'e4b6c6b2-2f53-4f4c-9a57-0d6b5f7d1f10';

/** What comes from outside of the page over an element of it, as a pointer of another window brings it. */
const dragOver = (page: Page, at: string, type: string, isDropped = true) =>
  page.locator(at).evaluate(
    (element, [kind, tabId, drops]) => {
      const dataTransfer = new DataTransfer();
      dataTransfer.setData(kind, tabId);
      const { right, top } = element.getBoundingClientRect();
      const event = (name: string) =>
        new DragEvent(name, { dataTransfer, bubbles: true, cancelable: true, clientX: right - 2, clientY: top + 2 });
      const isTaken = !element.dispatchEvent(event('dragover'));
      if (drops) requestAnimationFrame(() => element.dispatchEvent(event('drop')));
      return isTaken;
    },
    [type, foreign, isDropped] as const,
  );

describe('a tab of another window', () => {
  test(
    'is taken where it is dropped on the strip, and behind the last one beside the tabs',
    async () => {
      await inState('workbook-tabs', async (page) => {
        const [first, second] = await idsOf(page);
        expect(await dragOver(page, `[data-tab="${first}"]`, 'application/x-sightglass-tab')).toBe(true);
        await expect.poll(() => calls(page, 'tabs.take')).toEqual([{ tabId: foreign, before: second }]);
        expect(await dragOver(page, '[data-testid="tabs"]', 'application/x-sightglass-tab')).toBe(true);
        await expect.poll(() => calls(page, 'tabs.take')).toContainEqual({ tabId: foreign, before: null });
        expect(await page.locator('[data-drop]').count()).toBe(0);
      });
    },
    timeout,
  );

  test(
    'shows where it would stand, and what is no tab is not taken',
    async () => {
      await inState('workbook-tabs', async (page) => {
        const [first] = await idsOf(page);
        expect(await dragOver(page, `[data-tab="${first}"]`, 'text/plain', false)).toBe(false);
        expect(await page.locator('[data-drop]').count()).toBe(0);
        await dragOver(page, `[data-tab="${first}"]`, 'application/x-sightglass-tab', false);
        expect(await page.locator(`[data-tab="${first}"]`).getAttribute('data-drop')).toBe('after');
      });
    },
    timeout,
  );

  test(
    'finds a strip also over a single workbook, where there are several windows',
    async () => {
      await inState('two-windows', async (page) => {
        expect(await strip(page).getByRole('tab').count()).toBe(1);
        const [only] = await idsOf(page);
        await dragOver(page, `[data-tab="${only}"]`, 'application/x-sightglass-tab');
        await expect.poll(() => calls(page, 'tabs.take')).toEqual([{ tabId: foreign, before: null }]);
      });
    },
    timeout,
  );
});

test(
  'a tab that is let go where nothing takes it is offered to main, and one that found its place is not',
  async () => {
    await inState('workbook-tabs', async (page) => {
      const [first, second] = await idsOf(page);
      await page.locator(`[data-tab="${first}"]`).dragTo(page.locator('.workbook-body'));
      await expect.poll(() => calls(page, 'tabs.tearOff')).toEqual([{ tabId: first }]);
      await page.locator(`[data-tab="${first}"]`).dragTo(page.locator(`[data-tab="${second}"]`), {
        targetPosition: { x: 100, y: 10 },
      });
      await expect.poll(() => calls(page, 'tabs.move')).toHaveLength(1);
      expect(await calls(page, 'tabs.tearOff')).toHaveLength(1);
    });
  },
  timeout,
);

test.each([
  ['Move', true],
  ['Leave it here', false],
] as const)('before a tab moves that would lose something, a person is asked: %s', async (button, isSure) => {
  await inState('moving-tab', async (page) => {
    const dialog = page.getByRole('alertdialog', { name: 'Move Trials of the second phase to another window?' });
    await dialog.getByText('It is saving a file, which would not be finished.').waitFor();
    await dialog.getByRole('button', { name: button, exact: true }).click();
    await expect.poll(() => calls(page, 'tabs.answer')).toEqual([{ isSure }]);
  });
});

test(
  'the palette goes to the other window and moves the tab there, and offers nothing of this one',
  async () => {
    await inState('two-windows', async (page) => {
      await openPalette(page);
      await page.getByTestId('palette-field').fill('pipeline window');
      const titles = page.locator('[data-testid="palette-choice"]');
      await expect
        .poll(async () => (await titles.allInnerTexts()).join('\n'))
        .toContain('Go to Window “Pipeline and forecast”');
      expect((await titles.allInnerTexts()).join('\n')).not.toContain('Window “Revenue by region”');
      await page.getByTestId('palette-field').fill('move tab to pipeline');
      await page.keyboard.press('Enter');
      await expect
        .poll(() => calls(page, 'commands.run'))
        .toContainEqual(expect.objectContaining({ id: 'moveTabToWindow' }));
    });
  },
  timeout,
);

test(
  'what concerns no window alone is told in the one that was used last, and what lasts in each',
  async () => {
    await inState('notices', async (page) => {
      const cards = page.getByTestId('notice');
      const all = await cards.count();
      const lasting = await page.evaluate(() => window.harness.state().notices.filter(({ lasts }) => lasts).length);
      expect(all).toBeGreaterThan(lasting);
      const use = (isUsedLast: boolean) =>
        page.evaluate((value) => {
          const { window: own } = window.harness.state();
          window.harness.push({ window: { ...own, isUsedLast: value } });
        }, isUsedLast);
      await use(false);
      await expect.poll(() => cards.count()).toBe(lasting);
      await use(true);
      await expect.poll(() => cards.count()).toBe(all);
    });
  },
  timeout,
);

test(
  'who is asked whether the window is to close says to main that they stay, and is not asked for what another window saves',
  async () => {
    await inState('workbook-downloads', async (page) => {
      page.on('dialog', (dialog) => void dialog.dismiss());
      // A browser asks of nobody who has not touched the page.
      await page.getByTestId('downloads').click();
      await page.close({ runBeforeUnload: true });
      const question = page.getByRole('alertdialog', { name: en.leaving.question });
      await question.getByRole('button', { name: en.leaving.cancel }).click();
      await expect.poll(() => calls(page, 'windows.stay')).toHaveLength(1);
      await page.evaluate(() => {
        const { downloads, windows } = window.harness.state();
        const elsewhere = { windowId: 'another', title: null };
        window.harness.push({
          downloads: downloads.map((one) => ({ ...one, paneId: 'of another window' })),
          windows: [...windows, elsewhere],
        });
      });
      const closed = page.waitForEvent('close');
      await page.close({ runBeforeUnload: true });
      await closed;
    });
  },
  timeout,
);
