/** The list of events says what the program writes, and nothing else. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { logEvents } from '../../../src/main/log/events.ts';

const main = join(import.meta.dirname, '../../../src/main');
const sources = readdirSync(main, { recursive: true, encoding: 'utf8' })
  .filter((name) => name.endsWith('.ts') && name !== join('log', 'events.ts'))
  .map((name) => readFileSync(join(main, name), 'utf8'))
  .join('\n');

test('every event of the list is written somewhere', () => {
  expect(Object.keys(logEvents).filter((event) => !sources.includes(`'${event}'`))).toEqual([]);
});

test.each(Object.entries(logEvents))('%s has a name in kebab case and a whole sentence', (event, sentence) => {
  expect(event).toMatch(/^[a-z]+(-[a-z]+)*\.[a-z]+(-[a-z]+)*$/);
  expect(sentence).toMatch(/^[A-Z].*\.$/);
});
