/** The page of the doctor: what is wrong and who must act, what has changed, and what leaves with a report. */
import axe from 'axe-core';
import type { Page } from 'playwright';
import { describe, expect, test } from 'vitest';
import type { CheckId } from '../../src/shared/checks.ts';
import { checksThatMatter, type DoctorView } from '../../src/shared/doctor.ts';
import { en } from '../../src/shared/text/en.ts';
import { format } from '../../src/shared/text/format.ts';
import { reportFiles } from '../support/ui/doctor-fixtures.ts';
import { findCause, runOf, tell } from '../support/ui/doctor-states.ts';
import { ids } from '../support/ui/fixtures.ts';
import { focusIsSomewhere } from '../support/ui/focus.ts';
import { calls, inState, type State, timeout, withGallery } from '../support/ui/in-state.ts';
import { minimum } from '../support/ui/screens.ts';

withGallery();

const words = en.doctor;
const { checks } = en;
const head = (page: Page) => page.getByTestId('doctor-head');
const told = (page: Page) => page.getByTestId('doctor-told');
const section = (page: Page, name: string) => page.getByRole('region', { name });
const button = (page: Page, name: string) => page.getByRole('button', { name, exact: true });

/** The next run, in which some checks end otherwise. */
const again = (run: DoctorView, right: readonly CheckId[]): DoctorView => ({
  ...run,
  runId: 'doctor-again',
  checks: run.checks.map((check) =>
    right.includes(check.check)
      ? { ...check, result: { outcome: 'ok', owner: null, findings: [], error: null } }
      : check,
  ),
});
const underWay = (run: DoctorView): DoctorView => ({
  ...run,
  phase: 'running',
  checks: run.checks.map((check, index) => ({ ...check, state: index < 3 ? 'running' : 'waiting', result: null })),
});

describe('the doctor opens', () => {
  test('by hand, and looks by itself at the set-up that is shown', async () => {
    await inState('workbook', async (page) => {
      await tell(page, null);
      await page.getByRole('dialog', { name: words.title }).waitFor();
      await expect.poll(() => calls(page, 'doctor.start')).toEqual([{ profileId: ids.finance, matters: [] }]);
      await page.getByText('Finance').last().waitFor();
    });
  });

  test('without a set-up at the computer alone', async () => {
    await inState('first-run', async (page) => {
      await tell(page, null);
      await page.getByText(words.noSetUp).waitFor();
      await expect.poll(() => calls(page, 'doctor.start')).toEqual([{ profileId: null, matters: [] }]);
    });
  });

  test('where there are several, at the one that is chosen', async () => {
    await inState('several-profiles', async (page) => {
      await tell(page, null);
      const choice = page.getByRole('combobox', { name: words.subject });
      await choice.selectOption({ label: words.computerAlone });
      await choice.selectOption('Research');
      await expect
        .poll(() => calls(page, 'doctor.start'))
        .toEqual([ids.finance, null, ids.research].map((profileId) => ({ profileId, matters: [] })));
    });
  });

  test('takes up a run that goes on, and begins no other', async () => {
    await inState('doctor-running', async (page) => {
      await page.getByText(format(words.progress, { done: 6, all: runOf('doctor').checks.length })).waitFor();
      await button(page, words.stop).click();
      expect(await calls(page, 'doctor.start')).toEqual([]);
      expect(await calls(page, 'doctor.cancel')).toHaveLength(1);
    });
  });
});

