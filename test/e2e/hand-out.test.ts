/** A profile goes out as a file, and is set up from it by somebody who was given the file and its passphrase. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, expect, test } from 'vitest';
import { openWorkbench, type Workbench } from '../support/driver/workbench.ts';

const passphrase = 'tulip ferry granite';

let bench: Workbench;
afterEach(() => bench.close());

test('a set-up file with its secrets leads to the rows: open, set up, sign in', async () => {
  bench = await openWorkbench();
  const app = await bench.launchWithProfile();
  const { window } = app;
  const file = join(bench.folder, 'Demo.sightglass');
  const { embedClient } = bench.demo.sigma;
  const { clientSecret } = bench.demo.authorizationServer.clients.confidential;
  // The dialogs are those of the system, which no test can press.
  await app.electron.evaluate(({ dialog }, path) => {
    dialog.showSaveDialog = async () => ({ canceled: false, filePath: path });
    dialog.showOpenDialog = async () => ({ canceled: false, filePaths: [path] });
  }, file);

  await window.getByTestId('menu').click();
  await window.getByTestId('profiles').click();
  await window.getByTestId('profile-more').click();
  await window.getByRole('menuitem', { name: 'Save a set-up file…' }).click();
  await window.getByText('Put the secrets in, under a passphrase').click();
  await window.getByLabel('Passphrase', { exact: true }).fill(passphrase);
  await window.getByLabel('Passphrase again').fill(passphrase);
  await window.getByLabel('Embed secret').fill('not this one');
  await window.getByLabel(/^Client secret of/).fill(clientSecret);
  await window.getByRole('button', { name: 'Save…' }).click();
  await window.getByRole('alert').filter({ hasText: 'This is not the secret that is stored here' }).waitFor();
  await window.getByLabel('Embed secret').fill(embedClient.secret);
  await window.getByRole('button', { name: 'Save…' }).click();
  await window.getByTestId('hand-out').waitFor({ state: 'detached' });
  const text = readFileSync(file, 'utf8');
  for (const secret of [embedClient.secret, clientSecret]) expect(text).not.toContain(secret);

  // Whoever has the file begins with nothing.
  await window.getByTestId('profile-more').click();
  await window.getByRole('menuitem', { name: 'Remove…' }).click();
  await window.getByTestId('confirm').click();
  await window.getByRole('button', { name: 'Open a set-up file…' }).click();
  await window.getByLabel('Passphrase', { exact: true }).fill('tulip ferry granit');
  await window.getByRole('button', { name: 'Set up', exact: true }).click();
  await window.getByRole('alert').filter({ hasText: 'The passphrase does not open this file' }).waitFor();
  await window.getByLabel('Passphrase', { exact: true }).fill(passphrase);
  await window.getByRole('button', { name: 'Set up', exact: true }).click();
  await bench.signIn(app, 'ada.moreno@example.com');
  await app.workbookReady();
  await app.waitInWorkbook(`document.querySelector('[data-testid="borough-Manhattan"]') !== null`);
});
