import { isNothing } from '$lib/payment/applied';

/** A row of the sheet: an invoice beside a source, or a source beside an invoice. */
export interface ShareRow {
  id: string;
  number: string;
  /** What tells it from others: whose it is, until when it can be used. */
  aside?: string | undefined;
  /** YYYY-MM-DD */
  day: string;
  overdue?: boolean;
  /** What is left to pay, or what is available. */
  figure: string;
  /** What is applied now. */
  applied: string;
  /** The most that can be applied, as Rust says. */
  most: string;
  /** Why nothing more can be applied, if so. */
  cannot?: string | null;
}

/** What is typed, by the row's id; a row that is not in it stays as it is. */
export type Typed = Readonly<Record<string, string>>;

/** What a row's field shows: what was typed, else what is applied. */
export function fieldOf(row: ShareRow, typed: Typed): string {
  return typed[row.id] ?? (isNothing(row.applied) ? '' : row.applied);
}

/** The rows that are to have something else, in the order on screen, with what was typed. */
export function changedShares(rows: readonly ShareRow[], typed: Typed): { id: string; amount: string }[] {
  return rows
    .filter((row) => fieldOf(row, typed).trim() !== fieldOf(row, {}))
    .map((row) => ({ id: row.id, amount: fieldOf(row, typed).trim() }));
}

/** What would be used by itself, for the rows that have nothing yet. */
export function proposedShares(rows: readonly { id: string; applied: string; proposed: string }[]): Typed {
  return Object.fromEntries(
    rows.filter((row) => isNothing(row.applied) && !isNothing(row.proposed)).map((row) => [row.id, row.proposed]),
  );
}

/** What is wrong with the amount of a row; Rust counts the rows that were sent. */
export function errorOf(
  id: string,
  sent: readonly { id: string }[],
  fields: Readonly<Record<string, string>> | undefined,
): string | undefined {
  const at = sent.findIndex((share) => share.id === id);
  return at < 0 ? undefined : fields?.[`shares.${at}.amount`];
}
