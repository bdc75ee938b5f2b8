/**
 * Follows a link that leads here: chooses a profile and shows a workbook, as the person could by two clicks. Whoever wrote
 * the link has no further say: nothing of it is shown, stored or sent anywhere, and a person who edits is left alone.
 */
import { AppError, codeOf } from '../../../shared/errors.ts';
import type { OpenLink, OpenLinkFault } from '../../../shared/open-link.ts';
import type { Profile, Workbook } from '../../../shared/profile/profile.ts';
import { shownName } from '../../../shared/profile/visible-text.ts';
import type { Log } from '../../log/log.ts';
import type { GrantEvent } from '../../oauth/grants/grant-events.ts';
import type { Profiles } from '../../settings/profiles.ts';
import type { Notices } from '../notices.ts';

export interface OpenByLinkOptions {
  readonly profiles: Pick<Profiles, 'all' | 'find'>;
  /** The profile that a window works with. */
  chosenIn(windowId: string): string | null;
  choose(windowId: string, profileId: string): Promise<void>;
  /** Whether a workbook of the profile can be shown without a person. */
  isReady(profile: Profile): boolean;
  openWorkbook(workbookId: string, windowId: string): void;
  /** The workbook is the one that its profile shows as soon as the window goes there, and no other is loaded first. */
  prepareTab?(workbookId: string, windowId: string): void;
  /** The title of the workbook that the person edits in a window; null while they edit none. */
  editedIn(windowId: string): string | null;
  readonly notices: Pick<Notices, 'addPassing'>;
  readonly log: Pick<Log, 'info' | 'warn'>;
}

export interface OpenByLink {
  /**
   * @param link as `parseOpenLink` answers
   * @param windowId the window that follows it; null while there is none, and then nothing happens
   */
  open(link: OpenLink | OpenLinkFault, windowId: string | null): Promise<void>;
  /**
   * A person has chosen a workbook of whatever profile: the window goes there, and shows it now or after the sign-in.
   *
   * @throws AppError `profile_missing`, `settings_write_failed`
   */
  openChosen(windowId: string, workbookId: string): Promise<void>;
  /** A workbook that waits for a sign-in is shown after it. */
  grantEvent(event: GrantEvent): void;
}

interface Wish {
  readonly windowId: string;
  readonly profileId: string;
  readonly workbookId: string;
}

export function createOpenByLink(options: OpenByLinkOptions): OpenByLink {
  const { profiles, notices, log } = options;
  /** What the last link led to, while its profile waits for a sign-in. */
  let wish: Wish | null = null;

  function refuse(error: AppError): void {
    log.warn('link.came-refused', { reason: String(error.values.reason) });
    notices.addPassing(error);
  }

  async function follow(link: OpenLink, windowId: string): Promise<void> {
    const found = findByLink(link, profiles.all(), options.chosenIn(windowId));
    if (typeof found === 'string') return refuse(new AppError('open_link_refused', { reason: found }));
    const edited = options.editedIn(windowId);
    if (edited !== null) return refuse(new AppError('open_link_refused', { reason: 'editing', workbook: edited }));
    log.info('link.came', { hasProfile: found.profile !== null, hasWorkbook: found.workbook !== null });
    wish = null;
    const { profile, workbook } = found;
    if (!profile) return;
    if (workbook && options.isReady(profile)) options.prepareTab?.(workbook.id, windowId);
    await options.choose(windowId, profile.id);
    if (workbook) show(windowId, profile, workbook.id);
  }

  function show(windowId: string, profile: Profile, workbookId: string): void {
    if (options.isReady(profile)) options.openWorkbook(workbookId, windowId);
    else wish = { windowId, profileId: profile.id, workbookId };
  }

  return {
    async open(link, windowId) {
      if (windowId === null) return;
      if (typeof link === 'string') return refuse(new AppError('open_link_refused', { reason: link }));
      try {
        await follow(link, windowId);
      } catch (error) {
        // The settings cannot be written, or what was found has gone since.
        log.warn('link.came-refused', { reason: 'notOpened', code: codeOf(error) });
        notices.addPassing(new AppError('open_link_refused', { reason: 'notOpened' }));
      }
    },
    async openChosen(windowId, workbookId) {
      wish = null;
      const profile = profiles.all().find(({ workbooks }) => workbooks.some(({ id }) => id === workbookId));
      if (!profile) throw new AppError('profile_missing', { reason: 'workbookRemoved' });
      if (options.isReady(profile)) options.prepareTab?.(workbookId, windowId);
      if (options.chosenIn(windowId) !== profile.id) await options.choose(windowId, profile.id);
      show(windowId, profile, workbookId);
    },
    grantEvent({ kind }) {
      if (wish === null || (kind !== 'adopted' && kind !== 'restored')) return;
      const { windowId, profileId, workbookId } = wish;
      const profile = profiles.find(profileId);
      const isThere = profile?.workbooks.some(({ id }) => id === workbookId) === true;
      // The person has gone elsewhere or begun to edit since, or an administrator has changed the profile.
      const isPast = options.chosenIn(windowId) !== profileId || options.editedIn(windowId) !== null;
      if (!isThere || isPast) wish = null;
      else if (options.isReady(profile)) {
        wish = null;
        options.openWorkbook(workbookId, windowId);
      }
    },
  };
}

interface Found {
  readonly profile: Profile | null;
  readonly workbook: Workbook | null;
}

type NotFound = 'profileUnknown' | 'profileTwice' | 'workbookUnknown' | 'workbookTwice';

/**
 * What a link leads to. Without a profile, the workbook is looked for in the one that the window works with, and then in
 * all.
 */
function findByLink(link: OpenLink, all: readonly Profile[], chosenId: string | null): Found | NotFound {
  const [profile, ...more] = profilesOf(link.profile, all);
  if (link.profile !== null && !profile) return 'profileUnknown';
  if (more.length > 0) return 'profileTwice';
  if (link.workbook === null) return { profile: profile ?? null, workbook: null };
  const chosen = all.filter(({ id }) => id === chosenId);
  const places = profile ? [[profile]] : [chosen, all];
  for (const place of places) {
    const [found, ...others] = workbooksOf(link.workbook, place);
    if (others.length > 0) return 'workbookTwice';
    if (found) return found;
  }
  return 'workbookUnknown';
}

function profilesOf(wanted: string | null, all: readonly Profile[]): readonly Profile[] {
  const byId = all.filter(({ id }) => id === wanted);
  return byId.length > 0 ? byId : all.filter(({ name }) => isNamed(name, wanted));
}

function workbooksOf(wanted: string, all: readonly Profile[]): readonly (Found & { readonly workbook: Workbook })[] {
  const everything = all.flatMap((profile) => profile.workbooks.map((workbook) => ({ profile, workbook })));
  const byId = everything.filter(({ workbook }) => workbook.id === wanted || documentsOf(workbook).includes(wanted));
  return byId.length > 0 ? byId : everything.filter(({ workbook }) => isNamed(workbook.title, wanted));
}

/** A name as people see it, since that is what they copy. */
const isNamed = (name: string, wanted: string | null): boolean => shownName(name).normalize('NFC') === wanted;

/** How Sigma's addresses name a document: `Title-5XkG0Xb3…`, of which the title may change, or an id alone. */
function documentsOf({ url }: Workbook): readonly string[] {
  const last = new URL(url).pathname.split('/').filter(Boolean).at(-1) ?? '';
  const id = last.split('-').at(-1) ?? '';
  return id === '' ? [last] : [last, id];
}
