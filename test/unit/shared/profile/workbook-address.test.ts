/** Addresses as browsers show them, taken apart into document, place, parameters and control values. */
import { describe, expect, test } from 'vitest';
import { addressOf, controlsOf, parametersOf, unsignedUrl } from '../../../../src/shared/profile/embed-parameters.ts';
import {
  addressFault,
  documentOf,
  takeApart,
  titleFromAddress,
  withFound,
} from '../../../../src/shared/profile/workbook-address.ts';
import { hideable, usualOptions, WorkbookOptions } from '../../../../src/shared/profile/workbook-options.ts';

const host = 'https://app.sigmacomputing.com';
const trips = `${host}/acme/workbook/Trips-6w2cUiJlvQeG1rI5`;
const foundIn = (address: string) => takeApart(address)?.found;
const droppedFrom = (address: string) => takeApart(address)?.dropped.map(({ reason, name }) => `${reason} ${name}`);
const nothing = { hide: {}, controls: [] };

describe('the address of a document', () => {
  test.each<[string, string, object, string[]]>([
    ['as it is', trips, {}, []],
    ['with a slash at its end', `${trips}/`, {}, []],
    ['with doubled slashes', `${host}//acme//workbook//Trips-6w2cUiJlvQeG1rI5//page//p1`, { page: 'p1' }, []],
    ['at a page', `${trips}/page/p1`, { page: 'p1' }, []],
    ['at an element', `${trips}/element/e1`, { element: 'e1' }, []],
    ['of a version', `${trips}/tag/QA%20Testing`, { tag: 'QA Testing' }, []],
    ['at a page of a version', `${trips}/tag/Prod/page/p1`, { tag: 'Prod', page: 'p1' }, []],
    ['in edit mode', `${trips}/edit`, {}, ['edit /edit']],
    ['at a page in edit mode', `${trips}/page/p1/edit`, { page: 'p1' }, ['edit /edit']],
    ['with what nobody knows behind it', `${trips}/page/p1/sparkle`, { page: 'p1' }, ['path /sparkle']],
    ['at no page in particular', `${trips}/page`, {}, ['path /page']],
    ['at a page of the browser’s address bar', `${trips}?:nodeId=p1`, { page: 'p1' }, []],
    ['with a mark behind it', `${trips}#top`, {}, ['fragment #']],
    ['with an empty query', `${trips}?`, {}, []],
    ['at an element of a page', `${trips}/page/p1/element/e1`, { element: 'e1' }, ['otherPlace /page']],
    ['of two versions', `${trips}/tag/QA/tag/Prod`, { tag: 'Prod' }, ['otherPlace /tag']],
    ['as a view of the browser', `${trips}/explore/k1`, {}, ['path /explore', 'path /k1']],
    ['with marks that turn the direction of text', `${trips}/%E2%80%AEnoitarolpxe`, {}, ['path /noitarolpxe']],
  ])('%s', (_what, address, found, dropped) => {
    expect(takeApart(address)).toMatchObject({
      url: address === `${trips}/` ? trips : trips,
      found: { ...nothing, ...found },
    });
    expect(foundIn(address)).toEqual({ ...nothing, ...found });
    expect(droppedFrom(address)).toEqual(dropped);
  });

  test.each([
    `${host}/workbook/6w2cUiJlvQeG1rI5`,
    `${host}/acme/report/Monthly-3f9LkQzP0aB`,
    `${host}/acme/workbook/Trips/6w2cUiJlvQeG1rI5`,
    `${host}/acme/workbook/Caf%C3%A9-%231-6w2cUiJlvQeG1rI5`,
    'http://localhost:3000/acme/workbook/Trips-1',
    `${host}/workbook/workbook/Trips-1`,
  ])('%s is taken whole, and so is a page of it', (address) => {
    expect(takeApart(address)).toEqual({ url: address, found: nothing, dropped: [] });
    expect(takeApart(`${address}/page/p1?Region=West`)).toEqual({
      url: address,
      found: { hide: {}, page: 'p1', controls: [{ id: 'Region', value: 'West' }] },
      dropped: [],
    });
  });

  test('of no kind that is known keeps its path', () => {
    expect(takeApart('https://sigma.example/w/page/1?Region=West')).toEqual({
      url: 'https://sigma.example/w/page/1',
      found: { hide: {}, controls: [{ id: 'Region', value: 'West' }] },
      dropped: [],
    });
  });

  test.each([
    '',
    'trips',
    'app.sigmacomputing.com/acme',
    'javascript:alert(1)',
    'file:///etc/passwd',
    'https://a:b@c/d',
  ])('%j is none', (text) => {
    expect(takeApart(text)).toBeNull();
  });

  test('longer than any is none', () => {
    expect(takeApart(`${trips}?a=${'x'.repeat(40_000)}`)).toBeNull();
  });
});

