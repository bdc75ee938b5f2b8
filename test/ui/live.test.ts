/** The age of the data in the bar, and the part of the set-up that says when it is asked for again. */
import { expect, test } from 'vitest';
import { ids } from '../support/ui/fixtures.ts';
import { calls, inState, openSetUp, timeout, withGallery } from '../support/ui/in-state.ts';
import { minimum } from '../support/ui/screens.ts';

withGallery();

test(
  'the bar says how old the data is, and asks for new data when it is pressed',
  () =>
    inState('workbook', async (page) => {
      const button = page.getByTestId('refresh');
      expect(await page.getByTestId('data-age').textContent()).toBe('Data as of 16:42');
      await page.getByRole('button', { name: 'Data as of 16:42 Refresh the data' }).click();
      expect(await calls(page, 'panes.command')).toEqual([{ paneId: ids.pane, command: { type: 'workbook:refresh' } }]);
      await button.focus();
      await page.keyboard.press('Tab');
      await page.keyboard.press('Shift+Tab');
      await page.clock.runFor(1_000);
      expect(await page.getByRole('tooltip').textContent()).toBe('Refresh the data (F5).');
    }),
  timeout,
);

test(
  'at the smallest size the age is read aloud and the button stays',
  () =>
    inState('workbook', async (page) => {
      await page.setViewportSize(minimum);
      const name = 'Data as of 16:42 Refresh the data';
      const box = await page.getByRole('button', { name }).boundingBox();
      expect(box?.width).toBeGreaterThanOrEqual(24);
      expect(box?.width).toBeLessThan(60);
    }),
  timeout,
);

test(
  'what is set for a workbook is saved with it, and the budget is explained',
  () =>
    inState('signed-out', async (page) => {
      await openSetUp(page);
      await page.getByRole('button', { name: 'Refresh of the data By hand' }).click();
      await page.locator('[data-field$="everyMinutes"] input').fill('1');
      expect(await page.getByTestId('refresh-budget-note').textContent()).toBe(
        'With at most 12 an hour, it is every 5 minutes.',
      );
      await page.getByTestId('refresh-afterSleep').click();
      await page.getByRole('button', { name: 'Refresh of the data Every 5 minutes · After sleep' }).waitFor();
      await page.getByTestId('save-profile').click();
      const [draft] = (await calls(page, 'profiles.save')) as { workbooks: { refresh: unknown }[] }[];
      expect(draft?.workbooks[0]?.refresh).toEqual({
        everyMinutes: 1,
        onReturn: false,
        afterSleep: true,
        mostPerHour: 12,
      });
    }),
  timeout,
);

test(
  'a field that cannot be right keeps its fold open and says why',
  () =>
    inState('signed-out', async (page) => {
      await openSetUp(page);
      const fold = page.getByRole('button', { name: /^Refresh of the data/ });
      await fold.click();
      await page.locator('[data-field$="everyMinutes"] input').fill('0');
      await page.getByTestId('save-profile').click();
      await page.getByTestId('workbook-fields').getByText('Enter whole minutes, from 1 to 1,440.').waitFor();
      await fold.click();
      expect(await fold.getAttribute('aria-expanded')).toBe('true');
      expect(await calls(page, 'profiles.save')).toEqual([]);
    }),
  timeout,
);

test(
  'where Sigma did not answer, the set-up says that nothing is sent by itself',
  () =>
    inState('workbook', async (page) => {
      await page.evaluate(() => {
        const { window: shown } = window.harness.state();
        const panes = shown.panes.map((pane) => ({
          ...pane,
          data: { ...pane.data, pausedBy: 'unanswered' as const, isUnanswered: true },
        }));
        window.harness.push({ window: { ...shown, panes } });
      });
      await openSetUp(page);
      await page.getByRole('button', { name: /^Refresh of the data/ }).click();
      await page.getByTestId('refresh-stands-still').waitFor();
    }),
  timeout,
);
