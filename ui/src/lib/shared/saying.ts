/** For tests: finds the sentence on a page by its words, though `Words` keeps a document's number in an element of its own. */
export function saying(sentence: string) {
  return (_own: string, element: Element | null): boolean =>
    element?.tagName === 'P' && element.textContent.trim() === sentence;
}
