import * as monaco from 'monaco-editor/editor';
import 'monaco-editor/features/bracketMatching/register';
import 'monaco-editor/features/clipboard/register';
import 'monaco-editor/features/codeAction/register';
import 'monaco-editor/features/documentSymbols/register';
import 'monaco-editor/features/find/register';
import 'monaco-editor/features/folding/register';
import 'monaco-editor/features/format/register';
import 'monaco-editor/features/gotoError/register';
import 'monaco-editor/features/hover/register';
import 'monaco-editor/features/linesOperations/register';
import 'monaco-editor/features/multicursor/register';
import 'monaco-editor/features/quickOutline/register';
import 'monaco-editor/features/snippet/register';
// The feature `suggest` of this version leaves the list itself out.
import 'monaco-editor/editor/contrib/suggest/browser/suggestController';
import 'monaco-editor/features/toggleTabFocusMode/register';
import 'monaco-editor/features/wordOperations/register';
import EditorWorker from 'monaco-editor/editor/editor.worker?worker';
import type { Problem } from '../../simulator/ecs/task-definition/index.ts';
import type { Edit } from '../../learner/editor/json/edits.ts';
import { provideHelp, type Help } from './editor/providers.ts';
import { dockerTokens, yamlTokens } from './editor/tokens.ts';
import { jsonTokens } from './json-tokens.ts';
import { themeColours } from './theme-colours.ts';

/** Monaco over one place of the page: a model a file, markers for problems. */
export interface CodeEditor {
  show(path: string, text: string): void;
  mark(problems: readonly Problem[]): void;
  /** Changes the text; the editor's own undo takes it back. */
  edit(edits: readonly Edit[]): void;
  /** Forgets a file that is no more. */
  drop(path: string): void;
  /** @param line @param column from 1 */
  go(line: number, column: number): void;
  focus(): void;
  dispose(): void;
}

const language = 'drydock-json';
const theme = 'drydock';

let isSetUp = false;
/** What helps with the file that is open, of the editor that was made last. */
let help: Help | undefined;

/** The language of a file, by its name. */
function languageOf(path: string): string {
  if (path.endsWith('.json')) return language;
  if (/\.ya?ml$/.test(path)) return 'drydock-yaml';
  return /dockerfile/i.test(path) ? 'drydock-docker' : 'plaintext';
}

/** Languages, theme and worker; once a page. */
export function setUp(): void {
  if (isSetUp) return;
  isSetUp = true;
  self.MonacoEnvironment = { getWorker: () => new EditorWorker() };
  monaco.languages.register({ id: language, extensions: ['.json'] });
  monaco.languages.setMonarchTokensProvider(language, jsonTokens);
  monaco.languages.setLanguageConfiguration(language, {
    brackets: [
      ['{', '}'],
      ['[', ']'],
    ],
    autoClosingPairs: [
      { open: '{', close: '}' },
      { open: '[', close: ']' },
      { open: '"', close: '"', notIn: ['string'] },
    ],
  });
  monaco.languages.register({ id: 'drydock-docker' });
  monaco.languages.setMonarchTokensProvider('drydock-docker', dockerTokens);
  monaco.languages.register({ id: 'drydock-yaml' });
  monaco.languages.setMonarchTokensProvider('drydock-yaml', yamlTokens);
  provideHelp(language, () => help);
  const paint = () => {
    monaco.editor.defineTheme(theme, themeColours());
    monaco.editor.setTheme(theme);
  };
  paint();
  new MutationObserver(paint).observe(document.documentElement, { attributeFilter: ['data-theme'] });
}

const uriOf = (path: string) => monaco.Uri.from({ scheme: 'drydock', path: `/${path}` });

function modelOf(path: string, text: string): monaco.editor.ITextModel {
  const model = monaco.editor.getModel(uriOf(path));
  if (!model) return monaco.editor.createModel(text, languageOf(path), uriOf(path));
  // As one edit, so that the editor's own undo still works.
  if (model.getValue() !== text)
    model.pushEditOperations([], [{ range: model.getFullModelRange(), text }], () => null);
  return model;
}

/** Opens Monaco in `place`. Its own texts are English, its worker is started only when it is needed. */
export function createCodeEditor(
  place: HTMLElement,
  options: { path: string; text: string; help: Help; onChange: (text: string) => void; onSave: () => void },
): CodeEditor {
  setUp();
  help = options.help;
  const editor = monaco.editor.create(place, {
    model: modelOf(options.path, options.text),
    theme,
    automaticLayout: true,
    ariaLabel: 'File. Press Control+M to let Tab leave the editor.',
    fontFamily: getComputedStyle(place).fontFamily,
    fontSize: 13,
    lineHeight: 20,
    lineNumbersMinChars: 3,
    minimap: { enabled: false },
    overviewRulerLanes: 0,
    renderLineHighlight: 'none',
    scrollBeyondLastLine: false,
    fixedOverflowWidgets: true,
    tabSize: 2,
    wordBasedSuggestions: 'off',
    quickSuggestions: { strings: true, other: true, comments: false },
    suggest: { showWords: false, preview: false, showStatusBar: false },
    occurrencesHighlight: 'off',
    links: false,
    contextmenu: false,
    padding: { top: 8, bottom: 8 },
    scrollbar: { alwaysConsumeMouseWheel: false, verticalScrollbarSize: 8, horizontalScrollbarSize: 8 },
  });
  editor.addCommand(monaco.KeyMod.CtrlCmd | monaco.KeyCode.KeyS, options.onSave);
  editor.onDidChangeModelContent(() => options.onChange(editor.getValue()));
  editor.onDidBlurEditorWidget(options.onSave);
  return {
    show(path, text) {
      editor.setModel(modelOf(path, text));
    },
    mark(problems) {
      const model = editor.getModel();
      if (model) monaco.editor.setModelMarkers(model, 'task definition', problems.map(markerOf));
    },
    edit(edits) {
      const model = editor.getModel();
      if (!model) return;
      editor.pushUndoStop();
      editor.executeEdits(
        'fix',
        edits.map(({ start, end, text }) => ({
          range: monaco.Range.fromPositions(model.getPositionAt(start), model.getPositionAt(end)),
          text,
        })),
      );
      editor.pushUndoStop();
    },
    drop(path) {
      monaco.editor.getModel(uriOf(path))?.dispose();
    },
    go(lineNumber, column) {
      editor.revealPositionInCenterIfOutsideViewport({ lineNumber, column });
      editor.setPosition({ lineNumber, column });
      editor.focus();
    },
    focus: () => editor.focus(),
    dispose() {
      editor.dispose();
      for (const model of monaco.editor.getModels()) model.dispose();
    },
  };
}

function markerOf({ rule, severity, message, documentation, ...at }: Problem): monaco.editor.IMarkerData {
  return {
    severity: severity === 'error' ? monaco.MarkerSeverity.Error : monaco.MarkerSeverity.Warning,
    message,
    code: documentation ? { value: rule, target: monaco.Uri.parse(documentation) } : rule,
    startLineNumber: at.line,
    startColumn: at.column,
    endLineNumber: at.endLine,
    endColumn: at.endColumn,
  };
}
