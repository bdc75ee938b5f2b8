/** Under which terms the program may be used. */
import { Button } from 'react-aria-components';
import { useApp } from '../context/app-context.tsx';
import { useText } from '../context/text-context.tsx';
import { Answered } from './answered.tsx';
import { useAnswer } from './use-answer.ts';

export function LicencePage() {
  const { bridge } = useApp();
  const asked = useAnswer(() => bridge.about.licence());
  return (
    <Answered asked={asked}>
      {(licence) => (
        <pre className="legal" lang="en" translate="no" data-testid="licence">
          {licence.text}
        </pre>
      )}
    </Answered>
  );
}

/** Chromium brings a list of its own, far too long for a dialog: the browser shows it. */
export function ChromiumLicences() {
  const text = useText().about;
  const { bridge, ask } = useApp();
  const asked = useAnswer(() => bridge.about.licence());
  if (asked.status !== 'answered' || !asked.value.hasChromiumLicences) return null;
  return (
    <Button
      className="button"
      data-variant="secondary"
      data-testid="chromium-licences"
      onPress={() => ask(() => bridge.about.openChromiumLicences())}
    >
      {text.openChromium}
    </Button>
  );
}