describe('an error leads to the doctor', () => {
  test.each([
    ['workbook-failed', 'sigma_secret_wrong'],
    ['sign-in-failed', 'authorization_denied'],
    ['notices', 'settings_damaged'],
  ] as const)('from %s, for the sake of %s', async (state, code) => {
    await inState(state, async (page) => {
      await page.getByRole('button', { name: words.find }).first().click();
      expect(await calls(page, 'commands.run')).toContainEqual({ id: 'showDoctor' });
      await tell(page, null);
      await page.getByRole('dialog', { name: words.title }).waitFor();
      await expect
        .poll(() => calls(page, 'doctor.start'))
        .toEqual([{ profileId: ids.finance, matters: [...checksThatMatter(code)] }]);
    });
  });

  test.each(['sign-in-cancelled'] as const)('and not where it cannot help: %s', async (state) => {
    await inState(state, async (page) => {
      await page.getByTestId('error-panel').first().waitFor();
      expect(await page.getByRole('button', { name: words.find }).count()).toBe(0);
    });
  });

  test('shows what matters for it first, and says when that explains nothing', async () => {
    await inState('workbook-failed', async (page) => {
      await findCause(page);
      const headings = page.getByTestId('checks').getByRole('heading', { level: 3 });
      expect(await headings.first().innerText()).toBe(words.matters);
      // What is wrong elsewhere is told all the same.
      await head(page).getByText(en.errors.client_rejected.title).waitFor();
      await tell(page, runOf('doctor-right'));
      const { title } = en.errors.sigma_secret_wrong;
      await head(page)
        .getByRole('heading', { name: format(words.notExplained, { error: title }) })
        .waitFor();
      await head(page).getByText(words.whenNotExplained).waitFor();
    });
  });

  test('is forgotten once the page is closed', async () => {
    await inState('workbook-failed', async (page) => {
      await findCause(page);
      await page.evaluate(() => {
        const { window: own } = window.harness.state();
        window.harness.push({ window: { ...own, sheet: null } });
      });
      await page.getByTestId('doctor').waitFor({ state: 'detached' });
      await tell(page, runOf('doctor-right'));
      await head(page).getByRole('heading', { name: words.verdicts.right }).waitFor();
      expect((await calls(page, 'doctor.start')).at(-1)).toEqual({ profileId: ids.finance, matters: [] });
    });
  });
});

describe('a run says', () => {
  test('what is wrong, for whom that is and what to do, before everything else', async () => {
    await inState('doctor', async (page) => {
      await head(page).getByRole('heading', { name: en.errors.client_rejected.title }).waitFor();
      await head(page)
        .getByText(format(checks.actor, { owner: checks.owners.databricks }))
        .waitFor();
      await head(page).getByText(en.errors.client_rejected.remedy).waitFor();
      await head(page).getByText('docs/administrator/testing-a-set-up.md#client').waitFor();
      // It is told once, and what else there is follows in its order.
      expect(await page.getByTestId('check-client').count()).toBe(0);
      await section(page, checks.outcomes.warning).getByText(checks.names.keychain, { exact: true }).waitFor();
      await section(page, checks.outcomes.skipped).getByText(checks.names.session, { exact: true }).waitFor();
    });
  });

  test('it aloud once, and not at each step', async () => {
    await inState('doctor-running', async (page) => {
      expect(await told(page).innerText()).toBe(words.verdicts.looking);
      await tell(page, runOf('doctor'));
      await expect.poll(() => told(page).innerText()).toContain(en.errors.client_rejected.title);
      expect(await told(page).getAttribute('role')).toBe('status');
      expect(await told(page).innerText()).toContain(format(checks.actor, { owner: checks.owners.databricks }));
    });
  });

  test('where the set-up is at fault, and leads to that field', async () => {
    await inState('doctor', async (page) => {
      await button(page, en.window.editSetUp).click();
      expect(await calls(page, 'sheets.close')).toHaveLength(1);
      await page.getByTestId('set-up-form').waitFor({ state: 'attached' });
    });
  });

  test('that all is right, or what a sign-in would tell, and signs in there', async () => {
    await inState('doctor-right', async (page) => {
      await head(page).getByRole('heading', { name: words.verdicts.right }).waitFor();
      await tell(page, runOf('doctor-signed-out'));
      await head(page).getByText(words.signInFirst).waitFor();
      await button(page, words.signIn).click();
      await expect.poll(() => calls(page, 'grants.signIn')).toHaveLength(1);
      expect(await calls(page, 'sheets.close')).toHaveLength(1);
    });
  });

  test('what is right in one line, and what was seen behind it', async () => {
    await inState('doctor-right', async (page) => {
      const right = page.getByTestId('doctor-right');
      const count = runOf('doctor-right').checks.length;
      await right.getByText(format(words.right.other, { count })).press('Enter');
      const clock = right.getByTestId('check-clock');
      expect(await clock.locator('.check-seen').first().isVisible()).toBe(false);
      await clock.locator('summary').press('Enter');
      await clock.locator('.check-seen').first().waitFor();
    });
  });

  test('that it was stopped, that nothing could be looked at, and why none could be begun', async () => {
    await inState('doctor-stopped', async (page) => {
      await head(page).getByRole('heading', { name: words.verdicts.stopped }).waitFor();
      await tell(page, { ...runOf('doctor'), checks: [] });
      await head(page).getByRole('heading', { name: words.verdicts.nothing }).waitFor();
      await page.evaluate(() =>
        window.harness.refuse('doctor.start', {
          code: 'request_refused',
          values: { reason: 'tooManyTests', remedy: 'waitAndRepeat' },
        }),
      );
      await button(page, words.again).click();
      const panel = page.getByTestId('doctor').getByTestId('error-panel');
      await panel.getByText(en.remedies.waitAndRepeat).waitFor();
      await button(page, words.again).waitFor();
      expect(await panel.getByRole('button', { name: words.find }).count()).toBe(0);
    });
  });
});

