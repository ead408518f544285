import { locale } from '$lib/words';

interface Named {
  value: string;
  label: string;
}

/** Every currency there is, by name; `current` is among them whatever it is. */
export function currencies(current: string): Named[] {
  const names = new Intl.DisplayNames(locale(), { type: 'currency' });
  return withCurrent(Intl.supportedValuesOf('currency'), current)
    .map((code) => ({ value: code, label: `${names.of(code) ?? code} (${code})` }))
    .sort((one, other) => one.label.localeCompare(other.label, locale()));
}

/** Every time zone there is; `current` is among them whatever it is. */
export function timeZones(current: string): Named[] {
  return withCurrent(Intl.supportedValuesOf('timeZone'), current)
    .sort((one, other) => one.localeCompare(other))
    .map((zone) => ({ value: zone, label: zone.replaceAll('_', ' ') }));
}

function withCurrent(all: readonly string[], current: string): string[] {
  return current === '' || all.includes(current) ? [...all] : [current, ...all];
}
