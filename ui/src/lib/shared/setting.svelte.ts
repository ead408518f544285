/** What every component takes for granted about the open practice. */
export const setting = $state({
  /** ISO 4217 code of the practice's one currency. */
  currency: 'EUR',
  /** Today by Rust's clock, YYYY-MM-DD; empty before a practice is open. */
  today: '',
  /** IANA name of the practice's time zone, in which its days begin; empty before a practice is open. */
  timeZone: '',
});
