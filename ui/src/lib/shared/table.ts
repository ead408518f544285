import type { Snippet } from 'svelte';

/** One column; what stands in it is the first of `cell`, `amount`, `day` and `text` that is given. */
export interface Column<Row> {
  key: string;
  label: string;
  /** Keeps the head for screen readers only, for instance over gear menus. */
  hideLabel?: boolean;
  sortable?: boolean;
  /** As in CSS, such as `8rem`; without it the column takes its share. */
  width?: string;
  cell?: Snippet<[Row]>;
  /** A decimal string; shown right-aligned without its currency. */
  amount?: (row: Row) => string;
  /** YYYY-MM-DD */
  day?: (row: Row) => string;
  text?: (row: Row) => string;
}

export interface Sort {
  key: string;
  descending: boolean;
}
