/** A profile on its way to others: the file that is saved, and the one that comes. */
import type { Page } from 'playwright';
import { describe, expect, test } from 'vitest';
import { en } from '../../src/shared/text/en.ts';
import { errorOf, ids } from '../support/ui/fixtures.ts';
import { calls, inState, openSetUp, withGallery } from '../support/ui/in-state.ts';
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

describe('a set-up file that comes from outside', () => {
  const brought = '8f1d1c3e-6a51-4f7e-9d3c-2f1f6f9f4c68';
  /** As main does when somebody has opened a file in the desktop. */
  async function bring(page: Page, id: string | null): Promise<void> {
    await page.evaluate(
      ([preview, broughtSetUp]) => {
        window.harness.answer('profiles.openBrought', { preview, bytes: new Uint8Array([123]) });
        const { window: own } = window.harness.state();
        window.harness.push({ window: { ...own, broughtSetUp } });
      },
      [sealedOffer, id] as const,
    );
  }
  const dialog = (page: Page) => page.getByRole('dialog', { name: 'Set up “Finance”?' });

  test('is asked about over an open workbook, at once and with the focus in its passphrase', async () => {
    await inState('workbook', async (page) => {
      await bring(page, brought);
      await dialog(page).waitFor();
      expect(await calls(page, 'profiles.openBrought')).toEqual([{ id: brought }]);
      expect(await page.evaluate(() => document.activeElement?.getAttribute('name'))).toBe('passphrase');
      expect(await calls(page, 'profiles.takeSetUp')).toEqual([]);
      // The next one waits until this one is over.
      await bring(page, ids.finance);
      expect(await calls(page, 'profiles.openBrought')).toHaveLength(1);
      await page.keyboard.press('Escape');
      await expect.poll(() => calls(page, 'profiles.openBrought')).toEqual([{ id: brought }, { id: ids.finance }]);
    });
  });

  test('waits while a form is filled in, and loses nothing of it', async () => {
    await inState('signed-out', async (page) => {
      await openSetUp(page);
      const name = page.locator('[data-field="name"] input');
      await name.fill('Half typed');
      await bring(page, brought);
      expect(await calls(page, 'profiles.openBrought')).toEqual([]);
      expect(await name.inputValue()).toBe('Half typed');
      await page.getByTestId('cancel-set-up').click();
      await page.getByTestId('confirm').click();
      await dialog(page).waitFor();
    });
  });

  test.each(['workbook', 'choose', 'signed-out'] as const)('is taken where it is dropped: %s', async (state) => {
    await inState(state, async (page) => {
      await page.evaluate((preview) => {
        window.harness.answer('profiles.importEnvContent', { preview, bytes: new Uint8Array([123]) });
        const dataTransfer = new DataTransfer();
        dataTransfer.items.add(new File(['{"sightglassSetUp": 1}'], 'Finance.sightglass'));
        for (const type of ['dragover', 'drop']) {
          document.body.dispatchEvent(new DragEvent(type, { bubbles: true, cancelable: true, dataTransfer }));
        }
      }, sealedOffer);
      await dialog(page).waitFor();
      expect(await calls(page, 'profiles.importEnvContent')).toHaveLength(1);
      expect(await page.getByTestId('drop-here').count()).toBe(0);
    });
  });
});
