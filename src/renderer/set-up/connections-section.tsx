import { Button } from 'react-aria-components';
import { PlusIcon } from '../components/icons.tsx';
import { ConnectionFields } from './connection-fields.tsx';
import { emptyConnection } from './connection-values.ts';
import type { ProfileForm } from './use-profile-form.ts';

/** The data platforms behind the workbooks, and the applications registered there for signing in. */
export function ConnectionsSection({ form }: { form: ProfileForm }) {
  const { connections } = form.values;
  return (
    <section className="form-section" aria-labelledby="section-connections">
      <div className="section-head">
        <h2 id="section-connections">Connections</h2>
        <p className="muted">The data platform behind the workbooks, and how people reach it.</p>
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
            Add a connection
          </Button>
        </div>
      </div>
    </section>
  );
}
