/** The way to the set-up, for a failure that is mended there. */
import { Button } from 'react-aria-components';
import { type ErrorCode, isMendedInSetUp } from '../../shared/errors.ts';
import { useApp } from '../context/app-context.tsx';
import { useText } from '../context/text-context.tsx';
import { selectedProfile } from '../model/home.ts';

export function OpenSetUp({ code, isMain = false }: { code: ErrorCode; isMain?: boolean }) {
  const text = useText();
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
      {text.window.editSetUp}
    </Button>
  );
}
