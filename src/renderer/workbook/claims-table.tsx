/** A decoded token: names on the left, values on the right; what is nested stands indented beneath its name. */

import { useText } from '../context/text-context.tsx';
import { useNow } from '../context/use-now.ts';
import { claimRows } from '../model/claim-rows.ts';
import { clockTime } from '../model/clocks.ts';

interface ClaimsTableProps {
  readonly values: Record<string, unknown>;
  readonly label: string;
  readonly testId: string;
}

export function ClaimsTable({ values, label, testId }: ClaimsTableProps) {
  const text = useText();
  const now = useNow(30_000);
  return (
    <table className="claims" aria-label={label} data-testid={testId}>
      <tbody translate="no">
        {claimRows(values, text).map((row) => (
          <tr key={row.path} data-claim={row.path} data-depth={Math.min(row.depth, 3)}>
            <th scope="row" colSpan={row.value === null ? 2 : 1}>
              {row.name}
            </th>
            {row.value !== null && (
              <td>
                {row.value}
                {row.at !== null && <span className="muted">{clockTime(row.at, now, text)}</span>}
              </td>
            )}
          </tr>
        ))}
      </tbody>
    </table>
  );
}
