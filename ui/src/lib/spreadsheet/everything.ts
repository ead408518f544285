import type { ExportList } from '$lib/host';

/** Every list that can be saved, with nothing left out. */
export const everything: readonly ExportList[] = [
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
];
