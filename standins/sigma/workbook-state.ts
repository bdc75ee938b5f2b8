/** The state of a workbook for one person: controls and sorting, as URLs, explorations and bookmarks hold it. */
import { randomBytes } from 'node:crypto';
import { z } from 'zod';
import { BOROUGHS, type Borough } from '../people.ts';

export const Sort = z.object({
  column: z.enum([
    'tpep_pickup_datetime',
    'tpep_dropoff_datetime',
    'borough',
    'pickup_zip',
    'dropoff_zip',
    'trip_distance',
    'fare_amount',
  ]),
  direction: z.enum(['asc', 'desc']),
});
export type Sort = z.infer<typeof Sort>;

/** Values of controls are strings everywhere in Sigma; several values are joined by commas, none means all. */
export const Variables = z.object({
  Borough: z.string().max(200),
  MinFare: z.string().max(8),
  /** Of the controls that `moreControls` adds: any text, and one of a list. They are part of every query and narrow none. */
  Note: z.string().max(200).optional(),
  Shift: z.string().max(20).optional(),
});
export type Variables = z.infer<typeof Variables>;

export const WorkbookState = z.object({ variables: Variables, sort: Sort });
export type WorkbookState = z.infer<typeof WorkbookState>;

export const initialState: WorkbookState = {
  variables: { Borough: '', MinFare: '0' },
  sort: { column: 'tpep_pickup_datetime', direction: 'desc' },
};

/** Control values that mean nothing are dropped, as Sigma drops them. */
export function readVariables(parameters: Readonly<Record<string, string>>, base: Variables): Variables {
  const variables = { ...base };
  if (parameters.Borough !== undefined) variables.Borough = (readBoroughs(parameters.Borough) ?? []).join(',');
  if (parameters.MinFare !== undefined) variables.MinFare = String(readMinFare(parameters.MinFare));
  if (parameters.Note !== undefined) variables.Note = parameters.Note;
  if (parameters.Shift !== undefined) variables.Shift = parameters.Shift;
  return variables;
}

/** Null: all of them. */
export function readBoroughs(value: string): Borough[] | null {
  const wanted = value.split(',').map((name) => name.trim());
  const known = BOROUGHS.filter((borough) => wanted.includes(borough));
  return known.length > 0 ? known : null;
}

export function readMinFare(value: string): number {
  const amount = Number(value);
  return Number.isFinite(amount) ? Math.min(60, Math.max(0, amount)) : 0;
}

export interface Bookmark {
  id: string;
  /** Who made it. */
  sub: string;
  name: string;
  isDefault: boolean;
  isShared: boolean;
  state: WorkbookState;
}

export interface StateStore {
  saveExploration(workbookId: string, state: WorkbookState): string;
  exploration(workbookId: string, key: string): WorkbookState | undefined;
  createBookmark(workbookId: string, bookmark: Omit<Bookmark, 'id'>): Bookmark;
  bookmark(workbookId: string, id: string): Bookmark | undefined;
  /** A person's own, and those that others share. */
  bookmarks(workbookId: string, sub: string): Bookmark[];
  /** The one that opens for a person when nothing else is asked for. */
  defaultBookmark(workbookId: string, sub: string): Bookmark | undefined;
  updateBookmark(workbookId: string, id: string, state: WorkbookState): Bookmark | undefined;
  deleteBookmark(workbookId: string, id: string): Bookmark | undefined;
}

export function createStateStore(): StateStore {
  const explorations = new Map<string, WorkbookState>();
  const bookmarks = new Map<string, Bookmark>();
  const newId = () => randomBytes(9).toString('base64url');
  const keyOf = (workbookId: string, id: string) => `${workbookId}/${id}`;
  const of = (workbookId: string) =>
    [...bookmarks].flatMap(([key, bookmark]) => (key.startsWith(`${workbookId}/`) ? [bookmark] : []));
  const own = (workbookId: string, sub: string) => of(workbookId).filter((bookmark) => bookmark.sub === sub);
  return {
    saveExploration(workbookId, state) {
      const key = newId();
      explorations.set(keyOf(workbookId, key), state);
      return key;
    },
    exploration: (workbookId, key) => explorations.get(keyOf(workbookId, key)),
    createBookmark(workbookId, bookmark) {
      const created = { ...bookmark, id: newId() };
      if (created.isDefault) for (const other of own(workbookId, created.sub)) other.isDefault = false;
      bookmarks.set(keyOf(workbookId, created.id), created);
      return created;
    },
    bookmark: (workbookId, id) => bookmarks.get(keyOf(workbookId, id)),
    bookmarks: (workbookId, sub) => of(workbookId).filter((bookmark) => bookmark.isShared || bookmark.sub === sub),
    defaultBookmark: (workbookId, sub) => own(workbookId, sub).find(({ isDefault }) => isDefault),
    updateBookmark(workbookId, id, state) {
      const bookmark = bookmarks.get(keyOf(workbookId, id));
      if (bookmark) bookmark.state = state;
      return bookmark;
    },
    deleteBookmark(workbookId, id) {
      const bookmark = bookmarks.get(keyOf(workbookId, id));
      bookmarks.delete(keyOf(workbookId, id));
      return bookmark;
    },
  };
}
