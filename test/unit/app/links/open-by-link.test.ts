/** A link chooses among what the person has, and disturbs nobody. */
import { randomUUID } from 'node:crypto';
import { beforeEach, describe, expect, test } from 'vitest';
import { createOpenByLink } from '../../../../src/main/app/links/open-by-link.ts';
import type { Grant } from '../../../../src/main/oauth/grants/grant.ts';
import type { AppError } from '../../../../src/shared/errors.ts';
import type { OpenLink } from '../../../../src/shared/open-link.ts';
import type { Profile } from '../../../../src/shared/profile/profile.ts';

const sigma = 'https://app.sigmacomputing.com/acme/workbook';

function profile(name: string, workbooks: Readonly<Record<string, string>>): Profile {
  const all = Object.entries(workbooks).map(([title, url]) => ({ id: randomUUID(), title, url, options: {} }));
  return { id: randomUUID(), name, connections: [], workbooks: all } as unknown as Profile;
}

const finance = profile('Finance', {
  Revenue: `${sigma}/Revenue-2Kx9aFq1`,
  Costs: `${sigma}/Costs-9QpZ0aaB`,
});
const sales = profile('Sales', { Pipeline: `${sigma}/Pipeline-77aBcDeF/`, Revenue: `${sigma}/5GhTzzz1` });
const twins = [profile('Twin', { One: `${sigma}/One-11111111` }), profile('Twin', { Two: `${sigma}/Two-22222222` })];
const idOf = (of: Profile, title: string) => of.workbooks.find((workbook) => workbook.title === title)?.id;

const world = { chosen: '', ready: true, edited: null as string | null, failure: null as Error | null };
let done: string[] = [];
let said: AppError[] = [];
let all: Profile[] = [];

const links = createOpenByLink({
  profiles: { all: () => all, find: (id) => all.find((one) => one.id === id) ?? null },
  chosenIn: () => world.chosen,
  async choose(_window, id) {
    if (world.failure) throw world.failure;
    world.chosen = id;
    done.push(`choose ${all.find((one) => one.id === id)?.name}`);
  },
  isReady: () => world.ready,
  openWorkbook: (id) =>
    void done.push(`open ${all.flatMap((one) => one.workbooks).find((workbook) => workbook.id === id)?.title}`),
  editedIn: () => world.edited,
  notices: { addPassing: (error) => void said.push(error) },
  log: { info: () => undefined, warn: () => undefined },
});

beforeEach(() => {
  Object.assign(world, { chosen: sales.id, ready: true, edited: null, failure: null });
  all = [finance, sales, ...twins];
  done = [];
  said = [];
});

const follow = (link: Partial<OpenLink>) => links.open({ profile: null, workbook: null, ...link }, 'window-1');
const adopted = { kind: 'adopted', grant: {} as Grant, earlier: null, lastPerson: null } as const;

describe('what a link leads to', () => {
  test.each<[string, Partial<OpenLink>, string[]]>([
    ['nothing but the program', {}, []],
    ['a profile by its name', { profile: 'Finance' }, ['choose Finance']],
    ['a profile by its id', { profile: finance.id }, ['choose Finance']],
    ['one of two by its id', { profile: twins[1]?.id ?? '' }, ['choose Twin']],
    ['a workbook by its title', { profile: 'Finance', workbook: 'Costs' }, ['choose Finance', 'open Costs']],
    ['a workbook by its id', { workbook: idOf(finance, 'Costs') ?? '' }, ['choose Finance', 'open Costs']],
    ['a document by its id', { workbook: '2Kx9aFq1' }, ['choose Finance', 'open Revenue']],
    ['a document with its title', { workbook: 'Pipeline-77aBcDeF' }, ['choose Sales', 'open Pipeline']],
    ['a document that has an id alone', { profile: 'Sales', workbook: '5GhTzzz1' }, ['choose Sales', 'open Revenue']],
    ['the one in the profile of the window, of two', { workbook: 'Revenue' }, ['choose Sales', 'open Revenue']],
    ['one in another profile', { workbook: 'Costs' }, ['choose Finance', 'open Costs']],
  ])('%s', async (_name, link, expected) => {
    await follow(link);
    expect([done, said]).toEqual([expected, []]);
  });
});

