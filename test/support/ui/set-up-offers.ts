/** Set-up files as main tells a window of them. */
import type { Page } from 'playwright';
import type { SetUpPreview } from '../../../src/shared/set-up-file.ts';

const connectionId = '6f1d1c3e-6a51-4f7e-9d3c-2f1f6f9f4c66';

export const sealedOffer: SetUpPreview = {
  profileName: 'Finance',
  sigma: 'https://app.sigmacomputing.com',
  workbooks: ['Revenue by region', 'Cash flow'],
  connections: [{ label: 'Lakehouse', address: 'https://adb-12345.6.azuredatabricks.net' }],
  isThere: false,
  isSealed: true,
  missing: { embedSecret: false, clientSecrets: [] },
};

/** Of a profile that is here, whose secrets are neither here nor in the file. */
export const openOffer: SetUpPreview = {
  ...sealedOffer,
  isThere: true,
  isSealed: false,
  missing: {
    embedSecret: true,
    clientSecrets: [
      { connectionId, label: 'Lakehouse', kind: 'secret' },
      { connectionId: '7f1d1c3e-6a51-4f7e-9d3c-2f1f6f9f4c67', label: 'Ping', kind: 'key' },
    ],
  },
};

/** Brings a set-up file to the first screen. */
export async function bringSetUp(page: Page, preview: SetUpPreview): Promise<void> {
  await page.evaluate(
    (offered) => window.harness.answer('profiles.importEnv', { preview: offered, bytes: new Uint8Array([123]) }),
    preview,
  );
  await page.getByTestId('open-set-up-file').click();
  await page.getByTestId('set-up-offer').waitFor();
}

/** Opens the menu of the first profile in the list. */
export async function openProfileMenu(page: Page): Promise<void> {
  await page.getByTestId('menu').click();
  await page.getByTestId('profiles').click();
  await page.getByTestId('profile-more').first().click();
  await page.getByTestId('hand-out-profile').waitFor();
}

/** The dialog that saves the first profile as a file. */
export async function openHandOut(page: Page): Promise<void> {
  await openProfileMenu(page);
  await page.getByTestId('hand-out-profile').click();
  await page.getByTestId('hand-out').waitFor();
}
