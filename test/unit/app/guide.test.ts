import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { guideOf } from '../../../src/main/app/guide.ts';
import { GuidePart } from '../../../src/shared/about.ts';

test('a page is read as parts of texts, lists and tables', () => {
  const page = [
    '# Title',
    '',
    'For [people](a.md) who',
    'look.',
    '',
    '## First',
    '',
    '1. One **strong**',
    '   word',
    '2. Two',
    '',
    '![A picture](a.png)',
    '',
    '| You want | Do |',
    '| --- | --- |',
    '| this | `that` |',
    '',
    '## Empty',
    '',
  ].join('\n');
  expect(guideOf(page)).toEqual([
    { title: '', blocks: [{ kind: 'text', text: 'For people who look.' }] },
    {
      title: 'First',
      blocks: [
        { kind: 'list', items: ['One **strong** word', 'Two'] },
        { kind: 'rows', head: ['You want', 'Do'], rows: [['this', 'that']] },
      ],
    },
  ]);
});

test('the page that ships is understood to its end, without a sign of Markdown but stars in pairs', () => {
  const parts = guideOf(readFileSync(join(import.meta.dirname, '../../../docs/using.md'), 'utf8'));
  expect(parts.map(({ title }) => title)).toContain('When something does not work');
  for (const part of parts) {
    expect(GuidePart.parse(part)).toEqual(part);
    const text = JSON.stringify(part);
    expect(text).not.toMatch(/\]\(|!\[|\| ---|`/);
    expect((text.match(/\*\*/g) ?? []).length % 2).toBe(0);
    for (const block of part.blocks) {
      if (block.kind === 'rows') for (const row of block.rows) expect(row).toHaveLength(block.head.length);
    }
  }
});
