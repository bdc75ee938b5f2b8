/** What is wrong with the form, each a way to its field; and the count of it in the foot, which leads here. */
import { type Ref, useId } from 'react';
import { Button } from 'react-aria-components';
import type { Text } from '../../shared/text/en.ts';
import { format, plural } from '../../shared/text/format.ts';
import { AlertIcon } from '../components/icons.tsx';
import { useText } from '../context/text-context.tsx';
import type { FormValues } from './form-values.ts';
import type { ProfileForm } from './use-profile-form.ts';

interface Fault {
  readonly field: string;
  readonly where: string;
  readonly sentence: string;
}

/** The sections in the order of the form. Problems that belong to none stand first. */
const sections = ['workbooks', 'connections', 'user.attributes', 'user.fixedAttributes', 'user.teamsClaim', 'actions'];

const rankOf = (field: string): number => sections.findIndex((section) => field.startsWith(section));

/** Of the row of a workbook, connection or action; -1 for everything else. */
function rowOf(field: string, values: FormValues): number {
  const [head = '', key] = field.split('.');
  if (head !== 'workbooks' && head !== 'connections' && head !== 'actions') return -1;
  return values[head].findIndex((row) => row.key === key);
}

/** In the order of the form, row by row. */
export function listedFaults({ values, check }: Pick<ProfileForm, 'values' | 'check'>, text: Text): Fault[] {
  return [...check.problems]
    .map(([field, sentence]) => ({ field, sentence, where: whereOf(field, values, text) }))
    .sort(
      (one, other) => rankOf(one.field) - rankOf(other.field) || rowOf(one.field, values) - rowOf(other.field, values),
    );
}

/** The part of the form, or the name of the workbook, connection or action, as far as it has one. */
function whereOf(field: string, values: FormValues, { setUp }: Text): string {
  const [head = ''] = field.split('.');
  const number = rowOf(field, values) + 1;
  if (head === 'workbooks') {
    if (number === 0) return setUp.workbooks.title;
    return values.workbooks[number - 1]?.title.trim() || format(setUp.workbooks.numbered, { number });
  }
  if (head === 'connections') {
    if (number === 0) return setUp.connections.title;
    return values.connections[number - 1]?.label.trim() || format(setUp.connections.numbered, { number });
  }
  if (head === 'actions') {
    return number === 0 ? setUp.actions.title : format(setUp.actions.numbered, { number });
  }
  return rankOf(field) === -1 ? setUp.sigma.title : setUp.attributes.title;
}

interface FaultsListProps {
  readonly form: ProfileForm;
  readonly heading: Ref<HTMLHeadingElement>;
  goTo(field: string): void;
}

export function FaultsList({ form, heading, goTo }: FaultsListProps) {
  const text = useText();
  const { wrong } = text.setUp;
  const id = useId();
  return (
    <section className="faults" aria-labelledby={id} data-testid="faults">
      <AlertIcon />
      <div>
        <h2 id={id} ref={heading} tabIndex={-1}>
          {wrong.title}
        </h2>
        <ul>
          {listedFaults(form, text).map(({ field, where, sentence }) => (
            <li key={field}>
              <Button className="link-button" data-testid="go-to-fault" onPress={() => goTo(field)}>
                {format(wrong.goTo, { where, fault: sentence })}
              </Button>
            </li>
          ))}
        </ul>
      </div>
    </section>
  );
}

export const problemsText = (count: number, text: Text): string =>
  format(plural(text.setUp.problems, count, text.locale), { count });

/** How many there are; empty where there are none, so that what stands beside it keeps its place. */
export function FaultsCount({ count, onPress }: { count: number; onPress: () => void }) {
  const text = useText();
  if (count === 0) return <span />;
  return (
    <Button className="link-button problem" data-testid="count-of-faults" onPress={onPress}>
      {problemsText(count, text)}
    </Button>
  );
}
