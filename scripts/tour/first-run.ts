/** The part of the tour up to the first sign-in: an empty program, the set-up form, an imported file. */

import { fillSetUp, setUpPictures, showWholeConnection } from './set-ups.ts';
import type { Stage } from './stage.ts';

export async function firstRun(stage: Stage): Promise<void> {
  const { step, inTheDark, shown, press } = stage;
  await step('welcome', async () => {
    await stage.start();
    await shown('set-up');
  });
  await inTheDark('welcome-dark');
  await step('set-up', async () => {
    await press('set-up');
    await shown('set-up-form');
  });
  await eachSetUp(stage);
  await step('set-up-corrections', async () => {
    await press('set-up');
    await press('save-profile');
    await stage.app().window.locator('[aria-invalid="true"]').first().waitFor();
  });
  await step('imported', async () => {
    await press('cancel-set-up');
    await stage.app().electron.evaluate(({ dialog }, filePath) => {
      dialog.showOpenDialog = async () => ({ canceled: false, filePaths: [filePath] });
    }, stage.bench.envFile);
    await press('import-env');
    await press('choose-env-file');
    await shown('import-continue');
  });
}

/** One picture of the form for each provider and each way to reach the data, from an empty form each time. */
async function eachSetUp(stage: Stage): Promise<void> {
  const { step, shown, press } = stage;
  await press('cancel-set-up');
  for (const each of setUpPictures) {
    let shrink = async () => {};
    await step(each.name, async () => {
      await press('set-up');
      await fillSetUp(stage.app().window, each);
      shrink = await showWholeConnection(stage.app());
    });
    await shrink();
    await press('cancel-set-up');
    await press('confirm');
    await shown('set-up');
  }
}
