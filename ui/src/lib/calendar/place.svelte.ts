/** Where the calendar was left; it opens there again until the program ends, and then on today. */
export const place = $state({
  /** YYYY-MM-DD; empty for today. */
  day: '',
});
