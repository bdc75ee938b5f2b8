/** Ties what goes on inside a workbook to its pane: which events belong to it, and what follows from them. */
import { AppError, type AppErrorView, isOfData } from '../../shared/errors.ts';
import type { SigmaCommand } from '../../shared/sigma/commands.ts';
import type { SigmaEvent } from '../../shared/sigma/events.ts';
import type { PaneContents } from '../../shared/sigma/pane-parts.ts';
import type { BookmarkShelf } from './bookmark-shelf.ts';
import { withoutEffect } from './command-watch.ts';
import type { PaneGuests } from './pane-guests.ts';
import { createPaneInside, type PaneInside, type PaneInsideOptions } from './pane-inside.ts';
import type { PaneStatus } from './pane-status.ts';
import type { PaneTarget } from './pane-target.ts';
import { placeOf } from './view-state.ts';

/** An action of the workbook's author came out of a pane. */
export interface PaneAction {
  readonly paneId: string;
  readonly guestId: string;
  readonly target: PaneTarget;
  readonly event: SigmaEvent & { type: 'action:outbound' };
}

/** What the inside of workbooks asks of the rest of the program. */
export interface InsideEdges {
  /** Why Sigma does not do what a person asked for; null when an error says something about the workbook itself. */
  explainRefusal(message: string | undefined): AppError | null;
  /** Something that a person should hear, and that goes by itself. */
  say(word: AppError): void;
  /** The active guest told of an action. Whether a person set it off is still to be asked. */
  onAction(action: PaneAction): void;
  /** The workbook that a pane was opened for is no more. */
  onDeleted(target: PaneTarget): void;
}

export interface InsideOfPaneOptions
  extends Pick<PaneInsideOptions, 'onChange' | 'randomUuid' | 'uptime' | 'setTimer'> {
  readonly paneId: string;
  readonly target: PaneTarget;
  readonly status: Pick<PaneStatus, 'fail'>;
  readonly guests: Pick<PaneGuests, 'active' | 'find' | 'goHome' | 'standby'>;
  readonly inside: InsideEdges;
  readonly shelf: BookmarkShelf;
  /** Whether what Sigma reports means that the token or session is over. */
  meansExpiredToken(code: string | undefined, message: string | undefined): boolean;
  explainError(code: string | undefined, message: string | undefined): AppError;
  send(guestId: string, command: SigmaCommand): void;
}

export interface InsideOfPane extends Pick<PaneInside, 'showAction' | 'dismissAction' | 'stop'> {
  /** What the workbook in a guest told of itself. */
  view(guestId: string): PaneContents;
  /** Takes an event of a guest of the pane. @returns whether it is settled by that, and says nothing of the pane itself */
  settles(guestId: string, event: SigmaEvent): boolean;
  /** A person wants something of the workbook on screen. */
  command(command: SigmaCommand): void;
}

export function insideOf(options: InsideOfPaneOptions): InsideOfPane {
  const { paneId, target, status, guests, inside: edges, shelf } = options;
  const inside = createPaneInside({
    ...options,
    met: shelf.of(target),
    keep: (met) => shelf.keep(target, met),
    isOfPane: (guestId) => guests.find(guestId) !== null,
    onNoEffect: (command) => edges.say(withoutEffect(command)),
    onDeleted: leaveDeleted,
  });

  /** Why charts failed, by guest. Each shows what was said; what to do about it is known here. */
  const chartProblems = new Map<string, AppErrorView>();

  function noteChart(guestId: string, { code, message }: SigmaEvent & { type: 'workbook:chart:error' }): void {
    // In a new round no chart has failed yet, and what failed in the last one may have another reason now.
    if (inside.view(guestId).chartErrors === 0) chartProblems.delete(guestId);
    const failure = options.explainError(code, message);
    if (!isOfData(failure.code)) return;
    for (const known of chartProblems.keys()) if (guests.find(known) === null) chartProblems.delete(known);
    chartProblems.set(guestId, failure.toView());
  }

  /** From a copy, or whatever else the person had gone to, there is a way back. */
  function leaveDeleted(): void {
    const { isOwn } = placeOf(guests.active().view, target).document;
    if (!isOwn || inside.hasMovedOn()) {
      inside.wentHome();
      guests.goHome();
      edges.say(new AppError('workbook_deleted', { reason: 'other' }));
      return;
    }
    guests.standby.drop();
    status.fail(new AppError('workbook_deleted', { reason: 'own', workbook: target.title }));
    edges.onDeleted(target);
  }

  return {
    ...inside,
    view(guestId) {
      const contents = inside.view(guestId);
      const problem = contents.chartErrors > 0 ? chartProblems.get(guestId) : undefined;
      return { ...contents, chartProblem: problem ?? null };
    },
    settles(guestId, event) {
      const isActive = guestId === guests.active().guestId;
      if (event.type === 'workbook:error') {
        const refusal = edges.explainRefusal(event.message);
        // Whoever asked in Sigma's own menu is told by Sigma; and a page that says it for ever is not repeated.
        if (refusal && isActive && inside.refused()) edges.say(refusal);
        return refusal !== null;
      }
      if (event.type === 'action:outbound') {
        if (isActive) edges.onAction({ paneId, guestId, target, event });
        return true;
      }
      // A chart whose token is over comes back with a newer one, and nobody is to notice.
      const passes = event.type === 'workbook:chart:error' && options.meansExpiredToken(event.code, event.message);
      if (event.type === 'workbook:chart:error' && !passes) noteChart(guestId, event);
      if (!passes) inside.take(guestId, event, isActive);
      return false;
    },
    command(command) {
      const { guestId, say } = guests.active();
      say(command);
      // What Sigma made of the values is asked for: a value that it does not take changes nothing, and nothing says so.
      if (command.type === 'workbook:variables:update') say({ type: 'workbook:variables:list' });
      inside.sent(guestId, command);
    },
  };
}
