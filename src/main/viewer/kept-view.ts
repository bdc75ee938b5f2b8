/**
 * Where a person was in a workbook, as values that outlive its guest and the program: pure. What a file holds of it is
 * checked as what a page says is, since both lead to a URL that is signed.
 */

import { parseDocumentPath, writeDocumentPath } from '../../shared/sigma/document-path.ts';
import { ExploreKey, MOST_VARIABLES, SigmaId } from '../../shared/sigma/fields.ts';
import { z } from '../../shared/zod.ts';
import type { PaneTarget } from './pane-target.ts';
import { initialViewState, MOST_MAXIMISED, openingView, type ViewState } from './view-state.ts';

/** In characters. A place that says more is not kept: nobody chose so much by hand. */
const LONGEST_PLACE = 200_000;

const Values = z
  .record(z.string().max(1_024), z.string())
  .refine((values) => Object.keys(values).length <= MOST_VARIABLES);

export const KeptView = z
  .object({
    path: z.string().max(2_048).nullable(),
    variables: Values,
    defaults: Values.nullable(),
    exploreKey: ExploreKey.nullable(),
    /** Left out: none was ever spoken of. */
    bookmarkId: SigmaId.nullable().optional(),
    selectedNode: z.object({ id: SigmaId, type: z.enum(['element', 'page']) }).nullable(),
    maximised: z.array(SigmaId).max(MOST_MAXIMISED).nullable(),
  })
  .refine((view) => JSON.stringify(view).length <= LONGEST_PLACE);
export type KeptView = z.infer<typeof KeptView>;

/** Null where there is nothing that would have to be kept, or too much. What is being edited is not kept: only Sigma has it. */
export function keptViewOf(view: ViewState): KeptView | null {
  const { path, variables, defaults, exploreKey, bookmarkId, selectedNode, maximised } = view;
  const isAsOpened = path === null && exploreKey === null && bookmarkId == null && selectedNode === null;
  if (isAsOpened && maximised === null && Object.keys(variables).length === 0) return null;
  const kept = {
    path: path && writeDocumentPath({ ...path, isEdited: false }),
    variables: { ...variables },
    defaults: defaults && { ...defaults },
    exploreKey,
    ...(bookmarkId !== undefined && { bookmarkId }),
    selectedNode,
    maximised: maximised && [...maximised],
  };
  return KeptView.safeParse(kept).data ?? null;
}

/** The view that a load is to have that goes on where a person was. A path of another organisation is not followed. */
export function viewOfKept(kept: KeptView | null, target: Pick<PaneTarget, 'workbookPath'>): ViewState {
  const opening = openingView(target);
  if (kept === null) return opening;
  const path = kept.path === null ? null : parseDocumentPath(kept.path);
  // The profile may name another organisation by now, and then nothing of this is there.
  if (kept.path !== null && (path === null || path.organisation !== opening.own?.organisation)) return opening;
  const { variables, defaults, exploreKey, bookmarkId, selectedNode, maximised } = kept;
  return {
    ...initialViewState,
    own: opening.own,
    path,
    variables,
    defaults,
    exploreKey,
    bookmarkId,
    selectedNode,
    maximised,
  };
}