describe('looking again', () => {
  test('keeps everything where it stood until it is known anew, and says what has changed', async () => {
    await inState('doctor', async (page) => {
      const run = runOf('doctor');
      await button(page, words.again).press('Enter');
      const next = again(run, ['client', 'keychain']);
      await tell(page, underWay(next));
      await head(page).getByRole('heading', { name: en.errors.client_rejected.title }).waitFor();
      const keychain = section(page, checks.outcomes.warning).getByTestId('check-keychain');
      await keychain.getByText(en.errors.vault_unprotected.title).waitFor();
      await focusIsSomewhere(page);
      await tell(page, next);
      const changes = page.getByTestId('doctor-changes');
      expect(await changes.getByRole('listitem').allInnerTexts()).toEqual(
        (['keychain', 'client'] as const).map((check) => format(words.now.ok, { check: checks.names[check] })),
      );
      await expect.poll(() => told(page).innerText()).toContain(format(words.now.ok, { check: checks.names.client }));
      await head(page).getByRole('heading', { name: words.verdicts.right }).waitFor();
      expect(await page.evaluate(() => document.activeElement?.getAttribute('data-testid'))).toBe('start-doctor');
      // And when nothing has.
      await button(page, words.again).press('Enter');
      await tell(page, { ...next, runId: 'doctor-third' });
      await page.getByTestId('doctor-unchanged').getByText(words.unchanged).waitFor();
    });
  });
});

