/** What is looked for in each pane. The words stay here, in memory: no other window is told of them, nor any file. */
import { AppError } from '../../../shared/errors.ts';
import type { FoundView, PaneView } from '../../../shared/state.ts';
import type { FindStep, Matches } from '../../viewer/guest-finding.ts';
import type { Panes } from '../../viewer/panes.ts';
import type { Feature } from '../feature.ts';

export interface FindingFeatureOptions {
  readonly panes: Pick<Panes, 'views'>;
  findIn(guestId: string, words: string, step: FindStep): void;
  stopFindingIn(guestId: string): void;
  onChange(): void;
}

export interface FindingFeature extends Feature<'finding.find' | 'finding.stop', never, 'found'> {
  /** A guest has counted. */
  matched(guestId: string, matches: Matches): void;
  /** Looks again where another guest took over, and forgets what was looked for in panes that are gone. */
  follow(): void;
}

interface Finding {
  readonly windowId: string;
  readonly guestId: string;
  readonly words: string;
  readonly view: FoundView;
}

export function createFindingFeature(options: FindingFeatureOptions): FindingFeature {
  const { panes, onChange } = options;
  /** By pane. */
  const findings = new Map<string, Finding>();

  const paneOf = (windowId: string, paneId: string) => panes.views(windowId).find((view) => view.paneId === paneId);
  const activeGuest = (pane: PaneView | undefined): string | null =>
    pane?.guests.find(({ role }) => role === 'active')?.guestId ?? null;

  return {
    handlers: {
      'finding.find'({ paneId, words, step }, { windowId }) {
        const guestId = activeGuest(paneOf(windowId, paneId));
        if (guestId === null) throw new AppError('request_refused', { reason: 'paneClosed' });
        const before = findings.get(paneId);
        const isSame = before?.words === words && before.guestId === guestId;
        const view = isSame ? before.view : { paneId, at: 0, count: null };
        findings.set(paneId, { windowId, guestId, words, view });
        options.findIn(guestId, words, isSame ? step : 'first');
        onChange();
      },
      'finding.stop'({ paneId }, { windowId }) {
        const finding = findings.get(paneId);
        if (finding?.windowId !== windowId) return;
        findings.delete(paneId);
        options.stopFindingIn(finding.guestId);
        onChange();
      },
    },
    sharedState: () => ({}),
    windowState: (windowId) => ({
      found: [...findings.values()].filter((one) => one.windowId === windowId).map(({ view }) => view),
    }),
    matched(guestId, { at, count }) {
      for (const [paneId, finding] of findings) {
        if (finding.guestId !== guestId || (finding.view.at === at && finding.view.count === count)) continue;
        findings.set(paneId, { ...finding, view: { paneId, at, count } });
        onChange();
      }
    },
    follow() {
      for (const [paneId, finding] of findings) {
        const pane = paneOf(finding.windowId, paneId);
        const guestId = activeGuest(pane);
        if (guestId === null) findings.delete(paneId);
        // In a workbook that is still to come there is nothing to be found.
        else if (guestId !== finding.guestId && pane?.phase === 'ready') {
          findings.set(paneId, { ...finding, guestId });
          options.findIn(guestId, finding.words, 'first');
        }
      }
    },
    windowClosed(windowId) {
      for (const [paneId, finding] of findings) if (finding.windowId === windowId) findings.delete(paneId);
    },
  };
}
