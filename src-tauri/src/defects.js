// Tells Rust where the page met a defect; loaded before the page itself, so that nothing goes unseen.
(() => {
  const tell = (error, place) =>
    window.__TAURI_INTERNALS__
      .invoke('page_defect', { kind: error?.name ?? 'Error', place, message: String(error?.message ?? error ?? '') })
      .catch(() => undefined);
  const placeIn = (error) => /[^\s(@]+:\d+:\d+/.exec(error?.stack ?? '')?.[0] ?? 'unknown place';
  window.addEventListener('error', (event) => {
    tell(event.error ?? event.message, `${event.filename}:${event.lineno}:${event.colno}`);
  });
  window.addEventListener('unhandledrejection', (event) => tell(event.reason, placeIn(event.reason)));
  document.addEventListener('securitypolicyviolation', (event) => {
    tell({ name: 'ContentSecurityPolicy', message: event.violatedDirective }, event.blockedURI || event.sourceFile);
  });
})();
