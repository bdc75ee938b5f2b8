/** The one way in which the interface shows a failure. */
import { type ReactNode, useId } from 'react';
import { Button } from 'react-aria-components';
import type { AppErrorView } from '../../shared/errors.ts';
import { useApp } from '../context/app-context.tsx';
import { useErrorText, useText } from '../context/text-context.tsx';
import { AskForHelp } from './ask-for-help.tsx';
import { FindCause } from './find-cause.tsx';
import { AlertIcon } from './icons.tsx';
import { useCopied } from './use-copied.ts';

type ErrorTone = 'danger' | 'warning' | 'quiet';

interface ErrorPanelProps {
  readonly error: AppErrorView;
  readonly tone?: ErrorTone;
  /** Of its heading: one below what stands above it. */
  readonly level?: 2 | 3;
  /** What the person can do here; the first is the main one. */
  readonly children?: ReactNode;
}

/** What happened, what to do, and what to tell an administrator. */
export function ErrorPanel({ error, tone = 'danger', level = 2, children }: ErrorPanelProps) {
  const heading = useId();
  const Heading = `h${level}` as const;
  const { title, detail, remedy } = useErrorText(error);
  return (
    <section
      className="error-panel"
      data-tone={tone}
      data-testid="error-panel"
      data-code={error.code}
      aria-labelledby={heading}
    >
      <span className="error-panel-icon">
        <AlertIcon />
      </span>
      <div className="error-panel-body">
        <Heading id={heading}>{title}</Heading>
        {detail && <p className="error-detail">{detail}</p>}
        <p className="error-remedy">{remedy}</p>
        <div className="error-foot">
          {children}
          <FindCause error={error} />
          <CopyDetails error={error} />
          <AskForHelp />
          <code className="error-code" translate="no">
            {error.code}
          </code>
        </div>
      </div>
    </section>
  );
}

/** Copies a redacted account of the failure, and says that it did. */
export function CopyDetails({ error }: { error: AppErrorView }) {
  const { common, notices } = useText();
  const { bridge, ask } = useApp();
  const { copied, showCopied } = useCopied();

  const copy = async () => {
    const answer = await ask(() => bridge.errors.copyDetails(error));
    if (!answer.ok) return;
    showCopied();
  };
  return (
    <Button className="button" data-variant="quiet" data-testid="copy-details" onPress={copy}>
      {copied ? common.copied : notices.copyDetails}
    </Button>
  );
}
