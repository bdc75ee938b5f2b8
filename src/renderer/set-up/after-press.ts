/**
 * A field that is left by a press on something else says what is wrong with it once the press is over: what grows in
 * between would move what is being pressed from under the pointer, and the press would count for nothing.
 */
export function afterPress(run: () => void): void {
  if (document.querySelector('button:active, label:active, a:active, select:active') === null) {
    run();
    return;
  }
  const over = new AbortController();
  const end = () => {
    over.abort();
    // Behind whatever the press sets off.
    setTimeout(run);
  };
  for (const event of ['pointerup', 'pointercancel', 'blur', 'keyup'] as const) {
    window.addEventListener(event, end, { capture: event !== 'blur', signal: over.signal });
  }
}
