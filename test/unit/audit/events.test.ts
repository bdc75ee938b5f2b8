/** The table of events: each has its sentence in every language, and a table holds no formula. */
import { describe, expect, test } from 'vitest';
import { nextRecord } from '../../../src/main/audit/chain.ts';
import { csvHead, csvLine } from '../../../src/main/audit/csv.ts';
import { type AuditField, auditEvents, auditFieldNames, dataOf } from '../../../src/main/audit/events.ts';
import { auditEventNames } from '../../../src/shared/audit.ts';
import { auditSentence } from '../../../src/shared/text/audit-text.ts';
import { placeholdersOf } from '../../../src/shared/text/format.ts';
import { loadText, spokenLanguages } from '../../../src/shared/text/languages.ts';

const derived = ['shown', 'person'];
const beginning = { seq: 0, hash: '0'.repeat(64) };

describe.each(auditEventNames)('%s', (event) => {
  test('says nothing in any language that its fields do not hold', async () => {
    const fields = Object.keys(auditEvents[event].fields);
    for (const language of spokenLanguages) {
      const { audit } = await loadText(language);
      for (const name of placeholdersOf(audit.says[event])) expect([...fields, ...derived], language).toContain(name);
    }
  });
});

test('each event and each field is told of, and none has a name of something secret', () => {
  for (const { says, fields } of Object.values(auditEvents)) {
    expect(says).toMatch(/\.$/);
    for (const [name, field] of Object.entries<AuditField>(fields)) {
      expect(field.says, name).not.toBe('');
      expect(name).not.toMatch(/secret$|^(?!has).*token$|jwt|password|url/i);
    }
  }
});

test('a sentence shows what is missing as missing, and an event of a later version by its name', async () => {
  const text = await loadText('en');
  const said = auditSentence(text, 'sign-out.done', {
    platformUser: null,
    platformId: null,
    connection: 'L',
    profile: 'F',
  });
  expect(said).toBe('— was signed out of L (F).');
  expect(auditSentence(text, 'later.event', {})).toBe('later.event');
});

describe('a table', () => {
  const lineWith = (reason: string) =>
    csvLine(
      nextRecord(beginning, { at: 0, run: 'run', event: 'link.refused', data: dataOf('link.refused', { reason }) }),
    );

  test('has a column for each field that there is', () => {
    expect(csvHead().split(',')).toHaveLength(auditFieldNames.length + 6);
    expect(lineWith('x').split(',')).toHaveLength(auditFieldNames.length + 6);
  });

  test.each(['=HYPERLINK("x")', '+1', '-1', '@SUM(1)', '\t=1', ' =1', '\r=1'])('takes %j for a text', (reason) => {
    expect(lineWith(reason)).toContain(`"'${reason.replaceAll('"', '""')}"`);
  });

  test.each(['＝1', '＋1', '－1', '＠x'])('takes %j for a text, which is as good in wide letters', (reason) => {
    expect(lineWith(reason)).toContain(`"'${reason}"`);
  });

  test.each([
    ['a;=1', "a;'=1"],
    ['a; @x', "a; '@x"],
    ['a\n+1', "a\n'+1"],
    ['a\t-1', "a\t'-1"],
  ])('is no formula either where another sign parts cells: %j', (reason, safe) => {
    expect(lineWith(reason)).toContain(`"${safe}"`);
  });

  test('leaves what is none', () => {
    expect(lineWith('a-b; c=d, -e')).toContain('"a-b; c=d, -e"');
  });

  test('keeps quotes, commas and line breaks of a text in its cell', () => {
    expect(lineWith('a "b", c\nd')).toContain('"a ""b"", c\nd"');
  });
});
