let chosen: string | undefined;

/** The locale that numbers and days are written in: the system's, unless another was set. */
export function locale(): string {
  return chosen ?? navigator.language;
}

/** Writes numbers and days in `tag` (BCP 47) from now on. */
export function setLocale(tag: string): void {
  chosen = tag;
}
