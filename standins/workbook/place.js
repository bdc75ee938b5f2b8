/** Which document the person is at, where in it, and in which mode; and the address of that place. */
import { post } from './messages.js';

/**
 * @param {import('../sigma/workbook-page.ts').DocumentView} first
 */
export function createPlace(first) {
  /** How often the person explored, or gave that up. */
  let steps = 0;
  const place = {
    document: { ...first },
    /** Once a page was chosen, or the address named one. @type {string | null} */
    page: null,
    /** @type {'view' | 'explore' | 'edit'} */
    mode: first.exploreKey ? 'explore' : 'view',

    /** The path alone, as Sigma reports it: no query, and so neither a JWT nor what is explored. */
    path() {
      const { path, tag } = place.document;
      const parts = [tag && `/tag/${tag}`, place.page && `/page/${place.page}`, place.mode === 'edit' && '/edit'];
      return path + parts.filter(Boolean).join('');
    },
    urlChanged() {
      post({ type: 'url:onchange', url: place.path() });
    },
    /** @param {string | null} exploreKey */
    explored(exploreKey) {
      steps += 1;
      if (exploreKey === place.document.exploreKey) return;
      place.document.exploreKey = exploreKey;
      post({ type: 'workbook:exploreKey:onchange', exploreKey });
      place.urlChanged();
    },
    /**
     * What is explored is being stored. Whoever has gone on by then, or back, is not where its key leads.
     * @param {Promise<{ exploreKey: string }>} stored
     */
    async exploring(stored) {
      steps += 1;
      const [step, { document }] = [steps, place];
      const { exploreKey } = await stored;
      if (step === steps && document === place.document) place.explored(exploreKey);
    },
  };
  return place;
}

/** @typedef {ReturnType<typeof createPlace>} Place */
