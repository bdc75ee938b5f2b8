/** A link chooses among what the person has, and disturbs nobody. */
import { randomUUID } from 'node:crypto';
import { beforeEach, describe, expect, test } from 'vitest';
import { createOpenByLink, type OpenByLinkOptions } from '../../../../src/main/app/links/open-by-link.ts';
import type { Grant } from '../../../../src/main/oauth/grants/grant.ts';
import type { AppError } from '../../../../src/shared/errors.ts';
import { type LinkPlace, nowhere, type OpenLink } from '../../../../src/shared/open-link.ts';
import type { Profile } from '../../../../src/shared/profile/profile.ts';

const sigma = 'https://app.sigmacomputing.com/acme/workbook';

function profile(name: string, workbooks: Readonly<Record<string, string>>): Profile {
  const all = Object.entries(workbooks).map(([title, url]) => ({
    id: randomUUID(),
    title,
    url,
    options: { tag: null },
  }));
  return { id: randomUUID(), name, connections: [], workbooks: all } as unknown as Profile;
}

const finance = profile('Finance', {
  Revenue: `${sigma}/Revenue-2Kx9aFq1`,
  Costs: `${sigma}/Costs-9QpZ0aaB42xy`,
});
const sales = profile('Sales', { Pipeline: `${sigma}/Pipeline-77aBcDeF/`, Revenue: `${sigma}/5GhTzzz1` });
const twins = [profile('Twin', { One: `${sigma}/One-11111111` }), profile('Twin', { Two: `${sigma}/Two-22222222` })];
const idOf = (of: Profile, title: string) => of.workbooks.find((workbook) => workbook.title === title)?.id;

const world = { chosen: '', ready: true, edited: null as string | null, failure: null as Error | null };
let done: string[] = [];
let said: AppError[] = [];
let all: Profile[] = [];

const opened: { id: string; place: LinkPlace }[] = [];
const followed: string[] = [];
let lines: string[] = [];
const titleOf = (id: string) => all.flatMap((one) => one.workbooks).find((workbook) => workbook.id === id)?.title;
const log = {
  info: (...line: unknown[]) => void lines.push(JSON.stringify(line)),
  warn: (...line: unknown[]) => void lines.push(JSON.stringify(line)),
};

const options: OpenByLinkOptions = {
  profiles: { all: () => all },
  chosenIn: () => world.chosen,
  async choose(_window, id) {
    if (world.failure) throw world.failure;
    world.chosen = id;
    done.push(`choose ${all.find((one) => one.id === id)?.name}`);
  },
  isReady: () => world.ready,
  openWorkbook: (id) => void done.push(`open ${titleOf(id)}`),
  openAt(id, _window, place) {
    done.push(`open ${titleOf(id)} at a place`);
    opened.push({ id, place });
  },
  onFollowed: (windowId) => void followed.push(windowId),
  randomUuid: randomUUID,
  onChange: () => undefined,
  editedIn: () => world.edited,
  notices: { addPassing: (error) => void said.push(error) },
  log,
};
const links = createOpenByLink(options);

beforeEach(() => {
  Object.assign(world, { chosen: sales.id, ready: true, edited: null, failure: null });
  all = [finance, sales, ...twins];
  done = [];
  said = [];
  lines = [];
  opened.splice(0);
  followed.splice(0);
  links.windowClosed?.('window-1');
});

const follow = (link: Partial<OpenLink>) =>
  links.open({ profile: null, workbook: null, place: nowhere, ...link }, 'window-1');
const question = () => links.windowState('window-1').linkQuestion;
const here = { windowId: 'window-1', kind: 'viewer' } as const;
const answer = (workbookId: string | null, withValues = true) =>
  links.handlers['links.answer']({ questionId: question()?.questionId ?? randomUUID(), workbookId, withValues }, here);
const paste = (text: string) => links.handlers['links.paste']({ text }, here);
const west = { ...nowhere, controls: { Region: 'West' } };
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
    ['one of the profile on screen', { workbook: 'Pipeline-77aBcDeF' }, ['open Pipeline']],
    ['a document that has an id alone', { profile: 'Sales', workbook: '5GhTzzz1' }, ['open Revenue']],
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

