/** One consequence of an act, from Rust's preview. */
export interface EffectRow {
  label: string;
  /** As it is; absent for what comes to be. */
  before?: string | null | undefined;
  /** As it will be. */
  after: string;
  /** `before` and `after` are decimal strings. */
  amount?: boolean;
  /** Puts rows under a common head, such as an invoice's number. */
  group?: string;
}