describe('what was found is passed on', () => {
  test('as text for a ticket', async () => {
    await inState('doctor', async (page) => {
      await page.evaluate(() => {
        document.execCommand = () => {
          const event = new ClipboardEvent('copy', { clipboardData: new DataTransfer() });
          document.dispatchEvent(event);
          document.title = event.clipboardData?.getData('text/plain') ?? '';
          return true;
        };
      });
      await button(page, checks.copy).click();
      const ticket = await page.title();
      expect(ticket).toContain(`[${checks.outcomes.failed}] ${checks.names.client}`);
      expect(ticket).toContain(en.errors.client_rejected.remedy);
      expect(ticket).toContain('Finance');
    });
  });

  test('as a report that is read before it is saved, without names unless somebody wishes for them', async () => {
    await inState('doctor', async (page) => {
      await button(page, words.report.open).press('Enter');
      const files = page.getByRole('list', { name: words.report.title });
      await files.getByRole('listitem').first().waitFor();
      await focusIsSomewhere(page);
      for (const { name } of reportFiles) await files.getByText(name).waitFor();
      await files.locator('summary').filter({ hasText: 'report.json' }).press('Enter');
      const content = page.getByRole('region', { name: format(words.report.contentOf, { name: 'report.json' }) });
      expect(await content.innerText()).toContain('"schema": 1');
      expect(await calls(page, 'doctor.preview')).toEqual([{ withNames: false }]);

      const without = page.getByRole('checkbox', { name: words.report.withoutNames });
      expect(await without.isChecked()).toBe(true);
      await without.press('Space');
      await expect.poll(() => calls(page, 'doctor.preview')).toEqual([{ withNames: false }, { withNames: true }]);
      await files.getByRole('listitem').first().waitFor();
      await button(page, words.report.save).press('Enter');
      await page.getByRole('status').getByText(words.report.saved).waitFor();
      expect(await calls(page, 'doctor.save')).toEqual([{ withNames: true }]);

      await button(page, words.report.back).press('Enter');
      await head(page).waitFor();
      await focusIsSomewhere(page);
      // The results were there all the time: nothing was begun anew for them.
      expect(await calls(page, 'doctor.start')).toHaveLength(1);
    });
  });

  test('unless it cannot be read, which is said', async () => {
    await inState('doctor', async (page) => {
      await page.evaluate(() =>
        window.harness.refuse('doctor.preview', { code: 'request_refused', values: { reason: 'testUnderWay' } }),
      );
      await button(page, words.report.open).click();
      await page.getByTestId('doctor-report').getByTestId('error-panel').waitFor();
      await button(page, words.report.save).press('Enter');
      expect(await calls(page, 'doctor.save')).toEqual([]);
    });
  });
});

describe('the page', () => {
  test('is walked with the keyboard in the order in which it is read', async () => {
    await inState('doctor', async (page) => {
      await head(page).waitFor();
      const walked: (string | null)[] = [];
      for (let step = 0; step < 6; step++) {
        walked.push(
          await page.evaluate(() => {
            const { activeElement } = document;
            return activeElement?.getAttribute('data-testid') ?? activeElement?.tagName ?? null;
          }),
        );
        await page.keyboard.press('Tab');
      }
      expect(walked).toEqual(['start-doctor', 'doctor-set-up', 'SUMMARY', 'copy-text', 'open-report', 'sheet-close']);
    });
  });

  const looks: readonly (readonly [State, Parameters<Page['emulateMedia']>[0]])[] = [
    ['doctor', { colorScheme: 'light' }],
    ['doctor-many', { colorScheme: 'dark' }],
    ['doctor-running', { colorScheme: 'dark' }],
    ['doctor-right', { forcedColors: 'active' }],
  ];
  test.each(looks)(
    '%s has no fault that axe finds (%o), and fits the smallest window with text at 200 %',
    async (state, media) => {
      await inState(state, async (page) => {
        await page.emulateMedia(media ?? {});
        await page.getByTestId('doctor').waitFor();
        for (const summary of await page.getByTestId('doctor-right').locator('> summary').all()) await summary.click();
        await page.evaluate(axe.source);
        const { violations } = await page.evaluate(() => window.axe.run(document));
        expect(violations.map(({ id, nodes }) => [id, nodes.map(({ html }) => html)])).toEqual([]);
        await page.setViewportSize(minimum);
        await page.evaluate(() => {
          document.documentElement.style.fontSize = '200%';
        });
        const body = page.getByTestId('doctor');
        expect(await body.evaluate((element) => element.scrollWidth - element.clientWidth)).toBeLessThanOrEqual(0);
        await page.getByText(words.intro).scrollIntoViewIfNeeded();
      });
    },
    timeout,
  );
});
