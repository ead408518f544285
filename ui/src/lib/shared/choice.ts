/** One entry to choose from; concepts add what else they need. */
export interface Choice {
  id: string;
  label: string;
  /** A second line that tells namesakes apart. */
  hint?: string | undefined;
}
