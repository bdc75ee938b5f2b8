/** A profile on its way to others: the file that is saved, and the one that comes. */
import type { Page } from 'playwright';
import { describe, expect, test } from 'vitest';
import { en } from '../../src/shared/text/en.ts';
import { errorOf, ids } from '../support/ui/fixtures.ts';
import { calls, inState, withGallery } from '../support/ui/in-state.ts';
import { bringSetUp, openHandOut, openOffer, openProfileMenu, sealedOffer } from '../support/ui/set-up-offers.ts';

withGallery();

const passphrase = 'tulip ferry granite';
const taken = { profileId: ids.finance, profileName: 'Finance', changes: null, remarks: [] };
const answerWith = (page: Page, name: string, value: object) =>
  page.evaluate(([what, answer]) => window.harness.answer(what as string, answer), [name, value] as const);

describe('a set-up file', () => {
  test('says where sign-ins and tokens would go, before anything of it is taken over', async () => {
    await inState('first-run', async (page) => {
      await bringSetUp(page, sealedOffer);
      const dialog = page.getByRole('dialog', { name: 'Set up “Finance”?' });
      const text = (await dialog.textContent()) ?? '';
      for (const fact of ['https://app.sigmacomputing.com', 'https://adb-12345.6.azuredatabricks.net', 'Cash flow']) {
        expect(text).toContain(fact);
      }
      await page.keyboard.press('Escape');
      await dialog.waitFor({ state: 'detached' });
      expect(await calls(page, 'profiles.takeSetUp')).toEqual([]);
    });
  });

  test('is opened by its passphrase, with the keyboard alone, and nothing typed stays in the page', async () => {
    await inState('first-run', async (page) => {
      await answerWith(page, 'profiles.takeSetUp', taken);
      await bringSetUp(page, sealedOffer);
      expect(await page.evaluate(() => document.activeElement?.getAttribute('name'))).toBe('passphrase');
      await page.keyboard.type(passphrase);
      await page.keyboard.press('Enter');
      await page.getByTestId('set-up-offer').waitFor({ state: 'detached' });
      expect(await calls(page, 'profiles.takeSetUp')).toMatchObject([
        { passphrase, typed: { embedSecret: null, clientSecrets: [] } },
      ]);
      expect(await page.content()).not.toContain(passphrase);
      // There was nothing here that it changed.
      expect(await page.getByTestId('import-report').count()).toBe(0);
    });
  });

  test('that another passphrase does not open says so at the field, and what was typed stays', async () => {
    await inState('first-run', async (page) => {
      await page.evaluate((error) => window.harness.refuse('profiles.takeSetUp', error), errorOf('passphrase_wrong'));
      await bringSetUp(page, sealedOffer);
      const field = page.getByLabel('Passphrase', { exact: true });
      await field.fill('something else');
      await page.getByRole('button', { name: 'Set up', exact: true }).click();
      await page.getByRole('alert').filter({ hasText: en.errors.passphrase_wrong.title }).waitFor();
      expect(await field.getAttribute('aria-invalid')).toBe('true');
      expect(await field.inputValue()).toBe('something else');
      await field.fill('something other');
      expect(await field.getAttribute('aria-invalid')).not.toBe('true');
    });
  });

  test('without secrets asks for each, and tells what it changed of a profile that was here', async () => {
    await inState('first-run', async (page) => {
      const changes = [JSON.stringify({ field: 'sessionSeconds', before: '3600', after: '1800' })];
      await answerWith(page, 'profiles.takeSetUp', { ...taken, changes });
      await bringSetUp(page, openOffer);
      await page.getByRole('button', { name: 'Bring up to date' }).click();
      expect(await page.locator('[data-testid="set-up-offer"] [aria-invalid="true"]').count()).toBe(3);
      expect(await calls(page, 'profiles.takeSetUp')).toEqual([]);
      await page.getByLabel('Embed secret').fill(' embed ');
      await page.getByLabel('Client secret of Lakehouse').fill('client');
      await page.getByLabel('Private key of Ping').fill('-----BEGIN');
      await page.getByRole('button', { name: 'Bring up to date' }).click();
      const report = page.getByTestId('import-report');
      await report.waitFor();
      // What it held is no danger where it lies.
      expect(await report.textContent()).not.toContain(en.importReport.deleteFile);
      const [call] = (await calls(page, 'profiles.takeSetUp')) as { typed: object }[];
      expect(call).toMatchObject({
        passphrase: null,
        typed: { embedSecret: 'embed', clientSecrets: [{ secret: 'client' }, { secret: '-----BEGIN' }] },
      });
    });
  });
});

