/** What a rule for an action may say, and what the values of an action can make of it. */
import { describe, expect, test } from 'vitest';
import { ActionRule, AddressTemplate, filledAddress, filledControls } from '../../../../src/shared/profile/actions.ts';
import { ProfileDraft } from '../../../../src/shared/profile/profile.ts';
import { newDraft } from '../../../support/profiles.ts';

const faultOf = (template: string) => AddressTemplate.safeParse(template).error?.issues[0]?.message ?? null;

describe('the address of a rule', () => {
  test.each([
    'https://crm.example.com/orders/{order}',
    'https://crm.example.com/?q={zip}&b={borough}#{zip}',
    'HTTPS://crm.example.com:8443/a',
    'https://crm.example.com?{query}',
  ])('may be %s', (template) => {
    expect(faultOf(template)).toBeNull();
  });

  test.each([
    ['http://crm.example.com/{order}', 'notHttps'],
    ['sightglass://frame/{order}', 'notHttps'],
    ['javascript:alert({x})', 'notHttps'],
    ['https://{host}/orders', 'placeholderInHost'],
    ['https://crm.{domain}/orders', 'placeholderInHost'],
    ['https://crm.example.com{rest}', 'placeholderInHost'],
    ['https://crm.example.com:{port}/', 'notHttps'],
    ['https://{user}@crm.example.com/', 'placeholderInHost'],
    ['https:///{host}/orders', 'placeholderInHost'],
    ['https://\\{host}/orders', 'placeholderInHost'],
    ['https://ada:secret@crm.example.com/', 'notHttps'],
    ['https://crm.example.com/{order', 'placeholderOpen'],
    ['https://crm.example.com/{}', 'placeholderOpen'],
    ['https://', 'notHttps'],
    ['', 'missing'],
  ])('may not be %s', (template, fault) => {
    expect(faultOf(template)).toBe(fault);
  });

  test('takes each value as a text that cannot leave its place', () => {
    const template = 'https://crm.example.com/orders/{order}?note={note}';
    expect(filledAddress(template, { order: 17, note: 'a&b=c#d' })).toBe(
      'https://crm.example.com/orders/17?note=a%26b%3Dc%23d',
    );
    expect(filledAddress(template, { order: 'a..b/admin?x#y@evil.example', note: null })).toBe(
      'https://crm.example.com/orders/a..b%2Fadmin%3Fx%23y%40evil.example?note=',
    );
    expect(filledAddress(template, { order: ['a', 'b'], note: '{order}' })).toBe(
      'https://crm.example.com/orders/a%2Cb?note=%7Border%7D',
    );
    expect(filledAddress(template, { order: '\ud800', note: '' })).toBe(
      'https://crm.example.com/orders/%EF%BF%BD?note=',
    );
  });

  test('is no address when a value is missing, leads out of its path, or makes it too long', () => {
    const template = 'https://crm.example.com/orders/{order}/lines';
    expect(filledAddress(template, { other: 1 })).toBeNull();
    expect(filledAddress('https://crm.example.com/{toString}', {})).toBeNull();
    expect(filledAddress(template, { order: '..' })).toBeNull();
    expect(filledAddress('https://crm.example.com/orders/{order}', { order: '.' })).toBeNull();
    expect(filledAddress('https://crm.example.com/find?q=/{order}', { order: '.' })).toBe(
      'https://crm.example.com/find?q=/.',
    );
    // A server may decode the path before it looks for such parts.
    for (const order of ['../admin', 'a/..', 'a/../../admin', '..\\admin', 'a\\..\\b'])
      expect(filledAddress(template, { order })).toBeNull();
    expect(filledAddress('https://crm.example.com/orders?at={order}', { order: '../admin' })).toContain('..%2Fadmin');
    expect(filledAddress(template, { order: 'x'.repeat(5_000) })).toBeNull();
    for (const name of ['__proto__', 'constructor', 'hasOwnProperty'])
      expect(filledAddress(`https://crm.example.com/{${name}}`, {})).toBeNull();
    expect(filledAddress('https://crm.example.com/{__proto__}', JSON.parse('{"__proto__":"a"}'))).toBe(
      'https://crm.example.com/a',
    );
    expect(filledAddress('https:///{host}/a', { host: 'evil.example' })).toBeNull();
  });
});

test('values go into controls as they are, and one that is missing stops the rule', () => {
  const controls = [
    { control: 'Borough', value: '{borough}' },
    { control: 'Kind', value: 'all of {zip}' },
  ];
  expect(filledControls(controls, { borough: 'Queens & {zip}', zip: 11_371 })).toEqual({
    Borough: 'Queens & {zip}',
    Kind: 'all of 11371',
  });
  expect(filledControls(controls, { zip: 1 })).toBeNull();
});

describe('the rules of a profile', () => {
  const url = newDraft.workbooks[0]?.url ?? '';
  const address: ActionRule = { kind: 'address', action: 'open', address: 'https://crm.example.com/' };
  const workbook: ActionRule = { kind: 'workbook', action: 'go', workbook: url, controls: [] };
  const faults = (actions: ActionRule[]) =>
    ProfileDraft.safeParse({ ...newDraft, actions }).error?.issues.map(({ path, message }) => [
      path.join('.'),
      message,
    ]);

  test('may be for a page and for a workbook of the profile', () => {
    expect(faults([address, workbook])).toBeUndefined();
    expect(ProfileDraft.parse(newDraft)).not.toHaveProperty('actions');
  });

  test('are one for each action, and lead to no workbook that the profile does not have', () => {
    expect(faults([address, { ...workbook, action: 'open' }])).toEqual([['actions.1.action', 'actionTwice']]);
    expect(faults([{ ...workbook, workbook: `${url}/other` }])).toEqual([['actions.0.workbook', 'noSuchWorkbook']]);
    expect(faults(Array.from({ length: 33 }, (_, index) => ({ ...address, action: `open ${index}` })))).toEqual([
      ['actions', 'tooMany'],
    ]);
  });

  test('say nothing that they are not asked for', () => {
    expect(ActionRule.parse({ ...address, run: 'calc.exe' })).toEqual(address);
  });
});
