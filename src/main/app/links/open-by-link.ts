/**
 * Follows a link that leads here, or an address of Sigma that was pasted: chooses a profile and shows a workbook, as the
 * person could by a few presses. Whoever wrote the link has no further say: what it would filter by is shown and asked
 * about, nothing of it is logged or sent anywhere, and a person who edits is left alone.
 */
import { AppError, codeOf, type ErrorValues } from '../../../shared/errors.ts';
import {
  hasValues,
  isOpenLink,
  isPlaced,
  type LinkPlace,
  nowhere,
  type OpenLink,
  type OpenLinkFault,
  parseOpenLink,
} from '../../../shared/open-link.ts';
import type { Profile } from '../../../shared/profile/profile.ts';
import { shownName } from '../../../shared/profile/visible-text.ts';
import type { LinkQuestion } from '../../../shared/state.ts';
import type { Log } from '../../log/log.ts';
import type { GrantEvent } from '../../oauth/grants/grant-events.ts';
import type { Profiles } from '../../settings/profiles.ts';
import type { Feature } from '../feature.ts';
import type { Notices } from '../notices.ts';
import { type FoundWorkbook, findByLink, nearFirst } from './find-by-link.ts';
import { parseSigmaAddress, workbooksOfAddress } from './sigma-address.ts';

export interface OpenByLinkOptions {
  readonly profiles: Pick<Profiles, 'all' | 'find'>;
  /** The profile that a window works with. */
  chosenIn(windowId: string): string | null;
  choose(windowId: string, profileId: string): Promise<void>;
  /** Whether a workbook of the profile can be shown without a person. */
  isReady(profile: Profile): boolean;
  openWorkbook(workbookId: string, windowId: string): void;
  /** Shows a place of a workbook. */
  openAt(workbookId: string, windowId: string, place: LinkPlace): void;
  /** The workbook is the one that its profile shows as soon as the window goes there, and no other is loaded first. */
  prepareTab?(workbookId: string, windowId: string): void;
  /** The title of the workbook that the person edits in a window; null while they edit none. */
  editedIn(windowId: string): string | null;
  /** A link was followed, and the window shows what came of it. */
  onFollowed(windowId: string): void;
  randomUuid(): string;
  onChange(): void;
  readonly notices: Pick<Notices, 'addPassing'>;
  readonly log: Pick<Log, 'info' | 'warn'>;
}

export interface OpenByLink extends Feature<'links.answer' | 'links.paste', never, 'linkQuestion'> {
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
  readonly place: LinkPlace;
}

interface Asked {
  readonly view: LinkQuestion;
  readonly place: LinkPlace;
}

const refused = (values: ErrorValues<'open_link_refused'>) => new AppError('open_link_refused', values);

