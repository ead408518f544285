import type { Period } from './period';
import { remembered } from './remembered.svelte';
import type { Sort } from './table';

/** How a list is looked at. Whatever narrows it or gives it another order begins at its first page again. */
export interface ListView<Key extends string, Filter extends string> {
  /** As it stands in the search field; searched for once typing pauses. */
  typed: string;
  filter: Filter | 'all';
  period: Period;
  /** What is asked of Rust, beside the filter and the period. */
  readonly query: { search: string; sort: Key; descending: boolean; page: number };
  /** Whether less is shown than all, or than what the list opens with. */
  readonly narrowed: boolean;
  /** What its table is given. */
  readonly table: { sort: Sort; page: number; onsort: (sort: Sort) => void; onpage: (page: number) => void };
  find(text: string): void;
  /** Begins at the first page again, for what narrows the list besides. */
  restart(): void;
  showAll(): void;
}

/**
 * A list in the order `sort`, with all there is on it.
 *
 * With `kept`, its filter is still there when the page comes back; before one is chosen the list opens with all, or
 * with what it says.
 */
export function listView<Key extends string, Filter extends string>(
  sort: { key: Key; descending: boolean },
  kept?: { name: string; filters: readonly { value: Filter }[]; opens?: Filter },
): ListView<Key, Filter> {
  let typed = $state('');
  let search = $state('');
  let order = $state.raw(sort);
  let period = $state<Period>('any');
  let page = $state(0);
  const opens = kept?.opens ?? 'all';
  const filter: { current: Filter | 'all' } = kept
    ? remembered<Filter | 'all'>(`${kept.name}.filter`, opens, (value) =>
        kept.filters.some((known) => known.value === value),
      )
    : { current: 'all' };

  function onsort({ key, descending }: Sort) {
    order = { key: key as Key, descending };
    page = 0;
  }

  function onpage(next: number) {
    page = next;
  }

  return {
    get typed() {
      return typed;
    },
    set typed(text) {
      typed = text;
    },
    get filter() {
      return filter.current;
    },
    set filter(next) {
      filter.current = next;
      page = 0;
    },
    get period() {
      return period;
    },
    set period(next) {
      period = next;
      page = 0;
    },
    get query() {
      return { search, sort: order.key, descending: order.descending, page };
    },
    get narrowed() {
      return search !== '' || !(filter.current === 'all' || filter.current === opens) || period !== 'any';
    },
    get table() {
      return { sort: order, page, onsort, onpage };
    },
    find(text) {
      search = text;
      page = 0;
    },
    restart() {
      page = 0;
    },
    showAll() {
      filter.current = 'all';
      period = 'any';
      typed = '';
      search = '';
      page = 0;
    },
  };
}
