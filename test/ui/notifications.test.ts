/** What a person sets to be told of, at a workbook and in the settings. */
import { describe, expect, test } from 'vitest';
import { en } from '../../src/shared/text/en.ts';
import { ids } from '../support/ui/fixtures.ts';
import { calls, inState, openInside, withGallery } from '../support/ui/in-state.ts';

withGallery();

const words = en.inside.alerts;

describe('Tell me when', () => {
  test('lists what is set in sentences, says what is so now, and takes one away', async () => {
    await inState('workbook-inside', async (page) => {
      await openInside(page, 'alerts');
      const list = page.getByRole('list', { name: words.label });
      expect(await list.locator('bdi').allTextContents()).toEqual([
        words.kinds['no-data'],
        'Segment is Enterprise',
        'approve: amount is above 1000',
      ]);
      expect(await list.getByRole('listitem').filter({ hasText: words.isSo }).locator('bdi').allTextContents()).toEqual(
        [words.kinds['no-data'], 'Segment is Enterprise'],
      );
      await page.getByRole('button', { name: 'Remove: Segment is Enterprise' }).click();
      expect(await calls(page, 'alerts.remove')).toEqual([{ alertId: expect.any(String) }]);
    });
  });

  test('adds a control past a number, and nothing before it is one', async () => {
    await inState('workbook-inside', async (page) => {
      await openInside(page, 'alerts');
      const form = page.getByRole('form', { name: words.form });
      await form.getByLabel(words.what).selectOption('control');
      await form.getByLabel(words.control, { exact: true }).selectOption('MinRevenue');
      await form.getByLabel(words.test).selectOption('above');
      await form.getByLabel(words.value, { exact: true }).fill('many');
      await form.getByText(words.notANumber).waitFor();
      expect(await form.getByRole('button', { name: words.add }).isDisabled()).toBe(true);
      await form.getByLabel(words.value, { exact: true }).fill('12.5');
      await form.getByRole('button', { name: words.add }).click();
      expect(await calls(page, 'alerts.add')).toEqual([
        { workbookId: ids.revenue, when: { kind: 'control', name: 'MinRevenue', test: 'above', value: '12.5' } },
      ]);
    });
  });

  test('adds an action with one of its values, by keyboard', async () => {
    await inState('workbook', async (page) => {
      await openInside(page, 'alerts');
      await page.getByText(words.none).waitFor();
      const form = page.getByRole('form', { name: words.form });
      await form.getByLabel(words.what).selectOption('action');
      await form.getByLabel(words.action).fill('approve');
      await form.getByLabel(words.field).fill('amount');
      await form.getByLabel(words.value, { exact: true }).fill('yes');
      await page.keyboard.press('Enter');
      expect(await calls(page, 'alerts.add')).toEqual([
        {
          workbookId: ids.revenue,
          when: { kind: 'action', name: 'approve', field: 'amount', test: 'is', value: 'yes' },
        },
      ]);
    });
  });
});

test('quiet hours are chosen by the hour, in the words of the clock', async () => {
  await inState('settings', async (page) => {
    const row = page.getByTestId('setting-quietFrom');
    await row.getByRole('combobox', { name: en.settings.items.quietFrom.title }).selectOption({ label: '20:00' });
    expect(await calls(page, 'settings.set')).toEqual([{ id: 'quietFrom', value: 1_200 }]);
  });
});
