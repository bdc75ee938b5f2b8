/** The answer to "what is wrong, and who must act", with the way there where this window has one. */
import { useId } from 'react';
import { Button } from 'react-aria-components';
import { type CheckView, checkPage, nextStep } from '../../shared/checks.ts';
import type { DoctorView } from '../../shared/doctor.ts';
import { isMendedInSetUp } from '../../shared/errors.ts';
import { selectedProfile } from '../../shared/selected-profile.ts';
import { checksSummary, checkText } from '../../shared/text/check-text.ts';
import { changeText, checkTitle, type DoctorVerdict, verdictTitle } from '../../shared/text/doctor-text.ts';
import type { Text } from '../../shared/text/en.ts';
import { format } from '../../shared/text/format.ts';
import { AlertIcon, CheckIcon, CloseIcon, DashIcon } from '../components/icons.tsx';
import { Spinner } from '../components/spinner.tsx';
import { useApp } from '../context/app-context.tsx';
import { useText } from '../context/text-context.tsx';
import type { Doctor } from './use-doctor.ts';

interface DoctorHeadProps {
  readonly doctor: Doctor;
  readonly view: DoctorView;
  /** What the error is called for whose sake somebody looks. */
  readonly soughtError: string | null;
}

const icons = {
  looking: Spinner,
  wrong: CloseIcon,
  doubtful: AlertIcon,
  right: CheckIcon,
  stopped: DashIcon,
  nothing: DashIcon,
} as const satisfies Record<DoctorVerdict['kind'], React.ComponentType>;

export function DoctorHead({ doctor, view, soughtError }: DoctorHeadProps) {
  const text = useText();
  const heading = useId();
  const { isRunning, verdict, changes } = doctor;
  if (verdict === null) return null;
  const title = verdictTitle(text, verdict, soughtError);
  const Icon = icons[verdict.kind];
  const summary = verdict.kind === 'looking' ? null : checksSummary(text, { ...view, phase: 'done' });
  return (
    <>
      <section
        className="doctor-head"
        data-kind={verdict.kind}
        data-check={verdict.check?.check}
        data-testid="doctor-head"
        aria-labelledby={heading}
      >
        <span className="doctor-icon">
          <Icon />
        </span>
        <div className="doctor-verdict">
          {verdict.check && <p className="doctor-check">{checkTitle(text, view, verdict.check)}</p>}
          <h3 id={heading}>{title}</h3>
          {verdict.check && <Seen check={verdict.check} title={title} />}
          {verdict.kind === 'right' && soughtError !== null && <p>{text.doctor.whenNotExplained}</p>}
          {verdict.kind === 'right' && nextStep(view)?.kind === 'sign-in' && <p>{text.doctor.signInFirst}</p>}
          {summary && (
            <p className="fine-print" data-testid="doctor-summary">
              {summary}
            </p>
          )}
          {!isRunning && <Mending view={view} check={verdict.check} />}
        </div>
      </section>
      {changes && !isRunning && <Changes doctor={doctor} view={view} />}
      {/* Read once a run is over, and not at each of its steps. */}
      <p className="visually-hidden" role="status" data-testid="doctor-told">
        {isRunning ? text.doctor.verdicts.looking : toldText(text, view, changes, { verdict, title, summary })}
      </p>
    </>
  );
}

interface Told {
  readonly verdict: DoctorVerdict;
  readonly title: string;
  readonly summary: string | null;
}

/** The answer for those who listen. */
function toldText(text: Text, view: DoctorView, changes: Doctor['changes'], { verdict, title, summary }: Told): string {
  const { check } = verdict;
  const owner = check && checkText(text, check).owner;
  return [
    title,
    check ? `${checkTitle(text, view, check)}.` : '',
    owner ? `${format(text.checks.actor, { owner })}.` : '',
    summary ?? '',
    ...(changes ?? []).map((change) => `${changeText(text, view, change)}.`),
    changes?.length === 0 ? text.doctor.unchanged : '',
  ]
    .filter((part) => part !== '')
    .join(' ');
}

/** What was seen beyond the title, who must act, and what to do. */
function Seen({ check, title }: { check: CheckView; title: string }) {
  const text = useText();
  const { error, seen, todo, owner } = checkText(text, check);
  const more = [error?.detail ?? '', ...seen].filter((sentence) => sentence !== '' && sentence !== title);
  return (
    <>
      {more.map((sentence) => (
        <p key={sentence} className="error-detail">
          {sentence}
        </p>
      ))}
      {owner !== null && (
        <p className="check-owner" data-testid="doctor-owner">
          {format(text.checks.actor, { owner })}
        </p>
      )}
      {todo.map((sentence) => (
        <p key={sentence}>{sentence}</p>
      ))}
      <p className="check-page">
        <code translate="no">{checkPage(check.check)}</code>
      </p>
    </>
  );
}

/** The set-up is opened at what is at fault; a sign-in begins where its progress shows. */
function Mending({ view, check }: { view: DoctorView; check: CheckView | null }) {
  const text = useText();
  const { bridge, state, ask, go, signIn, view: screen } = useApp();
  const next = nextStep(view);
  const isSelected = view.profile !== null && selectedProfile(state)?.profile.id === view.profile.id;
  // A form that is open keeps what was typed.
  if (!isSelected || screen.kind === 'set-up') return null;
  const close = () => void ask(() => bridge.sheets.close());
  const error = check?.result?.error ?? null;
  const connectionId = view.connections[check?.connection ?? -1]?.connectionId;
  if (error !== null && isMendedInSetUp(error.code)) {
    const origin = { error, ...(connectionId && { connectionId }) };
    return (
      <div className="row-actions">
        <Button
          className="button"
          data-variant="secondary"
          data-testid="doctor-set-up"
          onPress={() => {
            close();
            go({ kind: 'set-up', profileId: view.profile?.id ?? null, origin });
          }}
        >
          {text.window.editSetUp}
        </Button>
      </div>
    );
  }
  if (next?.kind !== 'sign-in' || state.signIn !== null) return null;
  return (
    <div className="row-actions">
      <Button
        className="button"
        data-variant="secondary"
        data-testid="doctor-sign-in"
        onPress={() => {
          close();
          go({ kind: 'home' });
          void signIn(next.connectionId);
        }}
      >
        {text.doctor.signIn}
      </Button>
    </div>
  );
}

/** What is otherwise since the person mended something. */
function Changes({ doctor: { changes }, view }: { doctor: Doctor; view: DoctorView }) {
  const text = useText();
  const heading = useId();
  if (!changes) return null;
  if (changes.length === 0) {
    return (
      <p className="fine-print" data-testid="doctor-unchanged">
        {text.doctor.unchanged}
      </p>
    );
  }
  return (
    <section className="doctor-changes" aria-labelledby={heading} data-testid="doctor-changes">
      <h3 id={heading} className="checks-title">
        {text.doctor.sinceLast}
      </h3>
      <ul>
        {changes.map((change) => (
          <li key={`${change.check.check} ${change.check.connection}`} data-outcome={change.outcome}>
            {changeText(text, view, change)}
          </li>
        ))}
      </ul>
    </section>
  );
}
