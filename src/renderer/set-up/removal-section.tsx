/** The end of the form of a saved profile: the way to remove it. */
import { Button } from 'react-aria-components';
import { useText } from '../context/text-context.tsx';

export function RemovalSection({ onRemove }: { onRemove: () => void }) {
  const { removal } = useText().setUp;
  return (
    <section className="form-section" aria-labelledby="section-remove">
      <div className="section-head">
        <h2 id="section-remove">{removal.title}</h2>
        <p className="muted">{removal.help}</p>
      </div>
      <div>
        <Button className="button" data-variant="danger-quiet" data-testid="remove-profile" onPress={onRemove}>
          {removal.button}
        </Button>
      </div>
    </section>
  );
}
