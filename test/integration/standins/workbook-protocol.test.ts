/**
 * The whole protocol of an embedded workbook, message by message: each one that Sigma's help pages name is shown to be
 * sent, or to be taken. Needs a Chromium, and is left out where there is none.
 */
import '../../support/quick-keys.ts';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import type { SigmaBehaviour } from '../../../standins/control/calls.ts';
import { inbound, misfits, outbound } from '../../../standins/workbook/message-table.js';
import { type EmbedOptions, embedUrl, signIn } from '../../support/stand-in-client.ts';
import { hasBrowser, type Message, startWorkbookHost, type WorkbookHost } from './workbook-host.ts';

const asDocumented: SigmaBehaviour = {
  encodeVariables: false,
  savedIdSpelling: 'saveWorkbookId',
  messages: {},
  unknown: false,
  moreControls: false,
};

/** Of a person who may do everything. */
const builder: EmbedOptions = { claims: { account_type: 'Build' } };

describe.skipIf(!hasBrowser)('the protocol', () => {
  let host: WorkbookHost;
  const told = new Set<string>();

  beforeAll(async () => {
    host = await startWorkbookHost();
  });
  afterAll(() => host?.stop());
  afterEach(async () => {
    await host.closePage();
    await host.services.controls.sigma.setBehaviour(asDocumented);
  });

  const open = (options: EmbedOptions = builder) => host.openAs('Dana Whitfield', options);
  const message = (expected: Message, after?: number) => host.message(expected, after);
  const sigma = () => host.services.controls.sigma;
  const count = async () => (await host.messages()).length;
  const types = async () => (await host.messages()).map(({ type }) => type);

  async function tell(sent: Message): Promise<void> {
    told.add(sent.type);
    await host.tell(sent);
  }

  /** All that was said until the answer to a question, which comes after everything before it. */
  async function settled(): Promise<Message[]> {
    const before = await count();
    await tell({ type: 'workbook:variables:list' });
    await message({ type: 'workbook:variables:current' }, before);
    return host.messages();
  }

  function documentNamed(title: string) {
    const found = host.services.sigma.workbooks.find((one) => one.title === title);
    if (!found) throw new Error(`There is no document "${title}".`);
    return { ...found, path: new URL(found.url).pathname };
  }

  async function queriesOfThisSession(): Promise<Record<string, number>> {
    return (await sigma().sessions()).at(-1)?.queries ?? {};
  }

  describe('documents', () => {
    test('are gone to in the same session, and the report is one of them', async () => {
      const workbook = await open();
      const [winter, report] = [documentNamed('Winter Operations'), documentNamed('The Month')];
      const before = await count();
      await tell({ type: 'document:navigateto', inodeId: winter.id, pageId: 'page-trips' });
      await message({ type: 'workbook:id:onchange', id: winter.id });
      await message({ type: 'url:onchange', url: `${winter.path}/page/page-trips` });
      await message({ type: 'workbook:loaded' }, before);
      await message({ type: 'workbook:dataloaded' }, before);
      expect(await workbook.locator('h1').textContent()).toBe('Winter Operations');
      await workbook.getByTestId('trips-table').waitFor({ state: 'visible' });

      await tell({ type: 'document:navigateto', inodeId: report.id });
      await message({ type: 'workbook:id:onchange', id: report.id });
      await message({ type: 'url:onchange', url: report.path });
      const sessions = await sigma().sessions();
      expect(sessions.at(-1)).toMatchObject({ workbookId: report.id, live: true });
      const download = host.page().waitForEvent('download');
      await tell({ type: 'report:download' });
      expect((await download).suggestedFilename()).toBe('nyc-taxi-trips.csv');
    });

    test('of other connections stay closed, and unknown ones too', async () => {
      const workbook = await open();
      for (const inodeId of [documentNamed('NYC Taxi Trips (account)').id, 'nowhere']) {
        await tell({ type: 'document:navigateto', inodeId });
      }
      await workbook.getByText('Document not found').waitFor();
      expect(await types()).not.toContain('workbook:id:onchange');
    });

    test('are found through the menu, which is there only when asked for', async () => {
      const plain = await open();
      expect(await plain.getByTestId('menu').count()).toBe(0);
      await host.closePage();
      const workbook = await open({ ...builder, parameters: '&:menu_position=top&:hide_save_as=true' });
      expect(await workbook.getByTestId('menu-save-as').count()).toBe(0);
      await workbook.getByTestId('menu-folder').click();
      const { id } = documentNamed('Winter Operations');
      await workbook.getByTestId(`folder-${id}`).click();
      await message({ type: 'workbook:id:onchange', id });
    });

    test.each([
      ['/page/page-trips', '', 'trips-table'],
      ['/element/trips-table', '', 'trips-table'],
      ['', '&:nodeId=trips-table', 'trips-table'],
      ['/tag/Production', '', 'chart-hours'],
    ])('open at the place that their address names (%s%s)', async (path, parameters, visible) => {
      const { url } = documentNamed('NYC Taxi Trips');
      const workbook = await open({ workbookUrl: `${url}${path}`, parameters });
      await workbook.getByTestId(visible).waitFor({ state: 'visible' });
      expect((await sigma().journal()).at(-1)).toMatchObject({ place: path, accepted: true });
    });

    test('carry the tag of their version', async () => {
      const { url, path } = documentNamed('NYC Taxi Trips');
      const workbook = await open({ workbookUrl: `${url}/tag/Production` });
      await workbook.getByTestId('page-trips').click();
      await message({ type: 'url:onchange', url: `${path}/tag/Production/page/page-trips` });
      await tell({ type: 'workbook:bookmark:create', name: 'Mine' });
      await message({ type: 'workbook:bookmark:oncreate', versionTagName: 'Production' });
    });
  });

  describe('bookmarks', () => {
    test('open by default for the person who made them, and shared ones for others', async () => {
      const mine = { ...builder, workbookUrl: documentNamed('Winter Operations').url };
      await open({ ...mine, parameters: '&Borough=Queens' });
      await tell({ type: 'workbook:bookmark:create', name: 'Q', isDefault: true, isShared: true });
      const { bookmarkId } = await message({ type: 'workbook:bookmark:oncreate', bookmarkName: 'Q' });
      await host.closePage();

      await open(mine);
      const { variables } = (await message({ type: 'workbook:loaded' })).workbook as { variables: unknown };
      expect(variables).toEqual({ Borough: 'Queens', MinFare: '0' });
      await host.closePage();

      const others = { sub: 'ben.okafor@example.com', account_type: 'Build' };
      const workbook = await open({ ...mine, claims: others, parameters: '&:menu_position=bottom' });
      await message({ type: 'workbook:loaded', workbook: { variables: { Borough: '', MinFare: '0' } } });
      await workbook.getByTestId('menu-bookmarks').click();
      await workbook.getByTestId(`bookmark-${bookmarkId}`).click();
      await message({ type: 'workbook:bookmark:onchange', bookmarkId: bookmarkId as string });
      await message({
        type: 'workbook:variables:onchange',
        workbook: { variables: { Borough: 'Queens', MinFare: '0' } },
      });
      await tell({ type: 'workbook:bookmark:select' });
      await message({ type: 'workbook:bookmark:onchange', bookmarkId: null });
      const before = await count();
      await tell({ type: 'workbook:bookmark:select', bookmarkId });
      await message({ type: 'workbook:bookmark:onchange', bookmarkId: bookmarkId as string }, before);
      await tell({ type: 'workbook:variables:update', variables: { MinFare: '10' } });
      await tell({ type: 'workbook:bookmark:update' });
      await message({ type: 'workbook:bookmark:onupdate', bookmarkId: bookmarkId as string, isShared: true });
      await tell({ type: 'workbook:bookmark:delete', bookmarkId });
      await message({ type: 'workbook:bookmark:ondelete', bookmarkId: bookmarkId as string });
    });
  });

  describe('modes', () => {
    test('explore gives a key, and view takes it away', async () => {
      const workbook = await open();
      await tell({ type: 'workbook:mode:update', mode: 'explore' });
      const { exploreKey } = await message({ type: 'workbook:exploreKey:onchange' });
      expect(exploreKey).toEqual(expect.any(String));
      await tell({ type: 'workbook:mode:update', mode: 'view' });
      await message({ type: 'workbook:exploreKey:onchange', exploreKey: null });
      const before = await count();
      await workbook.getByTestId('page-trips').click();
      await workbook.getByTestId('sort-fare_amount').click();
      await message({ type: 'workbook:exploreKey:onchange' }, before);
      const sorted = await count();
      await tell({ type: 'workbook:mode:update', mode: 'view' });
      await message({ type: 'workbook:exploreKey:onchange', exploreKey: null }, sorted);
    });

    test('explore that was given up before it was stored gives no key', async () => {
      await open();
      const page = host.page();
      let store = () => {};
      const mayStore = new Promise<void>((resolve) => {
        store = resolve;
      });
      await page.route('**/api/explore', async (route) => {
        await mayStore;
        await route.continue();
      });
      const asked = page.waitForRequest('**/api/explore');
      await tell({ type: 'workbook:mode:update', mode: 'explore' });
      await asked;
      await tell({ type: 'workbook:mode:update', mode: 'view' });
      await settled();
      const answered = page.waitForResponse('**/api/explore');
      store();
      await (await answered).finished();
      await settled();
      expect(await types()).not.toContain('workbook:exploreKey:onchange');
    });

    test('edit keeps what was typed on the server, until it is published', async () => {
      const { id, path, url } = documentNamed('NYC Taxi Trips');
      const workbook = await open({ ...builder, workbookUrl: url });
      await tell({ type: 'workbook:mode:update', mode: 'edit' });
      await message({ type: 'url:onchange', url: `${path}/edit` });
      const drafted = host.page().waitForResponse((response) => response.url().endsWith('/api/draft'));
      await workbook.locator('h1').fill('Trips of the Winter');
      await drafted;
      await host.closePage();

      const options = { ...builder, workbookUrl: `${url}/edit`, parameters: '&:menu_position=top' };
      const again = await open(options);
      await again.getByText('Trips of the Winter').waitFor();
      await again.getByTestId('menu-publish').click();
      await message({ type: 'workbook:published', workbookId: id });
      await message({ type: 'url:onchange', url: path });
    });

    test.each(['saveWorkbookId', 'savedWorkbookID'] as const)(
      'a copy is saved, named by %s, shown and deleted',
      async (spelling) => {
        await sigma().setBehaviour({ savedIdSpelling: spelling });
        const workbook = await open({ ...builder, parameters: '&:menu_position=top' });
        await tell({ type: 'workbook:modal:toggle', modalType: 'save-as' });
        await workbook.getByTestId('modal-name').fill('My copy');
        await workbook.getByTestId('modal-save').click();
        const { [spelling]: id } = await message({ type: 'workbook:saveas' });
        await message({ type: 'workbook:id:onchange', id: String(id) });
        const { url } = await message({ type: 'url:onchange' });
        expect(url).toBe(`/sightglass-demo/workbook/My-copy-${id}`);
        await workbook.getByTestId('menu-delete').click();
        await message({ type: 'workbook:ondelete', id: String(id) });
        await tell({ type: 'workbook:refresh' });
        await message({ type: 'workbook:chart:error', code: 'ENOENT' });
      },
    );

    test('without the permission nothing changes', async () => {
      const workbook = await open({ claims: { account_type: 'View' } });
      const before = await count();
      for (const mode of ['edit', 'explore']) await tell({ type: 'workbook:mode:update', mode });
      for (const modalType of ['save-as', 'schedule']) await tell({ type: 'workbook:modal:toggle', modalType });
      expect((await settled()).slice(before).map(({ type }) => type)).toEqual(['workbook:variables:current']);
      expect(await workbook.getByTestId('modal').isVisible()).toBe(false);
    });
  });

  test('dialogs open, close, and give way to one another', async () => {
    const workbook = await open();
    for (const [modalType, title] of [
      ['export', 'Export'],
      ['schedule', 'Schedule exports'],
      ['save-as', 'Save as'],
    ] as const) {
      await tell({ type: 'workbook:modal:toggle', modalType });
      await workbook.getByRole('dialog', { name: title }).waitFor();
    }
    await tell({ type: 'workbook:modal:toggle' });
    await workbook.getByRole('dialog').waitFor({ state: 'hidden' });
  });

  describe('elements', () => {
    test('are refreshed one at a time or all together, and the queries are counted', async () => {
      await open();
      const first = await queriesOfThisSession();
      expect(first).toEqual({ boroughs: 1, summary: 1, hours: 1, daily: 1, zips: 1, trips: 1 });
      let before = await count();
      await tell({ type: 'workbook:refresh', nodeId: 'chart-hours' });
      await message({ type: 'workbook:dataloaded' }, before);
      expect(await queriesOfThisSession()).toEqual({ ...first, hours: 2 });
      before = await count();
      await tell({ type: 'workbook:refresh' });
      await message({ type: 'workbook:dataloaded' }, before);
      expect(await queriesOfThisSession()).toMatchObject({ boroughs: 2, hours: 3, trips: 2 });
    });

    test('report an error that was ordered, and what found nothing', async () => {
      await open();
      const failure = { element: 'hours', code: 'ETIMEDOUT', message: 'The query took too long' };
      await sigma().failQueries(failure);
      await tell({ type: 'workbook:refresh', nodeId: 'chart-hours' });
      const { element: _, ...reported } = failure;
      await message({ type: 'workbook:chart:error', nodeId: 'chart-hours', ...reported });
      const { access_token } = await signIn(host.services, 'Ada Moreno');
      await host.show(await embedUrl(host.services, access_token, { parameters: '&Borough=Queens' }));
      await message({ type: 'document:element:nodata', nodeId: 'trips-table' });
    });

    test('say which value or cell was chosen, and do what their author wanted', async () => {
      const workbook = await open();
      await workbook.getByTestId('chart-hours').click();
      await message({ type: 'workbook:chart:onvalueselect', nodeId: 'chart-hours', title: 'Trips by hour' });
      await workbook.locator('.ranking li').first().click();
      await message({ type: 'workbook:pivottable:oncellselect', nodeId: 'chart-zips' });
      const { values } = await message({ type: 'action:outbound', name: 'zip-chosen' });
      expect(values).toEqual({ zip: expect.any(Number), borough: expect.any(String) });
      await tell({ type: 'workbook:selectednodeid:update', selectedNodeId: 'page-trips', nodeType: 'page' });
      await workbook.locator('#trips-table td').first().click();
      await message({ type: 'workbook:table:oncellselect', nodeId: 'trips-table' });
    });

    test('are maximised and put back by the same message', async () => {
      await open();
      await tell({ type: 'workbook:fullscreen:update', nodeId: 'chart-hours' });
      await message({ type: 'workbook:fullscreen:onchange', fullScreen: true });
      await tell({ type: 'workbook:fullscreen:update', nodeId: 'chart-hours' });
      await message({ type: 'workbook:fullscreen:onchange', fullScreen: false });
    });
  });

  test('the height is told only when the address asks for it', async () => {
    await open();
    expect(await types()).not.toContain('workbook:pageheight:onchange');
    await host.closePage();
    await open({ ...builder, parameters: '&:responsive_height=true' });
    const { pageHeight } = await message({ type: 'workbook:pageheight:onchange' });
    expect(pageHeight).toBeGreaterThan(100);
  });

  test.each([
    ['sightglass://open/1', false],
    [`https://host.example/${'x'.repeat(1_000)}`, false],
    ['https://host.example/trips', true],
  ])('a sharing link is http(s) and short (%#)', async (sharingLink, taken) => {
    const workbook = await open();
    await tell({ type: 'workbook:sharinglink:update', sharingLink });
    await settled();
    expect(await workbook.locator('body').getAttribute('data-sharing-link')).toBe(taken ? sharingLink : null);
    expect((await types()).includes('workbook:error')).toBe(!taken);
  });

  describe('on order', () => {
    test('values of controls come URL-encoded', async () => {
      await sigma().setBehaviour({ encodeVariables: true });
      await open({ ...builder, parameters: '&Borough=Queens,Brooklyn' });
      await message({
        type: 'workbook:loaded',
        workbook: { variables: { Borough: 'Brooklyn%2CQueens', MinFare: '0' } },
      });
      await tell({ type: 'workbook:variables:update', variables: { Borough: 'Staten Island' } });
      await message({ type: 'workbook:variables:onchange', workbook: { variables: { Borough: 'Staten%20Island' } } });
      await settled();
      await message({ type: 'workbook:variables:current', variables: { Borough: 'Staten%20Island' } });
    });

    test('messages come twice, not at all, late, or after others', async () => {
      await sigma().setBehaviour({
        messages: {
          'workbook:loaded': { after: 'workbook:dataloaded' },
          'workbook:variables:onchange': { times: 2 },
          'workbook:fullscreen:onchange': { times: 0 },
          'workbook:exploreKey:onchange': { delayMs: 1 },
        },
      });
      await open();
      expect(await types()).toEqual(['workbook:dataloaded', 'workbook:loaded']);
      await tell({ type: 'workbook:fullscreen:update', nodeId: 'chart-hours' });
      await tell({ type: 'workbook:variables:update', variables: { Borough: 'Queens' } });
      const after = (await settled()).map(({ type }) => type);
      expect(after.filter((type) => type === 'workbook:variables:onchange')).toHaveLength(2);
      expect(after).not.toContain('workbook:fullscreen:onchange');
      await tell({ type: 'workbook:mode:update', mode: 'explore' });
      await message({ type: 'workbook:exploreKey:onchange' });
      const last = await types();
      expect(last.indexOf('url:onchange')).toBeLessThan(last.indexOf('workbook:exploreKey:onchange'));
    });

    test('there are messages and fields that nobody knows', async () => {
      await sigma().setBehaviour({ unknown: true });
      await open();
      const [first, second] = await host.messages();
      expect(Object.keys(outbound)).not.toContain(first?.type);
      expect(second).toMatchObject({ type: 'workbook:loaded', future: { of: [1] } });
    });
  });

  test('messages of another shape, and unknown ones, are dropped without a word', async () => {
    await open();
    const before = await count();
    await host.tell({ type: 'workbook:future:update' });
    await host.tell({ type: 'workbook:variables:update', variables: 'Borough=Queens' });
    await host.tell({ type: 'workbook:bookmark:create', name: 5 });
    expect((await settled()).slice(before).map(({ type }) => type)).toEqual(['workbook:variables:current']);
  });

  test('every message of the table was sent or told above', () => {
    expect([...host.heard].filter((type) => type in outbound).sort()).toEqual(Object.keys(outbound).sort());
    expect([...told].sort()).toEqual(Object.keys(inbound).sort());
  });
});

describe('a message and its shape', () => {
  test.each([
    [{ 'a?': 'string' }, {}, []],
    [{ 'a?': 'string' }, { a: null }, []],
    [{ 'a?': 'string' }, { a: 1 }, ['a?']],
    [{ a: 'string|null' }, { a: null, b: 1 }, []],
    [{ a: 'string|null' }, {}, ['a']],
    [{ a: 'array' }, { a: {} }, ['a']],
    [{ a: 'object' }, { a: [] }, ['a']],
  ] as const)('%j against %j', (shape, message, expected) => {
    expect(misfits(shape, message)).toEqual(expected);
  });
});
