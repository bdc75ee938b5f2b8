/**
 * The sign-in's address by way of the clipboard: what is left where the app opens the browser of the system and no
 * test can stand in for that one (macOS, Windows).
 */
import { execFileSync } from 'node:child_process';
import type { Page } from 'playwright';

/** What reads the clipboard of each system as text. */
const readers: Partial<Record<NodeJS.Platform, readonly [program: string, ...args: string[]]>> = {
  darwin: ['pbpaste'],
  win32: ['powershell.exe', '-NoProfile', '-NonInteractive', '-Command', 'Get-Clipboard -Raw'],
  linux: ['xclip', '-selection', 'clipboard', '-out'],
};

/** Presses "Copy link" in the window. @returns the address that is on the clipboard then */
export async function copiedLink(window: Page): Promise<string> {
  const button = window.getByTestId('copy-link');
  const before = await button.textContent();
  await button.click();
  // The button says so once the clipboard has it.
  await window.waitForFunction(
    (said) => document.querySelector('[data-testid="copy-link"]')?.textContent !== said,
    before,
  );
  const [program, ...args] = readers[process.platform] ?? [];
  if (program === undefined) throw new Error(`Nothing is known that reads the clipboard of ${process.platform}.`);
  return execFileSync(program, args, { encoding: 'utf8' }).trim();
}
