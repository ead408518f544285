/** Where the system names no language, as with the locale `C`. */
const PLAIN = 'en-US';

let chosen: string | undefined;

/** The locale that numbers and days are written in: the system's, unless another was set. */
export function locale(): string {
  return chosen ?? known(navigator.language);
}

/** Writes numbers and days in `tag` (BCP 47) from now on. */
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
