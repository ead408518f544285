import type { BalanceFilter, ClientSort, ClientsQuery, ClientStatus } from '$lib/host';

const STATUSES: readonly ClientStatus[] = ['active', 'archived', 'all'];
const BALANCES: readonly BalanceFilter[] = ['any', 'owing', 'credit'];
const SORTS: readonly ClientSort[] = ['name', 'owing', 'credit', 'last_session'];

/** The list as it opens: active clients by name. */
export const plainQuery: ClientsQuery = {
  search: '',
  status: 'active',
  balance: 'any',
  sort: 'name',
  descending: false,
  page: 0,
};

/** What part of the list an address asks for; what it does not know stands as in {@link plainQuery}. */
export function queryOf(params: URLSearchParams): ClientsQuery {
  const page = Number(params.get('page'));
  return {
    search: params.get('search') ?? '',
    status: known(STATUSES, params.get('status')) ?? plainQuery.status,
    balance: known(BALANCES, params.get('balance')) ?? plainQuery.balance,
    sort: known(SORTS, params.get('sort')) ?? plainQuery.sort,
    descending: params.get('order') === 'descending',
    page: Number.isInteger(page) && page > 1 ? page - 1 : 0,
  };
}

/** The address of a part of the list; the plain list has none. */
export function addressOf(query: ClientsQuery): string {
  const params = new URLSearchParams();
  if (query.search) params.set('search', query.search);
  if (query.status !== plainQuery.status) params.set('status', query.status);
  if (query.balance !== plainQuery.balance) params.set('balance', query.balance);
  if (query.sort !== plainQuery.sort) params.set('sort', query.sort);
  if (query.descending) params.set('order', 'descending');
  if (query.page > 0) params.set('page', String(query.page + 1));
  const text = params.toString();
  return text ? `/clients?${text}` : '/clients';
}

/** Whether the query leaves clients out that the plain list has. */
export function narrows(query: ClientsQuery): boolean {
  return query.search.trim() !== '' || query.status !== plainQuery.status || query.balance !== plainQuery.balance;
}

function known<T extends string>(all: readonly T[], text: string | null): T | undefined {
  return all.find((one) => one === text);
}
