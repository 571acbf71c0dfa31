import type { editor } from 'monaco-editor/editor';

/** A custom property's colour as Monaco wants it: `#rrggbb`. The canvas turns any CSS colour into pixels. */
function hexOf(property: string, canvas: CanvasRenderingContext2D): string {
  canvas.fillStyle = getComputedStyle(document.documentElement).getPropertyValue(property).trim() || '#888';
  canvas.fillRect(0, 0, 1, 1);
  const [red = 0, green = 0, blue = 0] = canvas.getImageData(0, 0, 1, 1).data;
  return [red, green, blue].map((part) => part.toString(16).padStart(2, '0')).join('');
}

/** Monaco's theme out of the page's own colours, light or dark. */
export function themeColours(): editor.IStandaloneThemeData {
  const canvas = document.createElement('canvas').getContext('2d', { willReadFrequently: true })!;
  const bare = (property: string) => hexOf(property, canvas);
  const hex = (property: string) => `#${bare(property)}`;
  return {
    base: document.documentElement.dataset.theme === 'light' ? 'vs' : 'vs-dark',
    inherit: true,
    rules: [
      { token: '', foreground: bare('--dd-text') },
      { token: 'key', foreground: bare('--dd-accent') },
      { token: 'string', foreground: bare('--dd-text-strong') },
      { token: 'number', foreground: bare('--dd-info') },
      { token: 'keyword', foreground: bare('--dd-info') },
      { token: 'delimiter', foreground: bare('--dd-text-muted') },
      { token: 'invalid', foreground: bare('--dd-bad') },
    ],
    colors: {
      'editor.background': hex('--dd-code'),
      'editor.foreground': hex('--dd-text'),
      'editorCursor.foreground': hex('--dd-accent'),
      'editorLineNumber.foreground': hex('--dd-text-muted'),
      'editorLineNumber.activeForeground': hex('--dd-text-strong'),
      'editorError.foreground': hex('--dd-bad'),
      'editorWarning.foreground': hex('--dd-warn'),
      'editorHoverWidget.background': hex('--dd-raised'),
      'editorHoverWidget.border': hex('--dd-border'),
      'editorWidget.background': hex('--dd-raised'),
      'editorWidget.border': hex('--dd-border'),
      // Brackets in three hues would be the only colours here that say nothing.
      'editorBracketHighlight.foreground1': hex('--dd-text-muted'),
      'editorBracketHighlight.foreground2': hex('--dd-text-muted'),
      'editorBracketHighlight.foreground3': hex('--dd-text-muted'),
      'editorBracketHighlight.unexpectedBracket.foreground': hex('--dd-bad'),
      'editorSuggestWidget.background': hex('--dd-raised'),
      'editorSuggestWidget.border': hex('--dd-border'),
      'editorSuggestWidget.foreground': hex('--dd-text'),
      'editorSuggestWidget.selectedBackground': hex('--dd-border'),
      'editorSuggestWidget.selectedForeground': hex('--dd-text-strong'),
      'editorSuggestWidget.highlightForeground': hex('--dd-accent'),
      'editorSuggestWidget.focusHighlightForeground': hex('--dd-accent'),
      'list.hoverBackground': hex('--dd-surface'),
      focusBorder: hex('--dd-accent'),
    },
  };
}
