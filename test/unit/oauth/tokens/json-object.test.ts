import { expect, test } from 'vitest';
import { parseJsonObject } from '../../../../src/main/oauth/tokens/json-object.ts';

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
