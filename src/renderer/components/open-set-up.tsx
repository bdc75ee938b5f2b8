/** The way to the set-up, for a failure that is mended there. */
import { Button } from 'react-aria-components';
import { isMendedInSetUp } from '../../shared/errors.ts';
import { selectedProfile } from '../../shared/selected-profile.ts';
import { useApp } from '../context/app-context.tsx';
import { useText } from '../context/text-context.tsx';
import type { FaultOrigin } from '../model/faulty-field.ts';

/** It leads to the field that is at fault. */
export function OpenSetUp({ isMain = false, ...origin }: FaultOrigin & { isMain?: boolean }) {
  const text = useText();
  const { state, go } = useApp();
  const view = selectedProfile(state);
  if (!view || !isMendedInSetUp(origin.error.code)) return null;
  return (
    <Button
      className="button"
      data-variant={isMain ? 'primary' : 'quiet'}
      data-testid="open-set-up"
      onPress={() => go({ kind: 'set-up', profileId: view.profile.id, origin })}
    >
      {text.window.editSetUp}
    </Button>
  );
}
