/** How a QuickStart file comes into the window: chosen, dropped, or pasted. */
import type { Page } from 'playwright';
import { describe, expect, test } from 'vitest';
import { changeItem } from '../../src/shared/text/change-text.ts';
import { en } from '../../src/shared/text/en.ts';
import { errorOf, ids } from '../support/ui/fixtures.ts';
import { calls, holdFile, inState, openMenuProfiles, withGallery } from '../support/ui/in-state.ts';

withGallery();

const secret = 'SECRET=the-embed-secret';

/** What main was given, as text. */
const brought = async (page: Page) => {
  const inputs = (await page.evaluate(() =>
    window.harness.calls.filter(({ name }) => name === 'profiles.importEnvContent').map(({ text }) => text),
  )) as string[];
  return inputs;
};

const fieldIn = (page: Page) => page.getByTestId('import-text');

describe('the report of an import', () => {
  const report = (changes: string[] | null, remarks: object[] = []) => ({
    profileId: ids.finance,
    profileName: 'QuickStart',
    changes,
    remarks,
  });
  const said = async (page: Page, value: object) => {
    await page.evaluate((answer) => window.harness.answer('profiles.importEnvContent', answer), value);
    await page.getByTestId('import-env').click();
    await fieldIn(page).fill(secret);
    await page.getByTestId('import-pasted').click();
    const dialog = page.getByTestId('import-report');
    await dialog.waitFor();
    return (await dialog.textContent()) ?? '';
  };

  test('of a file that is imported again names what changed, and no secret’s value', async () => {
    await inState('first-run', async (page) => {
      const changes = [
        { field: 'workbook', before: 'https://a.example/w/One-1', after: 'https://a.example/w/Two-1' },
        { field: 'clientSecret', before: null, after: null },
      ] as const;
      const text = await said(page, report(changes.map(changeItem), [{ code: 'publicClient', values: {} }]));
      expect(text).toContain('“QuickStart” is up to date');
      expect(text).toContain('Workbook: “https://a.example/w/One-1” → “https://a.example/w/Two-1”.');
      expect(text).toContain('Client secret: replaced.');
      expect(text).toContain(en.importRemarks.publicClient);
      expect(text).toContain(en.importReport.deleteFile);
    });
  });

  test.each([
    ['nothing changed', report([]), en.importReport.nothingChanged],
    ['everything was imported', report(null), en.importReport.everything],
  ])('says that %s', async (_what, answer, sentence) => {
    await inState('first-run', async (page) => {
      const text = await said(page, answer);
      expect(text).toContain(sentence);
      expect(text).not.toContain('taken over');
      expect(text).toContain(en.importReport.deleteFile);
    });
  });
});

