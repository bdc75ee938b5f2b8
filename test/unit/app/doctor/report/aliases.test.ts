import { describe, expect, test } from 'vitest';
import { createAliases } from '../../../../../src/main/app/doctor/report/aliases.ts';

describe('a name', () => {
  test('has one number, however it is written', () => {
    const aliases = createAliases();
    expect(aliases.of('Profile', 'Finance')).toBe('Profile 1');
    expect(aliases.of('Profile', 'Sales')).toBe('Profile 2');
    expect(aliases.of('Workbook', ' finance ')).toBe('Profile 1');
    expect(aliases.hide('FINANCE, finance and Sales')).toBe('Profile 1, Profile 1 and Profile 2');
  });

  test('is found as a whole, and not inside of other words', () => {
    const aliases = createAliases();
    aliases.of('Profile', 'art');
    aliases.of('Profile', 'art (old)');
    expect(aliases.hide('start art, art (old), party_art')).toBe('start Profile 1, Profile 2, party_Profile 1');
  });

  test('is found where no spaces part words', () => {
    const aliases = createAliases();
    aliases.of('Workbook', '売上');
    expect(aliases.hide('売上レポートを開けません')).toBe('Workbook 1レポートを開けません');
  });

  test('that is a word of products, or a single letter, has a number and stays a word', () => {
    const aliases = createAliases();
    expect([aliases.of('Profile', 'Databricks'), aliases.of('Team', 'A')]).toEqual(['Profile 1', 'Team 1']);
    const text = 'http://localhost:3000/auth/databricks/callback A databricks';
    expect(aliases.hide(text)).toBe(text);
  });

  test('may hold what means something in an expression', () => {
    const aliases = createAliases();
    for (const name of ['a+b', 'c[1]', 'd|e', 'f\\g', '$h^', 'x-y', '{z}']) aliases.of('Team', name);
    expect(aliases.hide('a+b c[1] d|e f\\g $h^ x-y {z} aab')).toBe(
      'Team 1 Team 2 Team 3 Team 4 Team 5 Team 6 Team 7 aab',
    );
  });
});

describe('a host', () => {
  test('is learned from addresses, and from fields that hold nothing else', () => {
    const aliases = createAliases();
    aliases.learn({
      url: 'https://user@one.example:8443/path',
      proxy: '10.1.2.3:3128',
      hosts: ['two.example'],
      file: 'a.json',
    });
    expect(aliases.hide('one.example:8443 10.1.2.3:3128 two.example a.json')).toBe(
      'host-1:8443 host-2:3128 host-3 a.json',
    );
  });

  test('of this computer says nothing, and stays', () => {
    const aliases = createAliases();
    const text = 'http://localhost:3000/x http://127.0.0.1:1/ http://[::1]:2/';
    aliases.learn({ url: text, host: '127.0.0.1' });
    expect(aliases.hide(text)).toBe(text);
  });

  test('in a text that comes late is hidden too', () => {
    const aliases = createAliases();
    expect(aliases.hide('see https://late.example/x or mail ada@late.example')).toBe(
      'see https://host-1/x or mail Person 1',
    );
  });
});

test('names of fields stay, at every depth', () => {
  const aliases = createAliases();
  aliases.of('Profile', 'name');
  expect(aliases.hideAll({ name: ['name', { name: 'a name', count: 1, none: null }] })).toEqual({
    name: ['Profile 1', { name: 'a Profile 1', count: 1, none: null }],
  });
});
