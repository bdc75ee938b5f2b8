/** What the page asks of its server about documents: to go to another one, to edit, to save as, to publish, to delete. */
import { z } from 'zod';
import { connectionsOf, type Stores, viewDocument } from './document-view.ts';
import { EmbedRefusal } from './refusal.ts';
import type { Session } from './session-api.ts';

const Title = z.object({ title: z.string().min(1).max(200) });
const calls = ['folder', 'navigate', 'edit', 'draft', 'publish', 'save-as', 'delete'] as const;
export type DocumentCall = (typeof calls)[number];

export const isDocumentCall = (name: string): name is DocumentCall => calls.some((call) => call === name);

/** Throws `EmbedRefusal`, also when the person may not. */
export function callDocuments(session: Session, call: DocumentCall, body: unknown, stores: Stores): unknown {
  const { documents } = stores;
  const { workbook, sub } = session;
  const isOpen = (document: typeof workbook) =>
    session.evalConnection !== null ||
    connectionsOf(document).every(({ id, authorities }) => authorities.length === 0 || session.tokens.has(id));
  const mayEdit = () => {
    if (!session.may.edit) throw new EmbedRefusal('EPERM', 'You cannot edit this document');
  };
  switch (call) {
    case 'folder':
      return documents.all().flatMap((one) => (isOpen(one) ? [{ id: one.id, title: one.title, kind: one.kind }] : []));
    case 'navigate': {
      const target = documents.byId(z.object({ id: z.string() }).parse(body).id);
      if (!target) throw new EmbedRefusal('ENOENT', 'Document not found');
      if (!isOpen(target)) throw new EmbedRefusal('EACCES', 'Sign in to view this connection');
      session.workbook = target;
      session.report.workbookId = target.id;
      return viewDocument(session, target, stores);
    }
    case 'edit':
      mayEdit();
      return { title: documents.draft(workbook.id, sub) ?? workbook.title };
    case 'draft':
      mayEdit();
      documents.setDraft(workbook.id, sub, Title.parse(body).title);
      return {};
    case 'publish':
      mayEdit();
      session.workbook = documents.publish(workbook.id, sub) ?? workbook;
      return { title: session.workbook.title };
    case 'save-as':
      mayEdit();
      return { id: documents.saveAs(workbook, sub, Title.parse(body).title).id };
    case 'delete':
      mayEdit();
      documents.remove(workbook.id);
      return {};
  }
}
