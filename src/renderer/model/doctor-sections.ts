/** What the page of the doctor shows of a run, and in which order. */
import type { CheckId, CheckOutcome, CheckView } from '../../shared/checks.ts';
import { resultBefore } from '../../shared/text/doctor-text.ts';

export type SectionKind = 'matters' | CheckOutcome | 'running';

export interface DoctorSection {
  readonly kind: SectionKind;
  readonly checks: readonly CheckView[];
}

/** While somebody looks again, each check stands as it stood until it is known anew, so that nothing moves beneath the eyes. */
export const asLastSeen = (checks: readonly CheckView[], before: readonly CheckView[]): readonly CheckView[] =>
  checks.map((check) => (check.result === null ? { ...check, result: resultBefore(before, check) } : check));

/**
 * What matters first, then what needs somebody; what is right comes last. Of what is not known yet only that is shown which
 * is looked at now. Empty sections are left out.
 */
export function doctorSections(checks: readonly CheckView[], matters: readonly CheckId[]): readonly DoctorSection[] {
  const mattering = checks.filter(({ check }) => matters.includes(check));
  const others = checks.filter(({ check }) => !matters.includes(check));
  const of = (outcome: CheckOutcome) => others.filter(({ result }) => result?.outcome === outcome);
  const sections: readonly DoctorSection[] = [
    { kind: 'matters', checks: mattering },
    { kind: 'failed', checks: of('failed') },
    { kind: 'warning', checks: of('warning') },
    { kind: 'running', checks: others.filter(({ state, result }) => state === 'running' && result === null) },
    { kind: 'skipped', checks: of('skipped') },
    { kind: 'ok', checks: of('ok') },
  ];
  return sections.filter((section) => section.checks.length > 0);
}
