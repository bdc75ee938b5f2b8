/** Says, above the button that saves, that the profile was changed elsewhere while this form is open: in another window, by a file. */
import { useMemo } from 'react';
import type { ProfileView } from '../../shared/state.ts';
import { AlertIcon } from '../components/icons.tsx';
import { useText } from '../context/text-context.tsx';
import { type FormValues, formOf } from './form-values.ts';
import { basisOf } from './kept-values.ts';

interface OutdatedNoteProps {
  /** The form as it was opened. */
  readonly start: FormValues;
  /** What is saved now; null for a profile in the making, and for one that is gone. */
  readonly saved: ProfileView | null;
}

export function OutdatedNote({ start, saved }: OutdatedNoteProps) {
  const { returned } = useText().setUp;
  const isOutdated = useMemo(
    () => saved !== null && start.id !== null && basisOf(formOf(saved)) !== basisOf(start),
    [saved, start],
  );
  if (!isOutdated) return null;
  return (
    <div className="callout" data-tone="warning" role="status" data-testid="form-outdated">
      <AlertIcon />
      <p>{returned.isOutdated}</p>
    </div>
  );
}
