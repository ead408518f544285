/**
 * A choice of view (a filter, a sort, a tab) that is still there when the page comes back.
 *
 * For how things are shown only: it is kept outside the practice file, so no word of a client's
 * may go into it.
 */
export function remembered<T>(key: string, initial: T, known: (value: unknown) => boolean): { current: T } {
  let value = $state.raw<T>(read(key, initial, known));
  return {
    get current() {
      return value;
    },
    set current(next) {
      value = next;
      localStorage.setItem(name(key), JSON.stringify(next));
    },
  };
}

function read<T>(key: string, initial: T, known: (value: unknown) => boolean): T {
  try {
    const kept: unknown = JSON.parse(localStorage.getItem(name(key)) ?? 'null');
    return known(kept) ? (kept as T) : initial;
  } catch {
    return initial;
  }
}

function name(key: string): string {
  return `daybook.${key}`;
}
