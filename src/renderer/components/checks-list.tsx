/** The results of a test: by connection, each with what was seen, what to do and who has to do it. */
import { useId } from 'react';
import { type ChecksView, type CheckView, checkPage } from '../../shared/checks.ts';
import { type CheckGroup, checkText, groupsOf } from '../../shared/text/check-text.ts';
import { format } from '../../shared/text/format.ts';
import { useText } from '../context/text-context.tsx';
import { AlertIcon, CheckIcon, CloseIcon, DashIcon } from './icons.tsx';
import { Spinner } from './spinner.tsx';

export function ChecksList({ view }: { view: ChecksView }) {
  const text = useText();
  return (
    <div className="check-groups" data-testid="checks" data-phase={view.phase}>
      {groupsOf(text, view).map((group) => (
        <Group key={group.key} group={group} />
      ))}
    </div>
  );
}

function Group({ group }: { group: CheckGroup }) {
  const heading = useId();
  return (
    <section aria-labelledby={heading}>
      <h3 id={heading} className="checks-title" {...(group.isName && { translate: 'no' as const })}>
        {group.title}
      </h3>
      <ul className="check-list">
        {group.checks.map((check) => (
          <Check key={check.check} check={check} />
        ))}
      </ul>
    </section>
  );
}

const icons = { ok: CheckIcon, warning: AlertIcon, failed: CloseIcon, skipped: DashIcon };

/** @param title what it is called here, where its name alone does not tell it from others */
export function Check({ check, title }: { check: CheckView; title?: string }) {
  const text = useText();
  const { checks: words } = text;
  const { name, outcome, error, seen, todo, owner } = checkText(text, check);
  const state = check.result?.outcome ?? check.state;
  const needsSomebody = todo.length > 0;
  return (
    <li className="check-row" data-testid={`check-${check.check}`} data-outcome={state}>
      <span className="check-icon">{iconOf(check)}</span>
      <div className="check-body">
        <p className="check-head">
          <span className="check-name">{title ?? name}</span>
          {/* A colour alone tells nobody who does not see it. */}
          <span className="check-outcome">{outcome}</span>
        </p>
        {error && <p className="check-seen">{error.title}</p>}
        {error?.detail && <p className="check-seen error-detail">{error.detail}</p>}
        {seen.map((sentence) => (
          <p key={sentence} className="check-seen">
            {sentence}
          </p>
        ))}
        {needsSomebody && (
          <div className="check-todo">
            {owner !== null && <p className="check-owner">{format(words.actor, { owner })}</p>}
            {todo.map((sentence) => (
              <p key={sentence}>{sentence}</p>
            ))}
            <p className="check-page">
              <code translate="no">{checkPage(check.check)}</code>
            </p>
          </div>
        )}
      </div>
    </li>
  );
}

function iconOf({ state, result }: CheckView) {
  // Also of one that is looked at again, and of which is still known how it stood.
  if (state === 'running') return <Spinner />;
  if (result === null) return <DashIcon />;
  const Icon = icons[result.outcome];
  return <Icon />;
}
