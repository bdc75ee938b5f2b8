/** Links that lead here: from a cold start, into the running app, copied, and pasted as an address of Sigma. */
import { execFile } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { en } from '../../src/shared/text/en.ts';
import { format } from '../../src/shared/text/format.ts';
import type { RunningApp } from '../support/driver/running-app.ts';
import { openWorkbench, type Workbench } from '../support/driver/workbench.ts';

const root = join(import.meta.dirname, '../..');
/** Who sees every borough. */
const dana = 'dana.whitfield@example.com';
const texts = en.links;
let bench: Workbench;
beforeEach(async () => {
  bench = await openWorkbench();
});
afterEach(() => bench.close());

/** Someone who has signed in to a profile with two workbooks. */
async function signedIn(): Promise<RunningApp> {
  const app = await bench.launch();
  await save(app, 'Demo');
  await bench.signIn(app, dana);
  return app;
}

async function save(app: RunningApp, name: string): Promise<void> {
  const { drafts, sigma } = bench.demo;
  const [first] = sigma.workbooks;
  const workbooks = sigma.workbooks.filter(
    ({ connectionId, kind }) => connectionId === first?.connectionId && kind === 'workbook',
  );
  const draft = drafts.profile({ name, connections: [drafts.databricks()], workbooks: workbooks.slice(0, 2) });
  const saved = await app.window.evaluate((input) => window.sightglass.profiles.save(input), draft);
  expect(saved).toMatchObject({ ok: true });
}

const workbook = () => {
  const [first] = bench.demo.sigma.workbooks;
  if (!first) throw new Error('The stand-ins have no workbook.');
  return first;
};
/** The id of the document, as its address ends with it. */
const documentId = () => new URL(workbook().url).pathname.split('/').at(-1)?.split('-').at(-1) ?? '';
const linkTo = (more: string) => `sightglass://open?workbook=${documentId()}${more}`;

/** Starts the program once more, as the system does with a link. */
async function startAgain(app: RunningApp, link: string): Promise<void> {
  const executable = await app.electron.evaluate(() => process.execPath);
  const switches = JSON.parse(process.env.SIGHTGLASS_ELECTRON_ARGS ?? '[]') as string[];
  const store = process.platform === 'linux' ? ['--password-store=gnome-libsecret'] : [];
  await promisify(execFile)(executable, [...switches, `--user-data-dir=${bench.userData}`, ...store, root, link]);
}

const question = (app: RunningApp, name = format(texts.question, { workbook: workbook().title })) =>
  app.window.getByRole('alertdialog', { name });
const press = (app: RunningApp, name: string) => app.window.getByRole('button', { name, exact: true }).click();
/** Waits until the chosen tab shows its data, with this page before the person. */
async function shows(app: RunningApp, page: 'page-overview' | 'page-trips'): Promise<void> {
  await app.window.locator('[data-testid="pane"][data-phase="ready"][data-shown="true"]').waitFor();
  await app.waitInWorkbook(`document.getElementById('${page}')?.ariaSelected === 'true'`);
}
const hasBorough = (app: RunningApp, borough: string) =>
  app
    .waitInWorkbook<boolean>(`document.querySelector('[data-testid="borough-${borough}"]')`)
    .then(() => app.inWorkbook<boolean>(`document.querySelector('[data-testid="borough-${borough}"]').checked`));
/** How many boroughs are chosen, once there is a choice. */
const chosenBoroughs = (app: RunningApp) =>
  app
    .waitInWorkbook(`document.querySelector('[data-testid^="borough-"]')`)
    .then(() => app.inWorkbook<number>(`document.querySelectorAll('[data-testid^="borough-"]:checked').length`));
/** How many workbooks the window has open; one alone has no strip. */
const openTabs = async (app: RunningApp) => {
  const answer = await app.window.evaluate(() => window.sightglass.state.get());
  return answer.ok ? answer.value.window.tabs.length : null;
};
const clipboard = (app: RunningApp) => app.electron.evaluate(({ clipboard: board }) => board.readText());

async function putInto(app: RunningApp, address: string): Promise<void> {
  await app.window.evaluate(() => window.sightglass.commands.run({ id: 'openPalette' }));
  await app.window.getByRole('combobox', { name: en.palette.title }).fill(address);
  await app.window.getByRole('option', { name: texts.followAddress }).click();
}

test('a cold start with a link asks about its filters, and opens the page with them', async () => {
  const first = await signedIn();
  await first.close();
  const app = await bench.launch({ arguments: [linkTo('&page=page-trips&c.Borough=Queens')] });
  await question(app).waitFor();
  const filters = app.window.getByRole('list', { name: texts.filters }).getByRole('listitem');
  expect(await filters.allTextContents()).toEqual(['Borough: Queens']);
  await press(app, texts.open);
  await shows(app, 'page-trips');
  expect(await hasBorough(app, 'Queens')).toBe(true);
  expect(await chosenBoroughs(app)).toBe(1);
  // What a person filters by is nobody's to read later.
  const log = await readFile(join(bench.userData, 'logs/sightglass.log'), 'utf8');
  expect(log).toContain('link.came');
  expect(log).not.toMatch(/Queens|Borough/);
});

