/** One consequence of an act, as Rust's preview gives it. */
export interface Consequence {
  /** Whose figure: `Balance owing`, `INV-00007`. */
  label: string;
  /** Empty for what did not exist. */
  before: string;
  after: string;
  /** `before` and `after` are decimal strings. */
  money: boolean;
}
