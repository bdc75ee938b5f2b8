/** How the workbook of a QuickStart file opens: by its address, and by the QuickStart's own names. */
import { describe, expect, test } from 'vitest';
import { profileChanges } from '../../../../src/main/app/profiles/profile-changes.ts';
import { readEnv } from '../../../../src/main/app/profiles/read-env.ts';
import { Profile } from '../../../../src/shared/profile/profile.ts';
import { usualOptions, type WorkbookOptions } from '../../../../src/shared/profile/workbook-options.ts';
import { en } from '../../../../src/shared/text/en.ts';
import { errorText, remarkText } from '../../../../src/shared/text/error-text.ts';
import { quickStart } from '../../../support/profiles.ts';

const trips = 'https://app.sigmacomputing.com/org/workbook/Trips-1';
const read = (lines: string, existing: Profile[] = []) => {
  const { draft, remarks } = readEnv(`${quickStart}\n${lines}`, existing);
  return { draft, options: draft.workbooks.at(-1)?.options, unused: remarks.find(({ code }) => code === 'notUsed') };
};
const at = (address: string) => read(`DATABRICKS_OAUTH_BASE_URL="${address}"`);
const stored = (options: Partial<WorkbookOptions> = {}, url = trips): Profile =>
  Profile.parse({
    ...readEnv(quickStart).draft,
    id: '00000000-0000-4000-8000-000000000001',
    workbooks: [
      { id: '00000000-0000-4000-8000-000000000002', title: 'Mine', url, options: { ...usualOptions, ...options } },
    ],
    connections: readEnv(quickStart).draft.connections.map((connection) => ({
      ...connection,
      id: '00000000-0000-4000-8000-000000000003',
    })),
  });

describe('the optional embed parameters of a QuickStart file', () => {
  test('that says nothing of them leave everything as usual', () => {
    expect(read('').options).toEqual(usualOptions);
    expect(read('').unused).toBeUndefined();
  });

  test('as the QuickStart has them at first mean what nobody chose', () => {
    const untouched = `
      disable_auto_refresh=false
      disable_mobile_view=false
      hide_folder_navigation=false
      hide_menu=false
      hide_page_controls=false
      hide_reload_button=false
      hide_title=false
      hide_tooltip=false
      hide_view_select=false
      lng=English
      menu_position=top
      page_id=
      responsive_height=false
      theme=Lite
      view_id=`;
    expect(read(untouched).options).toEqual(usualOptions);
    expect(read(untouched).unused).toBeUndefined();
  });

  test('become how the workbook opens', () => {
    const chosen = `
      hide_folder_navigation=true
      hide_tooltip=TRUE
      hide_bookmarks=true
      lng=pt-BR
      lng_variant=formal
      menu_position=none
      theme=Surface`;
    expect(read(chosen).options).toEqual({
      ...usualOptions,
      menuPosition: 'none',
      hide: ['folder_navigation', 'bookmarks', 'tooltip'],
      theme: { kind: 'named', name: 'Surface' },
      language: { kind: 'named', tag: 'pt-BR', variant: 'formal' },
    });
  });

  test('that nobody uses are named, and so is one that is neither true nor false', () => {
    const { unused, options } = read(
      'hide_menu=maybe\ndisable_mobile_view=true\nresponsive_height=true\npage_id=p1\nview_id=v1\nlng_variant=formal',
    );
    expect(unused?.values).toEqual({
      unused: ['hide_menu', 'lng_variant', 'disable_mobile_view', 'responsive_height', 'page_id', 'view_id'],
    });
    expect(options).toEqual(usualOptions);
    expect(remarkText(en, 'notUsed', unused?.values ?? {})).toContain('hide_menu, lng_variant');
  });

  test.each([
    ['menu_position=left', 'menu_position: This value cannot be used.'],
    ['lng=Deutsch (Sie)', 'lng: Enter a language code, such as de or pt-BR.'],
    [`theme=${'x'.repeat(121)}`, 'theme: A name is too long.'],
  ])('%s is refused by its name', (line, sentence) => {
    try {
      read(line);
    } catch (error) {
      expect(errorText(en, error as never).detail).toContain(sentence);
      return;
    }
    throw new Error('it was accepted');
  });
});

describe('the user attributes of a QuickStart file', () => {
  const fixed = (lines: string, existing: Profile[] = []) => {
    const { user } = read(lines, existing).draft;
    return user.kind === 'embed' ? user.fixedAttributes : null;
  };

  test('are the same for everyone, and those of other QuickStarts are none of ours', () => {
    expect(fixed('DATABRICKS_OAUTH_ua_Store_Region=West\nDATABRICKS_OAUTH_ua_Blank=\nEVENTS_ua_Region=East')).toEqual([
      { attribute: 'Store_Region', value: 'West' },
    ]);
  });

  test('take the place of those of the same name, and the others stay', () => {
    const before = stored();
    const user = {
      ...before.user,
      fixedAttributes: [
        { attribute: 'A', value: '1' },
        { attribute: 'B', value: '2' },
      ],
    };
    const existing = { ...before, user } as Profile;
    expect(fixed('DATABRICKS_OAUTH_ua_B=3', [existing])).toEqual([
      { attribute: 'A', value: '1' },
      { attribute: 'B', value: '3' },
    ]);
    expect(profileChanges(before, existing)).toEqual([{ field: 'attributes', before: null, after: 'A = 1, B = 2' }]);
  });

  test('are refused by name where they are too long', () => {
    expect(() => fixed(`DATABRICKS_OAUTH_ua_A=${'x'.repeat(401)}`)).toThrow(/DATABRICKS_OAUTH_ua_…/);
  });
});

