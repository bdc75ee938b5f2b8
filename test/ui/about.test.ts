/** The dialog about the program, and what is told of updates. */
import type { Page } from 'playwright';
import { describe, expect, test } from 'vitest';
import { en } from '../../src/shared/text/en.ts';
import { updates } from '../support/ui/about-fixtures.ts';
import { type FixtureName, testNow } from '../support/ui/fixtures.ts';
import { calls, inState, openPalette, tabTo, timeout, withGallery } from '../support/ui/in-state.ts';

withGallery();

const turnTo = (page: Page, about: 'program' | 'news' | null) =>
  page.evaluate((to) => {
    const state = window.harness.state();
    window.harness.push({ window: { ...state.window, about: to } });
  }, about);
const primaries = (page: Page) => page.locator('.button[data-variant="primary"]:visible').count();

describe('the dialog about the program', () => {
  test('is opened by the menu of the window, and closed by Escape', async () => {
    await inState('workbook', async (page) => {
      await page.getByTestId('menu').click();
      await page.getByTestId('open-about').click();
      expect(await calls(page, 'about.show')).toEqual([{ page: 'program' }]);
      await turnTo(page, 'program');
      await page.getByRole('dialog', { name: en.about.titles.program }).waitFor();
      await page.keyboard.press('Escape');
      expect(await calls(page, 'about.close')).toHaveLength(1);
      // Main says whether it is open.
      await turnTo(page, null);
      await page.getByRole('dialog').waitFor({ state: 'detached' });
    });
  });

  test('says what a ticket needs, and copies it', async () => {
    await inState('about-managed', async (page) => {
      const dialog = page.getByTestId('about');
      const text = (await dialog.textContent()) ?? '';
      for (const part of ['0.1.0', '45.4.1', '156.0.8078.100', '24.18.1', 'Linux 6.1.0 x64', en.about.unknown]) {
        expect(text).toContain(part);
      }
      expect(await dialog.getByTestId('build-kind').textContent()).toBe(en.about.builds['not-a-release']);
      expect(await dialog.getByTestId('managed').textContent()).toContain('updateUrl, updates');
      await dialog.getByTestId('after-crash').waitFor();
      await page.evaluate(() => {
        // Comes after the one that fills it.
        window.addEventListener('copy', (event) => {
          document.body.dataset.copied = event.clipboardData?.getData('text/plain') ?? '';
        });
      });
      await dialog.getByTestId('copy-text').click();
      const copied = await page.evaluate(() => document.body.dataset.copied);
      expect(copied?.split('\n')).toEqual([
        'Sightglass 0.1.0',
        'Commit: Not told',
        'Build: Not a release',
        'Electron: 45.4.1',
        'Chromium: 156.0.8078.100',
        'Node: 24.18.1',
        'System: Linux 6.1.0 x64',
        'Managed: updateUrl, updates',
      ]);
    });
  });

  test('reads the heading of a page out, and goes on from there by keyboard', async () => {
    await inState('about', async (page) => {
      await tabTo(page, 'about-news');
      await page.keyboard.press('Enter');
      expect(await calls(page, 'about.show')).toEqual([{ page: 'news' }]);
      await turnTo(page, 'news');
      const heading = page.getByRole('heading', { name: en.about.titles.news });
      await expect.poll(() => heading.evaluate((element) => element === document.activeElement)).toBe(true);
      await page.getByTestId('news').getByText('Signing in').waitFor();
      await page.keyboard.press('Shift+Tab');
      await page.keyboard.press('Enter');
      expect((await calls(page, 'about.show')).at(-1)).toEqual({ page: 'program' });
    });
  });

  test('finds a third-party notice by name and by licence, and unfolds its text', async () => {
    await inState('about-notices', async (page) => {
      const rows = page.getByTestId('third-parties').getByRole('listitem');
      await expect.poll(() => rows.count()).toBe(4);
      const search = page.getByTestId('search-notices');
      await search.fill('react mit');
      await expect.poll(() => rows.allTextContents()).toEqual([expect.stringContaining('react 19.3.1')]);
      await page.getByText('1 of 4', { exact: true }).waitFor();
      await search.fill('apache');
      await page.getByRole('button', { name: /react-aria-components/ }).click();
      await page.getByText('WITHOUT WARRANTY OF ANY KIND').waitFor();
      await page.getByTestId('chromium-licences').click();
      expect(await calls(page, 'about.openChromiumLicences')).toHaveLength(1);
    });
  });

  test('says that a build holds no list, rather than showing an empty one', async () => {
    await inState('about', async (page) => {
      await page.evaluate(() => window.harness.answer('about.notices', null));
      await page.evaluate(() => {
        const { window: shown } = window.harness.state();
        window.harness.push({ window: { ...shown, about: 'notices' } });
      });
      await page.getByText(en.about.noNotices).waitFor();
    });
  });

  test('says what a crash report may hold before it shows where they are', async () => {
    await inState('about-crashes', async (page) => {
      const warning = await page.getByText(en.about.crashesWarning).boundingBox();
      const button = await page.getByTestId('show-crash-reports').boundingBox();
      expect(warning && button && warning.y < button.y).toBe(true);
      await page.getByTestId('show-crash-reports').click();
      expect(await calls(page, 'about.showCrashReports')).toHaveLength(1);
      await page.getByTestId('remove-crash-reports').click();
      expect(await calls(page, 'about.removeCrashReports')).toHaveLength(1);
    });
    await inState('about-crashes-off', async (page) => {
      await page.getByText(en.about.crashesOff).waitFor();
      expect(await page.getByTestId('show-crash-reports').count()).toBe(0);
    });
  });
});

