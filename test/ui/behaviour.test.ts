/** What the window does when a person works with it. */
import type { Page } from 'playwright';
import { describe, expect, test } from 'vitest';
import { en } from '../../src/shared/text/en.ts';
import { errorOf, fixtures, ids, testNow } from '../support/ui/fixtures.ts';
import { calls, inState, openSetUp, tabTo, withGallery } from '../support/ui/in-state.ts';

withGallery();

describe('the sign-in', () => {
  test('stands in the middle of the window', async () => {
    await inState('signed-out', async (page) => {
      const box = await page.locator('.card').boundingBox();
      expect(box && box.x + box.width / 2).toBe(640);
    });
  });

  test('counts down to its deadline', async () => {
    await inState('waiting', async (page) => {
      await page.clock.pauseAt(testNow + 10_000);
      const before = await page.getByTestId('time-left').textContent();
      await page.clock.runFor(60_000);
      const after = await page.getByTestId('time-left').textContent();
      const seconds = (text: string | null) => {
        const [minutes = 0, rest = 0] = (text ?? '').split(':').map(Number);
        return minutes * 60 + rest;
      };
      expect(before).toMatch(/^4:\d\d$/);
      expect(seconds(before) - seconds(after)).toBe(60);
    });
  });

  test('offers the link, the browser and a way out', async () => {
    await inState('waiting', async (page) => {
      for (const [button, request] of [
        ['copy-link', 'grants.copySignInLink'],
        ['reopen-browser', 'grants.reopenBrowser'],
        ['cancel-sign-in', 'grants.cancelSignIn'],
      ] as const) {
        await page.getByTestId(button).click();
        expect(await calls(page, request), request).toHaveLength(1);
      }
    });
  });

  test('says in its own words that an answer came that does not fit, once and politely', async () => {
    await inState('waiting', async (page) => {
      expect(await page.getByTestId('stray-answer').count()).toBe(0);
      const push = (hasStrayAnswer: boolean) =>
        page.evaluate((has) => {
          const { signIn } = window.harness.state();
          if (signIn) window.harness.push({ signIn: { ...signIn, hasStrayAnswer: has } });
        }, hasStrayAnswer);
      await push(true);
      await page.getByText(en.signIn.strayAnswer).first().waitFor();
      await expect.poll(() => page.getByTestId('announcer').textContent()).toBe(en.signIn.strayAnswer);
      // It is no failure: nothing interrupts, and the way on is where it was.
      expect(await page.getByRole('alert').allTextContents()).toEqual(['']);
      expect(await page.getByTestId('error-panel').count()).toBe(0);
      await page.getByTestId('reopen-browser').waitFor();
      await page.evaluate(() => window.harness.push({ signIn: null }));
      await page.getByTestId('stray-answer').waitFor({ state: 'detached' });
    });
  });

  test('leaves the browser to a person where a server cannot be asked for another account', async () => {
    await inState('waiting-unaskable', async (page) => {
      await page.getByRole('heading', { name: en.signIn.otherAccount.title }).waitFor();
      await page.getByText('Databricks cannot be asked for another account').waitFor();
      await page.getByRole('button', { name: en.signIn.openBrowser, exact: true }).click();
      expect(await calls(page, 'grants.reopenBrowser')).toHaveLength(1);
      await page.getByTestId('copy-link').click();
      expect(await calls(page, 'grants.copySignInLink')).toHaveLength(1);
    });
  });

  test('opens the only workbook once everything is signed in, and says so', async () => {
    await inState('waiting', async (page) => {
      const grants = fixtures.workbook(testNow).grants;
      await page.evaluate((signedIn) => window.harness.push({ signIn: null, grants: signedIn }), grants);
      await page.getByTestId('opening').waitFor();
      expect(await calls(page, 'panes.open')).toEqual([{ workbookId: ids.revenue }]);
      await expect.poll(() => page.getByTestId('announcer').textContent()).toContain('Signed in to Databricks.');
    });
  });

  test('asks which workbook when there are several', async () => {
    await inState('choose', async (page) => {
      expect(await calls(page, 'panes.open')).toEqual([]);
      await page.getByRole('button', { name: 'Pipeline and forecast', exact: true }).click();
      expect(await calls(page, 'commands.run')).toEqual([{ id: 'openWorkbook', argument: ids.pipeline }]);
    });
  });

  test('shows a request that main refuses, and copies its details', async () => {
    await inState('signed-out', async (page) => {
      await page.evaluate((error) => window.harness.refuse('grants.signIn', error), errorOf('offline'));
      await page.getByTestId('sign-in').click();
      const panel = page.locator('[data-testid="error-panel"][data-code="offline"]');
      // By key: it stands where the other one was pressed, so that a click at once would be half of a double click.
      await panel.getByTestId('copy-details').press('Enter');
      await expect.poll(() => page.getByTestId('announcer').textContent()).toBe('Copied');
      expect(await calls(page, 'errors.copyDetails')).toEqual([errorOf('offline')]);
    });
  });
});

