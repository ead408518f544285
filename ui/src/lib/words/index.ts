import { isolated } from './direction';
import { en } from './en';
import { LANGUAGE, locale } from './locale';

export { isolatedRuns } from './direction';
export { LANGUAGE, locale, setLocale } from './locale';

type Catalogue = typeof en;
type Plural = { readonly one: string; readonly other: string };

/** Every key there is, as `concept.name`. */
export type Key = {
  [C in keyof Catalogue & string]: `${C}.${keyof Catalogue[C] & string}`;
}[keyof Catalogue & string];

type Entry<K extends Key> = K extends `${infer C}.${infer N}`
  ? C extends keyof Catalogue
    ? N extends keyof Catalogue[C]
      ? Catalogue[C][N]
      : never
    : never
  : never;
type Text<E> = E extends Plural ? E['one'] | E['other'] : E;
type Names<S> = S extends `${string}{${infer N}}${infer Rest}` ? N | Names<Rest> : never;
type Needed<K extends Key> = Names<Text<Entry<K>>> | (Entry<K> extends Plural ? 'count' : never);
type Vars<K extends Key> = [Needed<K>] extends [never]
  ? []
  : [vars: Record<Needed<K>, string | number>];

/**
 * The words for `key`, with `{name}` replaced from `vars`.
 *
 * A plural entry (`{ one, other }`) chooses its form by `vars.count`.
 */
export function t<K extends Key>(key: K, ...[vars]: Vars<K>): string {
  const dot = key.indexOf('.');
  const words = (en as Record<string, Record<string, string | Plural>>)[key.slice(0, dot)];
  const entry = words?.[key.slice(dot + 1)];
  if (entry === undefined) return key;
  const given: Record<string, string | number> = vars ?? {};
  return fill(typeof entry === 'string' ? entry : form(entry, given['count']), given);
}

/** Whether `key` is in the catalogue; for keys made from what Rust sends, such as an error's code. */
export function isKey(key: string): key is Key {
  const dot = key.indexOf('.');
  const words = (en as Record<string, Record<string, unknown>>)[key.slice(0, dot)];
  return words !== undefined && Object.hasOwn(words, key.slice(dot + 1));
}

function form(entry: Plural, count: string | number | undefined): string {
  const rule = new Intl.PluralRules(LANGUAGE).select(Number(count));
  return rule === 'one' ? entry.one : entry.other;
}

function fill(text: string, vars: Record<string, string | number>): string {
  return text.replace(/\{(\w+)\}/g, (whole, name: string) => {
    const value = vars[name];
    if (value === undefined) return whole;
    return typeof value === 'number' ? new Intl.NumberFormat(locale()).format(value) : isolated(value);
  });
}
