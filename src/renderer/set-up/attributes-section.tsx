import { Button } from 'react-aria-components';
import { CloseIcon, PlusIcon } from '../components/icons.tsx';
import { Advanced } from './advanced.tsx';
import { Field } from './field.tsx';
import { type AttributeValues, emptyAttribute, hasOnlyMachines } from './form-values.ts';
import type { ProfileForm } from './use-profile-form.ts';

/** What Sigma learns about each person: claims of the sign-in that become user attributes and teams. */
export function AttributesSection({ form }: { form: ProfileForm }) {
  const { userKind, attributes, teamsClaim, connections } = form.values;
  const isNeeded = connections.some(({ pattern }) => pattern === 'identity');
  const isInUse = attributes.length > 0 || teamsClaim !== '';
  // Internal users have theirs in Sigma, and a machine is nobody in particular.
  if (userKind === 'internal' && !isNeeded) return null;
  if (hasOnlyMachines(form.values) && !isInUse) return null;
  return (
    <section className="form-section" aria-labelledby="section-attributes" data-testid="attributes-section">
      <div className="section-head">
        <h2 id="section-attributes">Row-level security</h2>
        <p className="muted">What Sigma learns about each person from the sign-in.</p>
      </div>
      {userKind === 'internal' ? (
        <p className="muted">
          Internal users have their attributes and teams in Sigma. To read them from the sign-in, choose embed users
          above.
        </p>
      ) : isNeeded || isInUse ? (
        <Mapping form={form} />
      ) : (
        <div className="fields">
          <Advanced label="User attributes and teams from the sign-in" hasProblem={false}>
            <Mapping form={form} />
          </Advanced>
        </div>
      )}
    </section>
  );
}

function Mapping({ form }: { form: ProfileForm }) {
  const { attributes, teamsClaim } = form.values;
  return (
    <div className="fields">
      <fieldset className="mapping" aria-label="User attributes">
        {attributes.map((row, index) => (
          <MappingRow key={row.key} form={form} row={row} number={index + 1} />
        ))}
        {attributes.length === 0 && (
          <p className="help">
            For example, the claim “department” becomes the user attribute “Region”, and the workbook shows only its
            rows.
          </p>
        )}
        <div>
          <Button
            className="button"
            data-variant="secondary"
            data-testid="add-attribute"
            onPress={() => form.change({ attributes: [...attributes, emptyAttribute()] })}
          >
            <PlusIcon />
            Add a user attribute
          </Button>
        </div>
      </fieldset>
      <Field
        form={form}
        name="user.teamsClaim"
        label="Claim with teams"
        isCode
        isOptional
        placeholder="groups"
        value={teamsClaim}
        onChange={(text) => form.change({ teamsClaim: text })}
        description="Its values become teams in Sigma, besides those named above."
      />
    </div>
  );
}

function MappingRow({ form, row, number }: { form: ProfileForm; row: AttributeValues; number: number }) {
  const { attributes } = form.values;
  const change = (patch: Partial<AttributeValues>) =>
    form.change({ attributes: attributes.map((other) => (other === row ? { ...other, ...patch } : other)) });
  return (
    <fieldset className="mapping-row" data-testid="attribute-row" aria-label={`User attribute ${number}`}>
      <Field
        form={form}
        name={`user.attributes.${row.key}.claim`}
        label="Claim"
        isCode
        placeholder="department"
        value={row.claim}
        onChange={(claim) => change({ claim })}
      />
      <span className="mapping-arrow" aria-hidden="true">
        →
      </span>
      <Field
        form={form}
        name={`user.attributes.${row.key}.attribute`}
        label="User attribute in Sigma"
        placeholder="Region"
        value={row.attribute}
        onChange={(attribute) => change({ attribute })}
      />
      <Button
        className="icon-button"
        aria-label={`Remove ${row.attribute || `user attribute ${number}`}`}
        data-testid="remove-attribute"
        onPress={() => form.change({ attributes: attributes.filter((other) => other !== row) })}
      >
        <CloseIcon />
      </Button>
    </fieldset>
  );
}
