/** What a person typed is there again when the page of the window was lost, but for secrets. */
import type { Page } from 'playwright';
import { expect, test } from 'vitest';
import { en } from '../../src/shared/text/en.ts';
import { ids } from '../support/ui/fixtures.ts';
import { calls, inState, openMenuProfiles, openSetUp, withGallery } from '../support/ui/in-state.ts';

withGallery();

/** A window whose main keeps what it is told. */
const inKeptState: typeof inState = (state, rule) =>
  inState(state, async (page) => {
    await page.evaluate(() => sessionStorage.setItem('keeps', 'yes'));
    await rule(page);
  });

/** The page is lost, and loaded again in the same window. Nobody is asked. */
async function losePage(page: Page): Promise<void> {
  page.once('dialog', (dialog) => void dialog.accept());
  await page.reload();
  await page.locator('#root > *').first().waitFor();
  await page.getByTestId('late').waitFor({ state: 'detached' });
}

const note = (page: Page) => page.getByTestId('form-returned');
const nameOf = (page: Page) => page.getByRole('textbox', { name: en.setUp.sigma.name });

test('a form comes back with a calm word and the focus on its heading, and its secrets are to be entered again', async () => {
  await inKeptState('signed-out', async (page) => {
    await openSetUp(page);
    await nameOf(page).fill('Trips of the city');
    await page.getByLabel(en.setUp.sigma.secret).fill('the-embed-secret');
    await losePage(page);
    await note(page).waitFor();
    expect(await note(page).textContent()).toContain(en.setUp.returned.isBack);
    expect(await note(page).textContent()).toContain(en.setUp.returned.enterSecrets);
    expect(await nameOf(page).inputValue()).toBe('Trips of the city');
    expect(await page.getByLabel(en.setUp.sigma.secret).inputValue()).toBe('');
    await expect.poll(() => page.evaluate(() => document.activeElement?.tagName)).toBe('H1');
    const sent = JSON.stringify(await calls(page, 'windows.keep'));
    expect(sent).toContain('Trips of the city');
    expect(sent).not.toContain('the-embed-secret');
    // It is still something that can be lost.
    await page.getByTestId('cancel-set-up').click();
    await page.getByTestId('confirm-dialog').waitFor();
  });
});

test('what came back can be done without: the form is as it is saved, and nothing is asked', async () => {
  await inKeptState('signed-out', async (page) => {
    await openSetUp(page);
    const saved = await nameOf(page).inputValue();
    await nameOf(page).fill('Trips of the city');
    await losePage(page);
    await page.getByTestId('discard-returned').click();
    expect(await note(page).count()).toBe(0);
    expect(await nameOf(page).inputValue()).toBe(saved);
    await page.getByTestId('cancel-set-up').click();
    await page.getByTestId('set-up-form').waitFor({ state: 'detached' });
    await losePage(page);
    expect(await page.getByTestId('set-up-form').count()).toBe(0);
  });
});

test('a form in which nothing was typed comes back without a word, and so does the list of profiles', async () => {
  await inKeptState('several-profiles', async (page) => {
    await openMenuProfiles(page);
    await page.getByTestId('set-up').first().click();
    await page.getByTestId('set-up-form').waitFor();
    await losePage(page);
    await page.getByTestId('set-up-form').waitFor();
    expect(await note(page).count()).toBe(0);
    // To where one came from, which the page had forgotten.
    await page.getByTestId('cancel-set-up').click();
    await page.getByRole('heading', { level: 1, name: en.profiles.title }).waitFor();
    await losePage(page);
    await page.getByRole('heading', { level: 1, name: en.profiles.title }).waitFor();
  });
});

test('a profile that was changed meanwhile is said to be, before anything is saved over it', async () => {
  await inKeptState('signed-out', async (page) => {
    await openSetUp(page);
    await nameOf(page).fill('Trips of the city');
    const [key, value] = await page.evaluate(() => {
      const name = `kept ${location.search}`;
      return [name, sessionStorage.getItem(name) ?? ''] as const;
    });
    const older = JSON.parse(value);
    older.form.basis = JSON.stringify({ ...JSON.parse(older.form.basis), sessionSeconds: 77 });
    await page.evaluate(
      ([name, text]) => {
        // In the moment of the loss, as another program changed it.
        addEventListener('pagehide', () => sessionStorage.setItem(name, text));
      },
      [key, JSON.stringify(older)] as const,
    );
    await losePage(page);
    expect(await note(page).textContent()).toContain(en.setUp.returned.isOutdated);
    expect(older.form.profileId).toBe(ids.finance);
  });
});

test('a profile that is changed elsewhere while its form is open is said to be, where it is saved', async () => {
  await inState('signed-out', async (page) => {
    const outdated = page.getByTestId('form-outdated');
    const renameAsSaved = (name: string) =>
      page.evaluate(
        ([id, next]) => {
          const profiles = window.harness
            .state()
            .profiles.map((view) =>
              view.profile.id === id ? { ...view, profile: { ...view.profile, name: next } } : view,
            );
          window.harness.push({ profiles });
        },
        [ids.finance, name] as const,
      );
    await openSetUp(page);
    const saved = await nameOf(page).inputValue();
    await nameOf(page).fill('Trips of the city');
    expect(await outdated.count()).toBe(0);
    await renameAsSaved('Trips of the country');
    await outdated.waitFor();
    expect(await outdated.textContent()).toBe(en.setUp.returned.isOutdated);
    expect(await nameOf(page).inputValue()).toBe('Trips of the city');
    // What was put back over there is no change any more.
    await renameAsSaved(saved);
    await outdated.waitFor({ state: 'detached' });
  });
});
