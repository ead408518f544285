import worker from 'pdfjs-dist/legacy/build/pdf.worker.min.mjs?url';
import type { PDFDocumentProxy } from 'pdfjs-dist/legacy/build/pdf.mjs';

/** Opens a PDF that Rust sent in base 64. To be destroyed when it is shown no more. */
export async function openPdf(base64: string): Promise<PDFDocumentProxy> {
  const pdfjs = await import('pdfjs-dist/legacy/build/pdf.mjs');
  pdfjs.GlobalWorkerOptions.workerSrc = worker;
  const data = Uint8Array.from(atob(base64), (letter) => letter.charCodeAt(0));
  return pdfjs.getDocument({ data }).promise;
}

/** Draws one page, `width` CSS pixels wide, as sharp as the screen is; nothing once `signal` says that it is too late. */
export async function drawPage(
  pdf: PDFDocumentProxy,
  number: number,
  canvas: HTMLCanvasElement,
  width: number,
  signal: AbortSignal,
): Promise<void> {
  const page = await pdf.getPage(number);
  const natural = page.getViewport({ scale: 1 });
  const viewport = page.getViewport({ scale: (width / natural.width) * Math.max(1, devicePixelRatio) });
  // Drawn aside first: what is on screen stays until the new page is whole.
  const aside = document.createElement('canvas');
  aside.width = Math.floor(viewport.width);
  aside.height = Math.floor(viewport.height);
  await page.render({ canvas: aside, viewport }).promise;
  if (signal.aborted) return;
  canvas.width = aside.width;
  canvas.height = aside.height;
  canvas.getContext('2d')?.drawImage(aside, 0, 0);
  canvas.dataset['drawn'] = '';
}
