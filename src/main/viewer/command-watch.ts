/**
 * Whether what a person asked of Sigma came about. Sigma does without a word what it does not permit, so that only a
 * message that does not come tells.
 */
import { AppError } from '../../shared/errors.ts';
import type { SigmaCommand } from '../../shared/sigma/commands.ts';
import { isEditAddress } from '../../shared/sigma/document-path.ts';
import type { SigmaEvent } from '../../shared/sigma/events.ts';

/** A bookmark is stored within a second or two; what takes longer is worth a word. */
const PATIENCE_MS = 10_000;

/** How an event says that a command was carried out. */
function effectOf(command: SigmaCommand): (event: SigmaEvent) => boolean {
  switch (command.type) {
    case 'workbook:bookmark:create':
      return ({ type }) => type === 'workbook:bookmark:oncreate';
    case 'workbook:bookmark:select':
      return (event) =>
        event.type === 'workbook:bookmark:onchange' && event.bookmarkId === (command.bookmarkId ?? null);
    case 'workbook:bookmark:update':
      return ({ type }) => type === 'workbook:bookmark:onupdate';
    case 'workbook:bookmark:delete':
      return (event) => event.type === 'workbook:bookmark:ondelete' && event.bookmarkId === command.bookmarkId;
    case 'workbook:fullscreen:update':
      return ({ type }) => type === 'workbook:fullscreen:onchange';
    case 'workbook:mode:update':
      return (event) => isMode(event, command.mode);
    default:
      return () => false;
  }
}

function isMode(event: SigmaEvent, mode: 'view' | 'explore' | 'edit'): boolean {
  if (event.type === 'url:onchange') return isEditAddress(event.url) ? mode === 'edit' : mode === 'view';
  if (event.type !== 'workbook:exploreKey:onchange') return false;
  return event.exploreKey === null ? mode === 'view' : mode === 'explore';
}

const reasons = {
  'workbook:bookmark:create': 'createBookmark',
  'workbook:bookmark:select': 'openBookmark',
  'workbook:bookmark:update': 'updateBookmark',
  'workbook:bookmark:delete': 'deleteBookmark',
  'workbook:fullscreen:update': 'maximise',
  'workbook:mode:update': 'mode',
} as const;
type Watched = keyof typeof reasons;

/** What to say of a command that had no effect. */
export const withoutEffect = (command: Watched): AppError =>
  new AppError('command_without_effect', { reason: reasons[command] });

const isWatched = (type: SigmaCommand['type']): type is Watched => Object.hasOwn(reasons, type);

export interface CommandWatch {
  sent(command: SigmaCommand): void;
  took(event: SigmaEvent): void;
  /** Sigma has said why it does not do what was asked, in an error. @returns whether a person waits to hear that */
  refused(): boolean;
  stop(): void;
}

export interface CommandWatchOptions {
  /** Starts a timer and answers with the function that stops it. */
  setTimer(action: () => void, delayMs: number): () => void;
  /** Nothing came of a command in all this time. */
  onNoEffect(command: Watched): void;
}

export function createCommandWatch({ setTimer, onNoEffect }: CommandWatchOptions): CommandWatch {
  /** The last command of each kind: a person who asks again waits for that one. */
  const awaited = new Map<Watched, { isEffect(event: SigmaEvent): boolean; stop(): void }>();
  const settle = (type: Watched) => {
    awaited.get(type)?.stop();
    awaited.delete(type);
  };
  return {
    sent(command) {
      const { type } = command;
      if (!isWatched(type)) return;
      settle(type);
      const isEffect = effectOf(command);
      const stop = setTimer(() => {
        awaited.delete(type);
        onNoEffect(type);
      }, PATIENCE_MS);
      awaited.set(type, { isEffect, stop });
    },
    took(event) {
      for (const [type, { isEffect }] of awaited) if (isEffect(event)) settle(type);
    },
    refused() {
      const isAwaited = awaited.has('workbook:bookmark:update');
      settle('workbook:bookmark:update');
      return isAwaited;
    },
    stop: () => [...awaited.keys()].forEach(settle),
  };
}