describe('the query of an address', () => {
  test('becomes control values, in order, with whatever is in them', () => {
    expect(
      foundIn(`${trips}?Region=West,North&Customer%20Id=merchant+1&empty=&bare&%E5%9C%B0=%26%23%2B%25&q=a=b`)?.controls,
    ).toEqual([
      { id: 'Region', value: 'West,North' },
      { id: 'Customer Id', value: 'merchant 1' },
      { id: 'empty', value: '' },
      { id: 'bare', value: '' },
      { id: '地', value: '&#+%' },
      { id: 'q', value: 'a=b' },
    ]);
  });

  test('keeps apart a comma between values and one within a value', () => {
    expect(foundIn(`${trips}?Customer=Smith%2C%20John,Doe`)?.controls).toEqual([
      { id: 'Customer', value: 'Smith\\, John,Doe' },
    ]);
  });

  test('that cannot be decoded is taken as it stands', () => {
    expect(foundIn(`${trips}?a%ZZ=100%&b=%E0%A4%A`)?.controls).toEqual([
      { id: 'a%ZZ', value: '100%' },
      { id: 'b', value: '%E0%A4%A' },
    ]);
  });

  test('that names a control twice counts the last time, and says so', () => {
    expect(foundIn(`${trips}?a=1&b=2&a=3`)?.controls).toEqual([
      { id: 'b', value: '2' },
      { id: 'a', value: '3' },
    ]);
    expect(droppedFrom(`${trips}?a=1&b=2&a=3`)).toEqual(['repeated a']);
  });

  test('of the source of a page is one like any other', () => {
    expect(takeApart(`${trips}?:embed=true&amp;:nodeId=p1&amp;Region=West`)).toEqual({
      url: trips,
      found: { hide: {}, page: 'p1', controls: [{ id: 'Region', value: 'West' }] },
      dropped: [],
    });
  });

  // Made up, and signed by nobody.
  const token = 'eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiJhbmEifQ.c2lnbmF0dXJl';
  test.each([
    `?:jwt=${token}`,
    `?jwt=${token}`,
    `?:jwt%3D${token}`,
    `?%3Ajwt=${token}`,
    `&:embed=true&:jwt=${token}`,
    `?next=${encodeURIComponent(`${trips}?:jwt=${token}`)}`,
    `?${token}`,
    `/page/p1/${token}`,
    `/page/${token}`,
    `?:theme=${token}`,
    `?Region=West,${token}`,
    `#:jwt=${token}`,
  ])('a token goes no further, whatever its place: %s', (behind) => {
    const taken = takeApart(trips + behind);
    expect(taken?.url).toBe(trips);
    expect(JSON.stringify(taken)).not.toMatch(/eyJhbGci|eyJzdWIi|c2lnbmF0/);
    expect(taken?.dropped.map(({ reason }) => reason)).toContain(behind.startsWith('#') ? 'fragment' : 'token');
  });

  test('of an embed becomes its options', () => {
    const parameters = [
      ':embed=true',
      ':menu_position=bottom',
      ':hide_menu=false',
      ':hide_save_as=true',
      ':theme=Surface',
      ':lng=pt-BR',
      ':lng_variant=formal',
      ':bookmark=b1',
      ':responsive_height=false',
      '%3AnodeId=p1',
      'Region=West',
    ];
    expect(takeApart(`${trips}?${parameters.join('&')}`)).toEqual({
      url: trips,
      found: {
        hide: { menu: false, save_as: true },
        menuPosition: 'bottom',
        theme: 'Surface',
        language: 'pt-BR',
        languageVariant: 'formal',
        bookmark: 'b1',
        page: 'p1',
        controls: [{ id: 'Region', value: 'West' }],
      },
      dropped: [],
    });
  });

  test.each<[string, string]>([
    [':jwt=eyJhbGciOi.secret.secret', 'token :jwt'],
    [':explore=k1', 'exploration :explore'],
    [':responsive_height=true', 'height :responsive_height'],
    [':hide_menu=yes', 'unusable :hide_menu'],
    [':menu_position=Top', 'unusable :menu_position'],
    [':theme=', 'unusable :theme'],
    [':lng_variant=formal', 'unusable :lng_variant'],
    [':sparkle=1', 'unknown :sparkle'],
    [':constructor=1', 'unknown :constructor'],
    [':=1', 'unknown :'],
  ])('%s is left out and named, without its value', (query, dropped) => {
    expect(foundIn(`${trips}?${query}`)).toEqual(nothing);
    expect(droppedFrom(`${trips}?${query}`)).toEqual([dropped]);
    expect(JSON.stringify(takeApart(`${trips}?${query}`))).not.toContain('secret');
  });

  test('selects nothing besides a page that the path names already', () => {
    expect(foundIn(`${trips}/element/e1?:nodeId=p1`)).toEqual({ ...nothing, element: 'e1' });
    expect(droppedFrom(`${trips}/page/p1?:nodeId=e1`)).toEqual(['otherPlace :nodeId']);
  });
});

