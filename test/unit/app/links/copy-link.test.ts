/** Links that are copied lead back to where they were copied, on this computer and on others. */
import { randomUUID } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { createLinkCopies, linkTo, nameInLink } from '../../../../src/main/app/links/copy-link.ts';
import { recentLinks } from '../../../../src/main/app/links/recent-links.ts';
import { viewOfKept } from '../../../../src/main/viewer/kept-view.ts';
import { nowhere, parseOpenLink } from '../../../../src/shared/open-link.ts';
import type { Profile } from '../../../../src/shared/profile/profile.ts';
import type { ProfileView } from '../../../../src/shared/state.ts';
import { target } from '../../../support/panes.ts';

const sigma = 'https://app.sigmacomputing.com/acme/workbook';
const costs = `${sigma}/Costs-9QpZ0aaB42xy`;
const profile = (name: string, ...urls: string[]): Profile =>
  ({
    id: randomUUID(),
    name,
    workbooks: urls.map((url) => ({ id: randomUUID(), title: url.slice(-20), url })),
  }) as never;
const first = ({ workbooks }: Profile) => workbooks[0]?.id ?? '';

describe('the name of a workbook in a link', () => {
  const finance = profile('Finance', costs, `${sigma}/Revenue-2Kx9aFq1zz88`);

  test('is the id of its document, without a profile', () => {
    const sales = profile('Sales', `${sigma}/Pipeline-77aBcDeF0011`);
    expect(nameInLink(first(finance), [finance, sales])).toEqual({ profile: null, workbook: '9QpZ0aaB42xy' });
  });

  test('has the profile with it where several have the document, by its id where another is called the same', () => {
    const sales = profile('Sales', `${sigma}/Renamed-9QpZ0aaB42xy`);
    expect(nameInLink(first(finance), [finance, sales])).toEqual({ profile: 'Finance', workbook: '9QpZ0aaB42xy' });
    const twin = profile('Finance', costs);
    expect(nameInLink(first(finance), [finance, twin])).toEqual({ profile: finance.id, workbook: '9QpZ0aaB42xy' });
  });

  test('is its own id where its profile has the document twice', () => {
    const twice = profile('Twice', costs, costs);
    expect(nameInLink(first(twice), [twice])).toEqual({ profile: null, workbook: first(twice) });
  });

  test('is none where it is gone', () => {
    expect(nameInLink(randomUUID(), [finance])).toBeNull();
    expect(() => linkTo(randomUUID(), nowhere, [finance])).toThrow(
      expect.objectContaining({ code: 'profile_missing' }),
    );
  });
});

describe('copying', () => {
  const finance = profile('Finance', costs);
  const tab = { workbookId: first(finance) } as never;
  const view = viewOfKept(
    {
      path: '/acme/workbook/Trips-4kX9/page/p1',
      variables: { Borough: 'Queens', Since: '2020' },
      defaults: { Borough: '', Since: '2020' },
      exploreKey: 'mine',
      bookmarkId: 'b1',
      selectedNode: null,
      maximised: null,
    },
    target,
  );
  const copied: string[] = [];
  const copies = createLinkCopies({
    profiles: { all: () => [finance] },
    tabs: {
      chosenIn: () => tab,
      tabsOf: () => [tab],
      viewOf: () => ({ ...view, exploreKey: null, bookmarkId: undefined }),
    },
    system: { copyText: async (text) => void copied.push(text) },
  });

  test('holds the page, and values only where that was chosen: not those that the workbook has by itself', async () => {
    await copies.copy('window', false);
    await copies.copy('window', true);
    expect(copied).toEqual([
      'sightglass://open?workbook=9QpZ0aaB42xy&page=p1',
      'sightglass://open?workbook=9QpZ0aaB42xy&page=p1&c.Borough=Queens',
    ]);
  });

  test('holds all of them under a bookmark, and nothing of an exploration', async () => {
    const bookmarked = createLinkCopies({
      profiles: { all: () => [finance] },
      tabs: { chosenIn: () => tab, tabsOf: () => [tab], viewOf: () => view },
      system: { copyText: async (text) => void copied.push(text) },
    });
    await bookmarked.copy('window', true);
    expect(parseOpenLink(copied.at(-1) ?? '')).toMatchObject({
      place: { page: 'p1', bookmark: 'b1', controls: { Borough: 'Queens', Since: '2020' } },
    });
    expect(copied.at(-1)).not.toContain('mine');
  });

  test('says so where no link can hold the values, and copies nothing', async () => {
    const before = copied.length;
    const long = createLinkCopies({
      profiles: { all: () => [finance] },
      tabs: {
        chosenIn: () => tab,
        tabsOf: () => [tab],
        viewOf: () => ({ ...view, variables: { Borough: 'x'.repeat(501) } }),
      },
      system: { copyText: async (text) => void copied.push(text) },
    });
    await expect(long.copy('window', true)).rejects.toMatchObject({ code: 'link_not_made' });
    const closed = createLinkCopies({
      profiles: { all: () => [finance] },
      tabs: { chosenIn: () => null, tabsOf: () => [], viewOf: () => view },
      system: { copyText: async (text) => void copied.push(text) },
    });
    await expect(closed.copy('window', false)).rejects.toMatchObject({ code: 'request_refused' });
    expect(copied).toHaveLength(before);
  });
});

describe('copying from the menu of a tab', () => {
  const finance = profile('Finance', costs);
  const opening = viewOfKept(null, target);
  const tab = (tabId: string) => ({ tabId, workbookId: first(finance) }) as never;
  const copied: string[] = [];
  const from = (view: typeof opening) =>
    createLinkCopies({
      profiles: { all: () => [finance] },
      tabs: { chosenIn: () => tab('chosen'), tabsOf: () => [tab('chosen'), tab('other')], viewOf: () => view },
      system: { copyText: async (text) => void copied.push(text) },
    });

  test('is of the tab that was clicked, whichever is chosen, and of none that is gone', async () => {
    await from(opening).copy('window', false, 'other');
    expect(parseOpenLink(copied.at(-1) ?? '')).toMatchObject({ workbook: '9QpZ0aaB42xy' });
    await expect(from(opening).copy('window', false, 'gone')).rejects.toMatchObject({ code: 'request_refused' });
  });

  test('leads to the workbook itself where the person went on to what no profile names', async () => {
    const elsewhere = viewOfKept(
      {
        path: '/acme/workbook/Copy-8ZzZ/page/p9',
        variables: {},
        defaults: null,
        exploreKey: null,
        selectedNode: null,
        maximised: null,
      },
      target,
    );
    await from(elsewhere).copy('window', false, 'other');
    expect(copied.at(-1)).toBe('sightglass://open?workbook=9QpZ0aaB42xy');
  });
});

test('recent workbooks are offered by name, ten at the most, each by a link that leads to it and says nothing of it', () => {
  const many = profile('Finance', ...Array.from({ length: 12 }, (_, at) => `${sigma}/W-9QpZ0aaB42x${at}`));
  const profiles = [{ profile: many } as ProfileView];
  const recentWorkbooks = [randomUUID(), ...many.workbooks.map(({ id }) => id)];
  const recent = recentLinks({ recentWorkbooks, profiles });
  expect(recent.map(({ title }) => title)).toEqual(many.workbooks.slice(0, 10).map(({ title }) => title));
  expect(recent[0]?.profile).toBe('Finance');
  expect(recent.map(({ link }) => parseOpenLink(link))).toEqual(
    many.workbooks.slice(0, 10).map(({ id }) => ({ profile: null, workbook: id, place: nowhere })),
  );
});
