/** Styles name no left and no right, so that a page that is written from right to left is only turned around. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';

const folder = join(import.meta.dirname, '../../../src/renderer/styles');
const physical =
  /^\s*(left|right|(margin|padding|border|scroll-(margin|padding))-(left|right)(-[a-z]+)?|border-(top|bottom)-(left|right)-radius|float)\s*:|text-align:\s*(left|right)/;

test.each(readdirSync(folder).filter((name) => name.endsWith('.css')))('%s', (name) => {
  const lines = readFileSync(join(folder, name), 'utf8').split('\n');
  expect(lines.filter((line) => physical.test(line))).toEqual([]);
});

test.each(['  right: 6px;', '  margin-left: auto;', '  text-align: left;', '  border-top-left-radius: 2px;'])(
  'finds %s',
  (line) => {
    expect(line).toMatch(physical);
  },
);
