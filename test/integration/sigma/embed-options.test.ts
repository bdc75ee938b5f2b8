/**
 * How a workbook opens, from the address that is pasted to the page that Sigma serves: the program takes it apart, checks
 * it, signs it, and the stand-in Sigma shows it.
 */
import '../../support/quick-keys.ts';
import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createWorkbookSessions } from '../../../src/main/app/workbooks/workbook-sessions.ts';
import { createLocalSigner } from '../../../src/main/sigma/local-signer.ts';
import type { UrlPlace } from '../../../src/main/viewer/url-place.ts';
import { noGrant } from '../../../src/shared/grants.ts';
import { appearanceOf } from '../../../src/shared/profile/embed-parameters.ts';
import { Profile, ProfileDraft } from '../../../src/shared/profile/profile.ts';
import { takeApart, withFound } from '../../../src/shared/profile/workbook-address.ts';
import { hideable, usualOptions, WorkbookOptions } from '../../../src/shared/profile/workbook-options.ts';
import { type DemoServices, startDemoServices } from '../../../standins/demo-services.ts';
import type { WorkbookBoot } from '../../../standins/sigma/workbook-page.ts';
import { grantAt } from '../../support/grants.ts';
import { signIn } from '../../support/stand-in-client.ts';

let services: DemoServices;
let accessToken: string;

beforeAll(async () => {
  services = await startDemoServices();
  accessToken = (await signIn(services, 'Dana Whitfield')).access_token;
});
afterAll(() => services.stop());

/** Loads a workbook as the program does. @returns what Sigma noted of the load, and what its page begins with */
async function load(options: unknown, place: UrlPlace = {}, isDark = false, url = services.sigma.workbooks[0]?.url) {
  const { drafts } = services;
  const draft = ProfileDraft.parse(
    drafts.profile({ connections: [drafts.databricks()], email: 'dana.whitfield@example.com' }),
  );
  const profile = Profile.parse({
    ...draft,
    id: randomUUID(),
    workbooks: [{ ...draft.workbooks[0], url, id: randomUUID(), options }],
    connections: draft.connections.map((connection) => ({ ...connection, id: randomUUID() })),
  });
  const sessions = createWorkbookSessions({
    profiles: { all: () => [profile], find: () => profile },
    keeper: {
      fresh: async (connectionId) => grantAt(Date.now(), { connectionId, accessToken }),
      view: noGrant,
    },
    signer: createLocalSigner({
      embedSecret: async () => services.sigma.embedClient.secret,
      now: Date.now,
      randomUuid: randomUUID,
    }),
    partitions: { of: () => 'partition' },
    allowLoopbackHttp: true,
    appearance: () => appearanceOf(isDark, 'en'),
  });
  const target = sessions.targetOf(profile.workbooks[0]?.id ?? '', 'window');
  const session = await sessions.sign(target, place);
  const html = await (await fetch(session.url)).text();
  const boot = JSON.parse(/id="boot">(.*?)<\/script>/.exec(html)?.[1] ?? 'null') as WorkbookBoot | null;
  const noted = (await services.controls.sigma.journal()).at(-1);
  if (!noted || !boot) throw new Error(`Sigma showed no workbook: ${noted?.message}`);
  const { ':embed': _embed, ...parameters } = noted.parameters;
  return { parameters, place: noted.place, boot, theme: /data-theme="(\w+)"/.exec(html)?.[1] };
}

const usual = { ':menu_position': 'top', ':theme': 'Light', ':lng': 'en' };

