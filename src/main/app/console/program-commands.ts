/** Commands about the program as a whole: the doctor, links, the audit trail, and how it is. */
import { AppError } from '../../../shared/errors.ts';
import { isOpenLink, parseOpenLink } from '../../../shared/open-link.ts';
import type { Handlers } from '../../ipc/router.ts';
import type { Profiles } from '../../settings/profiles.ts';
import type { DoctorFeature } from '../doctor/doctor-feature.ts';
import type { OpenByLink } from '../links/open-by-link.ts';
import type { StatusFeature } from '../status/status-feature.ts';
import type { SystemServices } from '../system-services.ts';
import type { Doers } from './asker.ts';
import { profileBy } from './finding.ts';

export interface ProgramCommandsOptions {
  readonly profiles: Pick<Profiles, 'all' | 'selected'>;
  readonly doctor: Pick<DoctorFeature, 'run'>;
  readonly links: Pick<OpenByLink, 'open'>;
  readonly audit: { readonly handlers: Pick<Handlers, 'audit.verify'> };
  readonly desktop: { firstWindow(): string | null };
  readonly system: Pick<SystemServices, 'comeForward'>;
  /** How the program is, as its heartbeat says it. */
  readonly status: Pick<StatusFeature, 'programStatus'>;
}

type Names = 'doctor' | 'open' | 'audit verify' | 'status';

export function createProgramCommands(options: ProgramCommandsOptions): Doers<Names> {
  const { profiles, doctor, links, audit, desktop, system, status } = options;

  return {
    async doctor({ profile: wanted }, { signal }) {
      const profile = wanted === null ? profiles.selected() : profileBy(wanted, profiles.all());
      const result = await doctor.run({ profileId: profile?.id ?? null, signal, onProgress: () => undefined });
      const isWrong = result.checks.some((check) => check.result?.outcome === 'failed');
      return { ending: isWrong ? 'wrong' : 'done', result };
    },
    async open({ link }) {
      if (!isOpenLink(link)) throw new AppError('command_refused', { reason: 'notALink' });
      const windowId = desktop.firstWindow();
      if (windowId === null) throw new AppError('command_refused', { reason: 'noWindow' });
      system.comeForward();
      await links.open(parseOpenLink(link), windowId);
      return { ending: 'done', result: {} };
    },
    async 'audit verify'() {
      const verdict = await audit.handlers['audit.verify'](undefined, { windowId: 'command line', kind: 'viewer' });
      const { fault, lastAt } = verdict;
      return {
        ending: fault === null ? 'done' : 'wrong',
        result: { ...verdict, lastAt: lastAt === null ? null : new Date(lastAt).toISOString() },
      };
    },
    status() {
      const heartbeat = status.programStatus();
      return { ending: heartbeat.isWell ? 'done' : 'wrong', result: { isRunning: true, heartbeat } };
    },
  };
}