describe('where the program stands with updates', () => {
  const states: [FixtureName, string, 'check' | 'download' | 'restart' | null][] = [
    ['about-available', 'Sightglass 0.2.0 is available.', 'download'],
    ['about-held', en.updates.heldBy.editing, null],
  ];
  test.each(states)(
    '%s: %s',
    (state, sentence, action) =>
      inState(state, async (page) => {
        const section = page.getByTestId('updates');
        expect(await section.textContent()).toContain(sentence);
        for (const name of ['check', 'download', 'restart'] as const) {
          expect(await section.getByTestId(`update-${name}`).count(), name).toBe(name === action ? 1 : 0);
        }
        expect(await primaries(page)).toBeLessThanOrEqual(1);
        if (action === null) return;
        await section.getByTestId(`update-${action}`).click();
        expect(await calls(page, `updates.${action}`)).toHaveLength(1);
      }),
    timeout,
  );

  test('a download shows how far it is, and reads no percents out', async () => {
    await inState('about-downloading', async (page) => {
      const progress = page.getByRole('progressbar', { name: en.updates.progress });
      expect(await progress.getAttribute('aria-valuenow')).toBe('41.6');
      expect(await page.getByTestId('updates').getByRole('status').count()).toBe(0);
      await page.getByText('Version 0.2.0 is being downloaded: 41 %.').waitFor();
    });
  });

  test('a person chooses how updates come, unless somebody else has chosen', async () => {
    await inState('about', async (page) => {
      await page.getByTestId('update-choices').click();
      await page.getByTestId('update-mode-notify').click();
      await page.getByTestId('update-beta').click();
      expect(await calls(page, 'updates.choose')).toEqual([{ mode: 'notify' }, { channel: 'beta' }]);
      await page.evaluate(() => {
        const { updateChoices } = window.harness.state();
        window.harness.push({ updateChoices: { ...updateChoices, fixed: ['mode'] } });
      });
      await page.getByTestId('update-mode-notify').waitFor({ state: 'detached' });
      await page.getByTestId('update-beta').waitFor();
      await page.evaluate(() => {
        const { updateChoices } = window.harness.state();
        window.harness.push({ updateChoices: { ...updateChoices, fixed: ['mode', 'channel'] } });
      });
      await page.getByTestId('update-choices').waitFor({ state: 'detached' });
    });
  });
});

describe('an update that is ready', () => {
  test('is told of in a corner: it takes neither the focus nor the place of the primary action', async () => {
    await inState('signed-out', async (page) => {
      await page.getByTestId('sign-in').focus();
      const before = await page.getByTestId('sign-in').boundingBox();
      await page.evaluate((ready) => window.harness.push({ updates: ready }), updates.ready(testNow));
      const notice = page.getByTestId('update-notice');
      await notice.getByRole('heading', { name: 'Sightglass 0.2.0 is ready' }).waitFor();
      expect(await page.getByTestId('sign-in').evaluate((element) => element === document.activeElement)).toBe(true);
      expect(await page.getByTestId('sign-in').boundingBox()).toEqual(before);
      expect(await primaries(page)).toBe(1);
      expect(await page.getByRole('alert').allTextContents()).toEqual(['']);
      expect(await page.getByRole('dialog').count()).toBe(0);
      await expect
        .poll(() => page.getByTestId('announcer').textContent())
        .toBe('Sightglass 0.2.0 is ready. Restart when you like.');
    });
  });

  test('says what it brings, and restarts or waits as the person likes', async () => {
    await inState('update-ready', async (page) => {
      await page.getByTestId('show-notes').click();
      await page.getByTestId('release-notes').getByText('Workbooks open faster.').waitFor();
      await page.getByTestId('notice-restart').click();
      expect(await calls(page, 'updates.restart')).toHaveLength(1);
      await page.getByTestId('update-later').click();
      expect(await calls(page, 'updates.later')).toHaveLength(1);
      const later = { ...updates.ready(testNow), laterUntil: testNow + 86_400_000 };
      await page.evaluate((ready) => window.harness.push({ updates: ready }), later);
      await page.getByTestId('update-notice').waitFor({ state: 'detached' });
      // It is still found where a person looks for it.
      await turnTo(page, 'program');
      await page.getByTestId('update-restart').waitFor();
    });
  });

  test('is held back while the person edits, and says why', async () => {
    await inState('update-held', async (page) => {
      await page.getByTestId('update-notice').getByText(en.updates.heldBy.editing).waitFor();
      expect(await page.getByTestId('notice-restart').count()).toBe(0);
      await page.evaluate((ready) => window.harness.push({ updates: ready }), updates.ready(testNow));
      await page.getByTestId('notice-restart').waitFor();
    });
  });
});

