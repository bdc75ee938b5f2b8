/** What is shown until main has answered for the first time. */
import { Mark } from '../components/icons.tsx';
import { useText } from '../context/text-context.tsx';

/** Shown only if the first answer takes a moment: it fades in late. */
export function Boot() {
  const { window } = useText();
  return (
    <main className="boot" data-testid="boot" aria-busy="true">
      <h1 className="visually-hidden" translate="no">
        Sightglass
      </h1>
      <span className="boot-mark">
        <Mark size={40} />
      </span>
      <p className="visually-hidden" role="status">
        {window.starting}
      </p>
    </main>
  );
}
