/** Records as lines of a table (RFC 4180): one column for each field that there is, and nothing that a program would run. */
import type { AuditValue } from '../../shared/audit.ts';
import type { AuditRecord } from './chain.ts';
import { auditFieldNames } from './events.ts';

const own = ['seq', 'at', 'run', 'event'] as const;
const ofChain = ['prev', 'hash'] as const;

/** A table program takes what begins so for a formula, also behind white space. */
const formula = /^\s*[=+\-@\t\r\uFF0B\uFF0D\uFF1D\uFF20]/;
/** One that parts cells by another sign than ours, as some languages have it, begins a cell in the middle of a text. */
const formulaInside = /(?<=\S)([;\t\r\n|]\s*)(?=[=+\-@\uFF0B\uFF0D\uFF1D\uFF20])/g;

function cell(value: AuditValue | undefined): string {
  if (value === undefined || value === null) return '';
  const text = typeof value === 'object' ? value.join('; ') : String(value);
  // A number of ours is one; a text that begins like a formula is kept from being one.
  const begins = typeof value !== 'number' && formula.test(text) ? "'" : '';
  const safe = begins + (typeof value === 'number' ? text : text.replace(formulaInside, "$1'"));
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