test('a link into the running app opens its page at once, and without its filters where the person wants that', async () => {
  const app = await signedIn();
  await startAgain(app, linkTo('&page=page-trips'));
  await shows(app, 'page-trips');
  expect(await question(app).count()).toBe(0);
  await startAgain(app, linkTo('&page=page-overview&c.Borough=Queens'));
  await question(app).waitFor();
  await press(app, texts.openWithout);
  await shows(app, 'page-overview');
  expect(await hasBorough(app, 'Queens')).toBe(false);
});

test('a link with filters opens nothing where the person does not want it', async () => {
  const app = await signedIn();
  await startAgain(app, linkTo('&c.Borough=Queens'));
  await question(app).waitFor();
  await app.window.keyboard.press('Escape');
  await question(app).waitFor({ state: 'detached' });
  expect(await openTabs(app)).toBe(0);
});

test('a link that fits several profiles asks which', async () => {
  const app = await signedIn();
  await save(app, 'Other');
  await startAgain(app, linkTo(''));
  await question(app, texts.which).waitFor();
  const named = (profile: string) => format(texts.choice, { workbook: workbook().title, profile });
  const choices = app.window.getByRole('radio');
  expect(await choices.count()).toBe(2);
  await app.window.getByText(named('Demo')).click();
  await press(app, texts.open);
  await shows(app, 'page-overview');
});

test('a link is copied with what is shown, or without its filters, and leads back there', async () => {
  const app = await signedIn();
  await startAgain(app, linkTo(''));
  await shows(app, 'page-overview');
  await app.waitInWorkbook(`(document.getElementById('page-trips').click(), true)`);
  await app.chooseBorough('Queens');
  await app.window.getByRole('button', { name: en.inside.menu }).click();
  await app.window.getByRole('menuitem', { name: 'Copy Link with Filters' }).click();
  await expect.poll(() => clipboard(app)).toBe(linkTo('&page=page-trips&c.Borough=Queens'));
  await app.window.getByRole('button', { name: en.inside.menu }).click();
  await app.window.getByRole('menuitem', { name: 'Copy Link', exact: true }).click();
  await expect.poll(() => clipboard(app)).toBe(linkTo('&page=page-trips'));
  // The tab that is there already is gone to; it loses nothing.
  await putInto(app, linkTo('&page=page-trips&c.Borough=Queens'));
  await press(app, texts.open);
  await shows(app, 'page-trips');
  expect(await openTabs(app)).toBe(1);
  // Other values are another tab.
  await putInto(app, linkTo('&c.Borough=Brooklyn'));
  await press(app, texts.open);
  await expect.poll(() => openTabs(app)).toBe(2);
  await shows(app, 'page-overview');
  expect(await hasBorough(app, 'Brooklyn')).toBe(true);
});

test('an address of Sigma that is pasted opens the workbook of the profile that has it, or says that none has', async () => {
  const app = await signedIn();
  const { url } = workbook();
  await app.window.getByRole('searchbox', { name: en.start.search }).fill(`${url}?:nodeId=page-trips`);
  await press(app, texts.followAddress);
  await shows(app, 'page-trips');
  await putInto(app, url.replace(documentId(), '7Zz0Yy1Xx2Ww3Vv4Uu5Tt6'));
  await app.window.locator('[data-code="address_not_followed"]').waitFor();
  await app.window.getByText(en.errors.address_not_followed.detail.unknown).waitFor();
  await shows(app, 'page-trips');
});

test('a link to a bookmark opens the workbook with what the bookmark holds', async () => {
  const app = await signedIn();
  await startAgain(app, linkTo(''));
  await shows(app, 'page-overview');
  await app.chooseBorough('Queens');
  await app.window.getByRole('button', { name: en.inside.menu }).click();
  await app.window.getByRole('menuitem', { name: en.inside.tabs.bookmarks }).click();
  await app.window.getByPlaceholder(en.inside.bookmarks.namePlaceholder).fill('Of Queens');
  await app.window.getByRole('button', { name: en.inside.bookmarks.save }).click();
  await app.window.getByText('Of Queens', { exact: true }).first().waitFor();
  await app.window.evaluate(() => window.sightglass.commands.run({ id: 'copyLink' }));
  await expect.poll(() => clipboard(app)).toMatch(/&bookmark=[\w-]+$/);
  const link = await clipboard(app);
  await app.window.evaluate(() => window.sightglass.commands.run({ id: 'closeTab' }));
  await expect.poll(() => openTabs(app)).toBe(0);
  await startAgain(app, link);
  await shows(app, 'page-overview');
  expect(await hasBorough(app, 'Queens')).toBe(true);
  expect(await chosenBoroughs(app)).toBe(1);
});