describe('what could not be copied', () => {
  const notice = (page: Page) => page.locator('[data-testid="notice"][data-code="not_copied"]');

  test('by main is told, and not called copied', async () => {
    await inState('waiting', async (page) => {
      await page.evaluate((error) => window.harness.refuse('grants.copySignInLink', error), errorOf('not_copied'));
      const button = page.getByTestId('copy-link');
      await button.click();
      await notice(page).waitFor();
      expect(await button.textContent()).not.toBe('Copied');
      expect(await page.getByTestId('announcer').textContent()).toContain('Nothing was copied');
    });
  });

  test('by the window is told as well', async () => {
    await inState('first-run', async (page) => {
      await page.evaluate(() => {
        document.execCommand = () => false;
        navigator.clipboard.writeText = () => Promise.reject(new Error('refused'));
      });
      await page.getByTestId('set-up').click();
      await page.getByTestId('register-toggle').click();
      const button = page.getByTestId('copy-text').first();
      await button.click();
      await notice(page).waitFor();
      expect(await button.textContent()).not.toBe('Copied');
    });
  });
});

test('an import leaves its report on the screen although the welcome is gone, and leads to the sign-in', async () => {
  await inState('first-run', async (page) => {
    await page.getByTestId('import-env').click();
    await page.getByTestId('choose-env-file').click();
    const { profiles, window: shown } = fixtures['signed-out'](testNow);
    await page.evaluate((patch) => window.harness.push(patch), { profiles, window: shown });
    await page.getByTestId('import-continue').click();
    await page.getByTestId('sign-in').waitFor();
    expect(await calls(page, 'profiles.select')).toEqual([{ profileId: ids.finance }]);
  });
});

test('the focus goes to the heading of a screen whose way in is gone', async () => {
  await inState('signed-out', async (page) => {
    await page.getByTestId('menu').focus();
    await page.keyboard.press('Enter');
    await page.getByTestId('edit-set-up').waitFor();
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('Enter');
    await expect.poll(() => page.evaluate(() => document.activeElement?.textContent)).toBe('Set-up of Finance');
  });
});

