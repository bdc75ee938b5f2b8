/** What goes on inside the workbook of a pane: what it told of itself, what was asked of it, what its author's actions said. */
import type { SigmaCommand } from '../../shared/sigma/commands.ts';
import type { SigmaEvent } from '../../shared/sigma/events.ts';
import type { PaneContents } from '../../shared/sigma/pane-parts.ts';
import { type CommandWatch, type CommandWatchOptions, createCommandWatch } from './command-watch.ts';
import {
  concerns,
  freshLoad,
  type LoadState,
  type MetBookmarks,
  openedDocument,
  reduceDocument,
  reduceLoad,
  roundBegins,
  shownBookmarks,
  troubleCounts,
  type WantedBookmark,
} from './pane-contents.ts';
import { createShownActions, type ShownActions } from './shown-actions.ts';

/** Who publishes leaves edit mode by it, and the two messages may come in either order. */
const OWN_PUBLICATION_MS = 10_000;

export interface PaneInsideOptions {
  /** What was met before in this workbook. */
  readonly met: MetBookmarks;
  /** Keeps what was met for the next pane. */
  keep(met: MetBookmarks): void;
  /** Whether a guest is still one of the pane. */
  isOfPane(guestId: string): boolean;
  /** Sigma did nothing about a command. */
  readonly onNoEffect: CommandWatchOptions['onNoEffect'];
  /** The document on screen is no more. */
  onDeleted(): void;
  onChange(): void;
  randomUuid(): string;
  /** Milliseconds since some instant. */
  uptime(): number;
  /** Starts a timer and answers with the function that stops it. */
  setTimer(action: () => void, delayMs: number): () => void;
}

export interface PaneInside {
  take(guestId: string, event: SigmaEvent, isActive: boolean): void;
  /** A person's command went to the active guest. */
  sent(activeId: string, command: SigmaCommand): void;
  /** Sigma said why it does not do what was asked. */
  refused: CommandWatch['refused'];
  readonly showAction: ShownActions['show'];
  readonly dismissAction: ShownActions['dismiss'];
  /** Whether the person has moved on from the document that was opened. */
  hasMovedOn(): boolean;
  /** The document that was opened is loaded again, wherever the person had gone to. */
  wentHome(): void;
  view(activeId: string): Omit<PaneContents, 'chartProblem'>;
  stop(): void;
}

export function createPaneInside(options: PaneInsideOptions): PaneInside {
  const { uptime, setTimer, onChange } = options;
  let document = openedDocument(options.met);
  let loads: ReadonlyMap<string, LoadState> = new Map();
  let wanted: WantedBookmark | null = null;
  let editedAt = Number.NEGATIVE_INFINITY;
  const watch = createCommandWatch({
    setTimer,
    onNoEffect(command) {
      // What is made under that name later is another wish.
      if (command === 'workbook:bookmark:create') wanted = null;
      options.onNoEffect(command);
    },
  });
  const actions = createShownActions(options);

  const loadOf = (guestId: string): LoadState => loads.get(guestId) ?? freshLoad;

  function changeLoad(guestId: string, load: LoadState): void {
    const isNew = load !== loadOf(guestId);
    // One that has said anything shows the document of that time, whatever else it tells.
    if (!isNew && loads.has(guestId)) return;
    // Of guests that are gone nothing is kept.
    loads = new Map([...loads].filter(([id]) => options.isOfPane(id))).set(guestId, load);
    if (isNew) onChange();
  }

  function takeOfDocument(event: SigmaEvent): void {
    const before = document;
    if (before.isEditing) editedAt = uptime();
    watch.took(event);
    document = reduceDocument(before, event, wanted);
    if (event.type === 'workbook:bookmark:oncreate') wanted = null;
    if (document === before) return;
    const { ownId, bookmarks } = document;
    if (ownId !== before.ownId || bookmarks !== before.bookmarks) options.keep({ ownId, bookmarks });
    onChange();
    if (document.isDeleted && !before.isDeleted) options.onDeleted();
  }

  /** What a person publishes is what they see. Any other version is news, for every load that was there before. */
  function takePublication(guestId: string, workbookId: string | undefined): void {
    const isOwn = document.isEditing || uptime() - editedAt < OWN_PUBLICATION_MS;
    if (isOwn || !concerns(document, workbookId)) return;
    const present = new Map(loads).set(guestId, loadOf(guestId));
    loads = new Map([...present].map(([id, load]) => [id, { ...load, isOutdated: true }]));
    onChange();
  }

  return {
    take(guestId, event, isActive) {
      changeLoad(guestId, reduceLoad(loadOf(guestId), event));
      if (isActive) takeOfDocument(event);
      if (event.type === 'workbook:published') takePublication(guestId, event.workbookId);
    },
    sent(activeId, command) {
      if (command.type === 'workbook:bookmark:create') wanted = command;
      if (command.type === 'workbook:refresh') changeLoad(activeId, roundBegins(loadOf(activeId)));
      watch.sent(command);
    },
    refused: watch.refused,
    showAction: actions.show,
    dismissAction: actions.dismiss,
    hasMovedOn: () => document.documentId !== null && document.documentId !== document.ownId,
    wentHome() {
      document = openedDocument(document);
    },
    view: (activeId) => ({
      bookmarks: shownBookmarks(document),
      nodes: [...document.nodes],
      actions: actions.all(),
      ...troubleCounts(loadOf(activeId)),
      isOutdated: loadOf(activeId).isOutdated,
      isDeleted: document.isDeleted,
    }),
    stop() {
      watch.stop();
      actions.stop();
    },
  };
}
