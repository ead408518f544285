import type { ExportList } from '$lib/host';

/** What is a report rather than a list. */
type Report = { kind: 'aging' } | { kind: 'statement' } | { kind: 'payment_report' } | { kind: 'credit_tracking' };

/** What is of one product or client. */
type OfOne = { kind: 'movements' } | { kind: 'records' };

/** Every list of the practice that can be saved, with nothing left out. */
export const everything: readonly Exclude<ExportList, Report | OfOne>[] = [
  {
    kind: 'clients',
    query: { search: '', status: 'all', balance: 'any', sort: 'name', descending: false, page: 0 },
  },
  { kind: 'services' },
  { kind: 'products' },
  { kind: 'sessions', query: { client_id: null, search: '', filter: 'all', descending: false, page: 0 } },
  {
    kind: 'invoices',
    query: { client_id: null, search: '', filter: 'all', from: '', to: '', sort: 'number', descending: false, page: 0 },
  },
  {
    kind: 'payments',
    query: { client_id: null, search: '', filter: 'all', method: '', from: '', to: '', sort: 'number', descending: false, page: 0 },
  },
  { kind: 'credits', query: { client_id: null, search: '', filter: 'credits', sort: 'made', descending: false, page: 0 } },
  { kind: 'credit_notes', query: { client_id: null, search: '', filter: 'credit_notes', sort: 'made', descending: false, page: 0 } },
  { kind: 'refunds', query: { client_id: null, search: '', descending: false, page: 0 } },
  { kind: 'returns', query: { client_id: null, product_id: null, search: '', filter: 'all', descending: false, page: 0 } },
];
