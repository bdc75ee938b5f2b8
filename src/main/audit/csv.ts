/** Records as lines of a table (RFC 4180): one column for each field that there is, and nothing that a program would run. */
import type { AuditValue } from '../../shared/audit.ts';
import type { AuditRecord } from './chain.ts';
import { auditFieldNames } from './events.ts';

const own = ['seq', 'at', 'run', 'event'] as const;
const ofChain = ['prev', 'hash'] as const;

/** A table program takes what begins so for a formula, also behind white space. */
const formula = /^\s*[=+\-@\t\r]/;

function cell(value: AuditValue | undefined): string {
  if (value === undefined || value === null) return '';
  const text = typeof value === 'object' ? value.join('; ') : String(value);
  // A number of ours is one; a text that begins like a formula is kept from being one.
  const safe = typeof value !== 'number' && formula.test(text) ? `'${text}` : text;
  return `"${safe.replaceAll('"', '""')}"`;
}

export const csvHead = (): string => [...own, ...auditFieldNames, ...ofChain].map(cell).join(',');

export const csvLine = (record: AuditRecord): string =>
  [
    ...own.map((name) => record[name]),
    ...auditFieldNames.map((name) => (Object.hasOwn(record.data, name) ? record.data[name] : undefined)),
    ...ofChain.map((name) => record[name]),
  ]
    .map(cell)
    .join(',');
