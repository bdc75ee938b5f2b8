/** What is shown when the interface has nothing else to show. */
import { useState } from 'react';
import { Button } from 'react-aria-components';
import type { AppErrorView } from '../../shared/errors.ts';
import type { Bridge } from '../../shared/ipc/contract.ts';
import { request } from '../bridge/request.ts';
import { useErrorText, useText } from '../context/text-context.tsx';
import { AlertIcon } from './icons.tsx';

interface FatalProps {
  readonly bridge: Bridge;
  readonly error: AppErrorView;
  readonly action: string;
  onAction(): void;
}

/** It stands alone: no other part of the interface is needed for it. */
export function Fatal({ bridge, error, action, onAction }: FatalProps) {
  const { common, notices } = useText();
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
            {copied === 'yes' ? common.copied : notices.copyDetails}
          </Button>
        </div>
        <code className="error-code" translate="no">
          {error.code}
        </code>
        <p className={copied === 'failed' ? 'error-detail' : 'visually-hidden'} aria-live="polite">
          {copied === 'yes' && common.copied}
          {copied === 'failed' && notices.detailsNotCopied}
        </p>
      </section>
    </main>
  );
}