export function createOpenByLink(options: OpenByLinkOptions): OpenByLink {
  const { profiles, notices, log, onChange } = options;
  /** What the last link led to, while its profile waits for a sign-in. */
  let wish: Wish | null = null;
  const questions = new Map<string, Asked>();

  /** @throws AppError `open_link_refused` */
  function mayFollow(windowId: string): void {
    // One in the place of another could take the answer that was meant for it.
    if (questions.has(windowId)) throw refused({ reason: 'asking' });
    const edited = options.editedIn(windowId);
    if (edited !== null) throw refused({ reason: 'editing', workbook: edited });
  }

  function show(windowId: string, { profile, workbook }: FoundWorkbook, place: LinkPlace): void {
    if (!options.isReady(profile)) wish = { windowId, profileId: profile.id, workbookId: workbook.id, place };
    else if (isPlaced(place)) options.openAt(workbook.id, windowId, place);
    else options.openWorkbook(workbook.id, windowId);
  }

  async function go(windowId: string, found: FoundWorkbook, place: LinkPlace): Promise<void> {
    wish = null;
    const { profile, workbook } = found;
    // Before the profile is chosen, so that no other tab of it is before the person meanwhile.
    const isFirst = options.isReady(profile) && isPlaced(place);
    if (isFirst) show(windowId, found, place);
    else if (options.isReady(profile)) options.prepareTab?.(workbook.id, windowId);
    if (options.chosenIn(windowId) !== profile.id) await options.choose(windowId, profile.id);
    if (!isFirst) show(windowId, found, place);
  }

  /** One workbook is shown at once, unless values come with it; of several the person says which. */
  async function offer(windowId: string, found: readonly FoundWorkbook[], place: LinkPlace): Promise<void> {
    mayFollow(windowId);
    const [only, ...others] = found;
    log.info('link.came', { hasProfile: true, hasWorkbook: true, isAsked: others.length > 0 || hasValues(place) });
    if (only && others.length === 0 && !hasValues(place)) {
      await go(windowId, only, place);
      options.onFollowed(windowId);
      return;
    }
    const choices = found.map(({ profile, workbook }) => {
      return { workbookId: workbook.id, title: workbook.title, profile: profile.name };
    });
    const values = Object.entries(place.controls).map(([name, value]) => ({ name: shownName(name), value }));
    questions.set(windowId, { view: { questionId: options.randomUuid(), choices, values }, place });
    onChange();
  }

  async function follow(link: OpenLink | OpenLinkFault, windowId: string): Promise<void> {
    if (typeof link === 'string') throw refused({ reason: link });
    const found = findByLink(link, profiles.all(), options.chosenIn(windowId));
    if (typeof found === 'string') throw refused({ reason: found });
    if (found.workbooks !== null) return offer(windowId, found.workbooks, link.place);
    mayFollow(windowId);
    log.info('link.came', { hasProfile: found.profile !== null, hasWorkbook: false, isAsked: false });
    wish = null;
    if (found.profile) await options.choose(windowId, found.profile.id);
    options.onFollowed(windowId);
  }

  async function paste(text: string, windowId: string): Promise<void> {
    if (isOpenLink(text)) return follow(parseOpenLink(text.trim()), windowId);
    const address = parseSigmaAddress(text);
    if (typeof address === 'string') throw new AppError('address_not_followed', { reason: address });
    const found = nearFirst(workbooksOfAddress(address, profiles.all()), options.chosenIn(windowId));
    if (found.length === 0) throw new AppError('address_not_followed', { reason: 'unknown' });
    return offer(windowId, found, address.place);
  }

  async function answer(windowId: string, questionId: string, workbookId: string | null, withValues: boolean) {
    const asked = questions.get(windowId);
    if (asked?.view.questionId !== questionId) throw new AppError('request_refused', { reason: 'notNow' });
    questions.delete(windowId);
    onChange();
    if (workbookId === null || !asked.view.choices.some((choice) => choice.workbookId === workbookId)) return;
    mayFollow(windowId);
    const found = foundById(profiles.all(), workbookId);
    if (!found) throw refused({ reason: 'notOpened' });
    await go(windowId, found, withValues ? asked.place : { ...asked.place, controls: nowhere.controls });
    options.onFollowed(windowId);
  }

  return {
    handlers: {
      'links.answer': ({ questionId, workbookId, withValues }, { windowId }) =>
        answer(windowId, questionId, workbookId, withValues),
      'links.paste': ({ text }, { windowId }) => paste(text, windowId),
    },
    sharedState: () => ({}),
    windowState: (windowId) => ({ linkQuestion: questions.get(windowId)?.view ?? null }),
    windowClosed: (windowId) => void questions.delete(windowId),
    async open(link, windowId) {
      if (windowId === null) return;
      try {
        await follow(link, windowId);
      } catch (error) {
        // The settings cannot be written, or what was found has gone since.
        const known = error instanceof AppError && error.code === 'open_link_refused' ? error : null;
        log.warn('link.came-refused', { reason: String(known?.values.reason ?? 'notOpened'), code: codeOf(error) });
        notices.addPassing(known ?? refused({ reason: 'notOpened' }));
      }
    },
    async openChosen(windowId, workbookId) {
      const found = foundById(profiles.all(), workbookId);
      if (!found) throw new AppError('profile_missing', { reason: 'workbookRemoved' });
      await go(windowId, found, nowhere);
    },
    grantEvent({ kind }) {
      if (wish === null || (kind !== 'adopted' && kind !== 'restored')) return;
      const { windowId, profileId, workbookId, place } = wish;
      const found = foundById(profiles.all(), workbookId);
      // The person has gone elsewhere or begun to edit since, or an administrator has changed the profile.
      const isPast = options.chosenIn(windowId) !== profileId || options.editedIn(windowId) !== null;
      if (found?.profile.id !== profileId || isPast) wish = null;
      else if (options.isReady(found.profile)) {
        wish = null;
        show(windowId, found, place);
      }
    },
  };
}

function foundById(all: readonly Profile[], workbookId: string): FoundWorkbook | null {
  const everything = all.flatMap((profile) => profile.workbooks.map((workbook) => ({ profile, workbook })));
  return everything.find(({ workbook }) => workbook.id === workbookId) ?? null;
}