describe('what Sigma is asked for', () => {
  test('is the menu, and the light or dark of the app, unless something else is set', async () => {
    expect(await load(usualOptions)).toMatchObject({
      parameters: usual,
      theme: 'light',
      boot: { menu: 'top', hidden: [] },
    });
    expect((await load(usualOptions, {}, true)).theme).toBe('dark');
  });

  test.each<[string, object, object, object]>([
    ['a menu at the bottom', { menuPosition: 'bottom' }, { ':menu_position': 'bottom' }, { menu: 'bottom' }],
    ['no menu', { menuPosition: 'none' }, { ':menu_position': 'none' }, { menu: null }],
    ['a hidden menu', { hide: ['menu'] }, { ':hide_menu': 'true' }, { menu: null, hidden: [':hide_menu'] }],
    [
      'all that can be hidden',
      { hide: [...hideable] },
      Object.fromEntries(hideable.map((part) => [`:hide_${part}`, 'true'])),
      { hidden: hideable.map((part) => `:hide_${part}`) },
    ],
    ['a custom theme', { theme: { kind: 'named', name: 'Acme & Söhne' } }, { ':theme': 'Acme & Söhne' }, {}],
    [
      'a language and its variant',
      { language: { kind: 'named', tag: 'pt-BR', variant: 'formal' } },
      { ':lng': 'pt-BR', ':lng_variant': 'formal' },
      { language: 'pt-BR' },
    ],
    ['a bookmark', { bookmark: 'b1' }, { ':bookmark': 'b1' }, {}],
    ['a control', { controls: [{ id: 'Borough', value: 'Queens,Bronx' }] }, { Borough: 'Queens,Bronx' }, {}],
    [
      'controls with whatever is in them',
      {
        controls: [
          { id: 'Région & #1', value: '“Smith”+100%=?' },
          { id: 'Empty', value: '' },
          { id: '__proto__x', value: ':null' },
        ],
      },
      { 'Région & #1': '“Smith”+100%=?', Empty: '', __proto__x: ':null' },
      {},
    ],
  ])('is %s', async (_what, options, parameters, boot) => {
    const seen = await load(WorkbookOptions.parse(options));
    expect(seen.parameters).toEqual({ ...usual, ...parameters });
    expect(seen.boot).toMatchObject(boot);
  });

  test('is nothing of the theme and the language where the workbook and Sigma have their own', async () => {
    const options = WorkbookOptions.parse({ theme: { kind: 'workbook' }, language: { kind: 'sigma' } });
    expect((await load(options)).parameters).toEqual({ ':menu_position': 'top' });
  });

  const menus = ['top', 'bottom', 'none'] as const;
  const themes = ['app', 'workbook', 'Dark'] as const;
  const all = menus.flatMap((menuPosition) => themes.map((theme) => ({ menuPosition, theme })));
  // Both kinds of language by turns.
  test.each(all.map((one, index) => ({ ...one, language: index % 2 === 0 ? 'app' : 'de' })))(
    'is each combination alike: %j',
    async ({ menuPosition, theme, language }) => {
      const options = WorkbookOptions.parse({
        menuPosition,
        theme: theme === 'Dark' ? { kind: 'named', name: theme } : { kind: theme },
        language: language === 'app' ? { kind: language } : { kind: 'named', tag: language, variant: null },
        hide: ['tooltip'],
        page: 'page-trips',
      });
      const { parameters, boot, place } = await load(options);
      expect(parameters).toEqual({
        ':menu_position': menuPosition,
        ':hide_tooltip': 'true',
        ...(theme === 'workbook' ? {} : { ':theme': theme === 'app' ? 'Light' : theme }),
        ':lng': language === 'app' ? 'en' : language,
      });
      expect(boot).toMatchObject({ menu: menuPosition === 'none' ? null : menuPosition, page: 'page-trips' });
      expect(place).toContain('/page/page-trips');
    },
  );
});

describe('where a workbook opens', () => {
  test('is at its page, its element and its version', async () => {
    expect((await load(WorkbookOptions.parse({ page: 'page-trips', tag: 'QA Testing' }))).boot).toMatchObject({
      page: 'page-trips',
      element: null,
    });
    expect((await load(WorkbookOptions.parse({ element: 'chart-hours' }))).boot).toMatchObject({
      element: 'chart-hours',
    });
  });

  test('is with its control values in place, so that nothing is queried twice', async () => {
    const { boot } = await load(WorkbookOptions.parse({ controls: [{ id: 'Borough', value: 'Queens' }] }));
    expect(boot.state.variables.Borough).toBe('Queens');
  });

  test('is where the person is, once that is known', async () => {
    const options = WorkbookOptions.parse({ bookmark: 'b1', controls: [{ id: 'Borough', value: 'Queens' }] });
    expect((await load(options, { bookmark: null })).parameters).toEqual(usual);
    expect((await load(options, { explore: 'k1' })).parameters).toEqual({ ...usual, ':explore': 'k1' });
    const path = `${new URL(services.sigma.workbooks[1]?.url ?? '').pathname}/page/page-trips`;
    const seen = await load(options, { path, controls: { Borough: 'Bronx' } });
    expect(seen.parameters).toEqual({ ...usual, ':bookmark': 'b1', Borough: 'Bronx' });
    expect(seen.boot).toMatchObject({ title: 'Winter Operations', page: 'page-trips' });
  });

  test('is what the pasted address leads to', async () => {
    const [workbook] = services.sigma.workbooks;
    const pasted = `${workbook?.url}/page/page-trips/?Borough=Queens,Brooklyn&:hide_save_as=true&:theme=Dark&:jwt=a.b.c#x`;
    const taken = takeApart(pasted);
    if (!taken) throw new Error('It is an address.');
    const seen = await load(withFound(usualOptions, taken.found), {}, false, taken.url);
    expect(seen.parameters).toEqual({
      ...usual,
      ':hide_save_as': 'true',
      ':theme': 'Dark',
      Borough: 'Queens,Brooklyn',
    });
    expect(seen.boot).toMatchObject({ title: workbook?.title, page: 'page-trips', hidden: [':hide_save_as'] });
    expect(seen.boot.state.variables.Borough.split(',').sort()).toEqual(['Brooklyn', 'Queens']);
  });
});
