/**
 * Follows a link that leads here, or an address of Sigma that was pasted: chooses a profile and shows a workbook, as the
 * person could by a few presses. Whoever wrote the link has no further say: what it would filter by is shown and asked
 * about, nothing of it is logged or sent anywhere, and a person who edits is left alone.
 */
import { AppError, codeOf, type ErrorValues } from '../../../shared/errors.ts';
import {
  hasValues,
  isOpenLink,
  type LinkPlace,
  nowhere,
  type OpenLink,
  type OpenLinkFault,
  parseOpenLink,
} from '../../../shared/open-link.ts';
import type { Log } from '../../log/log.ts';
import type { GrantEvent } from '../../oauth/grants/grant-events.ts';
import type { Feature } from '../feature.ts';
import type { Notices } from '../notices.ts';
import { type FoundWorkbook, findByLink, nearFirst } from './find-by-link.ts';
import { createLinkQuestions } from './link-questions.ts';
import { parseSigmaAddress, workbooksOfAddress } from './sigma-address.ts';
import { createWayToWorkbook, type WayToWorkbookOptions, workbookById } from './way-to-workbook.ts';

export interface OpenByLinkOptions extends WayToWorkbookOptions {
  /** The window in which a workbook is open; this one where it is open here as well, or nowhere. */
  windowShowing?(workbookId: string, windowId: string): string;
  showWindow?(windowId: string): void;
  /** A link, or an address that was pasted, led to these; or to a profile alone. */
  onLinkLed?(found: readonly Led[], controls: readonly string[], isAsked: boolean): void;
  /** A link was not followed. */
  onLinkRefused?(reason: string): void;
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

/** Where a link led to, by name. */
export interface Led {
  readonly profile: string;
  /** Null for a profile alone. */
  readonly workbook: string | null;
}

const ledTo = ({ profile, workbook }: Pick<FoundWorkbook, 'profile'> & Partial<FoundWorkbook>): Led => ({
  profile: profile.name,
  workbook: workbook?.title ?? null,
});

const refused = (values: ErrorValues<'open_link_refused'>) => new AppError('open_link_refused', values);

export function createOpenByLink(options: OpenByLinkOptions): OpenByLink {
  const { profiles, log } = options;
  const way = createWayToWorkbook(options);
  const questions = createLinkQuestions(options);

  /** @throws AppError `open_link_refused` */
  function mayFollow(windowId: string): void {
    // One in the place of another could take the answer that was meant for it.
    if (questions.isAsked(windowId)) throw refused({ reason: 'asking' });
    const edited = options.editedIn(windowId);
    if (edited !== null) throw refused({ reason: 'editing', workbook: edited });
  }

  /** One workbook is shown at once, unless values come with it; of several the person says which. */
  async function offer(windowId: string, found: readonly FoundWorkbook[], place: LinkPlace): Promise<void> {
    mayFollow(windowId);
    const [only, ...others] = found;
    const isAsked = others.length > 0 || hasValues(place);
    log.info('link.came', { hasProfile: true, hasWorkbook: true, isAsked });
    options.onLinkLed?.(found.map(ledTo), Object.keys(place.controls), isAsked);
    if (only && !isAsked) {
      await way.go(windowId, only, place);
      options.onFollowed(windowId);
      return;
    }
    questions.ask(windowId, found, place);
  }

  async function follow(link: OpenLink | OpenLinkFault, windowId: string): Promise<void> {
    if (typeof link === 'string') throw refused({ reason: link });
    const found = findByLink(link, profiles.all(), options.chosenIn(windowId));
    if (typeof found === 'string') throw refused({ reason: found });
    if (found.workbooks !== null) return offer(windowId, found.workbooks, link.place);
    mayFollow(windowId);
    log.info('link.came', { hasProfile: found.profile !== null, hasWorkbook: false, isAsked: false });
    options.onLinkLed?.(found.profile ? [ledTo({ profile: found.profile })] : [], [], false);
    way.leave();
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
    const asked = questions.take(windowId, questionId);
    if (workbookId === null || !asked.view.choices.some((choice) => choice.workbookId === workbookId)) return;
    mayFollow(windowId);
    const found = workbookById(profiles.all(), workbookId);
    if (!found) throw refused({ reason: 'notOpened' });
    await way.go(windowId, found, withValues ? asked.place : { ...asked.place, controls: nowhere.controls });
    options.onFollowed(windowId);
  }

  return {
    handlers: {
      'links.answer': ({ questionId, workbookId, withValues }, { windowId }) =>
        answer(windowId, questionId, workbookId, withValues),
      'links.paste': ({ text }, { windowId }) => paste(text, windowId),
    },
    sharedState: () => ({}),
    windowState: (windowId) => ({ linkQuestion: questions.view(windowId) }),
    windowClosed: (windowId) => questions.forget(windowId),
    async open(link, windowId) {
      if (windowId === null) return;
      try {
        const there = windowFor(options, link, windowId);
        if (there !== windowId) options.showWindow?.(there);
        await follow(link, there);
      } catch (error) {
        tellOfRefusal(options, error);
      }
    },
    async openChosen(windowId, workbookId) {
      const found = workbookById(profiles.all(), workbookId);
      if (!found) throw new AppError('profile_missing', { reason: 'workbookRemoved' });
      await way.go(windowId, found, nowhere);
    },
    grantEvent: way.grantEvent,
  };
}

/** The settings cannot be written, or what was found has gone since. */
function tellOfRefusal({ log, notices, onLinkRefused }: OpenByLinkOptions, error: unknown): void {
  const known = error instanceof AppError && error.code === 'open_link_refused' ? error : null;
  const reason = String(known?.values.reason ?? 'notOpened');
  log.warn('link.came-refused', { reason, code: codeOf(error) });
  onLinkRefused?.(reason);
  notices.addPassing(known ?? refused({ reason: 'notOpened' }));
}

/** A link from outside goes to the window that has its workbook open, and else to the one that was used last. */
function windowFor(options: OpenByLinkOptions, link: OpenLink | OpenLinkFault, windowId: string): string {
  if (typeof link === 'string') return windowId;
  const found = findByLink(link, options.profiles.all(), options.chosenIn(windowId));
  const [only, ...others] = typeof found === 'string' ? [] : (found.workbooks ?? []);
  if (!only || others.length > 0) return windowId;
  return options.windowShowing?.(only.workbook.id, windowId) ?? windowId;
}