describe('what was found', () => {
  test('takes the place of what was set, and leaves the rest', () => {
    const options = WorkbookOptions.parse({
      hide: ['menu', 'send'],
      element: 'e1',
      tag: 'Prod',
      language: { kind: 'sigma' },
      controls: [
        { id: 'a', value: '1' },
        { id: 'b', value: '2' },
      ],
    });
    const { found } = takeApart(`${trips}/page/p1?:hide_menu=false&:hide_tooltip=true&:theme=Dark&b=3&c=4`) ?? {
      found: nothing,
    };
    expect(withFound(options, found)).toEqual({
      ...options,
      hide: ['send', 'tooltip'],
      page: 'p1',
      element: null,
      theme: { kind: 'named', name: 'Dark' },
      controls: [
        { id: 'a', value: '1' },
        { id: 'b', value: '3' },
        { id: 'c', value: '4' },
      ],
    });
    expect(withFound(options, nothing)).toEqual(options);
    expect(withFound({ ...options, page: 'p9', element: null }, { ...nothing, element: 'e2' })).toMatchObject({
      page: null,
      element: 'e2',
    });
  });

  test('makes the address that it was found in', () => {
    const options = WorkbookOptions.parse({
      menuPosition: 'bottom',
      hide: hideable.filter((part) => part !== 'menu'),
      theme: { kind: 'named', name: 'Dark & calm' },
      language: { kind: 'named', tag: 'de', variant: 'sie' },
      page: 'p 1/2',
      tag: 'QA',
      bookmark: 'b1',
      controls: [
        { id: 'Région', value: 'Smith\\, John,Doe & Söhne #+%' },
        { id: 'Dates', value: 'min:2016-01-01,max:2016-02-01' },
      ],
    });
    const address = unsignedUrl({ url: trips, options }, { theme: null, language: null });
    const taken = takeApart(address);
    expect(taken?.dropped).toEqual([]);
    expect(taken?.url).toBe(trips);
    expect(withFound(usualOptions, taken?.found ?? nothing)).toEqual(options);
  });

  test('of any address whatever makes an address that can be taken apart again', () => {
    const alphabet = [
      '/',
      '?',
      '&',
      '=',
      ':',
      '%',
      '+',
      ',',
      '\\',
      '#',
      'a',
      'é',
      'page',
      'tag',
      'edit',
      ':theme',
      '%2C',
      '..',
    ];
    let seed = 11;
    const random = (below: number) => {
      seed = (seed * 48_271) % 2_147_483_647;
      return seed % below;
    };
    for (let round = 0; round < 2_000; round += 1) {
      const tail = Array.from({ length: random(14) }, () => alphabet[random(alphabet.length)]).join('');
      const taken = takeApart(`${trips}/${tail}`);
      if (!taken) throw new Error(`not an address: ${tail}`);
      const options = withFound(usualOptions, taken.found);
      // What the schema refuses is said in the form; what it takes has to come back.
      if (!WorkbookOptions.safeParse(options).success) continue;
      const parsed = WorkbookOptions.parse(options);
      const again = takeApart(unsignedUrl({ url: taken.url, options: parsed }, { theme: null, language: null }));
      expect(withFound(usualOptions, again?.found ?? nothing), tail).toEqual(parsed);
      expect(addressOf({ url: taken.url, options: parsed }, {})).toMatch(/^https:\/\/app\.sigmacomputing\.com\/acme\//);
      expect(controlsOf(parsed, {})).toEqual(parsed.controls);
      expect(parametersOf(parsed, {}, { theme: null, language: null }).menu_position).toBe('top');
    }
  });
});

describe('two addresses', () => {
  test.each([
    `${trips}/page/p1?Region=West`,
    `${host}/acme/workbook/Renamed-6w2cUiJlvQeG1rI5`,
    `${host}/acme/workbook/Trips/6w2cUiJlvQeG1rI5`,
    `${host}/workbook/6w2cUiJlvQeG1rI5`,
    trips.replace('app.sigma', 'APP.Sigma'),
  ])('of one document are of the same: %s', (address) => {
    expect(documentOf(address)).toBe(documentOf(trips));
  });

  test.each([
    `${host}/acme/workbook/Trips-7w2cUiJlvQeG1rI5`,
    trips.replace('app.', 'aws-api.'),
    `${host}/acme/workbook/Trips`,
    `${host}/acme`,
    'nothing',
  ])('of two are not: %s', (address) => {
    expect(documentOf(address)).not.toBe(documentOf(trips));
  });

  test('without an id differ by their names', () => {
    expect(documentOf(`${host}/acme/workbook/Trips-1`)).not.toBe(documentOf(`${host}/acme/workbook/Fares-1`));
  });
});

describe('an address that opens nothing', () => {
  test.each<[string, ReturnType<typeof addressFault>]>([
    [`${host}/embed/1-4hVQqGwDEKb`, 'legacyEmbed'],
    [`${host}/acme/embed/1-4hVQqGwDEKb`, 'legacyEmbed'],
    [`${host}/acme`, 'organisationHome'],
    [`${host}/acme/`, 'organisationHome'],
    [`${host}/acme/home`, 'organisationHome'],
    [`${host}/acme/ask`, 'organisationHome'],
    [`${host}/workbook`, 'organisationHome'],
    [trips, null],
    [`${host}/embed/workbook/Trips-1`, null],
    [`${host}/workbook/embed`, null],
    ['https://sigma.example/some/where/else', null],
    ['no address', null],
    [`${host}/`, null],
  ])('%s: %s', (address, fault) => {
    expect(addressFault(address)).toBe(fault);
  });
});

describe('what a document is called', () => {
  test('holds nothing that nobody sees', () => {
    expect(titleFromAddress(`${host}/acme/workbook/%E2%80%AEspirT-%00a-6w2cUiJlvQeG1rI5`)).toBe('spirT a');
  });

  test.each<[string, string | null]>([
    [trips, 'Trips'],
    [`${trips}/page/p1?Region=West`, 'Trips'],
    [`${host}/acme/workbook/Use-Case-Databricks-with-OAuth-6w2cUiJlvQeG1rI5/`, 'Use Case Databricks with OAuth'],
    [`${host}/acme/workbook/Caf%C3%A9-Z%C3%BCrich-6w2cUiJlvQeG1rI5`, 'Café Zürich'],
    [`${host}/acme/workbook/Use-Case/6w2cUiJlvQeG1rI5`, 'Use Case'],
    [`${host}/acme/report/Monthly-3f9LkQzP0aB/edit`, 'Monthly'],
    [`${host}/workbook/6w2cUiJlvQeG1rI5`, null],
    [`${host}/acme/workbook/Trips`, 'Trips'],
    [`${host}/acme/workbook/Trips%E2%80%AEdlog-6w2cUiJlvQeG1rI5`, 'Tripsdlog'],
    ['no address', null],
  ])('%s: %s', (address, title) => {
    expect(titleFromAddress(address)).toBe(title);
  });
});
