/** The workbooks that a person opened last or pinned, as windows show them and as they change. */
import { AppError, codeOf } from '../../../shared/errors.ts';
import { isServiceAccount } from '../../../shared/profile/connection-rules.ts';
import type { Log } from '../../log/log.ts';
import type { Profiles, SettingsStore } from '../../settings/profiles.ts';
import { storing } from '../../settings/storing.ts';
import { openWorkbookShelf } from '../../settings/workbook-shelf.ts';
import type { Feature } from '../feature.ts';

export interface WorkbooksAtHandOptions {
  readonly profiles: Pick<Profiles, 'all' | 'areWhole'>;
  readonly settings: SettingsStore;
  readonly log: Pick<Log, 'warn'>;
  onChange(): void;
}

export interface WorkbooksAtHand
  extends Feature<'workbooks.pin' | 'workbooks.unpin', 'recentWorkbooks' | 'pinnedWorkbooks'> {
  /** A person looks at a workbook. */
  opened(workbookId: string): void;
  /** Somebody signed out of a profile: which of its workbooks they opened is theirs. Where a machine signs in, it is nobody's. */
  left(profileId: string): void;
  /** A profile has changed or gone: what went with it is forgotten. */
  prune(): void;
  /** @throws AppError `profile_missing`, `settings_write_failed` */
  pin(workbookId: string): Promise<void>;
  /** @throws AppError `settings_write_failed` */
  unpin(workbookId: string): Promise<void>;
}

export function createWorkbooksAtHand({ profiles, settings, log, onChange }: WorkbooksAtHandOptions): WorkbooksAtHand {
  const shelf = openWorkbookShelf(settings);
  /** Whether a workbook is in one of the profiles of now. */
  const present = () => {
    const ids = new Set(profiles.all().flatMap(({ workbooks }) => workbooks.map(({ id }) => id)));
    return (workbookId: string) => ids.has(workbookId);
  };
  /** What nobody asked for fails without a word to the person: it is known until the program ends. */
  const store = (stored: Promise<void>) => {
    stored.catch((error: unknown) => log.warn('workbooks.not-at-hand', { code: codeOf(error) }));
    onChange();
  };
  const keep = async (stored: Promise<void>) => {
    onChange();
    await storing(stored);
  };

  async function pin(workbookId: string): Promise<void> {
    if (!present()(workbookId)) throw new AppError('profile_missing', { reason: 'workbookRemoved' });
    await keep(shelf.pin(workbookId));
  }
  const unpin = (workbookId: string) => keep(shelf.unpin(workbookId));

  return {
    handlers: {
      'workbooks.pin': ({ workbookId }) => pin(workbookId),
      'workbooks.unpin': ({ workbookId }) => unpin(workbookId),
    },
    sharedState() {
      const { recent, pinned } = shelf.read(present());
      return { recentWorkbooks: [...recent], pinnedWorkbooks: [...pinned] };
    },
    windowState: () => ({}),
    opened: (workbookId) => store(shelf.opened(workbookId)),
    left(profileId) {
      const profile = profiles.all().find(({ id }) => id === profileId);
      if (!profile || profile.connections.every(isServiceAccount)) return;
      store(shelf.forget((workbookId) => profile.workbooks.some(({ id }) => id === workbookId)));
    },
    prune() {
      // A profile that is kept aside comes back with its workbooks.
      if (profiles.areWhole()) store(shelf.keepOnly(present()));
    },
    pin,
    unpin,
  };
}
