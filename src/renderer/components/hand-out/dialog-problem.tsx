/** Why nothing came of what was asked for in a dialog; what was typed stays. */
import type { AppErrorView } from '../../../shared/errors.ts';
import { errorText } from '../../../shared/text/error-text.ts';
import { useText } from '../../context/text-context.tsx';

export function DialogProblem({ error }: { error: AppErrorView | null }) {
  const text = useText();
  // Always there: an alert that comes with its words is not read out by all.
  return (
    <div className="dialog-problem" role="alert" data-code={error?.code}>
      {error && <ErrorWords {...errorText(text, error)} />}
    </div>
  );
}

function ErrorWords({ title, detail, remedy }: ReturnType<typeof errorText>) {
  return (
    <>
      <strong>{title}</strong>
      <p>{[detail, remedy].filter(Boolean).join(' ')}</p>
    </>
  );
}
