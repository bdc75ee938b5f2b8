/** A run of the doctor in its window: it begins by itself, is looked at beside the one before, and can be stopped. */
import { useCallback, useEffect, useMemo, useState } from 'react';
import type { CheckId } from '../../shared/checks.ts';
import { checksThatMatter, type DoctorView } from '../../shared/doctor.ts';
import type { AppErrorView } from '../../shared/errors.ts';
import { selectedProfile } from '../../shared/selected-profile.ts';
import { type DoctorChange, type DoctorVerdict, doctorChanges, doctorVerdict } from '../../shared/text/doctor-text.ts';
import { request } from '../bridge/request.ts';
import { useApp } from '../context/app-context.tsx';
import { asLastSeen } from '../model/doctor-sections.ts';

export interface Doctor {
  /** The set-up that is looked at; null for the computer alone. */
  readonly subject: string | null;
  /** The error for whose sake it was opened; null where it was opened by hand. */
  readonly cause: AppErrorView | null;
  readonly matters: readonly CheckId[];
  /** The run of the subject, with what the one before knew where this one knows nothing yet. */
  readonly view: DoctorView | null;
  /** How many checks of the run are over. */
  readonly done: number;
  readonly isRunning: boolean;
  /** While somebody looks again, what was found before stays until it is found otherwise; null before the first run. */
  readonly verdict: DoctorVerdict | null;
  /** What is otherwise than in the run before; null where there was none. */
  readonly changes: readonly DoctorChange[] | null;
  /** Why none could be begun. */
  readonly refusal: AppErrorView | null;
  look(subject: string | null): Promise<void>;
  stop(): void;
}

export function useDoctor(): Doctor {
  const { bridge, state, ask, soughtCause, seekCause } = useApp();
  const run = state.window.doctor;
  // As it was when the page was opened.
  const [cause] = useState(soughtCause);
  const matters = useMemo(() => (cause === null ? [] : checksThatMatter(cause.code)), [cause]);
  const [subject, setSubject] = useState(() => {
    const ofRun = run?.phase === 'running' ? run.profile : selectedProfile(state)?.profile;
    return ofRun?.id ?? null;
  });
  const [before, setBefore] = useState<DoctorView | null>(null);
  const [isStarting, setStarting] = useState(false);
  const [refusal, setRefusal] = useState<AppErrorView | null>(null);
  const isRunning = isStarting || run?.phase === 'running';

  const look = useCallback(
    async (next: string | null) => {
      setSubject(next);
      setStarting(true);
      setRefusal(null);
      // What was stopped knows too little to be held beside anything.
      setBefore((last) => (run === null || run.phase === 'running' ? last : run));
      const answer = await request(() => bridge.doctor.start({ profileId: next, matters: [...matters] }));
      setStarting(false);
      if (!answer.ok) setRefusal(answer.error);
    },
    [bridge, matters, run],
  );

  // biome-ignore lint/correctness/useExhaustiveDependencies: once, when the page opens; one that goes on is taken up
  useEffect(() => {
    if (!isRunning) void look(subject);
    return () => seekCause(null);
  }, []);

  const isOfSubject = (one: DoctorView | null): one is DoctorView => (one?.profile?.id ?? null) === subject;
  const shown = run !== null && isOfSubject(run) ? run : null;
  const known = before !== null && isOfSubject(before) && before.runId !== shown?.runId ? before : null;
  const checks = shown && asLastSeen(shown.checks, known?.checks ?? []);
  const view = shown && checks && { ...shown, checks: [...checks] };
  return {
    subject,
    cause,
    matters,
    view,
    done: shown?.checks.filter((check) => check.state === 'done').length ?? 0,
    isRunning,
    verdict:
      view && doctorVerdict({ ...view, phase: known && view.phase === 'running' ? 'done' : view.phase }, matters),
    changes: shown && known && doctorChanges(known.checks, shown.checks),
    refusal,
    look,
    stop: () => void ask(() => bridge.doctor.cancel()),
  };
}
