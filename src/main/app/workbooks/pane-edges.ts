/** What panes, and what goes on inside of their workbooks, ask of the rest of the program. */
import { AppError } from '../../../shared/errors.ts';
import type { Profiles } from '../../settings/profiles.ts';
import { explainRefusal, explainSigmaError, meansExpiredToken } from '../../sigma/embed-errors.ts';
import type { InsideEdges } from '../../viewer/inside-of-pane.ts';
import type { PaneOptions } from '../../viewer/pane-parts.ts';
import type { Notices } from '../notices.ts';
import type { SystemServices } from '../system-services.ts';

export interface PaneEdgesOptions
  extends Pick<
    PaneOptions,
    'loadInPlaceOf' | 'whenPictureIsWhole' | 'stepsOf' | 'frames' | 'log' | 'now' | 'uptime' | 'random' | 'randomUuid'
  > {
  readonly system: Pick<SystemServices, 'isOnline'>;
  sendToGuest: PaneOptions['send'];
}

/** What panes ask of the rest of the program. */
export function paneEdges(
  options: PaneEdgesOptions,
): Omit<PaneOptions, 'sign' | 'setTimer' | 'renewGrants' | 'inside' | 'onChange'> {
  const { log, now, uptime } = options;
  return {
    explainError: explainSigmaError,
    meansExpiredToken,
    send: (guestId, command) => options.sendToGuest(guestId, command),
    loadInPlaceOf: (guestId, next) => options.loadInPlaceOf(guestId, next),
    whenPictureIsWhole: (guestId, then) => options.whenPictureIsWhole(guestId, then),
    stepsOf: (guestId) => options.stepsOf(guestId),
    frames: options.frames,
    log,
    now,
    uptime,
    random: options.random ?? Math.random,
    randomUuid: options.randomUuid,
    isOnline: () => options.system.isOnline(),
  };
}

/** What the inside of workbooks asks of the rest of the program. */
export function insideEdges(
  { profiles, notices }: { readonly profiles: Pick<Profiles, 'find'>; readonly notices: Pick<Notices, 'addPassing'> },
  onAction: InsideEdges['onAction'],
): InsideEdges {
  return {
    explainRefusal,
    say: notices.addPassing,
    onAction,
    onDeleted({ profileId, title }) {
      // Where there is a choice the window goes there, and nothing in it says why. Where there is none, the pane does.
      if ((profiles.find(profileId)?.workbooks.length ?? 0) < 2) return;
      notices.addPassing(new AppError('workbook_deleted', { reason: 'own', workbook: title }));
    },
  };
}
