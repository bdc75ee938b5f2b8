/** The documents of the organisation as people change them: published titles, drafts, copies, deletions. */
import { randomBytes } from 'node:crypto';
import type { SigmaWorkbook } from './connections.ts';

export interface DocumentStore {
  /** By the last part of its address: name and id, or the id alone. */
  find(kind: string, nameAndId: string): SigmaWorkbook | undefined;
  byId(id: string): SigmaWorkbook | undefined;
  all(): SigmaWorkbook[];
  /** The title that a person has typed and not published. */
  draft(id: string, sub: string): string | null;
  setDraft(id: string, sub: string, title: string): void;
  /** What the person typed becomes what everybody sees. */
  publish(id: string, sub: string): SigmaWorkbook | undefined;
  /** The draft goes into the copy, and the original stays as it was published. */
  saveAs(original: SigmaWorkbook, sub: string, title: string): SigmaWorkbook;
  remove(id: string): void;
}

export function createDocuments(published: readonly SigmaWorkbook[]): DocumentStore {
  const documents = new Map(published.map((document) => [document.id, document]));
  const drafts = new Map<string, string>();
  const keyOf = (id: string, sub: string) => `${id}/${sub}`;
  return {
    find: (kind, nameAndId) =>
      [...documents.values()].find(
        (document) => document.kind === kind && (nameAndId === document.id || nameAndId.endsWith(`-${document.id}`)),
      ),
    byId: (id) => documents.get(id),
    all: () => [...documents.values()],
    draft: (id, sub) => drafts.get(keyOf(id, sub)) ?? null,
    setDraft: (id, sub, title) => void drafts.set(keyOf(id, sub), title),
    publish(id, sub) {
      const document = documents.get(id);
      if (!document) return undefined;
      const changed = { ...document, title: drafts.get(keyOf(id, sub)) ?? document.title };
      drafts.delete(keyOf(id, sub));
      documents.set(id, changed);
      return changed;
    },
    saveAs(original, sub, title) {
      const id = randomBytes(16).toString('hex').slice(0, 22);
      const name = title.replace(/[^A-Za-z0-9]+/g, '-').replace(/^-|-$/g, '') || 'Copy';
      const url = original.url.replace(/[^/]+$/, `${name}-${id}`);
      const copy = { ...original, id, title, url };
      documents.set(id, copy);
      drafts.delete(keyOf(original.id, sub));
      return copy;
    },
    remove: (id) => void documents.delete(id),
  };
}