describe('a link that leads nowhere changes nothing, and says so without its own words', () => {
  test.each<[Partial<OpenLink>, string]>([
    [{ profile: 'Payroll' }, 'profileUnknown'],
    [{ profile: 'finance' }, 'profileUnknown'],
    [{ profile: 'Twin' }, 'profileTwice'],
    [{ profile: 'Finance', workbook: 'Pipeline' }, 'workbookUnknown'],
    [{ workbook: 'Payroll' }, 'workbookUnknown'],
    [{ workbook: 'Rev' }, 'workbookUnknown'],
  ])('%j', async (link, reason) => {
    await follow(link);
    expect(done).toEqual([]);
    expect(said.map(({ code, values }) => [code, values])).toEqual([['open_link_refused', { reason }]]);
  });

  test('two workbooks of one name, outside of the profile that the window works with', async () => {
    world.chosen = twins[0]?.id ?? '';
    await follow({ workbook: 'Revenue' });
    expect([done, said[0]?.values.reason]).toEqual([[], 'workbookTwice']);
  });

  test('one that could not be read', async () => {
    await links.open('command', 'window-1');
    expect([done, said[0]?.values.reason]).toEqual([[], 'command']);
  });

  test('one whose profile cannot be chosen', async () => {
    world.failure = new Error('ENOSPC');
    await follow({ profile: 'Finance', workbook: 'Costs' });
    expect([done, said[0]?.values]).toEqual([[], { reason: 'notOpened' }]);
  });
});

test('a person who edits is left alone, and told what came', async () => {
  world.edited = 'Pipeline';
  await follow({ profile: 'Finance', workbook: 'Costs' });
  await follow({ profile: 'Finance' });
  expect(done).toEqual([]);
  expect(said[0]?.values).toEqual({ reason: 'editing', workbook: 'Pipeline' });
});

test('without a window nothing happens', async () => {
  await links.open({ profile: 'Finance', workbook: 'Costs' }, null);
  expect([done, said]).toEqual([[], []]);
});

describe('a workbook whose profile is not signed in', () => {
  beforeEach(async () => {
    world.ready = false;
    await follow({ profile: 'Finance', workbook: 'Costs' });
    expect(done.splice(0)).toEqual(['choose Finance']);
  });

  test('is shown once after the sign-in', () => {
    links.grantEvent(adopted);
    expect(done).toEqual([]);
    world.ready = true;
    links.grantEvent({ kind: 'renewed', grant: {} as Grant });
    expect(done).toEqual([]);
    links.grantEvent(adopted);
    links.grantEvent(adopted);
    expect(done).toEqual(['open Costs']);
  });

  test('is forgotten when the person goes to another profile', () => {
    world.chosen = sales.id;
    links.grantEvent(adopted);
    Object.assign(world, { chosen: finance.id, ready: true });
    links.grantEvent(adopted);
    expect(done).toEqual([]);
  });

  test('is forgotten when the person began to edit meanwhile', () => {
    Object.assign(world, { edited: 'Revenue', ready: true });
    links.grantEvent(adopted);
    world.edited = null;
    links.grantEvent(adopted);
    expect(done).toEqual([]);
  });

  test('is forgotten when it is no longer there', () => {
    all = [sales];
    world.ready = true;
    links.grantEvent(adopted);
    all = [finance, sales];
    links.grantEvent(adopted);
    expect(done).toEqual([]);
  });

  test('gives way to what a later link leads to', async () => {
    await follow({ profile: 'Sales' });
    Object.assign(world, { chosen: finance.id, ready: true });
    done = [];
    links.grantEvent(adopted);
    expect(done).toEqual([]);
  });
});

describe('a workbook that a person chose', () => {
  const choose = (of: Profile, title: string) => links.openChosen('window-1', idOf(of, title) ?? '');

  test('is shown in its own profile, which is not chosen again where the window is there', async () => {
    await choose(sales, 'Pipeline');
    await choose(finance, 'Costs');
    expect(done).toEqual(['open Pipeline', 'choose Finance', 'open Costs']);
  });

  test('waits for the sign-in of its profile, and for that of the last choice alone', async () => {
    world.ready = false;
    await choose(finance, 'Costs');
    await choose(sales, 'Pipeline');
    expect(done).toEqual(['choose Finance', 'choose Sales']);
    world.ready = true;
    links.grantEvent(adopted);
    links.grantEvent(adopted);
    expect(done.slice(2)).toEqual(['open Pipeline']);
  });

  test('that is gone is said to whoever asked', async () => {
    await expect(links.openChosen('window-1', randomUUID())).rejects.toMatchObject({ code: 'profile_missing' });
    world.failure = new Error('disk full');
    await expect(choose(finance, 'Costs')).rejects.toThrow('disk full');
    expect(said).toEqual([]);
  });
});
