/** The page on monitoring names every field of what is written and sent, and no other kind of alarm. */
import { expect, test } from 'vitest';
import { hookDocument } from '../../../src/main/app/alarms/hook-document.ts';
import { alarmKinds } from '../../../src/shared/alarms.ts';
import { ProgramStatus } from '../../../src/shared/status.ts';
import { z } from '../../../src/shared/zod.ts';
import { readDocument } from '../../support/documents.ts';

const { text } = readDocument('docs/administrator/monitoring.md');
const tables = text.split('\n').filter((line) => line.startsWith('|'));
const isNamed = (name: string) => tables.some((line) => line.includes(`\`${name}`));

/** The names of all fields of a schema, at whatever depth. */
function fieldsOf(schema: unknown): string[] {
  if (typeof schema !== 'object' || schema === null) return [];
  const { properties = {} } = schema as { readonly properties?: object };
  return [...Object.keys(properties), ...Object.values(schema).flatMap(fieldsOf)];
}

test('of the status', () => {
  const fields = new Set(fieldsOf(z.toJSONSchema(ProgramStatus)));
  expect(fields.size).toBeGreaterThan(50);
  expect([...fields].filter((name) => !['properties', 'items', 'anyOf'].includes(name) && !isNamed(name))).toEqual([]);
});

test('of what a hook is told', () => {
  const document = hookDocument(
    {
      id: 'a',
      key: 'clock',
      kind: 'clock',
      profileId: null,
      connectionId: null,
      reason: null,
      since: 0,
      isOfLastRun: false,
    },
    { version: '1', platform: 'linux', installation: 'i', event: 'raised', provider: null, now: 0 },
  );
  const names = [
    ...Object.keys(document).filter((name) => name !== 'alarm'),
    ...Object.keys(document.alarm).map((name) => `alarm.${name}`),
  ];
  expect(names.filter((name) => !isNamed(name))).toEqual([]);
});

test('and every kind of alarm', () => {
  const rows = tables.flatMap((line) => /^\| `(\w+)` \| .* \| .* \| .* \|$/.exec(line)?.[1] ?? []);
  expect(rows).toEqual([...alarmKinds]);
});
