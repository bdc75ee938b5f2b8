/** How a workbook opens, in the set-up form: an address that is pasted, what it became, and the URL that comes of it. */
import type { Page } from 'playwright';
import { describe, expect, test } from 'vitest';
import { calls, inState, openSetUp, timeout, unfold, withGallery } from '../support/ui/in-state.ts';

withGallery();

const revenue = 'https://app.sigmacomputing.com/acme/workbook/Revenue-by-region-5Qw7rTzGm';
const urlField = (page: Page) => page.locator('[data-field$=".url"] input').first();
const preview = (page: Page) => page.getByTestId('url-preview').locator('code');
const savedWorkbook = async (page: Page) => {
  const [draft] = (await calls(page, 'profiles.save')) as { workbooks: Record<string, unknown>[] }[];
  return draft?.workbooks[0];
};

/** As a person pastes: the clipboard of a test browser is not to be had. */
async function paste(page: Page, text: string): Promise<void> {
  await urlField(page).evaluate((input, pasted) => {
    const clipboardData = new DataTransfer();
    clipboardData.setData('text/plain', pasted);
    input.dispatchEvent(new ClipboardEvent('paste', { clipboardData, bubbles: true, cancelable: true }));
  }, text);
}

const inForm = (rule: (page: Page) => Promise<void>) => () =>
  inState('signed-out', async (page) => {
    await openSetUp(page);
    await rule(page);
  });

describe('how a workbook opens', () => {
  test(
    'is folded away, says what is set in one line, and is saved as it was',
    inForm(async (page) => {
      const fold = page.getByRole('button', { name: /How it opens/ });
      await expect.poll(() => fold.innerText()).toContain('As usual, with the menu on top');
      expect(await page.getByTestId('url-preview').isVisible()).toBe(false);
      await fold.press('Enter');
      await page.getByTestId('url-preview').waitFor();
      await page.getByTestId('save-profile').click();
      await expect
        .poll(() => savedWorkbook(page))
        .toMatchObject({ url: revenue, options: { menuPosition: 'top', hide: [] } });
    }),
    timeout,
  );

  test(
    'shows at every keystroke what will be loaded, as light or dark as the app',
    inForm(async (page) => {
      await unfold(page);
      await expect
        .poll(() => preview(page).innerText())
        .toBe(`${revenue}?:embed=true&:menu_position=top&:theme=Light&:lng=en`);
      await page.emulateMedia({ colorScheme: 'dark' });
      await page.clock.runFor(1_000);
      await expect.poll(() => preview(page).innerText()).toContain('&:theme=Dark&');
      await page.getByTestId('theme').selectOption('Surface');
      await page.getByTestId('menu-position').selectOption('bottom');
      await page.getByTestId('hide-save_as').click();
      await page.getByLabel('Page ID').fill('p1');
      await page.getByTestId('add-control').click();
      await page.getByLabel('Control ID').fill('Région');
      await page.getByLabel('Value', { exact: true }).fill('West, Smith\\, John');
      await page.getByLabel('Control ID').focus();
      await expect
        .poll(() => preview(page).innerText())
        .toBe(
          `${revenue}/page/p1?:embed=true&:menu_position=bottom&:hide_save_as=true&:theme=Surface&:lng=en` +
            '&R%C3%A9gion=West,Smith%2C%20John',
        );
      await page.getByTestId('save-profile').click();
      await expect
        .poll(() => savedWorkbook(page))
        .toMatchObject({
          options: {
            menuPosition: 'bottom',
            hide: ['save_as'],
            theme: { kind: 'named', name: 'Surface' },
            page: 'p1',
            controls: [{ id: 'Région', value: 'West,Smith\\, John' }],
          },
        });
    }),
    timeout,
  );

  test(
    'opens by itself at a save that cannot be, with the focus in the field that is wrong',
    inForm(async (page) => {
      const fold = page.getByRole('button', { name: /How it opens/ });
      await fold.click();
      await page.getByTestId('language').selectOption('named');
      await fold.click();
      await page.getByTestId('save-profile').click();
      const code = page.getByLabel('Language code');
      await expect.poll(() => code.evaluate((input) => document.activeElement === input)).toBe(true);
      const own = page.getByTestId('workbook-fields');
      expect(await own.getByText('Enter a language code, such as de or pt-BR.').count()).toBe(1);
      expect(await savedWorkbook(page)).toBeUndefined();
    }),
    timeout,
  );
});

describe('an address that is pasted', () => {
  test(
    'is taken apart, is told to those who cannot see it, and never shows its token',
    inForm(async (page) => {
      await paste(page, `${revenue}/page/p1?Region=West&:theme=Dark&:jwt=eyJhbGciOiJIUzI1NiJ9.c2VjcmV0.c2VjcmV0`);
      expect(await urlField(page).inputValue()).toBe(revenue);
      const note = page.getByRole('status').and(page.getByTestId('address-note'));
      await expect
        .poll(() => note.innerText())
        .toContain('Taken from the address: Page p1, Theme Dark and Region = West.');
      expect(await note.innerText()).toContain('Not used: :jwt. Every load is signed anew.');
      expect(await page.content()).not.toContain('c2VjcmV0');
      await expect
        .poll(() => page.getByRole('button', { name: /How it opens/ }).innerText())
        .toContain('1 control value');
      await page.getByTestId('save-profile').click();
      await expect.poll(() => savedWorkbook(page)).toMatchObject({ url: revenue, options: { page: 'p1' } });
    }),
    timeout,
  );

  test(
    'is refused with what to paste instead when it is an old embed or the home of an organisation',
    inForm(async (page) => {
      await paste(page, 'https://app.sigmacomputing.com/embed/1-4hVQqGwDEKb');
      await page.getByTestId('save-profile').click();
      const own = page.getByTestId('workbook-fields');
      await own.getByText('This is an embed of Sigma’s older kind').waitFor();
      await paste(page, 'https://app.sigmacomputing.com/acme/home');
      await own.getByText('This is the home page of an organisation.').waitFor();
      expect(await savedWorkbook(page)).toBeUndefined();
    }),
    timeout,
  );

  test(
    'may be typed as well, and saved with Enter before anybody leaves the field',
    inForm(async (page) => {
      await urlField(page).fill(`${revenue}/element/e1/?Region=West`);
      await urlField(page).press('Enter');
      await expect
        .poll(() => savedWorkbook(page))
        .toMatchObject({
          url: revenue,
          options: { element: 'e1', controls: [{ id: 'Region', value: 'West' }] },
        });
    }),
    timeout,
  );

  test(
    'that is text of another kind is pasted as any text',
    inForm(async (page) => {
      await paste(page, 'Revenue');
      expect(await urlField(page).inputValue()).toBe(revenue);
      expect(await page.getByTestId('address-note').innerText()).toBe('');
    }),
    timeout,
  );
});
