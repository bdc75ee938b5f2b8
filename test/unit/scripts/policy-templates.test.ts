/** The templates of each system say what the schema says; `npm run docs` writes them. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { policyExample, policyWords } from '../../../scripts/policy-templates.mjs';
import { parsePolicy, policyKeys } from '../../../src/main/settings/policy/policy.ts';

const root = join(import.meta.dirname, '../../..');
const read = (file: string) => readFileSync(join(root, 'build/policy', file), 'utf8');
const keys = Object.keys(policyKeys).toSorted();
const all = (text: string, pattern: RegExp) => [...text.matchAll(pattern)].map(([, found = '']) => found);

describe('the keys of a policy', () => {
  test('have words and an example each, and every example is understood', () => {
    expect(Object.keys(policyWords).toSorted()).toEqual(keys);
    expect(parsePolicy(policyExample)).toEqual({ isManaged: true, values: policyExample, notUnderstood: [] });
    expect(Object.keys(policyExample).toSorted()).toEqual(keys);
  });

  test('say what their strictest value is, as the rule has it', () => {
    for (const [key, { strictest }] of Object.entries(policyKeys)) {
      const words = policyWords[key as keyof typeof policyWords].strictest;
      for (const value of Object.values(strictest)) {
        if (typeof value !== 'boolean') expect(words, key).toContain(String(value));
      }
    }
  });
});

describe('the templates for group policy', () => {
  const admx = read('sightglass.admx');
  const adml = read('en-US/sightglass.adml');

  test('have a policy for each key, at the place that is read', () => {
    expect(all(admx, /<policy name="(\w+)"/g).toSorted()).toEqual(keys);
    expect(new Set(all(admx, / key="([^"]+)"/g))).toEqual(new Set(['Software\\Policies\\Sightglass']));
    expect(all(admx, /valueName="(\w+)"/g).toSorted()).toEqual(keys);
  });

  test('offer only values that are understood', () => {
    for (const element of admx.split('<policy name="').slice(1)) {
      const key = /^\w+/.exec(element)?.[0] ?? '';
      const offered = [
        ...all(element, /<string>([^<]+)<\/string>/g),
        ...all(element, /(?:min|max)Value="(\d+)"/g).map(Number),
        ...all(element, /<decimal value="(\d)"/g).map((digit) => digit === '1'),
      ];
      for (const value of offered) expect(parsePolicy({ [key]: value }).notUnderstood, `${key} ${value}`).toEqual([]);
    }
  });

  test('find every text and every field that they refer to', () => {
    const strings = all(adml, /<string id="(\w+)"/g);
    for (const name of all(admx, /\$\(string\.(\w+)\)/g)) expect(strings).toContain(name);
    const fields = all(adml, /<presentation id="(\w+)"/g);
    const wanted = all(admx, /\$\(presentation\.(\w+)\)/g);
    expect(fields.toSorted()).toEqual(wanted.toSorted());
    expect(all(adml, /refId="(\w+)"/g).toSorted()).toEqual(wanted.toSorted());
  });
});

test('the profile for macOS sets every key of the domain that is read', () => {
  const profile = read('sightglass.mobileconfig');
  const settings = all(profile, /<key>(\w+)<\/key>/g).filter((key) => !key.startsWith('Payload'));
  expect(settings.toSorted()).toEqual(keys);
  expect(profile).toContain('<string>com.sightglass.viewer</string>');
});
