import * as monaco from 'monaco-editor/editor';
import { kindOf } from '../../../learner/editor/files/kind.ts';
import { formatJson } from '../../../learner/editor/json/format.ts';
import { completionsAt } from '../../../learner/editor/task-definition/completions.ts';
import { fixesFor } from '../../../learner/editor/task-definition/fixes.ts';
import { hoverAt, type Documentation } from '../../../learner/editor/task-definition/hover.ts';
import { outlineOf, type OutlineItem } from '../../../learner/editor/task-definition/outline.ts';
import type { Surroundings } from '../../../learner/editor/task-definition/surroundings.ts';
import type { Problem } from '../../../simulator/ecs/task-definition/index.ts';

type Model = monaco.editor.ITextModel;
type Span = { start: number; end: number };

/** Of the file that is open: what its cloud has, and its problems. */
export interface Help {
  around: Surroundings;
  problems: () => readonly Problem[];
}

let documentation: Promise<Documentation> | undefined;
const loadDocumentation = () =>
  (documentation ??= import('../../../simulator/api/models/ecs.docs.json').then(
    (module) => module.default as Documentation,
  ));

const rangeOf = (model: Model, { start, end }: Span) =>
  monaco.Range.fromPositions(model.getPositionAt(start), model.getPositionAt(end));
const isTaskDefinition = (model: Model) => kindOf(model.uri.path, model.getValue()) === 'task definition';

/** Gives Monaco the help that the learner's side works out. `help` is asked anew each time. */
export function provideHelp(language: string, help: () => Help | undefined): void {
  const { languages } = monaco;
  languages.registerCompletionItemProvider(language, {
    triggerCharacters: ['"', ':', ' '],
    provideCompletionItems: async (model, position, context) => {
      if (!isTaskDefinition(model)) return { suggestions: [] };
      const text = model.getValue();
      const { token, items } = completionsAt(text, model.getOffsetAt(position), help()?.around);
      // A blank asks for values only: between members it is but a blank.
      const wanted = context.triggerCharacter === ' ' ? items.filter(({ kind }) => kind === 'value') : items;
      const texts = wanted.some(({ documented }) => documented) ? await loadDocumentation() : {};
      const range = rangeOf(model, token);
      return {
        suggestions: wanted.map((item, index) => ({
          label: item.label,
          kind:
            item.kind === 'key' ? languages.CompletionItemKind.Property : languages.CompletionItemKind.Value,
          insertText: item.snippet,
          insertTextRules: languages.CompletionItemInsertTextRule.InsertAsSnippet,
          filterText: text[token.start] === '"' ? `"${item.label}"` : item.label,
          sortText: String(index).padStart(4, '0'),
          range,
          ...(item.detail ? { detail: item.detail } : {}),
          ...(item.documented && texts[item.documented]
            ? { documentation: { value: texts[item.documented]! } }
            : {}),
          ...(item.goesOn ? { command: { id: 'editor.action.triggerSuggest', title: 'Suggest' } } : {}),
        })),
      };
    },
  });
  languages.registerHoverProvider(language, {
    provideHover: async (model, position) => {
      if (!isTaskDefinition(model)) return null;
      const texts = await loadDocumentation();
      const hover = hoverAt(model.getValue(), model.getOffsetAt(position), texts);
      if (!hover) return null;
      return {
        range: rangeOf(model, hover.token),
        contents: [
          { value: `**${hover.title}**` },
          { value: hover.text },
          { value: `[Amazon ECS API reference](${hover.link})` },
        ],
      };
    },
  });
  languages.registerCodeActionProvider(language, {
    provideCodeActions: (model, range) => {
      const text = model.getValue();
      const { problems = () => [], around } = help() ?? {};
      const near = isTaskDefinition(model)
        ? problems().filter(
            ({ line, endLine }) => line <= range.endLineNumber && endLine >= range.startLineNumber,
          )
        : [];
      const actions = near.flatMap((problem) =>
        fixesFor(problem, text, around).map(({ title, edits }, index) => ({
          title,
          kind: 'quickfix',
          isPreferred: index === 0,
          edit: {
            edits: edits.map((edit) => ({
              resource: model.uri,
              versionId: model.getVersionId(),
              textEdit: { range: rangeOf(model, edit), text: edit.text },
            })),
          },
        })),
      );
      return { actions, dispose() {} };
    },
  });
  languages.registerDocumentFormattingEditProvider(language, {
    provideDocumentFormattingEdits: (model) => {
      const text = formatJson(model.getValue());
      return text === undefined ? [] : [{ range: model.getFullModelRange(), text }];
    },
  });
  languages.registerDocumentSymbolProvider(language, {
    provideDocumentSymbols: (model) =>
      isTaskDefinition(model) ? outlineOf(model.getValue()).map((item) => symbol(model, item)) : [],
  });
}

function symbol(
  model: Model,
  { name, detail, kind, span, children }: OutlineItem,
): monaco.languages.DocumentSymbol {
  const { SymbolKind } = monaco.languages;
  const kinds = { definition: SymbolKind.Module, container: SymbolKind.Class, list: SymbolKind.Array, volume: SymbolKind.Struct, member: SymbolKind.Property }; // prettier-ignore
  const range = rangeOf(model, span);
  return {
    name,
    detail,
    kind: kinds[kind],
    tags: [],
    range,
    selectionRange: range,
    children: children.map((child) => symbol(model, child)),
  };
}