test('a link from outside goes to the window that has its workbook open, and the others stay as they are', async () => {
  const seen: string[] = [];
  const shownIn: string[] = [];
  const several = createOpenByLink({
    ...options,
    windowShowing: (id, windowId) => (titleOf(id) === 'Costs' ? 'window-2' : windowId),
    showWindow: (windowId) => void shownIn.push(windowId),
    onFollowed: (windowId) => void seen.push(windowId),
  });
  const blank = { profile: null, workbook: null, place: nowhere };
  await several.open({ ...blank, workbook: 'Costs' }, 'window-1');
  await several.open({ ...blank, profile: 'Finance', workbook: 'Revenue' }, 'window-1');
  // Of several workbooks the person says which, where they are.
  await several.open({ ...blank, workbook: 'Revenue' }, 'window-1');
  expect([seen, shownIn]).toEqual([['window-2', 'window-1'], ['window-2']]);
  expect(several.windowState('window-1').linkQuestion).not.toBeNull();
});

test('without a window nothing happens', async () => {
  await links.open({ profile: 'Finance', workbook: 'Costs', place: west }, null);
  expect([done, said]).toEqual([[], []]);
});

describe('a link that fits several workbooks', () => {
  test('asks which, the one of the profile on screen first, and opens nothing before', async () => {
    await follow({ workbook: 'Revenue' });
    expect([done, said]).toEqual([[], []]);
    expect(question()?.choices.map(({ profile: name, title }) => [name, title])).toEqual([
      ['Sales', 'Revenue'],
      ['Finance', 'Revenue'],
    ]);
    await answer(idOf(finance, 'Revenue') ?? '');
    expect([done, question(), followed]).toEqual([['choose Finance', 'open Revenue'], null, ['window-1']]);
  });

  test('asks nothing where it names the profile', async () => {
    await follow({ profile: 'Finance', workbook: 'Revenue' });
    expect([done, question()]).toEqual([['choose Finance', 'open Revenue'], null]);
  });
});

describe('a link that brings values', () => {
  test('asks, and opens with them once the person agrees', async () => {
    await follow({ workbook: 'Costs', place: west });
    expect([done, question()?.values]).toEqual([[], [{ name: 'Region', value: 'West' }]]);
    await answer(idOf(finance, 'Costs') ?? '');
    expect(done).toEqual(['open Costs at a place', 'choose Finance']);
    expect(opened[0]?.place).toEqual(west);
  });

  test('opens without them, at its page all the same', async () => {
    await follow({ workbook: 'Costs', place: { ...west, page: 'p1' } });
    await answer(idOf(finance, 'Costs') ?? '', false);
    expect(opened.map(({ place }) => place)).toEqual([{ ...nowhere, page: 'p1' }]);
    await follow({ workbook: 'Costs', place: west });
    await answer(idOf(finance, 'Costs') ?? '', false);
    expect(done.at(-1)).toBe('open Costs');
  });

  test('opens nothing where the person does not want it', async () => {
    await follow({ workbook: 'Costs', place: west });
    await answer(null);
    expect([done, question(), followed]).toEqual([[], null, []]);
  });

  test('takes no answer for another question, nor for a workbook that it does not offer', async () => {
    await follow({ workbook: 'Costs', place: west });
    const other = { questionId: randomUUID(), workbookId: idOf(finance, 'Costs') ?? '', withValues: true };
    await expect(links.handlers['links.answer'](other, here)).rejects.toMatchObject({ code: 'request_refused' });
    expect(question()).not.toBeNull();
    await answer(idOf(sales, 'Pipeline') ?? '');
    expect(done).toEqual([]);
  });

  test('is not put in the place of the question that stands, and leads nowhere meanwhile', async () => {
    await follow({ workbook: 'Costs', place: west });
    const before = question();
    await follow({ workbook: 'Pipeline', place: { ...nowhere, controls: { Region: 'East' } } });
    await follow({ workbook: 'Pipeline' });
    expect([done, question(), said.map(({ values }) => values.reason)]).toEqual([[], before, ['asking', 'asking']]);
  });

  test('is not followed into a workbook that the person began to edit meanwhile', async () => {
    await follow({ workbook: 'Costs', place: west });
    world.edited = 'Pipeline';
    await expect(answer(idOf(finance, 'Costs') ?? '')).rejects.toMatchObject({ values: { reason: 'editing' } });
    expect(done).toEqual([]);
  });

  test('is not followed into a workbook that has gone meanwhile', async () => {
    const id = idOf(finance, 'Costs') ?? '';
    await follow({ workbook: 'Costs', place: west });
    all = [sales];
    await expect(answer(id)).rejects.toMatchObject({ values: { reason: 'notOpened' } });
  });

  test('keeps them until after the sign-in', async () => {
    world.ready = false;
    await follow({ workbook: 'Costs', place: west });
    await answer(idOf(finance, 'Costs') ?? '');
    expect([done.splice(0), opened]).toEqual([['choose Finance'], []]);
    world.ready = true;
    links.grantEvent(adopted);
    expect([done, opened[0]?.place]).toEqual([['open Costs at a place'], west]);
  });

  test('leaves nothing of it in the log', async () => {
    await follow({ workbook: 'Costs', place: west });
    await answer(idOf(finance, 'Costs') ?? '');
    await follow({ workbook: 'Payroll', place: west });
    expect(lines.length).toBeGreaterThan(1);
    expect(lines.join(' ')).not.toMatch(/West|Region|Costs|Payroll|Finance/);
  });
});

