import type { CorrectionForm, CountForm, ProductForm } from '$lib/host';

/** A product that nobody knows anything about yet. */
export function emptyProduct(): ProductForm {
  return { sku: '', name: '', price: '', tax_id: null, counted: false, opening: '', low_mark: '' };
}

/** A count of today that says nothing yet. */
export function emptyCount(today: string): CountForm {
  return { counted: '', counted_on: today, reason: '' };
}

/** A correction of today that says nothing yet; most find that there are fewer. */
export function emptyCorrection(today: string): CorrectionForm {
  return { fewer: true, units: '', corrected_on: today, reason: '' };
}
