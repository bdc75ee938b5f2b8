/**
 * Tells when the key is let go that people hold while they walk through tabs in the order of their use: wherever the focus
 * is by then, in a window of ours or in a workbook.
 */
import type { App, WebContents } from 'electron';

/** @param present what is there already */
export function watchKeyReleases(
  app: Pick<App, 'on'>,
  present: readonly Pick<WebContents, 'on'>[],
  onControlReleased: () => void,
): void {
  const watch = (contents: Pick<WebContents, 'on'>) =>
    contents.on('before-input-event', (_event, { type, key }) => {
      if (type === 'keyUp' && key === 'Control') onControlReleased();
    });
  present.forEach(watch);
  app.on('web-contents-created', (_event, contents) => void watch(contents));
}