test('a link to a page asks nothing, and is shown before its profile is chosen', async () => {
  await follow({ workbook: 'Costs', place: { ...nowhere, page: 'p1' } });
  expect([done, question()]).toEqual([['open Costs at a place', 'choose Finance'], null]);
});

describe('an address that was pasted', () => {
  test.each([
    [`${sigma}/Costs-9QpZ0aaB42xy?:nodeId=p1`, { ...nowhere, page: 'p1' }],
    [`${sigma}/Renamed-9QpZ0aaB42xy/page/p1`, { ...nowhere, page: 'p1' }],
    [
      `https://APP.sigmacomputing.com/acme/workbook/Costs-9QpZ0aaB42xy?:bookmark=b1&:jwt=eyJhbGciOiJIUzI1.eyJzdWIiOiJh.c2ln`,
      { ...nowhere, bookmark: 'b1' },
    ],
    [`${sigma}/Costs-9QpZ0aaB42xy/element/e1`, { ...nowhere, element: 'e1' }],
    [`${sigma}/Costs-9QpZ0aaB42xy/tag/live/page/p1`, { ...nowhere, page: 'p1', tag: 'live' }],
    ['sightglass://open?workbook=Costs&page=p1', { ...nowhere, page: 'p1' }],
  ])('opens the workbook that a profile has: %s', async (text, place) => {
    await paste(text);
    expect([done, opened[0]?.place]).toEqual([['open Costs at a place', 'choose Finance'], place]);
  });

  test('opens it as it is where the address says no more', async () => {
    await paste(`${sigma}/Costs-9QpZ0aaB42xy?:embed=true&:theme=Dark#x`);
    expect(done).toEqual(['choose Finance', 'open Costs']);
  });

  test('asks about the values in it', async () => {
    await paste(`${sigma}/Costs-9QpZ0aaB42xy?Region=West,North`);
    expect([done, question()?.values]).toEqual([[], [{ name: 'Region', value: 'West,North' }]]);
  });

  test('asks which profile, where several have it', async () => {
    all = [finance, sales, profile('Other', { Costs: `${sigma}/Costs-9QpZ0aaB42xy` })];
    await paste(`${sigma}/Costs-9QpZ0aaB42xy`);
    expect(question()?.choices.map(({ profile: name }) => name)).toEqual(['Finance', 'Other']);
  });

  test.each([
    [`${sigma}/Payroll-1a2b3c4d5e6f`, 'unknown'],
    [`https://evil.example/acme/workbook/Costs-9QpZ0aaB42xy`, 'unknown'],
    ['https://app.sigmacomputing.com/embed/1-5XkG0Xb3', 'legacyEmbed'],
    ['https://app.sigmacomputing.com/acme', 'organisationHome'],
    ['https://app.sigmacomputing.com/acme/admin/users', 'notOfAWorkbook'],
    ['https://ada:secret@app.sigmacomputing.com/acme/workbook/Costs-9QpZ0aaB42xy', 'unreadable'],
    [`${sigma}/Costs-9QpZ0aaB42xy/page/..%2Fadmin`, 'characters'],
    [`${sigma}/Costs-9QpZ0aaB42xy?Region=%E2%80%AEtseW`, 'characters'],
    [`${sigma}/Costs-9QpZ0aaB42xy?Region=${'x'.repeat(501)}`, 'values'],
  ])('says why it leads nowhere: %s', async (text, reason) => {
    await expect(paste(text)).rejects.toMatchObject({ code: 'address_not_followed', values: { reason } });
    expect([done, lines]).toEqual([[], []]);
  });

  test('that is a link of ours, and a wrong one, is refused as one', async () => {
    await expect(paste('sightglass://import?file=x')).rejects.toMatchObject({ code: 'open_link_refused' });
  });
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