describe('a profile', () => {
  test('is saved without its secrets unless that is chosen', async () => {
    await inState('several-profiles', async (page) => {
      await answerWith(page, 'profiles.saveSetUp', { isSaved: true });
      await openHandOut(page);
      await page.getByRole('button', { name: 'Save…' }).click();
      await page.getByTestId('hand-out').waitFor({ state: 'detached' });
      expect(await calls(page, 'profiles.saveSetUp')).toMatchObject([{ sealing: null }]);
    });
  });

  test('is saved with its secrets once passphrase and secrets are typed', async () => {
    await inState('several-profiles', async (page) => {
      await answerWith(page, 'profiles.saveSetUp', { isSaved: true });
      await openHandOut(page);
      await page.getByText(en.handOut.sealed).click();
      await page.getByLabel('Passphrase', { exact: true }).fill('short');
      await page.getByLabel('Passphrase again').fill('other');
      await page.getByLabel('Embed secret').fill('embed');
      await page.getByRole('button', { name: 'Save…' }).click();
      await page.getByText('Use 12 characters or more.').waitFor();
      await page.getByLabel('Passphrase', { exact: true }).fill(passphrase);
      await page.getByRole('button', { name: 'Save…' }).click();
      await page.getByText(en.handOut.differs).waitFor();
      expect(await calls(page, 'profiles.saveSetUp')).toEqual([]);
      await page.getByLabel('Passphrase again').fill(passphrase);
      for (const field of await page.getByLabel(/^Client secret of/).all()) await field.fill('client');
      await page.getByRole('button', { name: 'Save…' }).click();
      await page.getByTestId('hand-out').waitFor({ state: 'detached' });
      expect(await calls(page, 'profiles.saveSetUp')).toMatchObject([
        { sealing: { passphrase, typed: { embedSecret: 'embed' } } },
      ]);
    });
  });

  test('whose secret is another one stays where it is, with what was typed', async () => {
    await inState('several-profiles', async (page) => {
      await page.evaluate((error) => window.harness.refuse('profiles.saveSetUp', error), {
        code: 'secret_differs' as const,
        values: { reason: 'embedSecret', label: 'Finance' },
      });
      await openHandOut(page);
      await page.getByRole('button', { name: 'Save…' }).click();
      await page.getByRole('alert').filter({ hasText: 'The embed secret of “Finance” is another one.' }).waitFor();
    });
  });

  test('is duplicated, and its copy is changed next', async () => {
    await inState('several-profiles', async (page) => {
      await answerWith(page, 'profiles.duplicate', { profileId: ids.finance });
      await openProfileMenu(page);
      await page.getByRole('menuitem', { name: 'Duplicate' }).click();
      await page.getByRole('heading', { level: 1 }).waitFor();
      expect(await calls(page, 'profiles.duplicate')).toMatchObject([{ name: expect.stringMatching(/ \(copy\)$/) }]);
      await page.getByTestId('save-profile').waitFor();
    });
  });

  test('is removed after a question', async () => {
    await inState('several-profiles', async (page) => {
      await openProfileMenu(page);
      await page.getByRole('menuitem', { name: 'Remove…' }).click();
      await page.getByTestId('confirm-dialog').waitFor();
      expect(await calls(page, 'profiles.remove')).toEqual([]);
      await page.getByTestId('confirm').click();
      expect(await calls(page, 'profiles.remove')).toHaveLength(1);
    });
  });
});