describe('the address of a QuickStart file', () => {
  test('is taken apart', () => {
    const { draft, options, unused } = at(
      `${trips}/page/p1/edit?Region=West,North&:theme=Dark&:jwt=secret&:explore=k#x`,
    );
    expect(draft.workbooks).toMatchObject([{ title: 'Trips', url: trips }]);
    expect(options).toEqual({
      ...usualOptions,
      page: 'p1',
      theme: { kind: 'named', name: 'Dark' },
      controls: [{ id: 'Region', value: 'West,North' }],
    });
    expect(unused?.values).toEqual({ unused: ['/edit', ':jwt', ':explore', '#'] });
    expect(JSON.stringify(unused)).not.toContain('secret');
  });

  test.each([
    ['https://app.sigmacomputing.com/embed/1-abc', 'older kind'],
    ['https://app.sigmacomputing.com/org', 'home page'],
  ])('%s is refused with what to do instead', (address, words) => {
    try {
      at(address);
    } catch (error) {
      const { detail } = errorText(en, error as never);
      expect(detail).toContain(words);
      expect(detail).toContain('/workbook/');
      return;
    }
    throw new Error('it was accepted');
  });
});

describe('a file that is imported again', () => {
  test('leaves what it does not name, and changes nothing where it says what is there', () => {
    const before = stored({
      menuPosition: 'none',
      page: 'p1',
      theme: { kind: 'workbook' },
      controls: [{ id: 'Region', value: 'West' }],
    });
    expect(read('', [before]).draft.workbooks).toEqual(before.workbooks);
    expect(
      read(`DATABRICKS_OAUTH_BASE_URL="${trips}/page/p1?Region=West"\nmenu_position=none`, [before]).draft.workbooks,
    ).toEqual(before.workbooks);
    expect(read('menu_position=top', [before]).options).toEqual({
      ...before.workbooks[0]?.options,
      menuPosition: 'top',
    });
  });

  test('knows a workbook that an earlier version stored with its place, and changes nothing', () => {
    const before = stored({}, `${trips}/page/p1`);
    expect(read(`DATABRICKS_OAUTH_BASE_URL=${trips}/page/p1`, [before]).draft.workbooks).toEqual(before.workbooks);
    expect(read(`DATABRICKS_OAUTH_BASE_URL=${trips}/page/p2`, [before]).draft.workbooks).toMatchObject([
      { id: before.workbooks[0]?.id, url: trips, options: { page: 'p2' } },
    ]);
  });

  test('knows a workbook that was renamed in Sigma, and goes to its address of now', () => {
    const before = stored({ page: 'p1' }, 'https://app.sigmacomputing.com/org/workbook/Trips-6w2cUiJlvQeG1rI5');
    const renamed = 'https://app.sigmacomputing.com/org/workbook/Journeys-6w2cUiJlvQeG1rI5';
    expect(read(`DATABRICKS_OAUTH_BASE_URL=${renamed}`, [before]).draft.workbooks).toEqual([
      { ...before.workbooks[0], url: renamed },
    ]);
  });

  test('takes a rule along to the address that it writes anew', () => {
    const before = stored({}, `${trips}/page/p1`);
    const rule = { kind: 'workbook' as const, action: 'go', workbook: `${trips}/page/p1`, controls: [] };
    const { draft } = read('theme=Dark', [{ ...before, actions: [rule] }]);
    expect(draft.workbooks).toMatchObject([{ url: trips, options: { page: 'p1' } }]);
    expect(draft.actions).toEqual([{ ...rule, workbook: trips }]);
  });

  test('adds a variant to the language that is set, and shows what is hidden no longer', () => {
    const before = stored({ hide: ['menu', 'send'], language: { kind: 'named', tag: 'de', variant: null } });
    expect(read('hide_menu=false\nlng_variant=sie', [before]).options).toMatchObject({
      hide: ['send'],
      language: { kind: 'named', tag: 'de', variant: 'sie' },
    });
  });

  test('tells how a workbook opens now', () => {
    const before = stored({ theme: { kind: 'workbook' } });
    const after = stored({ page: 'p1', controls: [{ id: 'Region', value: 'West' }] });
    expect(profileChanges(before, after)).toEqual([
      {
        field: 'workbookOptions',
        before: 'Mine: ?:menu_position=top',
        after: 'Mine: /page/p1?:menu_position=top&Region=West',
      },
    ]);
    // A theme of its own and one of the app are written alike, and are a change all the same.
    expect(profileChanges(before, stored())).toHaveLength(1);
    expect(profileChanges(before, before)).toEqual([]);
  });
});
