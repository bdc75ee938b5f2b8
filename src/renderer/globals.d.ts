/** What the preload and Electron add to the page. */
import type { Bridge } from '../shared/ipc/contract.ts';

declare global {
  interface Window {
    /** Put there by the preload; see `src/shared/ipc/contract.ts`. */
    readonly sightglass: Bridge;
  }
}
