/**
 * The accessibility tree of each screen, compared with what is meant: its landmarks, headings, dialogs and lists, with their
 * names, in the order in which a screen reader comes to them.
 */
import type { Page } from 'playwright';
import { describe, expect, test } from 'vitest';
import { inState, timeout, withGallery } from '../support/ui/in-state.ts';
import { screens } from '../support/ui/screens.ts';

withGallery();

/** Where a person is told to be, and what can be jumped to. */
const STRUCTURE =
  /^\s*- ((?:banner|main|navigation|complementary|region|search|form|dialog|alertdialog|tablist|tabpanel|menu|listbox|heading)\b.*)$/;

async function structureOf(page: Page): Promise<string[]> {
  const tree = await page.locator('body').ariaSnapshot();
  // What a part holds stands behind a colon.
  return tree.split('\n').flatMap((line) => STRUCTURE.exec(line)?.[1]?.replace(/:(?: Sightglass)?$/, '') ?? []);
}

/** The bar, the title, and the workbook itself. */
const workbook = ['banner', 'heading "Revenue by region" [level=1]', 'main "Workbook"', 'region "Revenue by region"'];

const meant: Readonly<Record<string, readonly string[]>> = {
  'first-run': [
    'banner',
    'main',
    'heading "Welcome to Sightglass" [level=1]',
    'region "For administrators"',
    'heading "For administrators" [level=2]',
  ],
  'signed-out': ['banner', 'main', 'region "Finance"', 'heading "Finance" [level=1]'],
  waiting: [
    'banner',
    'main',
    'region "Finance"',
    'heading "Finance" [level=1]',
    'heading "Continue in your browser" [level=2]',
  ],
  'sign-in-failed': [
    'banner',
    'main',
    'region "Finance"',
    'heading "Finance" [level=1]',
    'region "Access was denied"',
    'heading "Access was denied" [level=2]',
  ],
  ended: [
    'banner',
    'main',
    'region "Finance"',
    'heading "Finance" [level=1]',
    'region "Your sign-in has ended"',
    'heading "Your sign-in has ended" [level=2]',
  ],
  choose: ['banner', 'main', 'heading "Open a workbook" [level=1]', 'region "Finance"', 'heading "Finance" [level=2]'],
  loading: workbook,
  workbook: workbook,
  wall: ['main "Workbook"', 'region "Revenue by region"', 'region "Wallboard"'],
  'workbook-ended': [...workbook, 'region "Sign-in"'],
  'workbook-failed': [
    ...workbook,
    'region "Sigma could not read your token"',
    'heading "Sigma could not read your token" [level=2]',
  ],
  'workbook-tabs': [
    'banner',
    'tablist "Open workbooks"',
    'heading "Revenue by region" [level=1]',
    'main "Workbook"',
    'region "Revenue by region"',
  ],
  'closing-tab': [
    'banner',
    'tablist "Open workbooks"',
    'heading "Revenue by region" [level=1]',
    'main "Workbook"',
    'region "Revenue by region"',
    'alertdialog "Close Trials of the second phase?"',
    'heading "Close Trials of the second phase?" [level=2]',
  ],
  'link-question': [
    ...workbook,
    'alertdialog "Open “Revenue by region”?"',
    'heading "Open “Revenue by region”?" [level=2]',
  ],
  notices: [
    ...workbook,
    'region "Notices"',
    'heading "The settings could not be read" [level=3]',
    'heading "The sign-in could not be saved" [level=3]',
  ],
  shortcuts: [...workbook, 'dialog "Keyboard shortcuts"', 'heading "Keyboard shortcuts" [level=2]'],
  profiles: [
    'banner',
    'main',
    'heading "Profiles" [level=1]',
    'heading "Finance" [level=2]',
    'heading "Research" [level=2]',
  ],
  import: [
    'banner',
    'main',
    'heading "Welcome to Sightglass" [level=1]',
    'region "For administrators"',
    'heading "For administrators" [level=2]',
    'dialog "Import a QuickStart .env"',
    'heading "Import a QuickStart .env" [level=2]',
  ],
  'session details': [
    ...workbook,
    'complementary "Session details"',
    'heading "Session details" [level=2]',
    'heading "Clocks" [level=3]',
    'heading "Databricks" [level=3]',
    'heading "Where secrets are kept" [level=3]',
    'heading "Workbook" [level=3]',
  ],
  menu: [...workbook, 'dialog "Menu"', 'menu "Menu"'],
  downloads: [...workbook, 'dialog "Downloads"', 'heading "Downloads" [level=2]'],
  'menu of the person': [
    ...workbook,
    'region "You are signed in as different people"',
    'heading "You are signed in as different people" [level=2]',
    'dialog "Signed in as Ada Lovelace"',
    'menu "Signed in as Ada Lovelace"',
  ],
  'bookmarks of a workbook': [
    ...workbook,
    'complementary "In this workbook"',
    'heading "In this workbook" [level=2]',
    'region "The data platform does not let you read this data"',
    'heading "The data platform does not let you read this data" [level=3]',
    'tablist "In this workbook"',
    'tabpanel "Bookmarks"',
    'form "New bookmark of what is shown"',
  ],
  'controls of a workbook': [
    ...workbook,
    'complementary "In this workbook"',
    'heading "In this workbook" [level=2]',
    'region "The data platform does not let you read this data"',
    'heading "The data platform does not let you read this data" [level=3]',
    'tablist "In this workbook"',
    'tabpanel "Controls"',
  ],
  'start page over open workbooks': [
    'banner',
    'tablist "Open workbooks"',
    'main',
    'heading "Open a workbook" [level=1]',
    'region "Finance"',
    'heading "Finance" [level=2]',
    'region "Research You sign in first"',
    'heading "Research You sign in first" [level=2]',
  ],
  palette: [...workbook, 'dialog "Go to anything"', 'heading "Go to anything" [level=2]', 'listbox "Results"'],
  'words that were found': [...workbook, 'search "Find in the workbook"'],
};

