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

describe('however it is written', () => {
  const written = (name: string, kind: 'Workbook' | 'Person' = 'Workbook') => {
    const aliases = createAliases();
    aliases.of(kind, name);
    return (text: string) => aliases.hide(text);
  };

  test.each([
    ['percent-encoded', 'Sales%20%26%20%22Q3%22'],
    ['percent-encoded twice', 'Sales%2520%2526%2520%2522Q3%2522'],
    ['in a form', 'Sales+%26+%22Q3%22'],
    ['in JSON in a text', 'Sales & \\"Q3\\"'],
    ['in HTML', 'Sales &amp; &quot;Q3&quot;'],
    ['behind an escape', '%2FSales%20%26%20%22Q3%22'],
  ])('a name is hidden: %s', (_, text) => {
    expect(written('Sales & "Q3"')(`x ${text} y`)).not.toMatch(/Sales|Q3/);
  });

  test.each([
    'Été 7',
    '%C3%89t%C3%A9%207',
    '\\u00c9t\\u00e9 7',
    'E\u0301te\u0301 7',
    '\\nÉté 7',
    'x%3D%C3%89t%C3%A9%207',
  ])('letters with marks: %s', (text) => {
    expect(written('Été 7')(text)).toMatch(/Workbook 1$/);
  });

  test.each([
    'jörg.müller@firma.de',
    'ada%40example.com',
    'ada%2540example.com',
    'ada\\u0040example.com',
    'user=ada@example.com',
    "'ada@example.com'",
    '/people/ada@example.com',
  ])('an address of mail: %s', (text) => {
    const aliases = createAliases();
    expect(aliases.hide(`to ${text}!`)).toMatch(/^to \W*(?:user=|people\/)?Person 1'?!$/);
  });

  test('an address of mail has one number in all of its forms', () => {
    const aliases = createAliases();
    expect(aliases.hide('ada@example.com login_hint=ada%40example.com user=ada@example.com')).toBe(
      'Person 1 login_hint=Person 1 user=Person 1',
    );
  });

  test.each([
    'getaddrinfo ENOTFOUND db.corp.internal',
    'connect ECONNREFUSED 10.1.2.3:443',
    'connect ETIMEDOUT fd00:1::2:443',
    "altnames: Host: db.corp.internal. is not in the cert's altnames: DNS:*.corp.internal, IP Address:10.1.2.3",
    'redirect=https%3A%2F%2Fdb.corp.internal%2Fx',
    '{"url":"https:\\/\\/db.corp.internal\\/x"}',
    'proxy http://ada:x@db.corp.internal:3128',
  ])('a host: %s', (text) => {
    expect(createAliases().hide(text)).not.toMatch(/corp|10\.1|fd00/);
  });

  test('who somebody is at a proxy', () => {
    const text = 'http://ada.l@proxy:1 ada.l http://[redacted]@proxy:1';
    expect(createAliases().hide(text)).toBe('http://Person 1@host-1:1 Person 1 http://[redacted]@host-1:1');
  });

  test('versions are no hosts', () => {
    const text = '33.4.11 130.0.6723.191 10.0.22631.4169 v1.2.3.4567 ENOENT a.json';
    expect(createAliases().hide(text)).toBe(text);
  });

  test.each([
    ['C:\\Users\\Ada L', 'C:\\Users\\Ada L\\x', '~\\x'],
    ['C:\\Users\\Ada L', 'C:\\\\Users\\\\Ada L\\\\x', '~\\\\x'],
    ['C:\\Users\\Ada L', 'file:///C:/Users/Ada%20L/x', 'file:///~/x'],
    ['C:\\Users\\Ada L', 'C%3A%5CUsers%5CAda%20L', '~'],
    ['C:\\Users\\Ada L', 'C:\\Users\\ADAL~1\\Temp', 'C:\\Users\\Person 1\\Temp'],
    ['/home/jörg', '/home/j%C3%B6rg/x', '~/x'],
    ['/home/jörg', '%2Fhome%2Fj%C3%B6rg', '~'],
    ['/Users/jörg', '/Users/jo\u0308rg/x', '~/x'],
    ['/home/ada', '/home/bob/x and /home/bob', '/home/Person 1/x and /home/Person 1'],
    ['/home/ada', '/Users/Shared/x', '/Users/Shared/x'],
  ])('the folder of a person, %s: %s', (home, text, hidden) => {
    const aliases = createAliases();
    aliases.as(home, '~');
    expect(aliases.hide(text)).toBe(hidden);
  });

  test('a long line without an end is read once, and not from each of its letters anew', () => {
    const aliases = createAliases();
    aliases.of('Person', 'ada');
    for (const piece of ['a.', '%25', 'a@', 'http://', '\\u00', '/home/', '1.', ':', 'DNS:', 'ECONN']) {
      const text = piece.repeat(100_000 / piece.length);
      expect(aliases.hide(`${text} ada`)).toMatch(/ Person 1$/);
    }
  });
});

test('names of fields stay, at every depth, but those that hold whom they are about', () => {
  const aliases = createAliases();
  aliases.of('Profile', 'name');
  expect(aliases.hideAll({ name: ['name', { name: 'a name', count: 1, none: null }] })).toEqual({
    name: ['Profile 1', { name: 'a Profile 1', count: 1, none: null }],
  });
  expect(aliases.hideAll({ 'ada@example.com': 1 })).toEqual({ 'Person 1': 1 });
});
