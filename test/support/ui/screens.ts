/** Every screen of the window, also those that a state leads to only by way of a button. */
import type { Page } from 'playwright';
import { checkViews, windowWith } from './check-fixtures.ts';
import { type SetUpName, setUps } from './connection-fixtures.ts';
import { findCause } from './doctor-states.ts';
import { fixtures } from './fixtures.ts';
import { askFor, holdFile, openInside, openPalette, openSetUp, type State, unfold } from './in-state.ts';
import { loadsAgain, printsIts } from './picture-states.ts';
import { bringSetUp, openHandOut, openOffer, openProfileMenu, sealedOffer } from './set-up-offers.ts';

/** The size below which the window cannot be made smaller. */
export const minimum = { width: 480, height: 400 };

/** These differ from others in their words alone; tests of the dialog look at them. */
const alike = ['checking', 'available', 'deferred', 'ready', 'held', 'rolled-back', 'crashes-off'].map(
  (name) => `about-${name}`,
);
/** These are seen with something unfolded, below. */
const unfolded = ['about', 'about-notices', 'update-ready'];
const left = new Set<string>([...alike, ...unfolded, 'update-available', 'update-held']);

const states = ['boot', 'fatal', ...Object.keys(fixtures).filter((name) => !left.has(name))] as const;

export interface Screen {
  readonly name: string;
  readonly state: State;
  open(page: Page): Promise<void>;
}

