/** "Test this set-up": runs the checks over what the form of a window holds, and shows that window how it goes on. */
import type { ChecksView } from '../../../shared/checks.ts';
import { AppError } from '../../../shared/errors.ts';
import type { ProfileDraft } from '../../../shared/profile/profile.ts';
import type { Clock } from '../../async/clock.ts';
import type { Timers } from '../../async/timers.ts';
import type { Log } from '../../log/log.ts';
import type { Profiles } from '../../settings/profiles.ts';
import type { Feature } from '../feature.ts';
import { requireOwnIds, requireSecrets, requireSecureAddresses } from '../profiles/draft-checks.ts';
import type { Secrets } from '../profiles/profile-secrets.ts';
import { hasSameSubstance } from '../profiles/profile-setup.ts';
import type { Parts } from './parts.ts';
import { planChecks } from './registry.ts';
import { runChecks } from './run-checks.ts';
import { createSubject } from './subject.ts';
import { createWindowRuns, type WindowRun } from './window-runs.ts';

export interface ChecksFeatureOptions extends Clock {
  readonly parts: Parts;
  readonly profiles: Pick<Profiles, 'find' | 'prepare'>;
  readonly secrets: Secrets;
  readonly allowLoopbackHttp: boolean;
  readonly timers: Timers;
  readonly log: Log;
  randomUuid(): string;
  /** A run is over, or was stopped. */
  onChecksEnded?(profileName: string, view: Pick<ChecksView, 'isSaved' | 'phase' | 'checks'>): void;
  onChange(): void;
}

/** Each is asked several things. */
const MOST_CONNECTIONS = 16;
/** Which ports of this computer are taken is not for a window to list. */
const MOST_REDIRECTS = 32;

export function createChecksFeature(
  options: ChecksFeatureOptions,
): Feature<'checks.start' | 'checks.cancel', never, 'checks'> {
  const { parts, timers, log } = options;
  const runs = createWindowRuns<ChecksView>(options);

  async function start(draft: ProfileDraft, windowId: string): Promise<{ runId: string }> {
    const run = runs.begin(windowId);
    try {
      const asked = await prepare(options, draft);
      const runId = options.randomUuid();
      void look(runId, asked, run).finally(run.end);
      return { runId };
    } catch (error) {
      run.end();
      throw error;
    }
  }

  async function look(
    runId: string,
    asked: Awaited<ReturnType<typeof prepare>>,
    { signal, show: showView }: WindowRun<ChecksView>,
  ): Promise<void> {
    const { profile, draft, isSaved } = asked;
    const subject = createSubject(asked, parts, signal);
    const connections = profile.connections.map(({ label, id }, index) => ({
      label,
      connectionId: draft.connections[index]?.id === id ? id : null,
    }));
    const show = (phase: ChecksView['phase'], checks: ChecksView['checks']): void =>
      showView({ runId, phase, isSaved, connections, checks });
    log.info('checks.started', { connections: connections.length, isSaved });
    const checks = await runChecks({
      ...timers,
      planned: planChecks(subject, parts),
      signal,
      onProgress: (views) => show('running', [...views]),
    });
    show(signal.aborted ? 'cancelled' : 'done', checks);
    options.onChecksEnded?.(profile.name, { isSaved, phase: signal.aborted ? 'cancelled' : 'done', checks });
    log.info('checks.ended', { cancelled: signal.aborted, outcomes: outcomesOf(checks) });
  }

  return {
    handlers: {
      'checks.start': (draft, { windowId }) => start(draft, windowId),
      'checks.cancel': (_input, { windowId }) => runs.cancel(windowId),
    },
    sharedState: () => ({}),
    windowState: (windowId) => ({ checks: runs.viewOf(windowId) }),
    windowClosed: runs.windowClosed,
    close: runs.close,
  };
}

export const outcomesOf = (checks: ChecksView['checks']) =>
  checks.map(({ check, connection, result }) => ({
    check,
    connection,
    outcome: result?.outcome,
    // Under the name `code` a log takes what is none of our errors for a secret.
    saw: result?.error?.code ?? result?.findings[0]?.code,
  }));

/** As a save would demand it, so that nothing can be tested that could not be set up. @throws AppError as `profiles.save` */
async function prepare(options: ChecksFeatureOptions, draft: ProfileDraft) {
  const { profiles, secrets } = options;
  if (draft.connections.length > MOST_CONNECTIONS) {
    throw new AppError('request_refused', { reason: 'tooManyConnections', most: MOST_CONNECTIONS, remedy: 'testLess' });
  }
  const redirects = new Set(draft.connections.flatMap(({ redirectUris }) => redirectUris));
  if (redirects.size > MOST_REDIRECTS) {
    throw new AppError('request_refused', { reason: 'tooManyRedirects', most: MOST_REDIRECTS, remedy: 'testLess' });
  }
  requireSecureAddresses(draft, options);
  const profile = profiles.prepare(draft);
  const before = profiles.find(profile.id);
  requireOwnIds(draft, before, null);
  await requireSecrets(draft, before, secrets);
  const isSaved = before !== null && (await hasSameSubstance(draft, before, profile, secrets));
  return { draft, profile, before, isSaved };
}
