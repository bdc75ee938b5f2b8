import { Button } from 'react-aria-components';
import { type ErrorCode, isMendedInSetUp } from '../../shared/errors.ts';
import { useApp } from '../context/app-context.tsx';
import { selectedProfile } from '../model/home.ts';

/** The way to the set-up, for a failure that is mended there. */
export function OpenSetUp({ code, isMain = false }: { code: ErrorCode; isMain?: boolean }) {
  const { state, go } = useApp();
  const view = selectedProfile(state);
  if (!view || !isMendedInSetUp(code)) return null;
  return (
    <Button
      className="button"
      data-variant={isMain ? 'primary' : 'quiet'}
      data-testid="open-set-up"
      onPress={() => go({ kind: 'set-up', profileId: view.profile.id })}
    >
      Edit set-up
    </Button>
  );
}