export const screens: readonly Screen[] = [
  ...states.map((state) => ({ name: state, state: state as State, open: async () => {} })),
  { name: 'workbook that loads again', state: 'workbook', open: loadsAgain },
  { name: 'pages for the printer', state: 'workbook', open: printsIts },
  { name: 'new profile', state: 'first-run', open: (page) => page.getByTestId('set-up').click() },
  {
    name: 'new profile with problems',
    state: 'first-run',
    open: async (page) => {
      await page.getByTestId('set-up').click();
      await page.getByTestId('save-profile').click();
    },
  },
  {
    name: 'set-up of a profile, unfolded',
    state: 'signed-out',
    open: async (page) => {
      await openSetUp(page);
      await unfold(page);
    },
  },
  {
    name: 'set-up of a profile with rules for actions',
    state: 'with-actions',
    open: async (page) => {
      await openSetUp(page);
      await unfold(page);
    },
  },
  {
    name: 'confirmation',
    state: 'signed-out',
    open: async (page) => {
      await openSetUp(page);
      await page.getByTestId('remove-profile').click();
    },
  },
  {
    name: 'unsaved changes',
    state: 'signed-out',
    open: async (page) => {
      await openSetUp(page);
      await page.locator('[data-field="name"] input').fill('Other');
      await page.getByTestId('cancel-set-up').click();
    },
  },
  ...(['running', 'faults', 'signed-out'] as const).map(
    (name): Screen => ({
      name: `a test of a set-up: ${name}`,
      state: 'signed-out',
      async open(page) {
        await openSetUp(page);
        await page.getByTestId('start-checks').click();
        await page.evaluate((patch) => window.harness.push(patch), windowWith(checkViews[name]));
        await page.getByTestId('checks').waitFor();
      },
    }),
  ),
  {
    name: 'profiles',
    state: 'several-profiles',
    open: async (page) => {
      await page.getByTestId('menu').click();
      await page.getByTestId('profiles').click();
    },
  },
  {
    name: 'profiles that share users',
    state: 'shared-users',
    open: async (page) => {
      await page.getByTestId('menu').click();
      await page.getByTestId('profiles').click();
    },
  },
  { name: 'set-up of a profile that shares users', state: 'shared-users', open: openSetUp },
  {
    name: 'an address that Sigma may refuse',
    state: 'workbook-guest-address',
    open: (page) => page.getByTestId('details').click(),
  },
  { name: 'the menu of a profile', state: 'several-profiles', open: openProfileMenu },
  { name: 'a profile that is handed out', state: 'several-profiles', open: openHandOut },
  {
    name: 'a profile that is handed out with its secrets, and something missing',
    state: 'several-profiles',
    open: async (page) => {
      await openHandOut(page);
      await page.getByTestId('secrets-sealed').click();
      await page.getByTestId('save-set-up').click();
    },
  },
  { name: 'a set-up file', state: 'first-run', open: (page) => bringSetUp(page, sealedOffer) },
  {
    name: 'a set-up file without secrets, and something missing',
    state: 'first-run',
    open: async (page) => {
      await bringSetUp(page, openOffer);
      await page.getByTestId('take-set-up').click();
    },
  },
  { name: 'import', state: 'first-run', open: (page) => page.getByTestId('import-env').click() },
  {
    name: 'import of nothing',
    state: 'first-run',
    open: async (page) => {
      await page.getByTestId('import-env').click();
      await page.getByTestId('import-pasted').click();
    },
  },
  {
    name: 'a file over the window',
    state: 'first-run',
    open: (page) => holdFile(page, 'dragover'),
  },
  {
    name: 'import report',
    state: 'first-run',
    open: async (page) => {
      await page.getByTestId('import-env').click();
      await page.getByTestId('choose-env-file').click();
    },
  },
  { name: 'session details', state: 'workbook', open: (page) => page.getByTestId('details').click() },
  { name: 'how updates come', state: 'about', open: (page) => page.getByTestId('update-choices').click() },
  {
    name: 'a third-party notice',
    state: 'about-notices',
    open: (page) => page.getByTestId('third-parties').getByRole('button').first().click(),
  },
  { name: 'what is new in an update', state: 'update-ready', open: (page) => page.getByTestId('show-notes').click() },
  { name: 'menu', state: 'workbook', open: (page) => page.getByTestId('menu').click() },
  { name: 'downloads', state: 'workbook-downloads', open: (page) => page.getByTestId('downloads').click() },
  {
    name: 'words that were found',
    state: 'workbook-found',
    async open(page) {
      await askFor(page, 'findInWorkbook');
      await page.getByTestId('find-words').fill('revenue');
    },
  },
  {
    name: 'menu of the person',
    state: 'people-differ',
    open: async (page) => {
      await page.getByTestId('person').click();
      await page.getByTestId('account-menu').waitFor();
    },
  },
  {
    name: 'settings that are searched',
    state: 'settings',
    open: (page) => page.getByTestId('sheet-search').fill('sign'),
  },
  {
    name: 'what can be done in the workbook',
    state: 'workbook-inside',
    open: (page) => page.getByTestId('workbook-menu').click(),
  },
  ...(['bookmarks', 'controls', 'pages', 'alerts'] as const).flatMap((tab): Screen[] => [
    { name: `${tab} of a workbook`, state: 'workbook-inside', open: (page) => openInside(page, tab) },
    { name: `${tab} of a workbook that told of none`, state: 'workbook', open: (page) => openInside(page, tab) },
  ]),
  {
    name: 'start page over open workbooks',
    state: 'workbook-tabs',
    async open(page) {
      await askFor(page, 'showStart');
      await page.getByTestId('search-workbooks').waitFor();
    },
  },
  { name: 'palette', state: 'workbook-of-many', open: openPalette },
  {
    name: 'palette that finds',
    state: 'workbook-of-many',
    open: async (page) => {
      await openPalette(page);
      await page.getByTestId('palette-field').fill('re');
    },
  },
  {
    name: 'palette that finds nothing',
    state: 'first-run',
    open: async (page) => {
      await openPalette(page);
      await page.getByTestId('palette-field').fill('nothing of this kind');
    },
  },
  { name: 'many controls', state: 'workbook-many-controls', open: (page) => openInside(page, 'controls') },
  {
    name: 'a bookmark to be deleted',
    state: 'workbook-inside',
    open: async (page) => {
      await openInside(page, 'bookmarks');
      await page.getByTestId('bookmark-more').first().click();
      await page.getByTestId('delete-bookmark').click();
    },
  },
  { name: 'what is behind an error', state: 'workbook-failed', open: findCause },
  {
    name: 'what the doctor finds right',
    state: 'doctor-right',
    async open(page) {
      await page.getByTestId('doctor-right').locator('summary').first().click();
      await page.getByTestId('doctor-right').getByRole('listitem').first().locator('summary').click();
    },
  },
  {
    name: 'the report of the doctor',
    state: 'doctor',
    async open(page) {
      await page.getByTestId('open-report').click();
      await page.getByTestId('report-file').first().locator('summary').click();
      await page.getByTestId('report-file').first().getByRole('region').waitFor();
    },
  },
  { name: 'workbook menu', state: 'workbook-choice', open: (page) => page.getByTestId('workbook-title').click() },
];

/** The set-up form for each provider and pattern, with everything unfolded. */
export const setUpScreens: readonly Screen[] = (Object.keys(setUps) as SetUpName[]).map((name) => ({
  name: `set-up of ${name}`,
  state: `set-up-${name}`,
  async open(page) {
    await openSetUp(page);
    await page.getByTestId('register-toggle').click();
    await unfold(page);
  },
}));
