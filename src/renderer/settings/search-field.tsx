/** The field in which a sheet is searched, and how much was found. */
import { Input, Label, TextField } from 'react-aria-components';
import { format, plural } from '../../shared/text/format.ts';
import { useText } from '../context/text-context.tsx';

interface SearchFieldProps {
  readonly label: string;
  readonly query: string;
  onChange(query: string): void;
  readonly count: number;
  readonly found: { readonly one: string; readonly other: string };
  readonly none: string;
}

export function SearchField({ label, query, onChange, count, found, none }: SearchFieldProps) {
  const text = useText();
  const isSearching = query.trim() !== '';
  return (
    <div className="sheet-search">
      <TextField className="field" value={query} onChange={onChange} type="search" spellCheck="false" autoFocus>
        <Label>{label}</Label>
        <Input className="input" data-testid="sheet-search" />
      </TextField>
      <p className="fine-print" role="status" data-testid="sheet-found">
        {isSearching &&
          (count === 0 ? format(none, { search: query }) : format(plural(found, count, text.locale), { count }))}
      </p>
    </div>
  );
}
