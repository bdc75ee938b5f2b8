// A display and a keyring, for machines that have none.
import { startDisplay } from './display.mjs';
import { startKeyring } from './keyring.mjs';

/**
 * What a real Electron needs around it and a server often lacks: a display, and (with `keyring`) a keyring service.
 * @param {{ needsDisplay: boolean }} setUp
 * @param {{ keyring: boolean }} options
 * @returns {Promise<{ environment: Record<string, string>, close: () => Promise<void> }>}
 */
export async function openSession({ needsDisplay }, { keyring }) {
  const display = needsDisplay ? await startDisplay() : undefined;
  try {
    const ring = keyring && process.platform === 'linux' ? await startKeyring() : undefined;
    return {
      environment: {
        ...(display && { DISPLAY: display.DISPLAY }),
        // GTK would start an accessibility bus that outlives the window; axe looks at the page itself.
        ...(display && { NO_AT_BRIDGE: '1' }),
        ...ring?.environment,
      },
      close: async () => {
        await ring?.stop();
        await display?.stop();
      },
    };
  } catch (error) {
    await display?.stop();
    throw error;
  }
}
