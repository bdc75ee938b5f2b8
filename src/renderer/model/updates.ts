/** What is said of updates, and when: pure rules over what main tells. */
import type { AppState } from '../../shared/state.ts';
import type { Text } from '../../shared/text/en.ts';
import { format } from '../../shared/text/format.ts';
import type { UpdateMode, UpdateView } from '../../shared/updates.ts';
import { clockTime, dateOf } from './clocks.ts';

/** The one thing that a person can do about updates now; null where there is none. */
export function updateAction(updates: UpdateView): 'check' | 'download' | 'restart' | null {
  switch (updates.status) {
    case 'idle':
    case 'checking':
    case 'rolled-back':
      return 'check';
    case 'available':
      return updates.canDownload ? 'download' : null;
    case 'ready':
      return updates.heldBy === null ? 'restart' : null;
    case 'downloading':
    case 'off':
      return null;
  }
}

/**
 * Where the program stands, in a sentence or two.
 *
 * @param isTitled the version on offer stands above it already
 */
export function updateSentence(updates: UpdateView, now: number, text: Text, isTitled = false): string {
  const words = text.updates;
  switch (updates.status) {
    case 'off':
      return words.off[updates.reason];
    case 'checking':
      return words.checking;
    case 'idle':
      if (updates.checkedAt === null) return words.neverChecked;
      // After a check that failed nobody knows.
      return format(
        updates.problem ? words.notKnown : updates.newer ? words.notForHere[updates.newer.reason] : words.upToDate,
        {
          when: clockTime(updates.checkedAt, now, text),
          version: updates.newer?.version ?? '',
        },
      );
    case 'downloading': {
      const { version } = updates.release;
      return updates.percent === null
        ? format(words.downloading, { version })
        : format(words.downloadingPercent, { version, percent: Math.floor(updates.percent) });
    }
    case 'available':
    case 'ready': {
      const { title } = words.notices[updates.status];
      const what = isTitled ? [] : [`${format(title, { version: updates.release.version })}.`];
      return [...what, updates.status === 'ready' ? aboutReady(updates, text) : aboutOffer(updates, now, text)].join(
        ' ',
      );
    }
    case 'rolled-back':
      return format(words.rolledBack, { from: updates.from, to: updates.to });
  }
}

function aboutReady({ heldBy, updatedBy }: Extract<UpdateView, { status: 'ready' }>, text: Text): string {
  const { heldBy: held, whenYouLike } = text.updates;
  return heldBy === null ? whenYouLike[updatedBy] : held[heldBy];
}

function aboutOffer(updates: Extract<UpdateView, { status: 'available' }>, now: number, text: Text): string {
  const { deferred, updatedBy } = updates;
  const words = text.updates;
  if (deferred?.by === 'policy') return format(words.deferred, { date: dateOf(deferred.until, now, text) });
  return updatedBy === 'administrator' ? words.byAdministrator : words.mayBeFetched;
}

const modes = ['automatic', 'notify', 'off'] as const satisfies readonly UpdateMode[];

/**
 * What a person may choose of how updates come: what somebody else installs does not come by itself, and what needs a
 * password is not put in place at the end of the program.
 */
export function offeredModes(
  updates: UpdateView,
  words: Text['updates']['choices'],
): { readonly mode: UpdateMode; readonly label: string }[] {
  const updatedBy = updates.status === 'off' ? null : updates.updatedBy;
  return modes
    .filter((mode) => mode !== 'automatic' || updatedBy !== 'administrator')
    .map((mode) => ({
      mode,
      label: mode === 'automatic' && updatedBy === 'password' ? words.downloaded : words.modes[mode],
    }));
}

export type UpdateNews = 'updated' | 'available' | 'ready';

/**
 * What a notice tells of, over whatever is on the screen; null while there is nothing that is worth it. What failed is told in
 * the About dialog alone: the next try may go well, and nobody waits for it. That an earlier version is back, main says.
 */
export function updateNews({ updates, updatedFrom, window }: AppState, now: number): UpdateNews | null {
  // There it is told already.
  if (window.about !== null) return null;
  if (updatedFrom !== null) return 'updated';
  // What is deferred is not offered: a person who looks for it finds it.
  if (updates.status === 'available') return updates.deferred === null ? 'available' : null;
  if (updates.status !== 'ready') return null;
  return updates.laterUntil !== null && updates.laterUntil > now ? null : 'ready';
}
