/** The page of the audit trail: what it says, how it is searched, whether it is whole, and how it is saved. */
import axe from 'axe-core';
import type { Page } from 'playwright';
import { describe, expect, test } from 'vitest';
import type { AuditAnswer, AuditVerdict } from '../../src/shared/ipc/audit.ts';
import { en } from '../../src/shared/text/en.ts';
import { format } from '../../src/shared/text/format.ts';
import { calls, inState, timeout, withGallery } from '../support/ui/in-state.ts';

withGallery();

const words = en.audit;
const answer = (page: Page, name: string, value: unknown) =>
  page.evaluate(([which, what]) => window.harness.answer(which as string, what), [name, value] as const);
const whole: AuditVerdict = { fault: null, records: 127, lastAt: 1_700_000_000_000, marks: 0, seal: 'sealed' };
const empty: AuditAnswer = {
  entries: [],
  hasMore: false,
  isOn: true,
  setByAdministrator: false,
  problem: null,
  outlets: [],
};
const verdict = (page: Page) => page.getByTestId('audit-verdict');
const entries = (page: Page) => page.getByRole('list', { name: words.list }).getByTestId('audit-entry');

describe('the page of the audit trail', () => {
  test('says in sentences what was done, and behind a press every field', async () => {
    await inState('audit', async (page) => {
      await page.getByRole('dialog', { name: words.title }).waitFor();
      const sentence = format(words.says['sign-out.done'], {
        person: 'ada.moreno@example.com',
        connection: 'Lakehouse',
        profile: 'Finance',
      });
      const first = entries(page).first();
      await first.getByText(sentence).click();
      await first.getByText('platformId').waitFor();
      await first.getByText('7001').waitFor();
      await verdict(page).getByText('Whole: 127 entries, as they were written.').waitFor();
    });
  });

  test('asks for what a person looks for, once they have typed it, and for older entries', async () => {
    await inState('audit', async (page) => {
      await entries(page).first().waitFor();
      await page.getByRole('button', { name: words.more }).click();
      await expect.poll(() => calls(page, 'audit.read')).toHaveLength(2);
      expect((await calls(page, 'audit.read')).at(-1)).toMatchObject({ before: 1 });
      await page.getByLabel(words.search).fill('ada');
      await page.getByLabel(words.kind).selectOption('session');
      await page.getByLabel(words.day).fill('2026-01-02');
      await expect
        .poll(async () => (await calls(page, 'audit.read')).at(-1))
        .toMatchObject({ query: 'ada', kind: 'session', before: null, from: expect.any(Number) });
      const { from, until } = (await calls(page, 'audit.read')).at(-1) as { from: number; until: number };
      expect(until - from).toBe(24 * 60 * 60_000);
      await page
        .getByRole('status')
        .getByText(/^The newest 27 entries/)
        .waitFor();
      await answer(page, 'audit.read', empty);
      await page.getByLabel(words.search).fill('nobody');
      await page
        .getByRole('status')
        .getByText(format(words.none, { search: 'nobody' }))
        .waitFor();
      expect(await entries(page).count()).toBe(0);
    });
  });

  test.each([
    ['changed', { line: 7, file: 'audit-000003.jsonl' }],
    ['missing', { line: 7, file: 'audit-000003.jsonl' }],
    ['endMissing', { missing: 3 }],
    ['headForged', {}],
  ] as const)('says what is wrong: %s', async (kind, values) => {
    await inState('audit', async (page) => {
      const { line = null, file = null, missing = 0 } = values as { line?: number; file?: string; missing?: number };
      await answer(page, 'audit.verify', { ...whole, fault: { kind, line, file, missing } });
      await page.getByRole('button', { name: words.checkAgain }).click();
      await verdict(page).getByText(words.notWhole).waitFor();
      await verdict(page)
        .getByText(format(words.faults[kind] as string, values as Record<never, string>))
        .waitFor();
    });
  });

  test('tells of marks, of a head without a key, and of entries that are not written or do not arrive', async () => {
    await inState('audit', async (page) => {
      await answer(page, 'audit.verify', { ...whole, marks: 2, seal: 'unsealed' });
      await answer(page, 'audit.read', {
        ...empty,
        isOn: false,
        setByAdministrator: true,
        problem: 'ENOSPC',
        outlets: [
          { id: 'systemLog', problem: null, waiting: 0, dropped: 0 },
          { id: 'collector', problem: 'HTTP 503', waiting: 12, dropped: 3 },
        ],
      });
      await page.getByRole('button', { name: words.checkAgain }).click();
      await page.getByRole('dialog').getByRole('button', { name: words.refresh }).click();
      await verdict(page).getByText(words.unsealed).waitFor();
      await verdict(page)
        .getByText(/two|2 disturbances/)
        .waitFor();
      await page.getByRole('note').getByText(words.offByAdministrator).waitFor();
      await page
        .getByRole('note')
        .getByText(format(words.notWritten, { code: 'ENOSPC' }))
        .waitFor();
      const collector = { name: words.outlets.collector, code: 'HTTP 503', waiting: 12, dropped: 3 };
      await page.getByRole('note').getByText(format(words.outletFails, collector)).waitFor();
      await page.getByText(format(words.outletWorks, { name: words.outlets.systemLog })).waitFor();
    });
  });

  test('is saved as lines or as a table', async () => {
    await inState('audit', async (page) => {
      await page.getByRole('button', { name: words.exportLines }).click();
      await page.getByRole('button', { name: words.exportTable }).click();
      expect(await calls(page, 'audit.export')).toEqual([{ format: 'jsonl' }, { format: 'csv' }]);
    });
  });

  test(
    'has no fault that axe finds, in light and in dark, whole and not, and fits 480 px with text at 200 %',
    async () => {
      await inState('audit', async (page) => {
        for (const colorScheme of ['light', 'dark'] as const) {
          await page.emulateMedia({ colorScheme });
          for (const fault of [null, { kind: 'changed', line: 7, file: 'audit-000003.jsonl', missing: 0 }]) {
            await answer(page, 'audit.verify', { ...whole, fault });
            await page.getByRole('button', { name: words.checkAgain }).click();
            await verdict(page)
              .getByText(fault ? words.notWhole : /^Whole/)
              .waitFor();
            await entries(page).first().locator('summary').click();
            await page.evaluate(() => Promise.allSettled(document.getAnimations().map(({ finished }) => finished)));
            await page.evaluate(axe.source);
            const { violations } = await page.evaluate(() => window.axe.run(document));
            expect(violations.map(({ id, nodes }) => [id, nodes.map(({ html }) => html)])).toEqual([]);
          }
        }
        await page.setViewportSize({ width: 480, height: 520 });
        await page.evaluate(() => {
          document.documentElement.style.fontSize = '200%';
        });
        const body = page.locator('.audit');
        expect(await body.evaluate((element) => element.scrollWidth - element.clientWidth)).toBeLessThanOrEqual(0);
        await page.getByRole('button', { name: words.exportTable }).scrollIntoViewIfNeeded();
      });
    },
    timeout,
  );
});
