/** Everything that the doctor looked at: what needs somebody in full, what is right behind one line. */
import { useId } from 'react';
import type { CheckView } from '../../shared/checks.ts';
import type { DoctorView } from '../../shared/doctor.ts';
import { checkText } from '../../shared/text/check-text.ts';
import { checkTitle } from '../../shared/text/doctor-text.ts';
import { format, plural } from '../../shared/text/format.ts';
import { Check } from '../components/checks-list.tsx';
import { CheckIcon, ChevronRightIcon } from '../components/icons.tsx';
import { useText } from '../context/text-context.tsx';
import { type DoctorSection, doctorSections } from '../model/doctor-sections.ts';
import type { Doctor } from './use-doctor.ts';

/** Without the one that is told above already. */
export function DoctorSections({ doctor, view }: { doctor: Doctor; view: DoctorView }) {
  const { matters, verdict } = doctor;
  const checks = view.checks.filter((check) => check !== verdict?.check);
  return (
    <div className="check-groups" data-testid="checks" data-phase={view.phase}>
      {doctorSections(checks, matters).map((section) => (
        <Section key={section.kind} section={section} view={view} />
      ))}
    </div>
  );
}

function Section({ section: { kind, checks }, view }: { section: DoctorSection; view: DoctorView }) {
  const text = useText();
  const heading = useId();
  const count = checks.length;
  const rows = (
    <ul className="check-list">
      {checks.map((check) => {
        const title = checkTitle(text, view, check);
        const key = `${check.check} ${check.connection}`;
        return isFolded(check) ? (
          <Right key={key} check={check} title={title} />
        ) : (
          <Check key={key} check={check} title={title} />
        );
      })}
    </ul>
  );
  if (kind === 'ok') {
    return (
      <details className="doctor-right" data-testid="doctor-right">
        <summary>
          <ChevronRightIcon />
          {format(plural(text.doctor.right, count, text.locale), { count })}
        </summary>
        {rows}
      </details>
    );
  }
  const titles = {
    matters: text.doctor.matters,
    failed: text.checks.outcomes.failed,
    warning: text.checks.outcomes.warning,
    skipped: text.checks.outcomes.skipped,
    running: text.checks.outcomes.running,
  };
  return (
    <section aria-labelledby={heading} data-testid={`doctor-${kind}`}>
      <h3 id={heading} className="checks-title">
        {titles[kind]}
      </h3>
      {rows}
    </section>
  );
}

/** While it is looked at again, it turns in its place. */
const isFolded = ({ state, result }: CheckView): boolean => state === 'done' && result?.outcome === 'ok';

/** In one line, and what was seen behind it. */
function Right({ check, title }: { check: CheckView; title: string }) {
  const text = useText();
  const { outcome, seen } = checkText(text, check);
  return (
    <li className="check-row" data-testid={`check-${check.check}`} data-outcome="ok">
      <span className="check-icon">
        <CheckIcon />
      </span>
      <details className="check-fold">
        <summary className="check-head">
          <span className="check-name">{title}</span>
          <span className="check-outcome">{outcome}</span>
        </summary>
        {seen.map((sentence) => (
          <p key={sentence} className="check-seen">
            {sentence}
          </p>
        ))}
      </details>
    </li>
  );
}
