/** What is kept of crashes, what may be in it, and the way there: it is read before the folder is shown. */
import { Button } from 'react-aria-components';
import { format, plural } from '../../shared/text/format.ts';
import { AlertIcon } from '../components/icons.tsx';
import { useApp } from '../context/app-context.tsx';
import { useText } from '../context/text-context.tsx';
import { useNow } from '../context/use-now.ts';
import { clockTime } from '../model/clocks.ts';

/** The clock only says how far the day has gone. */
const EVERY_MS = 60_000;

export function CrashesPage() {
  const text = useText();
  const { about } = text;
  const { bridge, state, ask } = useApp();
  const now = useNow(EVERY_MS);
  const { isOn, kept, newestAt } = state.crashReports;
  if (!isOn) return <p data-testid="crashes-off">{about.crashesOff}</p>;
  return (
    <>
      <p>{about.crashesIntro}</p>
      <div className="callout">
        <AlertIcon />
        <p>{about.crashesWarning}</p>
      </div>
      <p className="muted">
        {newestAt === null
          ? about.noCrashes
          : format(plural(about.crashesKept, kept, text.locale), { count: kept, when: clockTime(newestAt, now, text) })}
      </p>
      <div className="row-actions">
        <Button
          className="button"
          data-variant="secondary"
          data-testid="show-crash-reports"
          onPress={() => ask(() => bridge.about.showCrashReports())}
        >
          {about.showFolder}
        </Button>
      </div>
    </>
  );
}
