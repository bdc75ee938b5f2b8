import { expect, test } from 'vitest';
import { parseJson, parseJsonObject, readMember } from '../../../../src/main/oauth/tokens/json-object.ts';

test.each([
  ['{}', {}],
  [' {"a": 1, "b": {"a": 2, "c": [{"a": 3}, {"a": 4}]}} ', { a: 1, b: { a: 2, c: [{ a: 3 }, { a: 4 }] } }],
  ['{"a":"}\\":{", "b":":"}', { a: '}":{', b: ':' }],
  ['{"a":1,"A":2}', { a: 1, A: 2 }],
])('%s is an object', (text, value) => {
  expect(parseJsonObject(text)).toEqual(value);
});

test.each([
  '',
  '[]',
  'null',
  '"a"',
  '7',
  '{"a":1',
  '{"a":1}{}',
  '{"a":1,"a":1}',
  '{"a":1,"\\u0061":2}',
  '{"b":[{"x":1}],"a":1,"b":2}',
])('%s is not, or reads differently to different readers', (text) => {
  expect(parseJsonObject(text)).toBeNull();
});

test.each<[string, unknown]>([
  ['null', undefined],
  ['{"a":null,"b":{"c":null,"d":[null,1,null]},"e":"null"}', { b: { d: [1] }, e: 'null' }],
  ['[null,{"a":null},[null]]', [{}, []]],
  ['{"a":0,"b":"","c":false,"d":[]}', { a: 0, b: '', c: false, d: [] }],
  ['{', undefined],
  ['<html>', undefined],
  ['', undefined],
])('in %s, null is not there', (text, value) => {
  expect(parseJson(text)).toStrictEqual(value);
});

test('what is nested deeper than anything reads is no JSON', () => {
  expect(parseJson(`${'['.repeat(400_000)}${']'.repeat(400_000)}`)).toBeUndefined();
});

test('a member that is null is still named: twice is twice', () => {
  expect(parseJsonObject('{"a":null,"b":1}')).toEqual({ b: 1 });
  expect(parseJsonObject('{"a":null,"a":1}')).toBeNull();
  expect(readMember('{"a":null}', 'a')).toBeUndefined();
  expect(readMember('{"a":null,"a":1}', 'a')).toBeUndefined();
});