describe('a QuickStart file', () => {
  test('that is pasted is handed to main, and nothing of it stays in the page', async () => {
    await inState('first-run', async (page) => {
      await page.getByTestId('import-env').click();
      await fieldIn(page).fill(`CLIENT_ID=client\n${secret}\n`);
      const field = await fieldIn(page).elementHandle();
      await page.getByTestId('import-pasted').click();
      await page.getByTestId('import-report').waitFor();
      expect(await brought(page)).toEqual([`CLIENT_ID=client\n${secret}\n`]);
      // Neither the field that is gone, nor the page, nor the bytes that went to main.
      expect(await field?.evaluate((element) => (element as HTMLTextAreaElement).value)).toBe('');
      expect(await page.content()).not.toContain('the-embed-secret');
      await expect.poll(() => page.evaluate(() => window.harness.keptBytes())).toBe(0);
    });
  });

  test('that main refuses leaves a notice and an empty field', async () => {
    await inState('first-run', async (page) => {
      await page.evaluate(
        (error) => window.harness.refuse('profiles.importEnvContent', error),
        errorOf('env_incomplete'),
      );
      await page.getByTestId('import-env').click();
      await fieldIn(page).fill(secret);
      await page.getByTestId('import-pasted').click();
      await page.locator('[data-testid="notice"][data-code="env_incomplete"]').waitFor();
      await page.getByTestId('import-env').click();
      expect(await fieldIn(page).inputValue()).toBe('');
      expect(await page.content()).not.toContain('the-embed-secret');
    });
  });

  test('that is given up leaves nothing in the field', async () => {
    await inState('first-run', async (page) => {
      await page.getByTestId('import-env').click();
      await fieldIn(page).fill(secret);
      await page.keyboard.press('Escape');
      await page.getByTestId('import-dialog').waitFor({ state: 'detached' });
      await page.getByTestId('import-env').click();
      expect(await fieldIn(page).inputValue()).toBe('');
      expect(await calls(page, 'profiles.importEnvContent')).toEqual([]);
    });
  });

  test('without any text is asked for, in words that belong to the field', async () => {
    await inState('first-run', async (page) => {
      await page.getByTestId('import-env').click();
      await page.getByTestId('import-pasted').click();
      await expect.poll(() => fieldIn(page).getAttribute('aria-invalid')).toBe('true');
      expect(await page.evaluate(() => document.activeElement?.getAttribute('data-testid'))).toBe('import-text');
      const described = await fieldIn(page).evaluate((element) =>
        (element.getAttribute('aria-describedby') ?? '')
          .split(' ')
          .map((id) => document.getElementById(id)?.textContent)
          .join(' '),
      );
      expect(described).toContain('Paste the text of the file first.');
      await fieldIn(page).fill('a');
      await expect.poll(() => fieldIn(page).getAttribute('aria-invalid')).toBe('false');
    });
  });

  test('is pasted and imported with the keyboard alone', async () => {
    await inState('first-run', async (page) => {
      await page.getByTestId('import-env').focus();
      await page.keyboard.press('Enter');
      await fieldIn(page).waitFor();
      await expect
        .poll(() => page.evaluate(() => document.activeElement?.getAttribute('data-testid')))
        .toBe('import-text');
      await page.keyboard.insertText(secret);
      for (const expected of [null, 'choose-env-file', 'import-pasted']) {
        await page.keyboard.press('Tab');
        expect(await page.evaluate(() => document.activeElement?.getAttribute('data-testid'))).toBe(expected);
      }
      await page.keyboard.press('Enter');
      await page.getByTestId('import-report').waitFor();
      expect(await brought(page)).toEqual([secret]);
    });
  });

  test.each(['the welcome', 'the list of profiles', 'the dialog'])('is dropped anywhere onto %s', async (where) => {
    await inState(where === 'the list of profiles' ? 'several-profiles' : 'first-run', async (page) => {
      if (where === 'the list of profiles') await openMenuProfiles(page);
      if (where === 'the dialog') await page.getByTestId('import-env').click();
      await holdFile(page, 'dragover');
      await page.getByTestId('drop-here').waitFor();
      await holdFile(page, 'drop', [['.env', secret]]);
      await page.getByTestId('import-report').waitFor();
      expect(await page.getByTestId('drop-here').count()).toBe(0);
      expect(await page.getByTestId('import-dialog').count()).toBe(0);
      expect(await brought(page)).toEqual([secret]);
    });
  });

  test('that a file manager copied is taken when it is pasted into the field', async () => {
    await inState('first-run', async (page) => {
      await page.getByTestId('import-env').click();
      await fieldIn(page).evaluate((element, content) => {
        const clipboardData = new DataTransfer();
        clipboardData.items.add(new File([content], '.env'));
        element.dispatchEvent(new ClipboardEvent('paste', { clipboardData, bubbles: true, cancelable: true }));
      }, secret);
      await page.getByTestId('import-report').waitFor();
      expect(await brought(page)).toEqual([secret]);
    });
  });

  test('is not taken where several are dropped, and the person is told', async () => {
    await inState('first-run', async (page) => {
      await holdFile(page, 'drop', [
        ['.env', secret],
        ['.env.example', 'SECRET='],
      ]);
      const notice = page.locator('[data-testid="notice"][data-code="env_unreadable"]');
      await notice.waitFor();
      expect(await notice.textContent()).toContain('Drop the .env file alone.');
      expect(await calls(page, 'profiles.importEnvContent')).toEqual([]);
    });
  });

  test('that is far too large is not read to its end', async () => {
    await inState('first-run', async (page) => {
      await holdFile(page, 'drop', [['.env', '#'.repeat(3_000_000)]]);
      await page.getByTestId('import-report').waitFor();
      expect((await brought(page)).map((text) => text.length)).toEqual([256 * 1_024 + 1]);
    });
  });

  test('that was not chosen in the dialog of the system leaves the other ways open', async () => {
    await inState('first-run', async (page) => {
      await page.evaluate(() => window.harness.answer('profiles.importEnv', null));
      await page.getByTestId('import-env').click();
      await page.getByTestId('choose-env-file').click();
      await expect.poll(() => calls(page, 'profiles.importEnv')).toHaveLength(1);
      await expect.poll(() => page.getByTestId('choose-env-file').getAttribute('data-busy')).toBeNull();
      expect(await page.getByTestId('import-dialog').count()).toBe(1);
    });
  });
});

test('text that is dragged is left to the fields of the page', async () => {
  await inState('first-run', async (page) => {
    const dataTransfer = await page.evaluateHandle(() => {
      const transfer = new DataTransfer();
      transfer.setData('text/plain', 'a word');
      return transfer;
    });
    await page.dispatchEvent('body', 'dragover', { dataTransfer });
    await page.dispatchEvent('body', 'drop', { dataTransfer });
    expect(await page.getByTestId('drop-here').count()).toBe(0);
    expect(await calls(page, 'profiles.importEnvContent')).toEqual([]);
  });
});

test('a file that leaves the window again is not waited for', async () => {
  await inState('first-run', async (page) => {
    await holdFile(page, 'dragover');
    await page.getByTestId('drop-here').waitFor();
    await page.dispatchEvent('body', 'dragleave', {});
    await page.getByTestId('drop-here').waitFor({ state: 'detached' });
  });
});
