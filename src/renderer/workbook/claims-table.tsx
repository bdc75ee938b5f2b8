import { useNow } from '../bridge/use-now.ts';
import { claimRows } from '../model/claim-rows.ts';
import { clockTime } from '../model/clocks.ts';

type ClaimsTableProps = { values: Record<string, unknown>; label: string; testId: string };

/** Names on the left, values on the right; what is nested stands indented beneath its name. */
export function ClaimsTable({ values, label, testId }: ClaimsTableProps) {
  const now = useNow(30_000);
  return (
    <table className="claims" aria-label={label} data-testid={testId}>
      <tbody>
        {claimRows(values).map((row) => (
          <tr key={row.path} data-claim={row.path} data-depth={Math.min(row.depth, 3)}>
            <th scope="row" colSpan={row.value === null ? 2 : 1}>
              {row.name}
            </th>
            {row.value !== null && (
              <td>
                {row.value}
                {row.at !== null && <span className="muted">{clockTime(row.at, now)}</span>}
              </td>
            )}
          </tr>
        ))}
      </tbody>
    </table>
  );
}
