/** Whether two forms say the same; both are plain values as they go to Rust. */
export function same(one: unknown, other: unknown): boolean {
  return JSON.stringify(one) === JSON.stringify(other);
}
