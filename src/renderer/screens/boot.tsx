import { useState } from 'react';
import { Button } from 'react-aria-components';
import type { AppErrorView } from '../../shared/errors.ts';
import type { Bridge } from '../../shared/ipc/contract.ts';
import { request } from '../bridge/request.ts';
import { AlertIcon, Mark } from '../components/icons.tsx';
import { useErrorText } from '../context/text-context.tsx';

/** Shown only if the first answer takes a moment: it fades in late. */
export function Boot() {
  return (
    <main className="boot" data-testid="boot" aria-busy="true">
      <h1 className="visually-hidden">Sightglass</h1>
      <span className="boot-mark">
        <Mark size={40} />
      </span>
      <p className="visually-hidden" role="status">
        Starting…
      </p>
    </main>
  );
}

type FatalProps = { bridge: Bridge; error: AppErrorView; action: string; onAction: () => void };

/** The interface has nothing to show but this. It stands alone: no other part of the interface is needed for it. */
export function Fatal({ bridge, error, action, onAction }: FatalProps) {
  const { title, detail, remedy } = useErrorText(error);
  const [copied, setCopied] = useState<'no' | 'yes' | 'failed'>('no');
  const copy = async () => {
    const answer = await request(() => bridge.errors.copyDetails(error));
    setCopied(answer.ok ? 'yes' : 'failed');
  };
  return (
    <main className="boot">
      <section className="fatal" data-testid="error-panel" data-code={error.code} aria-labelledby="fatal-title">
        <span className="fatal-icon">
          <AlertIcon size={24} />
        </span>
        <h1 id="fatal-title">{title}</h1>
        <p className="error-detail">{detail}</p>
        <p className="error-remedy">{remedy}</p>
        <div className="fatal-actions">
          <Button className="button" data-variant="primary" autoFocus onPress={onAction}>
            {action}
          </Button>
          <Button className="button" data-variant="secondary" data-testid="copy-details" onPress={copy}>
            {copied === 'yes' ? 'Copied' : 'Copy details'}
          </Button>
        </div>
        <code className="error-code">{error.code}</code>
        <p className={copied === 'failed' ? 'error-detail' : 'visually-hidden'} aria-live="polite">
          {copied === 'yes' && 'Copied'}
          {copied === 'failed' && 'The details could not be copied.'}
        </p>
      </section>
    </main>
  );
}
