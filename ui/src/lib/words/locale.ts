/** Where the system names no language, as with the locale `C`. */
const PLAIN = 'en-US';

/** The language of the words, and so of the months' and weekdays' names among them. */
export const LANGUAGE = 'en';

let chosen: string | undefined;

/** The locale by which amounts are written and typed days are read: the system's, unless another was set. */
export function locale(): string {
  return chosen ?? known(navigator.language);
}

/** Goes by `tag` (BCP 47) from now on. */
export function setLocale(tag: string): void {
  chosen = tag;
}

function known(tag: string): string {
  try {
    return Intl.getCanonicalLocales(tag)[0] ?? PLAIN;
  } catch {
    return PLAIN;
  }
}
