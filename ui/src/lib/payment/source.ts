import type { SourceKindView, SourceRef } from '$lib/host';

const PAGES: Record<SourceKindView, string> = {
  payment: 'payments',
  credit: 'credits',
  credit_note: 'credit-notes',
};

/** The page of a payment, a credit or a credit note. */
export function sourcePage(source: Pick<SourceRef, 'id' | 'kind'>): string {
  return `/${PAGES[source.kind]}/${source.id}`;
}
