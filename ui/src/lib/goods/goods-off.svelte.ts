import { preview, type GoodsBackForm, type GoodsBackRow, type RecordId } from '$lib/host';

/** Goods that an act would take off an invoice, with what is decided about them. */
export interface GoodsOff {
  /** Those of which something is to be decided. */
  readonly rows: readonly GoodsBackRow[];
  /** What is decided of each, as Rust takes it. */
  readonly form: GoodsBackForm[];
  /** Something was decided by hand. */
  readonly typed: boolean;
  /** The fields on screen that show their own sentence. */
  readonly shown: string[];
  /** What is wrong with how many of a row go back, if Rust said so. */
  errorOf(row: GoodsBackRow, fields: Readonly<Record<string, string>> | undefined): string | undefined;
  /** How many of a row go back into stock: all that come off until something else is typed. */
  restock(row: GoodsBackRow): string;
  deactivate(row: GoodsBackRow): boolean;
  decide(row: GoodsBackRow, part: Partial<Decision>): void;
}

interface Decision {
  restock: string;
  deactivate: boolean;
}

/**
 * The goods that `ask` finds, asked for anew when what it reads changes.
 *
 * To be called while a component is set up. `ask` gives `null` while nothing can come off.
 */
export function goodsOff(ask: () => (() => Promise<GoodsBackRow[]>) | null): GoodsOff {
  const decided = $state<Record<RecordId, Partial<Decision>>>({});
  const found = preview(ask);
  let all = $state.raw<readonly GoodsBackRow[]>([]);

  // A form that is refused halfway through typing leaves the rows, and the focus in them, where they are.
  $effect(() => {
    if (found.effects) all = found.effects;
    else if (!found.error && !found.pending) all = [];
  });

  const rows = $derived(all.filter((row) => row.counted || row.whole));
  // Nothing typed means all that come off, however many those are by now.
  const form = $derived(
    all.map(({ record_id }) => ({
      record_id,
      restock: decided[record_id]?.restock ?? '',
      deactivate: decided[record_id]?.deactivate ?? true,
    })),
  );
  const field = (row: GoodsBackRow) => `goods.${all.indexOf(row)}.restock`;

  return {
    get rows() {
      return rows;
    },
    get form() {
      return form;
    },
    get typed() {
      return Object.keys(decided).length > 0;
    },
    get shown() {
      return rows.filter((row) => row.counted).map(field);
    },
    errorOf: (row, fields) => fields?.[field(row)],
    restock: (row) => decided[row.record_id]?.restock ?? row.units,
    deactivate: (row) => decided[row.record_id]?.deactivate ?? true,
    decide(row, part) {
      decided[row.record_id] = { ...decided[row.record_id], ...part };
    },
  };
}