test('an update that only has to be downloaded is offered, and one that is deferred is not', async () => {
  await inState('update-available', async (page) => {
    await page.getByTestId('notice-download').click();
    expect(await calls(page, 'updates.download')).toHaveLength(1);
    await page.evaluate((deferred) => window.harness.push({ updates: deferred }), updates.deferred(testNow));
    await page.getByTestId('update-notice').waitFor({ state: 'detached' });
  });
});

test('where nothing is told, no list of notices is there to be read out', async () => {
  await inState('workbook', async (page) => {
    await page.getByTestId('menu').waitFor();
    expect(await page.getByRole('region', { name: en.notices.label }).count()).toBe(0);
    await page.evaluate((ready) => window.harness.push({ updates: ready }), updates.ready(testNow));
    await page.getByRole('region', { name: en.notices.label }).waitFor();
  });
});

test('the first start after an update leads to what is new, or is dismissed', async () => {
  await inState('updated', async (page) => {
    await page.getByTestId('updated-notice').getByText('Sightglass was updated to 0.1.0').waitFor();
    expect(await primaries(page)).toBe(0);
    await page.getByTestId('show-news').click();
    expect(await calls(page, 'about.show')).toEqual([{ page: 'news' }]);
    await page.getByTestId('dismiss-news').click();
    expect(await calls(page, 'about.newsSeen')).toHaveLength(1);
  });
});

test('the user guide is read in the dialog, in the language that it is written in', async () => {
  await inState('about-guide', async (page) => {
    const dialog = page.getByRole('dialog', { name: en.about.titles.guide });
    await dialog.getByRole('heading', { name: 'Finding your way' }).waitFor();
    await dialog.getByRole('rowheader', { name: 'keep a workbook at hand' }).waitFor();
    expect(await dialog.getByRole('strong').allTextContents()).toEqual(['Go', 'Pin Workbook', 'Sign in']);
    expect(await dialog.getByTestId('guide').getAttribute('lang')).toBe('en');
  });
});

describe('who helps in the organisation', () => {
  const named = { address: 'help@example.com', name: 'IT service desk' };
  const name = (page: Page, help: typeof named | { address: string; name: null } | null) =>
    page.evaluate((next) => window.harness.push({ help: next }), help);
  const called = (page: Page) => page.getByRole('button', { name: 'Ask IT service desk', exact: true });
  const asked = { id: 'askForHelp' };

  test.each([
    ['first-run', 'before anything is set up'],
    ['workbook-failed', 'beside what went wrong'],
    ['notices', 'in a notice'],
  ] as const)('%s: is one press away %s', (state, _where) =>
    inState(state, async (page) => {
      expect(await page.getByTestId('ask-for-help').count()).toBe(0);
      await name(page, named);
      await called(page).first().press('Enter');
      expect(await calls(page, 'commands.run')).toEqual([asked]);
    }),
  );

  test('stands in the menu of the window and in the palette, where an administrator named somebody', () =>
    inState('workbook', async (page) => {
      await page.getByTestId('menu').click();
      expect(await page.getByTestId('menu-help').count()).toBe(0);
      await name(page, named);
      await page.getByRole('menuitem', { name: 'Ask IT service desk' }).click();
      expect(await calls(page, 'commands.run')).toEqual([asked]);
      await openPalette(page);
      await page.keyboard.type('organisation help');
      await page.getByRole('option', { name: /Ask Your Organisation for Help/ }).waitFor();
    }));

  test.each(['about-managed', 'about-guide'] as const)('%s: is said with the address, which is text', (state) =>
    inState(state, async (page) => {
      await name(page, { ...named, name: 'Мария بيت' });
      const panel = page.getByTestId('help');
      await panel.getByRole('heading', { name: en.about.help.title }).waitFor();
      await panel.getByText('help@example.com', { exact: true }).waitFor();
      expect(await panel.getByRole('link').count()).toBe(0);
      // Of whatever script it is, it stays by itself within the words around it.
      expect(await panel.getByRole('button').locator('bdi').textContent()).toBe('Мария بيت');
      await panel.getByRole('button', { name: 'Ask Мария بيت' }).click();
      expect(await calls(page, 'commands.run')).toEqual([asked]);
      await name(page, { address: 'https://help.example.com/', name: null });
      await panel.getByRole('button', { name: en.about.help.askUnnamed }).waitFor();
    }),
  );
});
