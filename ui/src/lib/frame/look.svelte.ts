/** The colours chosen by hand, or those of the system. */
export type Theme = 'system' | 'light' | 'dark';
export type TextSize = 'normal' | 'large' | 'largest';

const THEME = 'daybook.theme';
const TEXT = 'daybook.text';

let theme = $state<Theme>('system');
let text = $state<TextSize>('normal');

/** How the page looks on this computer; kept here, not in the practice. */
export const look = {
  get theme() {
    return theme;
  },
  set theme(chosen: Theme) {
    theme = chosen;
    localStorage.setItem(THEME, chosen);
    wear();
  },
  get text() {
    return text;
  },
  set text(chosen: TextSize) {
    text = chosen;
    localStorage.setItem(TEXT, chosen);
    wear();
  },
};

/** Puts the kept look on and follows the system; gives the way to stop. */
export function wearLook(): () => void {
  const kept = localStorage.getItem(THEME);
  if (kept === 'light' || kept === 'dark') theme = kept;
  const size = localStorage.getItem(TEXT);
  if (size === 'large' || size === 'largest') text = size;
  const system = matchMedia('(prefers-color-scheme: dark)');
  wear();
  system.addEventListener('change', wear);
  return () => system.removeEventListener('change', wear);
}

function wear() {
  const dark = theme === 'system' ? matchMedia('(prefers-color-scheme: dark)').matches : theme === 'dark';
  document.documentElement.dataset['theme'] = dark ? 'dark' : 'light';
  document.documentElement.dataset['text'] = text;
}
