type Listener = (topics: ReadonlySet<string>) => void;

const listeners = new Set<Listener>();

/** Tells every {@link onChanged} listener that facts under `topics` changed. */
export function changed(topics: readonly string[]): void {
  if (topics.length === 0) return;
  const set = new Set(topics);
  for (const listener of [...listeners]) listener(set);
}

/** Calls `listener` at each change until the returned function is called. */
export function onChanged(listener: Listener): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

/** The topics that an act's result names, where it names any. */
export function topicsOf(result: unknown): readonly string[] {
  if (typeof result !== 'object' || result === null || !('changed' in result)) return [];
  const { changed: topics } = result;
  return Array.isArray(topics) ? topics.filter((topic) => typeof topic === 'string') : [];
}