describe('the set-up form', () => {
  const problemOf = (page: Page, label: string) =>
    page.getByLabel(label, { exact: true }).evaluate((input) =>
      (input.getAttribute('aria-describedby') ?? '')
        .split(' ')
        .map((id) => document.getElementById(id))
        .filter((element) => element?.classList.contains('problem'))
        .map((element) => element?.textContent)
        .join(' '),
    );

  test('says what is wrong after a field is left, and takes it back at the keystroke that mends it', async () => {
    await inState('first-run', async (page) => {
      await page.getByTestId('set-up').click();
      const url = page.getByLabel('Published URL');
      await url.fill('ftp://app.sigmacomputing.com/acme/workbook/Revenue');
      expect(await problemOf(page, 'Published URL')).toBe('');
      await url.blur();
      expect(await problemOf(page, 'Published URL')).toBe('Enter an address that starts with https://');
      await url.fill('https://app.sigmacomputing.com/acme/workbook/Revenue');
      expect(await problemOf(page, 'Published URL')).toBe('');
    });
  });

  test('takes a bare host for an https address', async () => {
    await inState('first-run', async (page) => {
      await page.getByTestId('set-up').click();
      const host = page.getByLabel('Workspace URL');
      await host.fill('dbc-1.cloud.databricks.com');
      await host.blur();
      expect(await host.inputValue()).toBe('https://dbc-1.cloud.databricks.com');
    });
  });

  test('moves the focus to the first faulty field when it cannot be saved', async () => {
    await inState('first-run', async (page) => {
      await page.getByTestId('set-up').click();
      await page.getByLabel('Profile name').fill('Finance');
      await page.getByTestId('save-profile').click();
      const focused = page.locator('[data-field="embedClientId"] input:focus');
      await focused.waitFor();
      expect(await problemOf(page, 'Embed client ID')).toBe('Enter the client ID.');
      expect(await calls(page, 'profiles.save')).toEqual([]);
    });
  });

  test('never folds away a faulty field', async () => {
    await inState('signed-out', async (page) => {
      await openSetUp(page);
      const fold = page.getByRole('button', { name: 'Scopes and redirect URLs' });
      await fold.click();
      await page
        .getByLabel('Redirect URLs', { exact: true })
        .fill('http://localhost:3000/callback\nhttps://example.com/callback');
      await fold.click();
      await page.getByTestId('save-profile').click();
      await page.locator('textarea:focus').waitFor();
      expect(await problemOf(page, 'Redirect URLs')).toMatch(/^Line 2: Enter a loopback address with a port/);
    });
  });

  test('keeps stored secrets by leaving them out', async () => {
    await inState('signed-out', async (page) => {
      await openSetUp(page);
      await page.getByText('Stored in the keychain — leave empty to keep.').waitFor();
      await page.getByLabel('Profile name').fill('Finance and controlling');
      await page.getByTestId('save-profile').click();
      await page.getByTestId('sign-in').waitFor();
      expect(await calls(page, 'profiles.save')).toMatchObject([
        { id: ids.finance, name: 'Finance and controlling', embedSecret: null },
      ]);
    });
  });

  test('says before it is saved that another Sigma is one, and is as it was filled when the person declines', async () => {
    await inState('signed-out', async (page) => {
      await openSetUp(page);
      const note = page.getByTestId('sign-in-again-note');
      const url = page.getByLabel('Published URL').first();
      const known = await url.inputValue();
      await url.fill(`${new URL(known).origin}/acme/workbook/Other-1`);
      expect(await note.count()).toBe(0);
      await url.fill('https://sigma.elsewhere.example/acme/workbook/Other-1');
      await expect.poll(() => note.allTextContents()).toEqual([en.setUp.sigma.otherSigma]);
      // The stored embed secret signs for the earlier address alone.
      await page.getByText(en.errors.secret_missing.detail.sigmaChanged).waitFor();
      await url.fill(known);
      await page.getByText(en.setUp.storedInKeychain).first().waitFor();
      await page.getByLabel('Embed client ID').fill('another-client');
      await expect.poll(() => note.allTextContents()).toEqual([en.setUp.sigma.otherSigma]);
      await page.getByText(en.setUp.sigma.secretOfOtherClient).waitFor();
      await page.evaluate((error) => window.harness.refuse('profiles.save', error), errorOf('change_declined'));
      await page.getByTestId('save-profile').click();
      await expect.poll(() => page.getByTestId('announcer').textContent()).toContain('Nothing was changed');
      expect(await page.getByTestId('error-panel').count()).toBe(0);
      expect(await page.getByLabel('Embed client ID').inputValue()).toBe('another-client');
    });
  });

  test('asks what to do about different addresses once there are several sign-ins, and saves the answer', async () => {
    await inState('signed-out', async (page) => {
      await openSetUp(page);
      const allowed = page.getByTestId('different-addresses-allowed');
      expect(await allowed.count()).toBe(0);
      await page.getByTestId('add-connection').click();
      await expect
        .poll(() => page.locator('[data-testid="different-addresses-refused"][data-selected]').count())
        .toBe(1);
      await allowed.click();
      const added = page.getByTestId('connection-fields').last();
      await added.locator('[data-field$=".label"] input').fill('Company');
      await added.getByTestId('pattern-identity').click();
      await added.getByTestId('provider-google').click();
      await added.getByLabel('Client ID', { exact: true }).fill('google-client');
      await added.getByLabel('Client secret', { exact: true }).fill('google-secret');
      await page.getByTestId('save-profile').click();
      await expect
        .poll(() => calls(page, 'profiles.save'))
        .toMatchObject([{ user: { differentAddresses: 'allowed' }, connections: [{}, { sigmaConnectionId: null }] }]);
    });
  });

  test('asks before it removes a profile', async () => {
    await inState('signed-out', async (page) => {
      await openSetUp(page);
      await page.getByTestId('remove-profile').click();
      expect(await calls(page, 'profiles.remove')).toEqual([]);
      await page.getByTestId('confirm').click();
      expect(await calls(page, 'profiles.remove')).toEqual([{ profileId: ids.finance }]);
    });
  });

  test('claims no keychain where there is none', async () => {
    await inState('first-run-no-keychain', async (page) => {
      await page.getByTestId('set-up').click();
      expect(await page.getByTestId('secret-warning').textContent()).toContain('kept in memory only');
    });
  });
});

