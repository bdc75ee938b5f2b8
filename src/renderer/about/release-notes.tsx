/** What an update brings. */

/** Written by whoever published the update, as plain text. */
export function Notes({ notes }: { notes: string }) {
  return (
    <p className="release-notes" translate="no" data-testid="release-notes">
      {notes}
    </p>
  );
}
