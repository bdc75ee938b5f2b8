import type { Page } from 'playwright';
import { describe, expect, test } from 'vitest';
import type { ChecksView } from '../../src/shared/checks.ts';
import { en } from '../../src/shared/text/en.ts';
import { checkViews, windowWith } from '../support/ui/check-fixtures.ts';
import { fixtures, ids, testNow } from '../support/ui/fixtures.ts';
import { calls, inState, openSetUp, timeout, withGallery } from '../support/ui/in-state.ts';

withGallery();

const show = (page: Page, view: ChecksView) => page.evaluate((patch) => window.harness.push(patch), windowWith(view));

async function startedTest(page: Page): Promise<void> {
  await openSetUp(page);
  await page.getByTestId('start-checks').click();
  await show(page, checkViews.running);
  await page.getByTestId('stop-checks').waitFor();
}

const focused = (page: Page) => page.evaluate(() => document.activeElement?.getAttribute('data-testid') ?? null);
const said = (page: Page) => page.locator('[aria-live]').allTextContents();

describe('the test of a set-up', { timeout }, () => {
  test('sends what the form holds, saved or not, and is one button that keeps the focus', async () => {
    await inState('signed-out', async (page) => {
      await openSetUp(page);
      await page.locator('[data-field="name"] input').fill('Other');
      await page.getByTestId('start-checks').focus();
      await page.keyboard.press('Enter');
      await show(page, checkViews.running);
      await page.getByTestId('stop-checks').waitFor();
      expect(await focused(page)).toBe('stop-checks');
      expect(await calls(page, 'checks.start')).toMatchObject([{ id: ids.finance, name: 'Other' }]);
      expect(await calls(page, 'profiles.save')).toEqual([]);
    });
  });

  test('shows what is right, what runs and what waits, each in words', async () => {
    await inState('signed-out', async (page) => {
      await startedTest(page);
      const outcomes = await page.locator('.check-outcome').allTextContents();
      const { ok, running, waiting } = en.checks.outcomes;
      expect(new Set(outcomes)).toEqual(new Set([ok, running, waiting]));
    });
  });

  test('says who must do what, and counts', async () => {
    await inState('signed-out', async (page) => {
      await startedTest(page);
      await show(page, checkViews.faults);
      const redirect = page.getByTestId('check-redirect');
      expect(await redirect.getAttribute('data-outcome')).toBe('failed');
      expect(await redirect.textContent()).toContain(`For ${en.checks.owners.databricks}`);
      expect(await redirect.textContent()).toContain(en.errors.redirect_uri_mismatch.remedy);
      expect(await redirect.textContent()).toContain('docs/administrator/testing-a-set-up.md#redirect');
      const summary = await page.getByTestId('checks-summary').textContent();
      expect(summary).toContain('6 of 8 right.');
      expect(summary).toContain(`One needs ${en.checks.owners.databricks}.`);
      expect((await said(page)).join(' ')).toContain('6 of 8 right.');
      expect(await page.getByTestId('checks-next').textContent()).toBe(en.checks.next.mend);
    });
  });

  test('is stopped by its button, and by leaving the form', async () => {
    await inState('signed-out', async (page) => {
      await startedTest(page);
      await page.getByTestId('stop-checks').click();
      expect(await calls(page, 'checks.cancel')).toHaveLength(1);
      await page.getByTestId('cancel-set-up').click();
      await page.getByTestId('set-up-form').waitFor({ state: 'detached' });
      expect(await calls(page, 'checks.cancel')).toHaveLength(2);
    });
  });

  test('does not stop at the second half of a double click', async () => {
    await inState('signed-out', async (page) => {
      await openSetUp(page);
      const button = page.getByTestId('start-checks');
      await button.scrollIntoViewIfNeeded();
      const box = await button.boundingBox();
      const [x, y] = [(box?.x ?? 0) + 20, (box?.y ?? 0) + 15];
      await page.mouse.click(x, y);
      await show(page, checkViews.running);
      await page.getByTestId('stop-checks').waitFor();
      await page.mouse.click(x, y);
      expect(await calls(page, 'checks.cancel')).toEqual([]);
    });
  });

  test('of a form that is not filled leads to what is missing, and asks nothing', async () => {
    await inState('first-run', async (page) => {
      await page.getByTestId('set-up').click();
      await page.getByTestId('start-checks').click();
      await page.getByTestId('checks-incomplete').waitFor();
      expect(await page.evaluate(() => document.activeElement?.getAttribute('aria-invalid'))).toBe('true');
      expect(await calls(page, 'checks.start')).toEqual([]);
    });
  });

  test('says when the form has changed since', async () => {
    await inState('signed-out', async (page) => {
      await startedTest(page);
      await show(page, checkViews['signed-out']);
      expect(await page.getByTestId('sign-in-and-test').count()).toBe(1);
      await page.locator('[data-field="name"] input').fill('Other');
      await page.getByTestId('checks-outdated').waitFor();
      expect(await page.getByTestId('sign-in-and-test').count()).toBe(0);
    });
  });

  test('of what is not saved ends with saving, and offers no sign-in', async () => {
    await inState('signed-out', async (page) => {
      await startedTest(page);
      await show(page, checkViews.unsaved);
      expect(await page.getByTestId('checks-next').textContent()).toBe(en.checks.next.save);
      expect(await page.getByTestId('sign-in-and-test').count()).toBe(0);
    });
  });

  test('goes on by itself when the person has signed in for it', async () => {
    await inState('signed-out', async (page) => {
      await startedTest(page);
      await show(page, checkViews['signed-out']);
      await page.getByTestId('sign-in-and-test').click();
      expect(await calls(page, 'grants.signIn')).toEqual([{ connectionId: ids.databricks }]);
      await page.evaluate((signIn) => window.harness.push({ signIn }), fixtures.waiting(testNow).signIn);
      await page.getByTestId('checks-signing-in').waitFor();
      await page.evaluate((patch) => window.harness.push(patch), {
        signIn: null,
        grants: fixtures.workbook(testNow).grants,
      });
      await expect.poll(() => calls(page, 'checks.start')).toHaveLength(2);
    });
  });

  test('waits with the next test until the one under way is over, when the person has signed in meanwhile', async () => {
    await inState('signed-out', async (page) => {
      await startedTest(page);
      await show(page, checkViews['signed-out']);
      await page.getByTestId('sign-in-and-test').click();
      await page.getByTestId('start-checks').click();
      await expect.poll(() => calls(page, 'checks.start')).toHaveLength(2);
      await show(page, checkViews.running);
      await page.getByTestId('stop-checks').waitFor();
      await page.evaluate((grants) => window.harness.push({ grants }), fixtures.workbook(testNow).grants);
      await page.evaluate(() => new Promise(requestAnimationFrame));
      expect(await calls(page, 'checks.start')).toHaveLength(2);
      await show(page, checkViews['signed-out']);
      await expect.poll(() => calls(page, 'checks.start')).toHaveLength(3);
    });
  });

  test('that was begun by a page which is gone can be stopped', async () => {
    await inState('signed-out', async (page) => {
      await openSetUp(page);
      await show(page, { ...checkViews.running, runId: 'of the page before' });
      await page.getByTestId('stop-checks').click();
      expect(await calls(page, 'checks.cancel')).toHaveLength(1);
      expect(await page.getByTestId('checks').count()).toBe(0);
    });
  });

  test('of what the form no longer holds ends with that, and not with a next step', async () => {
    await inState('signed-out', async (page) => {
      await startedTest(page);
      await page.locator('[data-field="name"] input').fill('Other');
      await show(page, checkViews.unsaved);
      await page.getByTestId('start-checks').waitFor();
      await expect.poll(async () => (await said(page)).join(' ')).toContain(en.checks.outdated);
      expect((await said(page)).join(' ')).not.toContain(en.checks.next.save);
    });
  });

  test('is copied for a ticket, with outcome, owner and what to do', async () => {
    await inState('signed-out', async (page) => {
      await startedTest(page);
      await show(page, checkViews.faults);
      await page.evaluate(() => {
        document.execCommand = () => {
          const event = new ClipboardEvent('copy', { clipboardData: new DataTransfer() });
          document.dispatchEvent(event);
          document.title = event.clipboardData?.getData('text/plain') ?? '';
          return true;
        };
      });
      await page.getByRole('button', { name: en.checks.copy }).click();
      const ticket = await page.title();
      expect(ticket).toContain(`[${en.checks.outcomes.failed}] ${en.checks.names.redirect}`);
      expect(ticket).toContain(en.errors.redirect_uri_mismatch.remedy);
      expect(ticket).toContain('Finance');
    });
  });
});
