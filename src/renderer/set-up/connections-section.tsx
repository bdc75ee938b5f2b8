/** The data platforms behind the workbooks, and the applications registered there for signing in. */
import { Button } from 'react-aria-components';
import { PlusIcon } from '../components/icons.tsx';
import { useText } from '../context/text-context.tsx';
import { ConnectionFields } from './connection-fields.tsx';
import { emptyConnection } from './connection-values.ts';
import type { ProfileForm } from './use-profile-form.ts';

export function ConnectionsSection({ form }: { form: ProfileForm }) {
  const texts = useText().setUp.connections;
  const { connections } = form.values;
  return (
    <section className="form-section" aria-labelledby="section-connections">
      <div className="section-head">
        <h2 id="section-connections">{texts.title}</h2>
        <p className="muted">{texts.help}</p>
      </div>
      <div className="fields">
        {connections.map((connection, index) => (
          <ConnectionFields key={connection.key} form={form} connection={connection} number={index + 1} />
        ))}
        <div>
          <Button
            className="button"
            data-variant="secondary"
            data-testid="add-connection"
            onPress={() => form.change({ connections: [...connections, { ...emptyConnection(), label: '' }] })}
          >
            <PlusIcon />
            {texts.add}
          </Button>
        </div>
      </div>
    </section>
  );
}
