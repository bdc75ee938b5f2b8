/** The doctor: runs all checks over this computer and a saved set-up, for a window or for who asks without one. */
import type { CheckId } from '../../../shared/checks.ts';
import { type DoctorReport, type DoctorView, doctorReport } from '../../../shared/doctor.ts';
import { AppError } from '../../../shared/errors.ts';
import type { Profile } from '../../../shared/profile/profile.ts';
import type { Clock } from '../../async/clock.ts';
import type { Timers } from '../../async/timers.ts';
import type { Log } from '../../log/log.ts';
import type { Profiles } from '../../settings/profiles.ts';
import type { Feature } from '../feature.ts';
import { outcomesOf } from './checks-feature.ts';
import type { DoctorEdges } from './doctor-edges.ts';
import type { Parts } from './parts.ts';
import { type ProgramFacts, plainFacts } from './program-facts.ts';
import { planDoctor } from './registry.ts';
import { runChecks } from './run-checks.ts';
import { createSubject } from './subject.ts';
import { createWindowRuns } from './window-runs.ts';

export interface DoctorFeatureOptions extends Clock {
  readonly parts: Parts;
  /** Left out, as in tests of other things: nothing is asked of the computer. */
  readonly doctor?: DoctorEdges;
  /** What the program says of itself; left out: nothing is wrong with it. */
  readonly program?: ProgramFacts;
  readonly profiles: Pick<Profiles, 'find'>;
  readonly version: string;
  readonly platform: string;
  readonly timers: Timers;
  readonly log: Log;
  randomUuid(): string;
  /** A run is over, or was stopped. */
  onDoctorEnded?(profileName: string | null, view: Pick<DoctorView, 'phase' | 'checks'>): void;
  onChange(): void;
}

export interface DoctorRun {
  /** Null for the computer alone. @throws AppError `profile_missing` */
  readonly profileId: string | null;
  readonly signal: AbortSignal;
  onProgress(view: Pick<DoctorView, 'phase' | 'checks'>): void;
}

export interface DoctorFeature extends Feature<'doctor.start' | 'doctor.cancel', never, 'doctor'> {
  /** Without a window; resolves with what was found out, also when it was stopped. */
  run(asked: DoctorRun): Promise<DoctorReport>;
}

export function createDoctorFeature(options: DoctorFeatureOptions): DoctorFeature {
  const { profiles, log } = options;
  const runs = createWindowRuns<DoctorView>(options);

  function profileOf(profileId: string | null): Profile | null {
    if (profileId === null) return null;
    const profile = profiles.find(profileId);
    if (!profile) throw new AppError('profile_missing', { reason: 'profileRemoved' });
    return profile;
  }

  /** @param show told of each step, the last one with the phase in which it ended */
  async function look(
    profile: Profile | null,
    view: DoctorView,
    signal: AbortSignal,
    show: (view: DoctorView) => void,
  ): Promise<DoctorView> {
    log.info('doctor.started', { connections: view.connections.length });
    const checks = await runChecks({
      ...options.timers,
      planned: planned(options, profile, signal),
      signal,
      onProgress: (views) => show({ ...view, checks: [...views] }),
    });
    const ended: DoctorView = { ...view, checks, phase: signal.aborted ? 'cancelled' : 'done' };
    show(ended);
    options.onDoctorEnded?.(profile?.name ?? null, ended);
    log.info('doctor.ended', { cancelled: signal.aborted, outcomes: outcomesOf(checks) });
    return ended;
  }

  function start(profileId: string | null, matters: readonly CheckId[], windowId: string): { runId: string } {
    const profile = profileOf(profileId);
    const run = runs.begin(windowId);
    const view = viewOf(options, profile, matters);
    void look(profile, view, run.signal, run.show).finally(run.end);
    return { runId: view.runId };
  }

  return {
    handlers: {
      'doctor.start': ({ profileId, matters }, { windowId }) => start(profileId, matters, windowId),
      'doctor.cancel': (_input, { windowId }) => runs.cancel(windowId),
    },
    async run({ profileId, signal, onProgress }) {
      const profile = profileOf(profileId);
      return doctorReport(await look(profile, viewOf(options, profile, []), signal, onProgress), options);
    },
    sharedState: () => ({}),
    windowState: (windowId) => ({ doctor: runs.viewOf(windowId) }),
    windowClosed: runs.windowClosed,
    close: runs.close,
  };
}

const viewOf = (
  { now, randomUuid }: Pick<DoctorFeatureOptions, 'now' | 'randomUuid'>,
  profile: Profile | null,
  matters: readonly CheckId[],
): DoctorView => ({
  runId: randomUuid(),
  phase: 'running',
  startedAt: now(),
  isSaved: true,
  profile: profile && { id: profile.id, name: profile.name },
  connections: (profile?.connections ?? []).map(({ id, label }) => ({ label, connectionId: id })),
  matters: [...matters],
  checks: [],
});

/** Of a saved set-up everything is tested with what is stored. */
function planned(
  { parts, doctor, program = plainFacts }: DoctorFeatureOptions,
  profile: Profile | null,
  signal: AbortSignal,
) {
  const asked = profile && { draft: storedDraft(profile), profile, before: profile, isSaved: true, isOfDoctor: true };
  const subject = asked && createSubject(asked, parts, signal);
  return planDoctor(subject, parts, doctor ? { ...doctor, program } : null);
}

const storedDraft = (profile: Profile) => ({
  ...profile,
  embedSecret: null,
  connections: profile.connections.map((connection) => ({ ...connection, clientSecret: null })),
});
