/** The live regions of the window, where a screen reader listens. Nobody sees them. */
import { useApp } from '../context/app-context.tsx';

/**
 * Both are there from the beginning, since what comes together with its region is not read. Only what is added is read,
 * and not again what still stands beside it.
 */
export function Announcer() {
  const { said } = useApp();
  const sentences = (isUrgent: boolean) =>
    said.filter((one) => one.isUrgent === isUrgent).map(({ id, sentence }) => <p key={id}>{sentence}</p>);
  return (
    <div className="visually-hidden" data-testid="announcer">
      <div role="alert" aria-live="assertive" aria-atomic="false" aria-relevant="additions">
        {sentences(true)}
      </div>
      <div role="status" aria-live="polite" aria-atomic="false" aria-relevant="additions">
        {sentences(false)}
      </div>
    </div>
  );
}
