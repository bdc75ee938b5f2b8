/** What a standby that took over owes to the person. */
import type { Guest } from './guest.ts';
import type { Standby } from './standby.ts';
import { needsAnotherLoad, type ViewState, withChange } from './view-state.ts';

/** What the person did last and the active guest does not show, since it took over before it could follow. */
export function createDebt() {
  let owed: ViewState | null = null;
  /** The first guest that loads what is owed. */
  let bringer: Guest | null = null;
  return {
    view: () => owed,
    isBroughtBy: (guest: Guest | null) => owed !== null && guest !== null && guest === bringer,
    forget() {
      owed = null;
    },
    /** A step from the view on screen leads on from there; a choice comes on top of what is still to be brought. */
    changed(before: ViewState, after: ViewState) {
      if (needsAnotherLoad(before, after)) owed = null;
      else if (owed) owed = withChange(owed, { before, after });
    },
    /** A guest took over. What it lacks is loaded at once. */
    swapped(present: ViewState, wanted: ViewState, standby: Pick<Standby, 'load' | 'guest'>) {
      owed = needsAnotherLoad(present, wanted) ? wanted : null;
      if (owed) standby.load();
      bringer = owed && standby.guest();
    },
  };
}