describe('the workbook', () => {
  test('swaps its frames without touching either of them', async () => {
    await inState('swapping', async (page) => {
      const before = await page.locator('webview').elementHandles();
      expect(before).toHaveLength(2);
      expect(await page.getByTestId('pane-loading').count()).toBe(0);
      await page.evaluate((shown) => window.harness.push({ window: shown }), fixtures.swapped(testNow).window);
      await page.locator('[data-testid="pane"][data-swaps="1"]').waitFor();
      const after = await page.locator('webview').elementHandles();
      for (const [index, element] of before.entries()) {
        expect(await element.evaluate((one, other) => one === other && one.isConnected, after[index])).toBe(true);
      }
      const sizes = await page
        .locator('webview')
        .evaluateAll((all) => all.map((one) => one.getBoundingClientRect().width));
      expect(new Set(sizes)).toEqual(new Set([1280]));
    });
  });

  test('keeps what a standby took over from beneath it for some frames, out of reach, and then lets it go', async () => {
    await inState('swapping', async (page) => {
      // No frame is drawn before they are looked at.
      const seen = await page.evaluate((shown) => {
        const [active] = shown.panes[0]?.guests.filter(({ role }) => role === 'active') ?? [];
        const panes = shown.panes.map((pane) => ({ ...pane, guests: active ? [active] : [] }));
        window.requestAnimationFrame = () => 0;
        window.harness.push({ window: { ...shown, panes } });
        return new Promise<string[]>((resolve) => {
          const look = () => {
            const all = [...document.querySelectorAll<HTMLElement>('.guest')];
            if (!all.some(({ dataset }) => dataset.role === 'outgoing')) {
              setTimeout(look);
              return;
            }
            resolve(all.map((one) => `${one.dataset.role} ${one.inert} ${one.ariaHidden}`));
          };
          look();
        });
      }, fixtures.swapped(testNow).window);
      expect(seen.sort()).toEqual(['active false false', 'outgoing true true']);
      await expect.poll(() => page.locator('webview').count(), { timeout: 10_000 }).toBe(1);
    });
  });

  test('stays mounted behind another screen', async () => {
    await inState('workbook', async (page) => {
      const frame = await page.locator('webview').elementHandle();
      await openSetUp(page);
      await page.getByTestId('cancel-set-up').click();
      await page.getByTestId('renews').waitFor();
      expect(await frame?.evaluate((element) => element.isConnected)).toBe(true);
    });
  });

  test('sets nothing on a frame but its address and its partition, and names what is around it', async () => {
    await inState('workbook', async (page) => {
      const frame = page.locator('webview');
      const names = await frame.evaluate((element) => element.getAttributeNames());
      expect(names.sort()).toEqual(['partition', 'src']);
      expect(await page.getByRole('region', { name: 'Revenue by region' }).locator('webview').count()).toBe(1);
    });
  });

  test('says when the sign-in renews', async () => {
    await inState('workbook', async (page) => {
      expect(await page.getByTestId('renews').textContent()).toBe('Renews in 54 min');
    });
    await inState('not-renewable', async (page) => {
      expect(await page.getByTestId('renews').textContent()).toBe('You will have to sign in again at 17:44');
    });
  });

  test('keeps the workbook in sight when the sign-in ends, and offers to sign in again', async () => {
    await inState('workbook-ended', async (page) => {
      expect(await page.getByTestId('banner-ended').textContent()).toContain('Your sign-in to Databricks has ended');
      await page.getByTestId('banner-ended').getByTestId('sign-in').click();
      expect(await calls(page, 'grants.signIn')).toEqual([{ connectionId: ids.databricks }]);
      expect(await page.locator('.pane-cover, .pane-loading').count()).toBe(0);
    });
  });

  test.each(['workbook-not-renewed', 'workbook-over'] as const)(
    'offers to sign in where a sign-in is over, whatever the failure is called: %s',
    async (state) => {
      await inState(state, async (page) => {
        const panel = page.locator('.pane-cover');
        for (const [place, testId] of [
          [page.getByTestId('banner-ended'), 'sign-in'],
          [panel, 'sign-in-failed'],
        ] as const) {
          // Where people look it is the main thing to do; the bar above has it as well.
          const isMain = place === panel ? 1 : 0;
          const button = place.getByTestId(testId);
          expect(await button.textContent()).toBe('Sign in again');
          expect(await place.locator('[data-variant="primary"]').count()).toBe(isMain);
          await button.click();
        }
        expect(await calls(page, 'grants.signIn')).toEqual([
          { connectionId: ids.databricks },
          { connectionId: ids.databricks },
        ]);
        expect(await page.getByTestId('banner-ended').textContent()).toContain('could not be renewed');
        expect(await panel.getByTestId('open-set-up').count()).toBe(state === 'workbook-not-renewed' ? 1 : 0);
      });
    },
  );

  test('offers to sign in where the sign-in does not say who the person is', async () => {
    await inState('workbook-unverified', async (page) => {
      const offer = page.getByTestId('sign-in-failed');
      expect(await offer.getAttribute('data-variant')).toBe('primary');
      await offer.click();
      expect(await calls(page, 'grants.signIn')).toEqual([{ connectionId: ids.databricks }]);
    });
  });

  test('offers to sign in beside the next try, once a renewal was refused without a reason', async () => {
    await inState('workbook-refused', async (page) => {
      expect(await page.getByTestId('banner-ended').count()).toBe(0);
      await page.getByTestId('details').click();
      await page.getByTestId('renew-now').waitFor();
      expect(await page.getByTestId('sign-in-details').getAttribute('data-variant')).toBe('secondary');
    });
  });

  test('offers to sign in beside the next try, where only the network seems to be missing', async () => {
    await inState('workbook-over-offline', async (page) => {
      expect(await page.getByTestId('banner-ended').count()).toBe(0);
      expect(await page.getByTestId('reload-failed').getAttribute('data-variant')).toBe('primary');
      expect(await page.getByTestId('sign-in-failed').getAttribute('data-variant')).toBe('secondary');
      await page.getByTestId('sign-in-failed').click();
      expect(await calls(page, 'grants.signIn')).toEqual([{ connectionId: ids.databricks }]);
      const { signIn } = fixtures['workbook-ended-waiting'](testNow);
      await page.evaluate((under) => window.harness.push({ signIn: under }), signIn);
      await page.getByTestId('banner-ended').getByTestId('cancel-sign-in').waitFor();
    });
  });

  test('leaves the earlier workbook open when another is asked for', async () => {
    await inState('workbook-choice', async (page) => {
      const { window: shown } = fixtures.workbook(testNow);
      await page.evaluate(
        ([known, paneId, workbookId]) => {
          const first = known.panes[0];
          const other = first && { ...first, paneId, workbookId, title: 'Other' };
          if (other) window.harness.push({ window: { ...known, panes: [other, first] } });
        },
        [shown, ids.otherPane, ids.trials] as const,
      );
      await page.getByTestId('workbook-title').click();
      await page.getByRole('menuitemradio', { name: 'Pipeline and forecast' }).click();
      expect(await calls(page, 'panes.open')).toEqual([{ workbookId: ids.pipeline }]);
      await page.getByTestId('workbook-title').waitFor();
      expect(await calls(page, 'panes.close')).toEqual([]);
    });
  });

  test('shows the session in detail, follows a swap, and gives the focus back on Escape', async () => {
    await inState('workbook', async (page) => {
      await page.getByTestId('details').click();
      await page.getByTestId('claims').getByText('ada.lovelace@example.com').waitFor();
      await page.getByTestId('claims').getByText('encrypted, 1482 characters').waitFor();
      expect(await page.locator('dl.clocks dt').allTextContents()).toEqual([
        'Access token of Databricks expires',
        'Sign-in to Databricks renews',
        'Signed session ends',
      ]);
      await page.evaluate((shown) => window.harness.push({ window: shown }), fixtures.swapped(testNow).window);
      await expect.poll(async () => (await calls(page, 'panes.details')).length).toBe(2);
      await page.getByTestId('renew-now').click();
      expect(await calls(page, 'grants.renew')).toEqual([{ connectionId: ids.databricks }]);
      await page.keyboard.press('Escape');
      await page.getByTestId('details-panel').waitFor({ state: 'detached' });
      expect(await page.evaluate(() => document.activeElement?.getAttribute('data-testid'))).toBe('details');
    });
  });

  test('that could not be shown says when it tries again, and can be told to do it now', async () => {
    await inState('workbook-tries-again', async (page) => {
      await page.clock.pauseAt(testNow + 10_000);
      const said = page.getByTestId('tries-again');
      const before = await said.textContent();
      expect(before).toMatch(/^Tries again by itself in 3:\d\d\.$/);
      await page.clock.runFor(60_000);
      expect(await said.textContent()).toBe(before?.replace('in 3:', 'in 2:'));
      const button = page.getByTestId('reload-failed');
      expect(await button.textContent()).toBe('Try now');
      await button.click();
      expect(await calls(page, 'panes.reload')).toEqual([{ paneId: ids.pane }]);
    });
    await inState('workbook-failed', async (page) => {
      expect(await page.getByTestId('reload-failed').textContent()).toBe('Reload');
      expect(await page.getByTestId('tries-again').count()).toBe(0);
    });
  });

  test('that lacks the last steps of the person is covered until it has them', async () => {
    await inState('workbook-catching-up', async (page) => {
      const cover = page.getByTestId('catching-up');
      expect(await cover.textContent()).toBe('Your last steps are being brought back…');
      const [over, pane] = [await cover.boundingBox(), await page.getByTestId('pane').boundingBox()];
      expect(over).toEqual(pane);
      expect(await page.locator('.guest:not([inert])').count()).toBe(0);
      await page.evaluate((shown) => window.harness.push({ window: shown }), fixtures.swapped(testNow).window);
      await cover.waitFor({ state: 'detached' });
      expect(await page.locator('.guest:not([inert])').count()).toBe(1);
    });
  });

  test('is known to main as seen or not: behind another screen, and in a window that is hidden', async () => {
    await inState('workbook', async (page) => {
      const told = async () => (await calls(page, 'panes.shown')).at(-1);
      const become = (state: DocumentVisibilityState) =>
        page.evaluate((visibilityState) => {
          Object.defineProperty(document, 'visibilityState', { configurable: true, value: visibilityState });
          document.dispatchEvent(new Event('visibilitychange'));
        }, state);
      await expect.poll(told).toEqual({ shownPaneId: ids.pane });
      await become('hidden');
      await expect.poll(told).toEqual({ shownPaneId: null });
      await become('visible');
      await expect.poll(told).toEqual({ shownPaneId: ids.pane });
      await openSetUp(page);
      await expect.poll(told).toEqual({ shownPaneId: null });
      expect(await calls(page, 'panes.shown')).toHaveLength(4);
    });
  });

  test('closes its menus when the window loses the focus, as to the workbook', async () => {
    await inState('workbook-choice', async (page) => {
      for (const opener of ['menu', 'workbook-title']) {
        await page.getByTestId(opener).click();
        await page.getByRole('menu').waitFor();
        await page.evaluate(() => window.dispatchEvent(new FocusEvent('blur')));
        await page.getByRole('menu').waitFor({ state: 'detached' });
      }
    });
  });

  test('gives the focus back to whatever opened the details', async () => {
    await inState('workbook', async (page) => {
      await tabTo(page, 'renews');
      await page.keyboard.press('Enter');
      await page.getByTestId('details-panel').waitFor();
      await page.keyboard.press('Escape');
      await page.locator('[data-testid="renews"]:focus').waitFor();
    });
  });

  test('lets somebody else sign in from the menu, and says so over the workbook', async () => {
    await inState('workbook', async (page) => {
      await page.getByTestId('menu').click();
      await page.getByRole('menuitem', { name: en.window.signInAsSomebodyElse }).click();
      expect(await calls(page, 'grants.signIn')).toEqual([{ connectionId: ids.databricks, asSomebodyElse: true }]);
      const waiting = fixtures['workbook-somebody-else'](testNow).signIn;
      await page.evaluate((signIn) => window.harness.push({ signIn }), waiting);
      await page.getByTestId('banner-sign-in').getByTestId('waiting').waitFor();
      await page.getByTestId('banner-sign-in').getByTestId('cancel-sign-in').click();
      expect(await calls(page, 'grants.cancelSignIn')).toHaveLength(1);
      // The workbook stays, and so does the person.
      expect(await page.locator('webview').count()).toBe(1);
      await page.getByTestId('person').waitFor();
    });
  });

  test('names the connection where there are several, and leaves out service accounts', async () => {
    await inState('connections-and-machine', async (page) => {
      await page.getByTestId('menu').click();
      const offered = page.getByTestId('sign-in-as-somebody-else');
      await offered.first().waitFor();
      const connections = await offered.evaluateAll((all) => all.map((one) => one.getAttribute('data-connection')));
      expect(connections).toEqual([ids.databricks, ids.lakehouse]);
      expect(await offered.first().textContent()).toBe('Sign in to Databricks as somebody else…');
    });
  });

  test('a sign-in as somebody else that failed says why, can be tried again and hidden', async () => {
    await inState('workbook-somebody-else-failed', async (page) => {
      const banner = page.getByTestId('banner-sign-in-failed');
      await banner.getByTestId('sign-in').click();
      expect(await calls(page, 'grants.signIn')).toEqual([{ connectionId: ids.databricks, asSomebodyElse: true }]);
      await banner.getByTestId('hide-problem').click();
      await banner.waitFor({ state: 'detached' });
      await page.getByTestId('person').waitFor();
    });
  });

  test('a sign-in as whoever the browser knows is tried again as that', async () => {
    await inState('workbook-sign-in-failed', async (page) => {
      await page.getByTestId('banner-sign-in-failed').getByTestId('sign-in').click();
      expect(await calls(page, 'grants.signIn')).toEqual([{ connectionId: ids.databricks }]);
    });
  });

  test('signs out from the menu', async () => {
    await inState('workbook', async (page) => {
      await page.getByTestId('menu').click();
      await page.getByTestId('sign-out').click();
      expect(await calls(page, 'grants.signOut')).toEqual([{ profileId: ids.finance }]);
    });
  });
});

test('notices are dismissed one by one', async () => {
  await inState('notices', async (page) => {
    await page.getByTestId('dismiss-notice').first().click();
    expect(await calls(page, 'notices.dismiss')).toEqual([{ noticeId: ids.notice }]);
  });
});
