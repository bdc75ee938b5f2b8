/** Entries of the audit trail: when, what, and behind a press every field by its name. */
import type { AuditValue } from '../../shared/audit.ts';
import type { AuditEntry } from '../../shared/ipc/audit.ts';
import { auditSentence } from '../../shared/text/audit-text.ts';
import { useText } from '../context/text-context.tsx';

export function AuditEntries({ entries }: { entries: readonly AuditEntry[] }) {
  const { audit, locale } = useText();
  const time = new Intl.DateTimeFormat(locale, { dateStyle: 'medium', timeStyle: 'medium' });
  if (entries.length === 0) return null;
  return (
    <ul className="audit-list" aria-label={audit.list}>
      {entries.map((entry) => (
        <li key={entry.seq} data-testid="audit-entry" data-event={entry.event}>
          <time className="fine-print" dateTime={new Date(entry.at).toISOString()} translate="no">
            {time.format(entry.at)}
          </time>
          <Sentence entry={entry} />
        </li>
      ))}
    </ul>
  );
}

function Sentence({ entry: { seq, event, data } }: { entry: AuditEntry }) {
  const text = useText();
  const fields = Object.entries(data);
  return (
    <details className="audit-entry">
      <summary>{auditSentence(text, event, data)}</summary>
      {/* Names of fields are those of the file, so that whoever searches it finds them. */}
      <dl translate="no" aria-label={text.audit.details}>
        {[['seq', seq] as const, ['event', event] as const, ...fields].map(([name, value]) => (
          <div key={name}>
            <dt>{name}</dt>
            <dd>{valueText(value)}</dd>
          </div>
        ))}
      </dl>
    </details>
  );
}

function valueText(value: AuditValue): string {
  if (value === null) return '—';
  return typeof value === 'object' ? value.join(', ') || '—' : String(value);
}
