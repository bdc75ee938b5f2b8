/** Whether the audit trail is as it was written: looked at when the page opens, and again at a press. */
import { useEffect, useState } from 'react';
import type { AppErrorView } from '../../shared/errors.ts';
import type { AuditVerdict } from '../../shared/ipc/audit.ts';
import { format, plural } from '../../shared/text/format.ts';
import { request } from '../bridge/request.ts';
import { BusyButton } from '../components/busy-button.tsx';
import { ErrorPanel } from '../components/error-panel.tsx';
import { AlertIcon, CheckIcon } from '../components/icons.tsx';
import { useApp } from '../context/app-context.tsx';
import { useText } from '../context/text-context.tsx';

export function AuditWholeness() {
  const { bridge } = useApp();
  const words = useText().audit;
  const [verdict, setVerdict] = useState<AuditVerdict | null>(null);
  const [error, setError] = useState<AppErrorView | null>(null);
  const [isChecking, setChecking] = useState(true);

  async function check(isWanted = () => true): Promise<void> {
    setChecking(true);
    const answer = await request(() => bridge.audit.verify());
    if (!isWanted()) return;
    setChecking(false);
    setVerdict(answer.ok ? answer.value : null);
    setError(answer.ok ? null : answer.error);
  }

  // biome-ignore lint/correctness/useExhaustiveDependencies: once, when the page opens
  useEffect(() => {
    let isThere = true;
    void check(() => isThere);
    return () => {
      isThere = false;
    };
  }, []);

  return (
    <div className="audit-wholeness" data-whole={verdict ? verdict.fault === null : undefined}>
      <div role="status" data-testid="audit-verdict">
        {isChecking ? <p>{words.checking}</p> : verdict && <Verdict verdict={verdict} />}
      </div>
      {error && <ErrorPanel level={3} error={error} />}
      <BusyButton
        className="button"
        data-variant="quiet"
        data-testid="audit-check"
        isBusy={isChecking}
        onPress={() => void check()}
      >
        {words.checkAgain}
      </BusyButton>
    </div>
  );
}

function Verdict({ verdict: { fault, records, lastAt, marks, seal } }: { verdict: AuditVerdict }) {
  const text = useText();
  const words = text.audit;
  const when = new Intl.DateTimeFormat(text.locale, { dateStyle: 'medium', timeStyle: 'medium' });
  const isCalm = fault === null && marks === 0 && seal === 'sealed';
  return (
    <div className="audit-verdict">
      {isCalm ? <CheckIcon /> : <AlertIcon />}
      <div>
        {fault ? (
          <>
            <p>
              <strong>{words.notWhole}</strong>{' '}
              {format(words.faults[fault.kind] as string, {
                file: fault.file ?? '',
                line: fault.line ?? 0,
                missing: fault.missing,
              })}
            </p>
            {lastAt !== null && <p>{format(words.since, { when: when.format(lastAt) })}</p>}
          </>
        ) : (
          <p>{format(plural(words.whole, records, text.locale), { count: records.toLocaleString(text.locale) })}</p>
        )}
        {marks > 0 && (
          <p>{format(plural(words.marked, marks, text.locale), { count: marks, kind: words.kinds.program })}</p>
        )}
        {seal !== 'sealed' && <p>{words[seal]}</p>}
      </div>
    </div>
  );
}
