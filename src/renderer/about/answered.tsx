/** A page whose content main has to be asked for: what is shown while it comes, and when it does not. */
import type { ReactNode } from 'react';
import { ErrorPanel } from '../components/error-panel.tsx';
import { Spinner } from '../components/spinner.tsx';
import { useText } from '../context/text-context.tsx';
import type { Asked } from './use-answer.ts';

interface AnsweredProps<Value> {
  readonly asked: Asked<Value>;
  children(value: Value): ReactNode;
}

export function Answered<Value>({ asked, children }: AnsweredProps<Value>) {
  const text = useText().about;
  if (asked.status === 'failed') return <ErrorPanel level={3} error={asked.error} />;
  if (asked.status === 'answered') return children(asked.value);
  return (
    <p className="progress-line">
      <Spinner />
      {text.reading}
    </p>
  );
}
