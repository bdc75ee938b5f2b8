import type { Bridge } from '../shared/ipc.ts';

declare global {
  interface Window {
    /** Put there by the preload; see `src/shared/ipc.ts`. */
    readonly sightglass: Bridge;
  }
}
