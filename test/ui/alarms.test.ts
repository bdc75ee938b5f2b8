/** What an alarm says in the window, and what a person chooses about monitoring. */
import type { Page } from 'playwright';
import { describe, expect, test } from 'vitest';
import type { AppErrorView } from '../../src/shared/errors.ts';
import { en } from '../../src/shared/text/en.ts';
import { errorText } from '../../src/shared/text/error-text.ts';
import { loadText, spokenLanguages } from '../../src/shared/text/languages.ts';
import { calls, inState, timeout, withGallery } from '../support/ui/in-state.ts';

withGallery();

const renewal: AppErrorView = {
  code: 'renewal_keeps_failing',
  values: { profile: 'Finance', label: 'Databricks', because: 'server_busy' },
};
const raised: readonly AppErrorView[] = [
  renewal,
  { code: 'sign_in_ends_soon', values: { profile: 'Finance', label: 'Databricks' } },
  { code: 'wall_in_trouble', values: { reason: 'tabs' } },
  { code: 'keychain_away', values: {} },
  { code: 'status_not_written', values: { reason: 'systemAnswered', systemCode: 'ENOSPC' } },
];
const notice = (page: Page, code: string) => page.locator(`[data-testid="notice"][data-code="${code}"]`);
const tell = (page: Page, errors: readonly AppErrorView[]) =>
  page.evaluate(
    (found) =>
      window.harness.push({
        notices: found.map((error, index) => ({
          id: `00000000-0000-4000-8000-00000000000${index}`,
          error,
          lasts: false,
        })),
      }),
    errors,
  );

describe('the notice of an alarm', () => {
  test.each(raised.map((error) => [error.code, error] as const))(
    '%s says what is so and what to do, and goes when it is over',
    async (code, error) => {
      await inState('workbook', async (page) => {
        const { title, detail, remedy } = errorText(en, error);
        await tell(page, [error]);
        await notice(page, code).getByRole('heading', { name: title }).waitFor();
        await notice(page, code).getByText(remedy).waitFor();
        if (detail !== '') await notice(page, code).getByText(detail).waitFor();
        expect(await notice(page, code).textContent()).not.toMatch(/[{}]/);
        await tell(page, []);
        await notice(page, code).waitFor({ state: 'detached' });
      });
    },
    timeout,
  );

  test(
    'names the sign-in and what keeps it, and can be dismissed',
    async () => {
      await inState('workbook', async (page) => {
        await tell(page, [renewal]);
        const one = notice(page, 'renewal_keeps_failing');
        await one.getByText('Databricks').waitFor();
        expect(await one.textContent()).toContain(en.errors.server_busy.title);
        await one.getByTestId('dismiss-notice').click();
        expect(await calls(page, 'notices.dismiss')).toEqual([{ noticeId: '00000000-0000-4000-8000-000000000000' }]);
      });
    },
    timeout,
  );
});

test.each(spokenLanguages)('in the language %s, what keeps a sign-in is said in that language', async (language) => {
  const text = await loadText(language);
  expect(errorText(text, renewal).detail).toContain(text.errors.server_busy.title);
});

describe('the settings of monitoring', () => {
  const { items, groups } = en.settings;
  const row = (page: Page, id: keyof typeof items) => page.getByRole('article', { name: items[id].title });

  test(
    'are off at first, in a group of their own, and are chosen like all others',
    async () => {
      await inState('settings', async (page) => {
        const group = page.getByRole('region', { name: groups.monitoring });
        for (const id of ['statusFile', 'statusNames'] as const) {
          const box = group.getByRole('checkbox', { name: items[id].title });
          expect(await box.isChecked()).toBe(false);
          await box.focus();
          await page.keyboard.press('Space');
        }
        expect(await calls(page, 'settings.set')).toEqual([
          { id: 'statusFile', value: true },
          { id: 'statusNames', value: true },
        ]);
        expect(await row(page, 'notifyAlarms').getByRole('checkbox').isChecked()).toBe(true);
      });
    },
    timeout,
  );

  test(
    'are marked where an administrator has decided',
    async () => {
      await inState('settings', async (page) => {
        await page.evaluate(() => {
          const { settings } = window.harness.state();
          const decided = { value: true, setBy: 'administrator' } as const;
          window.harness.push({
            settings: settings.map((one) => (one.id === 'statusFile' ? { ...one, ...decided } : one)),
          });
        });
        await row(page, 'statusFile').getByText(en.settings.setBy.administrator).waitFor();
        expect(await row(page, 'statusFile').getByRole('checkbox').count()).toBe(0);
      });
    },
    timeout,
  );
});