describe('a screen is built as it is meant', () => {
  test.each(Object.entries(meant))(
    '%s',
    async (name, expected) => {
      const screen = screens.find((one) => one.name === name);
      if (!screen) throw new Error(`There is no screen “${name}”.`);
      await inState(screen.state, async (page) => {
        await screen.open(page);
        // Overlays and what is read later come a moment after.
        await expect.poll(() => structureOf(page)).toEqual(expected);
      });
    },
    timeout,
  );

  test('the settings: an outline, and a part with a heading for each group and each setting', async () => {
    await inState('settings', async (page) => {
      const dialog = page.getByRole('dialog', { name: 'Settings' });
      const outline = dialog.getByRole('navigation', { name: 'Groups of settings' });
      const groups = await outline.getByRole('button').allInnerTexts();
      for (const name of groups.filter((one) => one !== 'Reset all')) {
        const part = dialog.getByRole('region', { name, exact: true });
        expect(await part.getByRole('heading', { level: 3 }).allInnerTexts()).toEqual([name]);
        expect(await part.getByRole('heading', { level: 4 }).count(), name).toBeGreaterThan(0);
      }
    });
  });
});

describe('every screen', () => {
  test('has at most one main part and one title, and no two parts of a kind with the same name', async () => {
    const faults: string[] = [];
    const kinds = ['choose', 'workbook', 'wall', 'profiles', 'settings', 'new profile', 'session details', 'palette'];
    for (const { name, state, open } of screens.filter((screen) => kinds.includes(screen.name))) {
      await inState(state, async (page) => {
        await open(page);
        const parts = (await structureOf(page)).map((part) => part.replace(/ \[level=[2-6]\]$/, ''));
        const mains = parts.filter((part) => /^main\b/.test(part)).length;
        const titles = parts.filter((part) => part.endsWith('[level=1]')).length;
        const landmarks = parts.filter((part) => /^(region|complementary|navigation|search|dialog)\b/.test(part));
        const twice = landmarks.filter((part, at) => landmarks.indexOf(part) !== at);
        if (mains > 1 || titles > 1 || twice.length > 0) faults.push(`${name}: ${mains} ${titles} ${twice.join()}`);
      });
    }
    expect(faults).toEqual([]);
  }, 180_000);
});
