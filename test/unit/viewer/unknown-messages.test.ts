import { expect, test } from 'vitest';
import { createUnknownMessages } from '../../../src/main/viewer/unknown-messages.ts';

function setUp() {
  const told: unknown[] = [];
  return { told, unknown: createUnknownMessages({ info: (event, fields) => void told.push([event, fields]) }) };
}
const line = (why: string, type: string | null, field: string | null = null) => [
  'guest.message-unknown',
  { why, type, field },
];

test('a message that is not known is told once, by its name', () => {
  const { told, unknown } = setUp();
  for (let time = 0; time < 3; time += 1) unknown.takeDropped({ type: 'workbook:future:onchange', why: 'unknown' });
  unknown.takeDropped({ type: 'workbook:loaded', why: 'too-large' });
  expect(told).toEqual([line('unknown', 'workbook:future:onchange'), line('too-large', 'workbook:loaded')]);
});

test('a field that is not known is told once, and those that are known never', () => {
  const { told, unknown } = setUp();
  unknown.takeFields({ type: 'workbook:dataloaded', future: { of: 1 } });
  unknown.takeFields({ type: 'workbook:dataloaded', future: 2 });
  unknown.takeFields({ type: 'workbook:fullscreen:onchange', fullScreen: true });
  expect(told).toEqual([line('field', 'workbook:dataloaded', 'future')]);
});

test('what is no name is not written down: it could be a text of the workbook', () => {
  const { told, unknown } = setUp();
  unknown.takeDropped({ type: 'Salary of Ada Lovelace', why: 'unknown' });
  unknown.takeDropped({ type: 'x'.repeat(99), why: 'unknown' });
  unknown.takeFields({ type: 'workbook:dataloaded', 'net pay, €': 1 });
  expect(told).toEqual([line('unknown', null), line('field', null)]);
});

test('a page that invents names does not fill the log', () => {
  const { told, unknown } = setUp();
  for (let name = 0; name < 200; name += 1) unknown.takeDropped({ type: `invented:${name}`, why: 'unknown' });
  expect(told).toHaveLength(50);
});

test.each([null, 'text', {}, { type: 1, why: 'unknown' }, { type: 'a', why: 'other' }])('ignores %j', (payload) => {
  const { told, unknown } = setUp();
  unknown.takeDropped(payload);
  unknown.takeFields(payload);
  expect(told).toEqual([]);
});
