/** How large each workbook is shown: the same in every guest of it, also in a standby before anybody sees that. */
import { codeOf } from '../../../shared/errors.ts';
import { nextFactor, type ZoomChange } from '../../../shared/zoom.ts';
import type { Log } from '../../log/log.ts';
import type { Profiles, SettingsStore } from '../../settings/profiles.ts';
import { openWorkbookZooms } from '../../settings/workbook-zooms.ts';
import type { Panes } from '../../viewer/panes.ts';
import type { Feature } from '../feature.ts';

export interface ZoomingFeatureOptions {
  readonly panes: Pick<Panes, 'guestsOf' | 'sourceOf'>;
  readonly profiles: Pick<Profiles, 'all' | 'areWhole'>;
  readonly settings: SettingsStore;
  /** Besides the zoom of the window around the guest. */
  zoomGuest(guestId: string, factor: number): void;
  readonly log: Pick<Log, 'warn'>;
  onChange(): void;
}

export interface ZoomingFeature extends Feature<never, 'workbookZooms'> {
  change(workbookId: string, change: ZoomChange): void;
  /** A guest has a page, which is drawn from now on. */
  opened(guestId: string): void;
  /** The window around guests is zoomed, and they with it: each gets its own zoom again. */
  renew(): void;
  /** A profile has changed or gone: what went with it is forgotten. */
  prune(): void;
}

export function createZoomingFeature(options: ZoomingFeatureOptions): ZoomingFeature {
  const { panes, profiles, log } = options;
  const store = openWorkbookZooms(options.settings);
  const factorOf = (workbookId: string) => store.all()[workbookId] ?? 1;
  // It is seen at once and holds until the program ends; nothing that a person would have to act on.
  const keep = (stored: Promise<void>) =>
    void stored.catch((error: unknown) => log.warn('workbooks.not-at-hand', { code: codeOf(error) }));

  return {
    handlers: {},
    sharedState: () => ({ workbookZooms: store.all() }),
    windowState: () => ({}),
    change(workbookId, change) {
      const factor = nextFactor(factorOf(workbookId), change);
      keep(store.set(workbookId, factor));
      for (const guestId of panes.guestsOf(workbookId)) options.zoomGuest(guestId, factor);
      options.onChange();
    },
    opened(guestId) {
      const workbookId = panes.sourceOf(guestId)?.workbookId;
      if (workbookId !== undefined) options.zoomGuest(guestId, factorOf(workbookId));
    },
    renew() {
      const all = profiles.all().flatMap(({ workbooks }) => workbooks);
      for (const { id } of all) for (const guestId of panes.guestsOf(id)) options.zoomGuest(guestId, factorOf(id));
    },
    prune() {
      const ids = new Set(profiles.all().flatMap(({ workbooks }) => workbooks.map(({ id }) => id)));
      // A profile that is kept aside comes back with its workbooks.
      if (profiles.areWhole()) keep(store.keepOnly((id) => ids.has(id)));
    },
  };
}
